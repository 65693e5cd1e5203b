"""Programs that must do the same whether they are recorded or not.

Each prints only what is the same each time: addresses, ports and times are masked. Those that
need a newer Python guard themselves.
"""

PRINTING = {
    "both streams": """
        import sys
        print("soup", "rice", sep=", ")
        print("burnt", file=sys.stderr)
        print()
        sys.stdout.writelines(["tea\\n", "Crème brûlée ✓\\n"])
        """,
    "a traceback": """
        def cook(dish):
            raise ValueError(f"no {dish}")
        try:
            cook("soup")
        except ValueError as error:
            raise RuntimeError("dinner is off") from error
        """,
    "an exception group": """
        import asyncio
        async def fail(dish):
            raise ValueError(dish)
        async def main():
            async with asyncio.TaskGroup() as group:
                group.create_task(fail("soup"))
                group.create_task(fail("rice"))
        asyncio.run(main())
        """,
    "a status": "import sys\nprint('soup')\nsys.exit(3)\n",
    "a last word": "import sys\nsys.exit('the kitchen is closed')\n",
    "an interrupt": "print('soup')\nraise KeyboardInterrupt\n",
    "endless recursion": "def cook():\n    cook()\ncook()\n",
    "an assertion": "import unittest\nassert unittest is None, 'tests are on'\n",
    "a line without an end": "print('soup')\nprint('rice', end='')\n",
    "a sudden end": """
        import os
        print("soup")
        print("never seen", end="")
        os._exit(4)
        """,
    "a kill": """
        import os, signal
        print("soup")
        print("never seen", end="")
        os.kill(os.getpid(), signal.SIGKILL)
        """,
    "a signal": "import signal\nprint('soup')\nsignal.raise_signal(signal.SIGTERM)\n",
    "writes past Python": """
        import os
        print("soup", end="")
        os.write(1, b"rice\\n")
        print("tea")
        os.write(2, b"burnt\\n")
        os.write(1, b"done\\n")
        """,
    "bytes that are no text": """
        import sys
        sys.stdout.buffer.write(b"\\xff\\xfe\\n")
        print("after")
        sys.stdout.buffer.write(b"last")
        """,
    "names that are no text": """
        import os
        print(os.fsdecode(b"\\xe9t\\xe9"))
        """,
    "half a character": "print('\\ud800')\n",
    "a child": """
        import subprocess, sys
        subprocess.run(["echo", "soup"])
        print("rice")
        subprocess.run([sys.executable, "-c", "print('tea'); 1/0"])
        """,
    "forked children": """
        import multiprocessing
        def cook(dish):
            print(dish)
        print("menu", end=" ")
        process = multiprocessing.get_context("fork").Process(target=cook, args=["soup"])
        process.start()
        process.join()
        print("done")
        """,
    "a pool of processes": """
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context
        if __name__ == "__main__":
            with ProcessPoolExecutor(1, get_context("spawn")) as pool:
                print(pool.submit(pow, 2, 10).result())
                pool.submit(print, "soup").result()
        """,
    "a log": """
        import logging
        logging.basicConfig(level=logging.INFO)
        logging.info("soup")
        logging.getLogger("rice").exception("burnt")
        """,
    "warnings": """
        import warnings
        def cook():
            warnings.warn("hot")
            warnings.warn("old", DeprecationWarning)
        cook()
        """,
    "a forgotten await": """
        import asyncio
        async def cook():
            pass
        async def main():
            cook()
            print("done")
        asyncio.run(main())
        """,
    "a lost exception": """
        import asyncio
        async def main():
            asyncio.get_running_loop().create_future().set_exception(ValueError("soup"))
        asyncio.run(main())
        """,
    "a failing thread": """
        import threading
        def cook():
            raise ValueError("soup")
        thread = threading.Thread(target=cook, name="cook")
        thread.start()
        thread.join()
        """,
    "last things": """
        import atexit, sys
        atexit.register(print, "bye", end="")
        class Pot:
            def __del__(self):
                print("washed up")
        pot = Pot()
        print("soup")
        """,
    "streams of its own": """
        import contextlib, io, sys
        with contextlib.redirect_stdout(io.StringIO()) as text:
            print("soup")
        print(text.getvalue().upper(), end="")
        sys.stdout.reconfigure(line_buffering=False, errors="replace")
        print("half \\ud800")
        print(sys.stdout.name, sys.stdout.mode, sys.stdout.encoding, sys.stdout.fileno())
        print(sys.stderr.name, sys.stderr.errors, sys.stderr.line_buffering, sys.stderr.newlines)
        print(sys.stdout is sys.__stdout__, sys.stderr is sys.__stderr__)
        sys.stdout.close()
        print("end", file=sys.stderr)
        """,
    "its standard input": "print(repr(input()))\n",
    "closing all files": "import os\nos.closerange(3, 1000)\nprint('soup')\n",
    "its place in the world": """
        import os, signal, sys, threading
        import __main__
        print(sys.argv, sys.path, sys.flags, sys.orig_argv[1:], sep="\\n")
        print(__name__, __file__, __spec__, os.getcwd(), sorted(vars(__main__)))
        print(sys.getprofile(), sys.excepthook is sys.__excepthook__, threading.active_count())
        print([signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)])
        print(os.open(os.devnull, os.O_RDONLY), sys.stdin.fileno())
        """,
}

ASYNCIO = {
    "asyncio's debug mode": r"""
        import asyncio, logging, re, time
        class Masked(logging.Handler):
            def emit(self, record):
                print(re.sub(r"0x[0-9a-f]+|[\d.]+", "#", record.getMessage()))
        logging.getLogger("asyncio").addHandler(Masked())
        async def cook(dish):
            time.sleep(0.8)
        async def main():
            asyncio.get_running_loop().slow_callback_duration = 0.6
            await asyncio.create_task(cook("soup"), name="soup")
            asyncio.get_running_loop().call_soon(time.sleep, 0.8)
            await asyncio.sleep(0.01)
            cook("rice")
            asyncio.create_task(asyncio.sleep(0, asyncio.get_running_loop().get_debug()))
        asyncio.run(main(), debug=True)
        """,
    "a failure in debug mode": """
        import asyncio
        async def cook(dish):
            raise ValueError(dish)
        async def main():
            asyncio.get_running_loop().slow_callback_duration = 99  # on a crowded machine all are
            task = asyncio.create_task(cook("soup"), name="soup")
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            del task
            asyncio.get_running_loop().call_soon(lambda: 1 / 0)
            await asyncio.sleep(0)
            asyncio.get_running_loop().call_soon_threadsafe(print, "safe")
            await asyncio.sleep(0)
        asyncio.run(main(), debug=True)
        """,
    "a task destroyed while it waits": """
        import asyncio, gc
        async def forever(dish):
            await asyncio.get_running_loop().create_future()
        async def wait(dish):
            await forever(dish)
        async def main():
            for dish in ("soup", "rice"):
                asyncio.create_task(wait(dish), name=dish)
            await asyncio.sleep(0)
            print("collect", gc.collect() > 0)
            await asyncio.sleep(0)
            print("done")
        asyncio.run(main())
        """,
    "tasks left by a closed loop": """
        import asyncio
        async def cook(dish):
            try:
                await asyncio.sleep(3600)
            finally:
                print("cleaned", dish)
        loop = asyncio.new_event_loop()
        loop.create_task(cook("soup"), name="soup")
        loop.run_until_complete(asyncio.sleep(0))
        loop.create_task(cook("rice"), name="rice")
        loop.close()
        print("closed")
        """,
    "failures that nobody asked for": """
        import asyncio
        async def deeper(dish):
            await asyncio.sleep(0)
            raise ValueError(dish) from KeyError("pot")
        async def cook(dish):
            await deeper(dish)
        async def main():
            tasks = [asyncio.create_task(cook(dish), name=dish) for dish in ("soup", "rice")]
            await asyncio.sleep(0.01)
            del tasks
            print("dropped")
            asyncio.get_running_loop().create_future().set_exception(OSError("tea"))
            kept = asyncio.create_task(cook("cake"), name="cake")
            await asyncio.sleep(0.01)
            print(kept.done(), kept.cancelled(), kept._log_traceback)
        asyncio.run(main())
        """,
    "forgotten awaits of many kinds": """
        import asyncio, functools
        async def cook(dish):
            return dish
        class Kitchen:
            async def open(self):
                cook("in a method")
            @staticmethod
            async def close():
                [cook(dish) for dish in ("soup", "rice")]
        cook("at the top")
        later = lambda: cook("in a lambda")
        later()
        functools.partial(cook, "partial")()
        (lambda: Kitchen().open())()
        async def failing():
            waiting = cook("behind a failure")
            raise ValueError(1)
        async def main():
            await Kitchen().open()
            await Kitchen.close()
            asyncio.get_running_loop().call_soon(cook, "in a callback")
            await asyncio.sleep(0)
            try:
                await failing()
            except ValueError:
                print("failed")
            async def inner():
                pass
            inner()
            never = inner()
            print(never.cr_await, never.cr_running, never.cr_origin)
        asyncio.run(main())
        left = cook("at the very end")
        """,
    "a forgotten await as an error": """
        import asyncio, io, re, sys, warnings
        warnings.simplefilter("error")
        async def cook():
            pass
        async def main():
            cook()
            print("done")
        sys.stderr, stderr = io.StringIO(), sys.stderr
        asyncio.run(main())
        print(re.sub("0x[0-9a-f]+", "0x", sys.stderr.getvalue()))
        """,
    "a forgotten await and where it was made": """
        import asyncio, sys, tracemalloc
        tracemalloc.start(5)
        async def cook():
            pass
        def order():
            return cook()
        async def main():
            order()
            sys.set_coroutine_origin_tracking_depth(3)
            made = order()
            print(made.cr_origin)
            del made
            print("done", sys.get_coroutine_origin_tracking_depth())
        asyncio.run(main())
        """,
    "what is never closed": """
        import asyncio, gc, re, socket, sys, warnings
        warnings.simplefilter("always")
        def show(message, category, filename, lineno, file=None, line=None):
            print(category.__name__, re.sub("0x[0-9a-f]+|port=[0-9]+", "#", str(message)), lineno)
        warnings.showwarning = show
        left = socket.socket()
        del left
        open("left.txt", "w")
        loop = asyncio.new_event_loop()
        del loop
        gc.collect()
        async def main():
            ours, theirs = socket.socketpair()
            reader, writer = await asyncio.open_connection(sock=ours)
            theirs.close()
            del reader, writer
            await asyncio.sleep(0.01)
            gc.collect()
        asyncio.run(main())
        gc.collect()
        """,
    "an interrupt of asyncio": """
        import asyncio, signal
        async def cook():
            try:
                await asyncio.sleep(3600)
            except asyncio.CancelledError:
                print("cancelled")
                raise
        async def main():
            asyncio.get_running_loop().call_later(0.01, signal.raise_signal, signal.SIGINT)
            async with asyncio.TaskGroup() as group:
                group.create_task(cook())
                group.create_task(cook())
        asyncio.run(main())
        """,
    "an interrupt that is served": """
        import asyncio, os, signal
        async def main():
            stop = asyncio.Event()
            loop = asyncio.get_running_loop()
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGUSR2):
                loop.add_signal_handler(number, lambda number: (print(number), stop.set()), number)
            for number in (signal.SIGTERM, signal.SIGUSR2, signal.SIGINT):
                os.kill(os.getpid(), number)
                await stop.wait()
                stop.clear()
            print(loop.remove_signal_handler(signal.SIGINT))
        asyncio.run(main())
        """,
    "an exit from within a task": """
        import asyncio, sys
        async def leave():
            await asyncio.sleep(0)
            sys.exit("closed")
        async def main():
            try:
                await asyncio.create_task(leave(), name="leave")
            finally:
                print("last order")
        asyncio.run(main())
        """,
    "a shield": """
        import asyncio
        async def cook(dish):
            await asyncio.sleep(0.02)
            print(dish)
        async def eat(task):
            await asyncio.shield(task)
        async def main():
            task = asyncio.create_task(cook("soup"), name="soup")
            eater = asyncio.create_task(eat(task), name="eater")
            await asyncio.sleep(0)
            eater.cancel("not hungry")
            try:
                await eater
            except asyncio.CancelledError as error:
                print(repr(error), eater.cancelled(), task.done())
            await task
        asyncio.run(main())
        """,
    "cancellations": """
        import asyncio, sys, traceback
        async def deeper():
            await asyncio.sleep(3600)
        async def stubborn():
            try:
                await deeper()
            except asyncio.CancelledError as error:
                print("once", repr(error), asyncio.current_task().cancelling())
                asyncio.current_task().uncancel()
            await asyncio.sleep(0)
            return "done anyway"
        async def waits(other):
            await other
        async def main():
            task = asyncio.create_task(stubborn(), name="stubborn")
            await asyncio.sleep(0)
            print(task.cancel("please"), task.cancelling())
            print(await task)
            inner = asyncio.create_task(deeper(), name="inner")
            outer = asyncio.create_task(waits(inner), name="outer")
            early = asyncio.create_task(deeper(), name="early")
            early.cancel()
            await asyncio.sleep(0)
            outer.cancel("why")
            for task in (outer, inner, early):
                try:
                    await task
                except asyncio.CancelledError:
                    traceback.print_exc(file=sys.stdout)
            print(inner.cancelled(), outer.cancelled(), early.cancelled())
            await asyncio.create_task(deeper(), name="last")
        async def cancelled():
            asyncio.get_running_loop().call_soon(asyncio.current_task().cancel)
            await main()
        asyncio.run(main() if len(sys.argv) > 1 else asyncio.wait_for(main(), 0.05))
        """,
    "time limits": """
        import asyncio, traceback
        async def cook(seconds):
            await asyncio.sleep(seconds)
            return "soup"
        async def main():
            async with asyncio.timeout(3600) as limit:
                print(await cook(0), limit.expired())
            try:
                async with asyncio.timeout(3600):
                    async with asyncio.timeout(0.01) as inner:
                        await cook(3600)
            except TimeoutError:
                print("inner", inner.expired())
            try:
                await asyncio.wait_for(cook(3600), 0.01)
            except TimeoutError as error:
                print(repr(error), repr(error.__cause__))
            done, pending = await asyncio.wait([asyncio.create_task(cook(3600))], timeout=0.01)
            print(len(done), len(pending))
            for task in asyncio.as_completed([cook(0.02), cook(0.01)]):
                print(await task)
            async with asyncio.timeout(0.01):
                await cook(3600)
        asyncio.run(main())
        """,
    "async generators left half way": """
        import asyncio, sys
        async def dishes(name):
            try:
                for number in range(3):
                    yield f"{name} {number}"
                    await asyncio.sleep(0)
            finally:
                print("close", name)
                await asyncio.sleep(0)
                print("closed", name)
        kept = []
        async def main():
            async for dish in dishes("dropped"):
                print(dish)
                break
            await asyncio.sleep(0.01)
            left = dishes("kept")
            kept.append(left)
            print(await anext(left), left.ag_running, left.ag_await)
            thrown = dishes("thrown")
            print(await thrown.asend(None))
            try:
                await thrown.athrow(ValueError("burnt"))
            except ValueError as error:
                print(repr(error))
            print([dish async for dish in dishes("whole")])
            print("end")
        asyncio.run(main())
        by_hand = dishes("by hand")
        hooks = sys.get_asyncgen_hooks()
        print(hooks.firstiter, hooks.finalizer)
        sys.set_asyncgen_hooks(lambda it: print("first", it.__name__), lambda it: print("final"))
        try:
            by_hand.__anext__().send(None)
        except StopIteration as stop:
            print(stop.value)
        del by_hand
        """,
    "eager tasks": """
        import asyncio, sys, traceback
        async def cook(dish, seconds):
            print("begin", dish, asyncio.current_task().get_name())
            if seconds:
                await asyncio.sleep(seconds)
            if dish == "burnt":
                raise ValueError(dish)
            return dish
        async def main():
            loop = asyncio.get_running_loop()
            if sys.version_info >= (3, 12):
                loop.set_task_factory(asyncio.eager_task_factory)
            tasks = [
                asyncio.create_task(cook(dish, seconds), name=dish)
                for dish, seconds in (("soup", 0), ("rice", 0.01), ("burnt", 0))
            ]
            print([task.done() for task in tasks])
            for result in await asyncio.gather(*tasks, return_exceptions=True):
                print(repr(result))
                if isinstance(result, Exception):
                    traceback.print_exception(result, file=sys.stdout)
            print(asyncio.current_task().get_name(), len(asyncio.all_tasks()))
        asyncio.run(main())
        """,
    "the looks of tasks": """
        import asyncio
        async def cook(dish):
            await asyncio.sleep(0.01)
            if dish == "burnt":
                raise ValueError(dish)
            return dish
        async def main():
            loop = asyncio.get_running_loop()
            tasks = [asyncio.create_task(cook(dish)) for dish in ("soup", "burnt", "rice")]
            tasks[2].set_name("third")
            print([repr(task) for task in tasks])
            await asyncio.sleep(0)
            tasks[2].cancel()
            print([task.get_name() for task in tasks], tasks[0]._state)
            await asyncio.wait(tasks)
            print([repr(task) for task in tasks])
            print(repr(asyncio.current_task()), len(asyncio.all_tasks()))
            future = loop.create_future()
            print(repr(future))
            future.add_done_callback(print)
            print(repr(future).partition(" at 0x")[0])
            future.set_result("tea")
            await asyncio.sleep(0)
            print(repr(loop.call_soon(cook.__name__.upper)).partition(" at 0x")[0])
            print(repr(asyncio.Lock()).partition(" at 0x")[2].partition(" ")[2])
            print(type(tasks[0]), asyncio.Task is asyncio.tasks._CTask, type(tasks[0].get_coro()))
        asyncio.run(main())
        """,
    "stacks of tasks and callbacks": """
        import asyncio, inspect, sys, traceback
        def where(*_):
            print([(frame.function, frame.lineno) for frame in inspect.stack()])
            traceback.print_stack(file=sys.stdout)
            frame, depth = sys._getframe(), 0
            while frame:
                frame, depth = frame.f_back, depth + 1
            print(depth, sys._getframe(1).f_code.co_name)
        async def deeper():
            where()
            await asyncio.sleep(0.2)
        async def cook():
            await deeper()
        async def main():
            loop = asyncio.get_running_loop()
            task = asyncio.create_task(cook(), name="cook")
            task.add_done_callback(where)
            loop.call_soon(where)
            loop.call_later(0.05, where)
            await asyncio.sleep(0.1)
            print([(frame.f_code.co_name, frame.f_lineno) for frame in task.get_stack()])
            task.print_stack(file=sys.stdout)
            print(task.get_coro().cr_frame.f_lineno, task.get_coro().cr_await.cr_frame.f_lineno)
            await task
            await asyncio.to_thread(where)
        asyncio.run(main())
        """,
    "tasks written in Python": """
        import asyncio, asyncio.tasks
        async def cook(dish, seconds):
            try:
                await asyncio.sleep(seconds)
            finally:
                print("end", dish)
            return 1 / (seconds < 1)
        async def main():
            tasks = [asyncio.create_task(cook(d, s), name=d) for d, s in (("soup", 0), ("tea", 99))]
            await asyncio.sleep(0.01)
            tasks[1].cancel()
            print(await asyncio.gather(*tasks, return_exceptions=True), type(tasks[0]))
            left = asyncio.create_task(cook("rice", 2 - 2 + 1e-9), name="rice")
        with asyncio.Runner() as runner:
            def factory(loop, coro, **options):
                return asyncio.tasks._PyTask(coro, loop=loop, **options)
            runner.get_loop().set_task_factory(factory)
            runner.run(main())
            print(runner.get_loop().get_task_factory() is factory)
        """,
    "a loop and tasks of its own": """
        import asyncio
        class Task(asyncio.Task):
            def cancel(self, msg=None):
                print("cancel", self.get_name())
                return super().cancel(msg)
        class Loop(asyncio.SelectorEventLoop):
            def call_soon(self, callback, *args, context=None):
                self.soon = getattr(self, "soon", 0) + 1
                return super().call_soon(callback, *args, context=context)
            def create_task(self, coro, **options):
                options.pop("eager_start", None)
                name, context = options.get("name"), options.get("context")
                return Task(coro, loop=self, name=name, context=context)
            def _run_once(self):
                self.times = getattr(self, "times", 0) + 1
                super()._run_once()
        async def main():
            task = asyncio.create_task(asyncio.sleep(3600), name="soup")
            for _ in range(3):
                await asyncio.sleep(0)
            task.cancel()
            return asyncio.get_running_loop()
        loop = asyncio.Runner(loop_factory=Loop)
        with loop:
            ours = loop.run(main())
        print(ours.soon, ours.times, type(ours).__name__)
        """,
    "loops in two threads": """
        import asyncio, threading
        async def cook(dish):
            await asyncio.sleep(0.01)
            if dish == "burnt":
                raise ValueError(dish)
            return f"{dish} in {threading.current_thread().name}"
        loop = asyncio.new_event_loop()
        thread = threading.Thread(target=loop.run_forever, name="kitchen")
        thread.start()
        async def main():
            future = asyncio.run_coroutine_threadsafe(cook("soup"), loop)
            print(await asyncio.wrap_future(future), await cook("rice"))
        asyncio.run(main())
        asyncio.run(main())
        try:
            asyncio.run_coroutine_threadsafe(cook("burnt"), loop).result()
        except ValueError as error:
            print(repr(error))
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
        asyncio.get_event_loop_policy().get_event_loop()
        """,
    "coroutines driven by hand": """
        import types
        class Pause:
            def __await__(self):
                got = yield "pause"
                return got
        @types.coroutine
        def ask(question):
            return (yield question)
        async def cook(dish):
            first = await Pause()
            second = await ask("salt?")
            return dish, first, second
        async def outer():
            try:
                return await cook("soup")
            except ValueError as error:
                return await ask(repr(error))
        running = outer()
        print(running.send(None), running.send(1), running.cr_await.cr_frame.f_lineno)
        print(running.throw(ValueError("no")))
        try:
            running.send("end")
        except StopIteration as stop:
            print(stop.value)
        for wrong in (lambda: running.send(None), lambda: cook("rice").send(1)):
            try:
                wrong()
            except (RuntimeError, TypeError) as error:
                print(error)
        closed = outer()
        closed.send(None)
        print(closed.close(), closed.cr_frame)
        async def stops():
            raise StopIteration("inside")
        stops().send(None)
        """,
    "contexts": """
        import asyncio, contextvars, threading
        dish = contextvars.ContextVar("dish", default="none")
        async def cook(name):
            before = dish.get()
            token = dish.set(name)
            await asyncio.sleep(0)
            inside = dish.get()
            dish.reset(token)
            return before, inside, dish.get(), await asyncio.to_thread(dish.get)
        async def main():
            dish.set("menu")
            print(await asyncio.gather(cook("soup"), cook("rice")))
            loop = asyncio.get_running_loop()
            loop.call_soon(lambda: print(dish.get(), dish.set("soon").var is dish))
            await asyncio.sleep(0)
            own = contextvars.copy_context()
            task = asyncio.create_task(cook("tea"), context=own)
            own.run(dish.set, "own")
            print(await task, dish.get(), len(contextvars.copy_context()))
        print(contextvars.copy_context().run(asyncio.run, main()))
        print(len(contextvars.copy_context()), dish.get())
        thread = threading.Thread(target=lambda: print(len(contextvars.copy_context())))
        thread.start()
        thread.join()
        """,
    "queues, locks and streams": """
        import asyncio
        async def serve(reader, writer):
            while line := await reader.readline():
                writer.write(line.upper())
                await writer.drain()
            writer.close()
            await writer.wait_closed()
        async def main():
            server = await asyncio.start_unix_server(serve, "socket")
            async with server:
                reader, writer = await asyncio.open_unix_connection("socket")
                writer.write(b"soup\\nrice\\n")
                writer.write_eof()
                print(await reader.read())
                writer.close()
                await writer.wait_closed()
            queue, lock = asyncio.Queue(2), asyncio.Lock()
            async def producer():
                for number in range(5):
                    await queue.put(number)
                    print("put", number)
            async def consumer(name):
                while True:
                    number = await queue.get()
                    async with lock:
                        print(name, number)
                        await asyncio.sleep(0.001)
                    queue.task_done()
            async with asyncio.TaskGroup() as group:
                cooks = [group.create_task(consumer(name)) for name in "ab"]
                await group.create_task(producer())
                await queue.join()
                for cook in cooks:
                    cook.cancel()
            asyncio.get_running_loop().set_exception_handler(
                lambda loop, context: print(context["message"], repr(context["exception"]))
            )
            asyncio.get_running_loop().call_soon(lambda: 1 / 0)
            await asyncio.sleep(0)
        asyncio.run(main())
        """,
    "very many steps": """
        import asyncio
        async def cook(number):
            for _ in range(number % 50):
                await asyncio.sleep(0)
            return number
        async def main():
            print(sum(await asyncio.gather(*(cook(number) for number in range(1000)))))
            for _ in range(20_000):
                await asyncio.sleep(0)
            print("done", len(asyncio.all_tasks()))
        asyncio.run(main())
        """,
    "Trio": """
        import time, trio
        class Counts(trio.abc.Instrument):
            spawned = exited = 0
            def task_spawned(self, task):
                self.spawned += 1
            def task_exited(self, task):
                self.exited += 1
        async def order(dish, seconds):
            await trio.sleep(seconds)
            if dish == "steak":
                raise ValueError("burnt")
        async def main():
            with trio.move_on_after(0.02) as scope:
                await trio.to_thread.run_sync(time.sleep, 0.01)
                await trio.sleep_forever()
            print(scope.cancelled_caught, trio.lowlevel.current_task().name)
            async with trio.open_nursery() as nursery:
                nursery.start_soon(order, "soup", 0.01)
                nursery.start_soon(order, "steak", 0.03)
                nursery.start_soon(order, "cake", 5)
        counts = Counts()
        try:
            trio.run(main, instruments=[counts])
        finally:
            print(counts.spawned, counts.exited)
        """,
    "an interrupt of Trio": """
        import signal, threading, trio
        async def main():
            async with trio.open_nursery() as nursery:
                nursery.start_soon(trio.sleep, 5)
                signal.raise_signal(signal.SIGINT)
        try:
            trio.run(main)
        except* KeyboardInterrupt as group:
            print(group.exceptions)
        """,
    "Trio's own complaints": """
        import trio
        async def forgets():
            trio.sleep(1)
        async def foreign():
            import asyncio
            await asyncio.Future(loop=asyncio.new_event_loop())
        async def main():
            await forgets()
            try:
                await foreign()
            except TypeError as error:
                print(str(error)[:30])
            nursery = trio.open_nursery()
            await nursery.__aenter__()
        try:
            trio.run(main)
        except BaseException as error:
            print(type(error).__name__)
        trio.run(trio.sleep, "soup")
        """,
    "AnyIO on both loops": """
        import anyio
        async def order(dish, seconds):
            await anyio.sleep(seconds)
            if dish == "steak":
                raise ValueError("burnt")
        async def main():
            with anyio.move_on_after(0.01) as scope:
                await anyio.sleep(5)
            print(scope.cancelled_caught, anyio.get_current_task().name)
            async with anyio.create_task_group() as group:
                group.start_soon(order, "steak", 0.03)
                group.start_soon(order, "cake", 5)
        for backend in "asyncio", "trio":
            try:
                anyio.run(main, backend=backend)
            except* ValueError as group:
                print(group.exceptions)
        """,
    "uvloop": """
        import asyncio, uvloop
        async def order(dish, seconds):
            await asyncio.sleep(seconds)
            if dish == "steak":
                raise ValueError("burnt")
        async def serve(reader, writer):
            writer.write(await reader.readline())
            writer.close()
        async def main():
            async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
                host, port = server.sockets[0].getsockname()
                reader, writer = await asyncio.open_connection(host, port)
                writer.write(b"soup\\n")
                print(await reader.readline(), await asyncio.to_thread(len, "tea"))
                writer.close()
            try:
                async with asyncio.timeout(0.01):
                    await asyncio.sleep(5)
            except TimeoutError as error:
                print(repr(error))
            async with asyncio.TaskGroup() as group:
                group.create_task(order("steak", 0.03))
                group.create_task(order("cake", 5))
        for debug in False, True:
            try:
                uvloop.run(main(), debug=debug)
            except* ValueError as group:
                print(group.exceptions)
        """,
    "processes under asyncio": """
        import asyncio, sys
        async def main():
            command = [sys.executable, "-c", "print(input().upper()); import sys; sys.exit(3)"]
            process = await asyncio.create_subprocess_exec(
                *command, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
            )
            print(await process.communicate(b"soup\\n"), process.returncode)
            shell = await asyncio.create_subprocess_shell("echo rice; exit 4")
            print(await shell.wait())
            failing = await asyncio.create_subprocess_exec(sys.executable, "-c", "1/0")
            print(await failing.wait())
            sleeper = await asyncio.create_subprocess_exec("sleep", "3600")
            sleeper.kill()
            print(await sleeper.wait())
        asyncio.run(main())
        """,
}

HOOKS = {
    "what cannot be raised": """
        import contextlib, io, re, sys
        class Pot:
            def __del__(self):
                raise ValueError("broken")
        def show(what):
            print(what.exc_type.__name__, what.exc_value, what.object.__qualname__, what.err_msg)
            print([line.tb_lineno for line in [what.exc_traceback]])
        sys.unraisablehook = show
        Pot()
        sys.unraisablehook = sys.__unraisablehook__
        with contextlib.redirect_stderr(io.StringIO()) as text:
            Pot()
            def half():
                try:
                    yield 1
                finally:
                    raise KeyError("half")
            next(half())
        print(re.sub("0x[0-9a-f]+", "0x", text.getvalue()))
        """,
    "hooks of its own": """
        import sys, threading, traceback
        def show(kind, error, stack):
            print("hook", kind.__name__, error)
            print([(frame.name, frame.lineno) for frame in traceback.extract_tb(stack)])
        sys.excepthook = show
        threading.excepthook = lambda what: show(*what[:3])
        sys.displayhook = lambda value: print("shown", value)
        def cook():
            raise ValueError("soup")
        thread = threading.Thread(target=cook)
        thread.start()
        thread.join()
        sys.displayhook(1)
        cook()
        """,
    "the hooks it finds": """
        import asyncio, asyncio.events, gc, sys, threading, time, types, warnings
        print(sys.excepthook is sys.__excepthook__, sys.unraisablehook is sys.__unraisablehook__)
        print(sys.displayhook is sys.__displayhook__)
        print(threading.excepthook is threading.__excepthook__)
        print(sys.getprofile(), threading.getprofile())
        if sys.version_info >= (3, 12):  # before, the recorder's own is there
            print(sys.gettrace(), threading.gettrace(), sys._getframe().f_trace)
        print(sys.get_asyncgen_hooks(), sys.get_coroutine_origin_tracking_depth())
        print(sys.getswitchinterval(), sys.getrecursionlimit(), gc.get_threshold(), gc.isenabled())
        print(gc.callbacks, warnings.filters, threading.active_count(), threading.stack_size())
        async def main():
            loop = asyncio.get_running_loop()
            print(loop.get_task_factory(), loop.get_exception_handler(), loop.get_debug())
            print(type(loop), vars(loop).keys(), type(loop._selector), type(loop._ready))
            print(threading.active_count(), len(asyncio.all_tasks()))
        asyncio.run(main())
        library = threading.__file__.rpartition("/")[0]
        def strangers(owner):
            for name, value in vars(owner).items():
                value = getattr(value, "__func__", value)
                if isinstance(value, type) and value.__module__ == owner.__name__:
                    strangers(value)
                if isinstance(value, types.FunctionType):
                    code = value.__code__
                    if not code.co_filename.startswith((library, "<")) and name != "_trace_hook":
                        print(owner, name, code)
        for module in (asyncio.events, asyncio.base_events, asyncio.tasks, threading, time, types):
            strangers(module)
        print(time.sleep, asyncio.Task.__init__, print, asyncio.Task is asyncio.tasks._CTask)
        """,
    "a trace function of its own": """
        import sys, threading
        seen = []
        def trace(frame, event, argument):
            if frame.f_code.co_filename != __file__:
                return None
            seen.append((event, frame.f_code.co_name, frame.f_lineno))
            return trace
        def cook(dish):
            for letter in dish[:2]:
                letter.upper()
            try:
                raise ValueError(dish)
            except ValueError:
                return dish
        def dishes():
            yield cook("soup")
            yield cook("rice")
        if sys.version_info >= (3, 12):
            print(sys.gettrace())
        sys.settrace(trace)
        list(dishes())
        print(sys.gettrace() is trace)
        sys.settrace(None)
        print(*seen, sep="\\n")
        print(sys.gettrace())
        seen.clear()
        threading.settrace(trace)
        thread = threading.Thread(target=cook, args=["tea"])
        thread.start()
        thread.join()
        threading.settrace(None)
        print(*seen, sep="\\n")
        """,
    "a trace function of its own under asyncio": """
        import asyncio, sys
        seen = []
        def trace(frame, event, argument):
            if frame.f_code.co_filename != __file__:
                return None
            frame.f_trace_opcodes = False
            seen.append((event, frame.f_code.co_name, frame.f_lineno))
            return trace
        async def cook(dish):
            await asyncio.sleep(0)
            return dish
        async def main():
            print(await asyncio.gather(cook("soup"), cook("rice")))
        sys.settrace(trace)
        asyncio.run(main())
        sys.settrace(None)
        print(*seen, sep="\\n")
        """,
    "a profile function of its own": """
        import sys, threading
        seen = []
        def profile(frame, event, argument):
            name = argument.__name__ if event.startswith("c_") else frame.f_code.co_name
            if frame.f_code.co_filename == __file__:
                seen.append((event, name))
        def cook(dish):
            return dish.upper()
        print(sys.getprofile())
        sys.setprofile(profile)
        cook("soup")
        [cook(dish) for dish in ("rice", "tea")]
        sys.setprofile(None)
        threading.setprofile(profile)
        thread = threading.Thread(target=cook, args=["tea"])
        thread.start()
        thread.join()
        threading.setprofile(None)
        print(*seen, sep="\\n")
        """,
    "the profiler": """
        import asyncio, cProfile, pstats, sys
        async def cook(dish):
            await asyncio.sleep(0)
            return dish
        async def main():
            return [await cook(dish) for dish in ("soup", "rice")]
        profiler = cProfile.Profile()
        profiler.enable()
        asyncio.run(main())
        profiler.disable()
        stats = pstats.Stats(profiler).stats
        for (file, line, name), (calls, *_) in sorted(stats.items()):
            if file == __file__:
                print(line, name, calls)
        """,
    "a debugger": """
        import io, pdb, sys
        def cook(dish):
            pot = dish.upper()
            if pot:
                pot += "!"
            return pot
        words = io.StringIO("next\\nstep\\np pot\\nwhere\\nuntil 6\\nargs\\nreturn\\ncontinue\\n")
        debugger = pdb.Pdb(stdin=words, stdout=sys.stdout, nosigint=True, readrc=False)
        print(debugger.runcall(cook, "soup"))
        print(sys.gettrace())
        """,
    "the tools of sys.monitoring": """
        import asyncio, sys
        def cook(dish):
            for letter in dish:
                letter.upper()
            return dish
        async def order(dish):
            await asyncio.sleep(0)
            return cook(dish)
        if sys.version_info >= (3, 12):
            monitoring, events = sys.monitoring, sys.monitoring.events
            tools = (monitoring.DEBUGGER_ID, monitoring.COVERAGE_ID, monitoring.PROFILER_ID,
                     monitoring.OPTIMIZER_ID)
            print([monitoring.get_tool(tool) for tool in tools])
            seen = []
            def on(event, answer=None):
                def call(code, *rest):
                    if code.co_filename == __file__:
                        seen.append((event, code.co_name, rest[0] if event == "line" else ""))
                    return answer
                return call
            for tool in tools:
                monitoring.use_tool_id(tool, f"tool {tool}")
            debugger, coverage, profiler, _ = tools
            monitoring.register_callback(debugger, events.LINE, on("line"))
            monitoring.register_callback(debugger, events.PY_RESUME, on("resume"))
            monitoring.register_callback(debugger, events.PY_YIELD, on("yield"))
            monitoring.register_callback(coverage, events.LINE, on("line", monitoring.DISABLE))
            monitoring.register_callback(profiler, events.PY_START, on("start"))
            monitoring.register_callback(profiler, events.PY_RETURN, on("return"))
            monitoring.set_local_events(debugger, cook.__code__, events.LINE)
            both = events.PY_RESUME | events.PY_YIELD
            monitoring.set_local_events(debugger, order.__code__, both)
            monitoring.set_events(profiler, events.PY_START | events.PY_RETURN)
            asyncio.run(order("soup"))
            print(*seen, sep="\\n")
            seen.clear()
            monitoring.set_events(profiler, events.NO_EVENTS)
            monitoring.set_local_events(debugger, cook.__code__, events.NO_EVENTS)
            monitoring.set_local_events(debugger, order.__code__, events.NO_EVENTS)
            monitoring.set_events(coverage, events.LINE)
            for _ in range(2):
                asyncio.run(order("tea"))
                monitoring.restart_events()
            print(*seen, sep="\\n")
            for tool in tools:
                monitoring.set_events(tool, events.NO_EVENTS)
                monitoring.free_tool_id(tool)
            asyncio.run(order("cake"))
            print([monitoring.get_tool(tool) for tool in tools])
        """,
    "counted lines": """
        import sys, trace
        def cook(dish):
            for letter in dish:
                if letter == "u":
                    continue
                letter.upper()
        counter = trace.Trace(count=True, trace=False)
        counter.runfunc(cook, "soup")
        counts = counter.results().counts
        print(sorted((line, count) for (file, line), count in counts.items() if file == __file__))
        """,
    "what an audit hook hears": """
        import asyncio, sys, threading
        heard = []
        quiet = False
        introspection = ("builtins.id", "object.__getattr__", "sys._getframe", "sys.settrace")
        def hook(event, arguments):
            if not quiet and not event.startswith(("import", "marshal", *introspection)):
                heard.append(event)
        sys.addaudithook(hook)
        def cook():
            try:
                raise ValueError
            except ValueError:
                pass
        async def main():
            cook()
            await asyncio.create_task(asyncio.sleep(0.01), name="soup")
            print("printed")
        cook()
        asyncio.run(main())
        thread = threading.Thread(target=cook)
        thread.start()
        thread.join()
        quiet = True
        print(*heard, sep="\\n")
        """,
    "signals": """
        import signal, time
        def show(number, frame):
            print(signal.Signals(number).name, frame.f_code.co_name)
        class Late(Exception):
            pass
        def late(number, frame):
            raise Late
        for number in (signal.SIGUSR2, signal.SIGTERM, signal.SIGHUP):
            print(signal.getsignal(number))
            signal.signal(number, show)
            signal.raise_signal(number)
        print(signal.signal(signal.SIGUSR1, show))
        signal.raise_signal(signal.SIGUSR1)
        signal.signal(signal.SIGALRM, late)
        def cook():
            while True:
                time.sleep(0.001)
        def compute():
            while True:
                pass
        for work in (cook, compute):
            signal.setitimer(signal.ITIMER_REAL, 0.02)
            try:
                work()
            except Late:
                print("late", work.__name__)
        print(signal.getitimer(signal.ITIMER_REAL), signal.getitimer(signal.ITIMER_PROF))
        print(signal.pthread_sigmask(signal.SIG_BLOCK, []), signal.set_wakeup_fd(-1))
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.raise_signal(signal.SIGINT)
        """,
    "a dump of all threads": """
        import faulthandler, re, threading, time
        def cook():
            started.set()
            done.wait()
        started, done = threading.Event(), threading.Event()
        thread = threading.Thread(target=cook, daemon=True)
        thread.start()
        started.wait()
        time.sleep(0.05)
        with open("dump", "w+") as dump:
            faulthandler.dump_traceback(dump, all_threads=True)
            dump.seek(0)
            print(re.sub("0x[0-9a-f]+", "0x", dump.read()))
        print(faulthandler.is_enabled())
        done.set()
        """,
}

MEMORY = {
    "what is thrown away, and when": """
        import asyncio, gc, weakref
        gc.disable()
        class Dish:
            pass
        async def cook(dish):
            await asyncio.sleep(0)
            return dish
        def watch(thing, name):
            weakref.finalize(thing, print, "gone:", name).atexit = False
        async def failing():
            dish = Dish()
            watch(dish, "dish in a failing task")
            raise ValueError
        async def main():
            dish = Dish()
            watch(dish, "dish")
            coroutine = cook(dish)
            watch(coroutine, "coroutine")
            task = asyncio.create_task(coroutine)
            watch(task, "task")
            del dish, coroutine
            await task
            print("awaited")
            del task
            print("deleted")
            task = asyncio.create_task(failing())
            watch(task, "failing task")
            try:
                await task
            except ValueError:
                pass
            print("failed")
            del task
            print("collect")
            gc.collect()
            unstarted = asyncio.create_task(cook(Dish()))
            watch(unstarted, "cancelled task")
            unstarted.cancel()
            del unstarted
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            future = asyncio.get_running_loop().create_future()
            watch(future, "future")
            future.set_result(1)
            print("a future")
            del future
            print("end")
        asyncio.run(main())
        def numbers():
            yield from range(3)
        generator = numbers()
        watch(generator, "generator")
        next(generator)
        print("a generator")
        del generator
        print("gone?")
        def local():
            dish = Dish()
            watch(dish, "local")
            return [watch(Dish(), f"temporary {number}") for number in range(2)]
        local()
        print("the end")
        """,
    "references": """
        import asyncio, gc, sys
        gc.disable()
        async def cook(dish):
            await asyncio.sleep(0)
        def chop():
            return sys._getframe()
        async def main():
            coroutine = cook("soup")
            print(sys.getrefcount(coroutine))
            task = asyncio.create_task(coroutine)
            print(sys.getrefcount(coroutine), sys.getrefcount(task))
            await asyncio.sleep(0)
            print(sys.getrefcount(coroutine), sys.getrefcount(task))
            await task
            print(sys.getrefcount(coroutine), sys.getrefcount(task))
            error = ValueError()
            try:
                raise error
            except ValueError:
                pass
            print(sys.getrefcount(error), sys.getrefcount(error.__traceback__))
            future = asyncio.get_running_loop().create_future()
            asyncio.get_running_loop().call_soon(future.set_result, None)
            await future
            print(sys.getrefcount(future), sys.getrefcount(asyncio.current_task()))
        asyncio.run(main())
        dish = object()
        def keep(dish):
            return sys.getrefcount(dish)
        print(keep(dish), sys.getrefcount(dish), sys.getrefcount(chop()))
        print(gc.garbage)
        """,
    "how deep it can go": """
        import asyncio, sys
        def depth(number=0):
            try:
                return depth(number + 1)
            except RecursionError:
                return number
        async def main():
            asyncio.get_running_loop().call_soon(lambda: print(depth()))
            print(depth())
            await asyncio.sleep(0)
        print(sys.getrecursionlimit(), depth())
        asyncio.run(main())
        sys.setrecursionlimit(200)
        print(depth())
        """,
    "endless recursion that is caught": """
        import asyncio
        def cook():
            cook()
        def dishes():
            yield from dishes()
        async def order():
            await order()
        async def main():
            for waiting in (order(), asyncio.to_thread(cook)):
                try:
                    await waiting
                except RecursionError as error:
                    print(error, error.__traceback__.tb_next.tb_frame.f_code.co_name)
            await asyncio.create_task(asyncio.sleep(0))
        for work in (cook, lambda: list(dishes()), lambda: asyncio.run(main())):
            try:
                work()
            except RecursionError as error:
                print(error, error.__context__)
        print("end")
        asyncio.run(order())
        """,
    "generators closed early": """
        def dishes():
            try:
                got = yield "soup"
                print("got", got)
                yield "rice"
            except GeneratorExit:
                print("exit")
                raise
            except ValueError as error:
                yield repr(error)
            finally:
                print("finally")
            return "menu"
        def outer():
            result = yield from dishes()
            print("result", result)
        one = outer()
        print(next(one), one.gi_running, one.gi_yieldfrom.gi_frame.f_lineno)
        print(one.close(), one.gi_frame)
        two = outer()
        print(next(two), two.send("salt"))
        del two
        print("deleted")
        three = outer()
        print(next(three), three.throw(ValueError("burnt")))
        print(next(three, "over"))
        def stubborn():
            for _ in range(2):
                try:
                    yield
                except GeneratorExit:
                    print("no")
        four = stubborn()
        next(four)
        try:
            four.close()
        except RuntimeError as error:
            print(error)
        kept = outer()
        print(next(kept), *(number for number in range(3)))
        """,
    "what is left at the very end": """
        import asyncio, atexit, threading, weakref
        class Pot:
            def __init__(self, name):
                self.name = name
            def __del__(self):
                print("washed", self.name)
        async def cook(pot):
            try:
                await asyncio.sleep(3600)
            finally:
                print("never reached?")
        def dishes():
            try:
                yield 1
            finally:
                print("generator closed")
        atexit.register(print, "atexit")
        atexit.register(lambda: asyncio.run(asyncio.sleep(0, print("asyncio at exit"))))
        weakref.finalize(Pot("finalized"), print, "finalizer")
        threading.Thread(target=lambda: (threading.main_thread().join(), print("thread"))).start()
        generator = dishes()
        next(generator)
        forgotten = cook(Pot("forgotten"))
        loop = asyncio.new_event_loop()
        task = loop.create_task(cook(Pot("task")))
        loop.run_until_complete(asyncio.sleep(0))
        pot = Pot("global")
        print("end")
        """,
}

ERRORS = {
    "groups of groups": """
        import asyncio
        async def fail(dish):
            raise ValueError(dish)
        async def course(*dishes):
            async with asyncio.TaskGroup() as group:
                for dish in dishes:
                    group.create_task(fail(dish), name=dish)
        async def main():
            async with asyncio.TaskGroup() as group:
                group.create_task(course("soup", "rice"))
                group.create_task(course("tea"))
                raise KeyError("body")
        def sort(error):
            error.add_note("from the kitchen")
            try:
                raise error
            except* KeyError as group:
                print("keys", group.exceptions)
            except* OSError:
                print("never")
        try:
            asyncio.run(main())
        except ExceptionGroup as error:
            sort(error)
        """,
    "a task group that fails within": """
        import asyncio
        async def cook(dish, seconds):
            try:
                await asyncio.sleep(seconds)
            except asyncio.CancelledError:
                print("cancelled", dish)
                raise
            finally:
                print("end", dish)
            raise ValueError(dish)
        async def main():
            try:
                async with asyncio.TaskGroup() as group:
                    tasks = [group.create_task(cook(d, s)) for d, s in (("a", 0.01), ("b", 9))]
            except* ValueError as errors:
                print(errors.exceptions, [task.cancelled() for task in tasks])
            first = await asyncio.gather(cook("c", 0), cook("d", 0), return_exceptions=True)
            print(first)
            await asyncio.gather(cook("e", 0), cook("f", 0.01))
        asyncio.run(main())
        """,
    "a syntax error in an import": """
        from pathlib import Path
        Path("menu.py").write_text("soup = 'rice\\ndef cook(:\\n")
        import menu
        """,
    "a failing import": """
        from pathlib import Path
        Path("menu.py").write_text("import asyncio\\ndef cook():\\n    return 1 / 0\\n\\ncook()\\n")
        try:
            import nowhere.at_all
        except ImportError as error:
            print(repr(error))
        import menu
        """,
    "modules of its own": """
        import importlib
        from pathlib import Path
        Path("menu.py").write_text(
            "import asyncio\\n"
            "async def cook(dish):\\n"
            "    await asyncio.sleep(0)\\n"
            "    raise ValueError(dish)\\n"
            "print(__name__, __file__)\\n"
        )
        import menu
        importlib.reload(menu)
        import asyncio, runpy
        print(sorted(runpy.run_path("menu.py")))
        asyncio.run(menu.cook("soup"))
        """,
    "code that it makes": """
        import linecache, sys, traceback
        source = "def cook(dish):\\n    return dish / 0\\n"
        for name in ("<menu>", __file__, "menu.txt"):
            space = {}
            exec(compile(source, name, "exec"), space)
            linecache.cache["menu.txt"] = (len(source), None, source.splitlines(True), "menu.txt")
            try:
                space["cook"](1)
            except ZeroDivisionError:
                traceback.print_exc(file=sys.stdout)
        print(eval("[x * 2 for x in range(3)]"), (lambda: eval("1 + 1"))())
        exec("for x in range(2):\\n    print(x, sorted(locals())[-1])")
        exec("import asyncio\\nasync def main():\\n  await asyncio.sleep(0)\\nasyncio.run(main())")
        print(eval(compile("await_ := 3", __file__, "eval")))
        exec(compile("\\n" * 500 + "1/0", __file__, "exec"))
        """,
    "places in long expressions": """
        def cook(dish, salt=0, *more, **rest):
            return dish["soup"][0]["pot"] / salt if salt else dish["soup"][1]["pot"].water.boil(
                more,
                rest,
            )
        def menu():
            return (
                [cook({"soup": [{"pot": number}, {"pot": None}]}, number) for number in (2, 1, 0)]
                + ["never"]
            )
        import traceback
        try:
            menu()
        except AttributeError as error:
            frames = traceback.extract_tb(error.__traceback__)
            print([(frame.lineno, frame.end_lineno, frame.colno) for frame in frames])
            print(sorted(error.__traceback__.tb_next.tb_frame.f_locals))
            error.add_note("a note")
        menu()
        """,
    "warnings from tasks and callbacks": """
        import asyncio, warnings
        def hot(level):
            warnings.warn(f"hot {level}", stacklevel=level)
        async def cook():
            hot(1)
            hot(2)
            hot(3)
            hot(4)
        async def main():
            await cook()
            await asyncio.create_task(cook())
            asyncio.get_running_loop().call_soon(hot, 2)
            await asyncio.sleep(0)
        asyncio.run(main())
        """,
    "a log with its places": """
        import asyncio, logging, sys
        form = "%(name)s %(funcName)s %(lineno)d %(threadName)s %(processName)s %(message)s"
        if sys.version_info >= (3, 12):
            form += " %(taskName)s"
        logging.basicConfig(level=logging.DEBUG, format=form, stream=sys.stdout)
        def helper():
            logging.info("helped", stacklevel=2)
        async def cook(dish):
            logging.warning("hot", stack_info=True)
            helper()
            await asyncio.to_thread(helper)
        async def main():
            await asyncio.create_task(cook("soup"), name="soup")
        asyncio.run(main())
        logging.getLogger("asyncio").error("end", exc_info=ValueError(1))
        """,
    "a closed port": """
        import socket
        with socket.create_server(("127.0.0.1", 0)) as free:
            address = free.getsockname()
        socket.socket().connect(address)
        """,
}

ACTORS = {
    "threads that fail": """
        import concurrent.futures, logging, re, sys, threading, traceback
        def cook(dish):
            raise ValueError(dish)
        def leave():
            sys.exit("unheard")
        for work in (leave, lambda: cook("rice")):
            thread = threading.Thread(target=work, name="helper")
            thread.start()
            thread.join()
        timer = threading.Timer(0.01, cook, ["late"])
        timer.name = "timer"
        timer.start()
        timer.join()
        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            future = pool.submit(cook, "soup")
            concurrent.futures.wait([future])  # else it fails on another line of the library
            try:
                future.result()
            except ValueError:
                traceback.print_exc(file=sys.stdout)
            class Masked(logging.Handler):
                def emit(self, record):
                    print(re.sub("0x[0-9a-f]+", "0x", record.getMessage()))
            logging.getLogger("concurrent.futures").addHandler(Masked())
            def called(future):
                print(threading.current_thread().name)
                cook("in a callback")
            pool.submit(pow, 2, 3).add_done_callback(called)
        print(threading.enumerate()[1:], threading.active_count())
        """,
    "many threads at once": """
        import threading
        total, lock, seen = 0, threading.Lock(), threading.local()
        barrier = threading.Barrier(8)
        def fib(number):
            return number if number < 2 else fib(number - 1) + fib(number - 2)
        def work(number):
            global total
            seen.number = number
            barrier.wait()
            for _ in range(50):
                value = fib(8)
                with lock:
                    total += value
            assert seen.number == number
        threads = [threading.Thread(target=work, args=[number]) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        print(total, [thread.name for thread in threads], hasattr(seen, "number"))
        """,
    "failures in a pool of processes": """
        import os, sys, traceback
        from concurrent.futures import ProcessPoolExecutor, wait
        from concurrent.futures.process import BrokenProcessPool
        from multiprocessing import get_context
        def deeper(dish):
            return 1 / len(dish)
        def cook(dish):
            return deeper(dish)
        if __name__ == "__main__":
            for method in ("spawn", "fork"):
                with ProcessPoolExecutor(1, get_context(method)) as pool:
                    print(pool.submit(cook, "soup").result())
                    future = pool.submit(cook, "")
                    wait([future])  # else it fails on another line of the library
                    try:
                        future.result()
                    except ZeroDivisionError as error:
                        print(type(error.__cause__).__name__)
                        traceback.print_exc(file=sys.stdout)
                    try:
                        pool.submit(os._exit, 3).result()
                    except BrokenProcessPool as error:
                        print("broken")
            with ProcessPoolExecutor(1, get_context("spawn")) as pool:
                future = pool.submit(cook, "")
                wait([future])
                future.result()
        """,
    **{
        f"failing children by {method}": f"""
        import multiprocessing, os, sys, threading
        def cook(dish):
            print(dish, multiprocessing.current_process().name, __name__)
            raise ValueError(dish)
        def leave(status):
            sys.exit(status)
        def gone():
            print("never seen", end="")
            os._exit(5)
        def asynchronous():
            import asyncio
            async def main():
                await asyncio.gather(asyncio.sleep(0), asyncio.to_thread(print, "in a thread"))
                raise KeyError("inside")
            asyncio.run(main())
        if __name__ == "__main__":
            context = multiprocessing.get_context("{method}")
            for target, arguments in ((cook, ["soup"]), (leave, [3]), (leave, ["words"]),
                                      (gone, []), (asynchronous, [])):
                process = context.Process(target=target, args=arguments)
                process.start()
                process.join()
                print(target.__name__, process.exitcode, flush=True)
            queue = context.Queue()
            process = context.Process(target=queue.put, args=["through"])
            process.start()
            print(queue.get())
            process.join()
        """
        for method in ("fork", "spawn", "forkserver")
    },
    "forks by hand": """
        import os, sys, traceback, warnings
        warnings.simplefilter("always")
        def child(work):
            sys.stdout.flush()
            process = os.fork()
            if not process:
                work()
                os._exit(7)
            _, status = os.waitpid(process, 0)
            print("status", os.waitstatus_to_exitcode(status), flush=True)
        def cook():
            print("soup", flush=True)
        def again():
            child(cook)
        def wait():
            import asyncio
            asyncio.run(asyncio.sleep(0.01, print("waited", flush=True)))
        def replace():
            os.execv(sys.executable, [sys.executable, "-c", "print('replaced')"])
        for work in (cook, again, wait, replace, lambda: os.kill(os.getpid(), 9)):
            child(work)
        if not os.fork():
            raise ValueError("the child")
        os.wait()
        print("parent")
        if not os.fork():
            sys.exit("the second child")
        print(os.waitstatus_to_exitcode(os.wait()[1]))
        """,
    "a fork within a loop": """
        import asyncio, os, warnings
        warnings.simplefilter("always")
        async def cook():
            await asyncio.sleep(0.01)
            return "soup"
        async def main():
            task = asyncio.create_task(cook(), name="soup")
            await asyncio.sleep(0)
            process = os.fork()
            if not process:
                os.write(1, b"child\\n")
                os._exit(3)
            print(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), await task)
        asyncio.run(main())
        """,
    "replacing itself": """
        import os, sys
        print("before", flush=True)
        program = "import asyncio; asyncio.run(asyncio.sleep(0)); print('after', __name__); 1/0"
        os.execv(sys.executable, [sys.executable, "-c", program])
        """,
}

LANGUAGE = {
    "code about itself": """
        import asyncio, dis, hashlib, inspect, io, re, sys
        async def cook(dish, *, salt: int = 1):
            '''Cook a dish.'''
            async with asyncio.Lock():
                for grain in range(salt):
                    await asyncio.sleep(0)
            return [letter async for letter in letters(dish)]
        async def letters(dish):
            for letter in dish:
                yield letter
        def loop(number):
            total = 0
            while number:
                number -= 1
                total += number
            return total
        def attributes(code):
            for name in sorted(dir(code)):
                if name.startswith("co_") and name != "co_lnotab":
                    value = getattr(code, name)
                    yield name, masked(list(value()) if callable(value) else value)
        def masked(value):
            return re.sub(" at 0x[0-9a-f]+", "", str(value))
        for _ in range(100):
            loop(100)
        asyncio.run(cook("soup"))
        print(inspect.getsource(cook), inspect.signature(cook), inspect.getdoc(cook))
        for function in (cook, letters, loop, asyncio.sleep, asyncio.events.Handle._run):
            text = io.StringIO()
            dis.dis(function, file=text)
            print(hashlib.sha256(masked(text.getvalue()).encode()).hexdigest())
        for function in (cook, letters, loop):
            print(*attributes(function.__code__), sep="\\n")
        print(loop.__code__ == loop.__code__.replace(), hash(loop.__code__) == hash(loop.__code__))
        exec(loop.__code__.replace(co_name="other", co_firstlineno=900), {}) if 0 else None
        frame = sys._getframe()
        if sys.version_info >= (3, 12):
            print(frame.f_trace)
        print(frame.f_trace_lines, frame.f_trace_opcodes, frame.f_lineno)
        print(frame.f_back, frame.f_globals is globals(), frame.f_code.co_name)
        """,
    "what a function sees of itself": """
        import sys
        def snapshot():
            before = locals()
            dish = "soup"
            tea = "green"
            print(sorted(before), len(locals()))
            frame = sys._getframe()
            print(frame.f_locals["dish"], frame.f_lasti > 0)
            locals()["dish"] = "rice"
            print(dish)
            return [sorted(locals()) for number in (1, 2)]
        class Kitchen:
            open = True
            seen = sorted(name for name in locals() if not name.startswith("__"))
            locals()["made"] = 1
            def __getattr__(self, name):
                return f"no {name}"
        print(snapshot(), Kitchen.seen, Kitchen().rice, Kitchen.made)
        if sys.version_info >= (3, 12):
            def later():
                known = locals()
                dish = "soup"
                print(dish)
                return sorted(known)
            print(later())
        """,
    "all of the language": """
        import contextlib, dataclasses, functools, operator
        class Meta(type):
            def __new__(meta, name, bases, space, **options):
                print("class", name, options)
                return super().__new__(meta, name, bases, space)
            @classmethod
            def __prepare__(meta, name, bases, **options):
                return {"prepared": name}
        class Dish(metaclass=Meta, hot=True):
            def __init_subclass__(cls, **options):
                print("subclass", cls.__name__)
            def __set_name__(self, owner, name):
                print("named", name)
        class Soup(Dish, hot=False):
            inner = Dish()
            x: int = len([y for y in range(3)])
        def twice(function):
            @functools.wraps(function)
            def call(*arguments):
                return function(*arguments), function(*arguments)
            return call
        @twice
        @functools.lru_cache
        def fib(number):
            again = fib.__wrapped__
            return number if number < 2 else again(number - 1) + again(number - 2)
        print(fib(10), fib.__wrapped__.cache_info())
        @dataclasses.dataclass(order=True)
        class Order:
            dish: str
            count: int = 1
        def sort(thing):
            match thing:
                case Order(dish="tea", count=count) if count > 1:
                    return f"{count} teas"
                case Order(dish=str() as dish):
                    return dish
                case [first, *rest]:
                    return first, sort(rest)
                case {"dish": dish, **rest}:
                    return dish, rest
                case _:
                    return None
        print([sort(x) for x in (Order("tea", 2), Order("rice"), [1, 2], {"dish": 1, "x": 2}, 5)])
        while (number := globals().get("number", 0) + 1) < 5:
            if number == 3: continue
            for letter in "ab":
                if number == 4: break
            else:
                print("whole", number)
        else:
            print("while", number)
        def tangled():
            for number in range(3):
                try:
                    if number == 1:
                        continue
                    yield number
                finally:
                    print("finally", number)
            try:
                return "early"
            finally:
                print("late")
        def delegate():
            print((yield from tangled()))
        print(list(delegate()))
        @contextlib.contextmanager
        def pot(name):
            print("open", name)
            try:
                yield name
            except ValueError as error:
                print("caught", error)
            finally:
                print("close", name)
        with pot("a") as a, pot("b") as b:
            raise ValueError(a + b)
        counter = (lambda count: (lambda: (more := count + 1) and more * 2))(0)
        def outer():
            count = 0
            def inner():
                nonlocal count
                count += 1
                return count
            return inner
        inner = outer()
        print(counter(), inner(), inner(), *map(lambda x, y=2, /, *z: (x, y, z), [1, 2]))
        try:
            try:
                1 / 0
            finally:
                print("first")
        except (ZeroDivisionError, TypeError) as error:
            print(error.__context__, type(error).__name__)
        print({x: {y for y in range(x)} for x in range(3) if x}, f"{'nested'!r:>{10}}", ...)
        p, (q, *r), t = 1, (2, 3, 4), 5; print(p, q, r, t); del p; print("p" in globals())
        long = ["xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"]; \
            assert_ = long[0]; \
            print(len(assert_), assert_)
        exec("print(" + " + ".join(["'a long line'"] * 500) + "); 1 / 0")
        """,
    "tests in comments": """
        '''A kitchen.

        >>> cook("soup")
        'SOUP'
        >>> cook(1)
        Traceback (most recent call last):
        AttributeError: 'int' object has no attribute 'upper'
        '''
        import doctest
        def cook(dish):
            return dish.upper()
        print(doctest.testmod())
        """,
    "tests of coroutines": """
        import asyncio, io, re, unittest
        from unittest import mock
        class Kitchen(unittest.IsolatedAsyncioTestCase):
            async def asyncSetUp(self):
                self.pot = asyncio.Event()
            async def test_right(self):
                asyncio.get_running_loop().call_soon(self.pot.set)
                self.assertTrue(await self.pot.wait())
            async def test_wrong(self):
                with mock.patch("asyncio.sleep") as sleep:
                    await asyncio.sleep(3600)
                    sleep.assert_awaited_once_with(1)
        text = io.StringIO()
        suite = unittest.defaultTestLoader.loadTestsFromTestCase(Kitchen)
        unittest.TextTestRunner(text, verbosity=2).run(suite)
        print(re.sub(r"in [\\d.]+s", "in some time", text.getvalue()))
        """,
    "a shell of its own": """
        import code
        shell = code.InteractiveInterpreter({"__name__": "shell"})
        for line in ("x = 1", "x + 1", "1 / 0", "def (", "import asyncio",
                     "asyncio.run(asyncio.sleep(0, 'slept'))"):
            print(shell.runsource(line))
        """,
    "what is being handled": """
        import asyncio, sys
        def handled():
            return repr(sys.exc_info()[1])
        async def cook():
            try:
                raise ValueError("soup")
            except ValueError:
                await asyncio.sleep(0)
                print("still", handled())
                await asyncio.create_task(other())
            print("over", handled())
        async def other():
            print("other", handled())
            try:
                raise KeyError("rice")
            except KeyError:
                print("other", handled())
        def dishes():
            try:
                raise OSError("tea")
            except OSError:
                yield handled()
            yield handled()
        asyncio.run(cook())
        generator = dishes()
        print(next(generator), handled(), next(generator))
        class Pot:
            def __exit__(self, *what):
                print(what[1] and repr(what[1]), handled())
                return True
            def __enter__(self):
                return self
        with Pot():
            try:
                raise ValueError(1)
            except ValueError:
                raise KeyError(2)
        """,
}

PROGRAMS = PRINTING | ASYNCIO | HOOKS | MEMORY | ERRORS | ACTORS | LANGUAGE
