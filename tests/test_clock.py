"""The exact clock: sleeping costs nothing, and every run of a program is the same."""

import time
from dataclasses import replace
from pathlib import Path

import pytest
from programs import exact, real, texts, write

HOUR = 3600

SLEEPERS = {
    "asyncio.sleep": f"import asyncio\nasyncio.run(asyncio.sleep({HOUR}))\nprint('done')\n",
    "time.sleep": f"import time\ntime.sleep({HOUR})\nprint('done')\n",
}


@pytest.mark.parametrize("source", SLEEPERS.values(), ids=SLEEPERS.keys())
def test_an_hour_of_sleep_passes_in_a_moment(tmp_path: Path, source: str) -> None:
    start = time.perf_counter()
    run = exact(write(tmp_path, source))
    took = time.perf_counter() - start
    assert run.clock == "exact"
    assert run.wall == HOUR * 1_000_000
    assert [(line.t, line.text) for line in run.output] == [(HOUR * 1_000_000, "done")]
    assert took < HOUR / 100


def test_two_runs_are_the_same_to_the_last_byte(tmp_path: Path) -> None:
    program = write(
        tmp_path,
        """
        import asyncio, logging, time

        logging.basicConfig(format="%(asctime)s.%(msecs)03d %(message)s")

        async def cook(dish: str, seconds: float) -> None:
            start = time.perf_counter()
            for _ in range(7):
                await asyncio.sleep(seconds)
                logging.warning("%s at %s", dish, time.perf_counter() - start)

        async def main() -> None:
            await asyncio.gather(cook("soup", 0.1), cook("rice", 1 / 3), cook("tea", 0.25))
            time.sleep(0.7)
            print(time.time(), time.monotonic(), asyncio.get_running_loop().time())

        asyncio.run(main())
        """,
    )
    first, second = (exact(program) for _ in range(2))
    assert len(first.output) == 22
    assert replace(second, made=first.made).to_json() == first.to_json()


def test_timers_ring_when_they_are_due(tmp_path: Path) -> None:
    program = write(
        tmp_path,
        """
        import asyncio, time

        def ring(what: str) -> None:
            print(f"{time.perf_counter() - start:.3f} {what}")

        async def main() -> None:
            loop = asyncio.get_running_loop()
            loop.call_later(0.3, ring, "call_later")
            loop.call_at(loop.time() + 0.1, ring, "call_at")
            try:
                async with asyncio.timeout(0.5):
                    await asyncio.sleep(10)
            except TimeoutError:
                ring("timeout")
            try:
                await asyncio.wait_for(asyncio.Event().wait(), 0.25)
            except TimeoutError:
                ring("wait_for")
            await asyncio.wait([asyncio.create_task(asyncio.sleep(9))], timeout=2)
            ring("wait")
            time.sleep(0.04)
            ring("time.sleep")

        start = time.perf_counter()
        asyncio.run(main())
        """,
    )
    assert texts(exact(program)) == [
        "0.100 call_at",
        "0.300 call_later",
        "0.500 timeout",
        "0.750 wait_for",
        "2.750 wait",
        "2.790 time.sleep",
    ]


def test_debug_mode_tells_of_a_slow_callback_to_the_millisecond(tmp_path: Path) -> None:
    program = write(
        tmp_path,
        """
        import asyncio, time

        async def main() -> None:
            time.sleep(0.3)

        asyncio.run(main(), debug=True)
        """,
    )
    run = exact(program)
    assert run.clock == "exact"
    assert [line.stream for line in run.output] == ["stderr"]
    assert texts(run)[0].endswith("took 0.300 seconds")


def test_who_sleeps_until_a_moment_gets_there(tmp_path: Path) -> None:
    program = write(
        tmp_path,
        """
        import time

        due = time.monotonic() + 0.1 + 0.2  # which is less than a nanosecond more than 0.3
        while (left := due - time.monotonic()) > 0:
            time.sleep(left)
        print("done")
        """,
    )
    run = exact(program)
    assert (run.clock, run.wall) == ("exact", 300_000)


def test_all_clocks_tell_the_same(tmp_path: Path) -> None:
    program = write(
        tmp_path,
        """
        import asyncio, time

        async def main() -> None:
            for seconds in (0, 0.1, 1 / 3, 1e-6, 86_400):
                await asyncio.sleep(seconds)
                time.sleep(seconds)
                loop = asyncio.get_running_loop()
                told = {loop.time(), time.monotonic(), time.perf_counter(), time.time()}
                nanoseconds = {time.monotonic_ns(), time.perf_counter_ns(), time.time_ns()}
                print(len(told), len(nanoseconds), told == {min(nanoseconds) / 1e9})

        asyncio.run(main())
        """,
    )
    assert texts(exact(program)) == ["1 1 True"] * 5


def test_what_time_cannot_sleep_it_refuses_as_ever(tmp_path: Path) -> None:
    program = write(
        tmp_path,
        """
        import time

        for seconds in (-1, -0.5, "1", None, [], 1j, float("inf"), float("nan")):
            try:
                time.sleep(seconds)
            except Exception as error:
                told = "" if isinstance(seconds, float) and not seconds < 0 else error
                print(type(error).__name__, told)
        time.sleep(True)
        print("done")
        """,
    )
    run = exact(program)
    assert run.clock == "exact"
    assert texts(run) == texts(real(program))
    assert len(run.output) == 9


NEEDS_REAL_TIME = {
    "a thread": """
        import threading
        threading.Thread(target=print, args=["served"]).start()
        """,
    "a wait for another thread": """
        import queue
        try:
            queue.Queue().get(timeout=0.01)
        except queue.Empty:
            print("served")
        """,
    "to_thread": """
        import asyncio
        asyncio.run(asyncio.to_thread(print, "served"))
        """,
    "a process": """
        import subprocess
        print(subprocess.run(["echo", "served"], capture_output=True, text=True).stdout, end="")
        """,
    "an asynchronous process": """
        import asyncio
        async def main():
            process = await asyncio.create_subprocess_exec("echo", "served", stdout=-1)
            print((await process.communicate())[0].decode(), end="")
        asyncio.run(main())
        """,
    "a shell": """
        import os
        os.system("sleep 0.01")
        print("served")
        """,
    "a fork": """
        import os
        if not os.fork():
            os._exit(0)
        os.wait()
        print("served")
        """,
    "a spawned process": """
        import multiprocessing, time
        if __name__ == "__main__":
            process = multiprocessing.get_context("spawn").Process(target=time.sleep, args=[0.01])
            process.start()
            process.join()
            print("served")
        """,
    "a process from a fork server": """
        import multiprocessing, time
        if __name__ == "__main__":
            context = multiprocessing.get_context("forkserver")
            process = context.Process(target=time.sleep, args=[0.01])
            process.start()
            process.join()
            print("served")
        """,
    "a server": """
        import asyncio
        async def main():
            async with await asyncio.start_server(print, "127.0.0.1", 0):
                print("served")
        asyncio.run(main())
        """,
    "a datagram": """
        import socket
        with socket.socket(type=socket.SOCK_DGRAM) as sender:
            sender.sendto(b"soup", ("127.0.0.1", 9))
        print("served")
        """,
    "a look-up": """
        import socket
        socket.getaddrinfo("localhost", 80)
        print("served")
        """,
    "processor time": """
        import time
        time.process_time()
        print("served")
        """,
    "an alarm": """
        import signal
        signal.alarm(100)
        print("served")
        """,
    "a watchdog": """
        import faulthandler
        faulthandler.dump_traceback_later(100)
        print("served")
        """,
    "Trio": """
        import trio
        trio.run(trio.sleep, 0.01)
        print("served")
        """,
    "uvloop": """
        import asyncio, uvloop
        uvloop.run(asyncio.sleep(0.01))
        print("served")
        """,
    "a wait by watching the clock": """
        import time
        end = time.monotonic() + 0.01
        while time.monotonic() < end:
            pass
        print("served")
        """,
    "a print past Python": """
        import os
        os.write(1, b"served\\n")
        """,
}


@pytest.mark.parametrize("source", NEEDS_REAL_TIME.values(), ids=NEEDS_REAL_TIME.keys())
def test_a_program_that_needs_real_time_gets_it(tmp_path: Path, source: str) -> None:
    run = exact(write(tmp_path, source))
    assert run.clock == "real"
    assert texts(run) == ["served"]


def test_a_program_of_many_turns_stays_on_the_exact_clock(tmp_path: Path) -> None:
    program = write(
        tmp_path,
        """
        import asyncio

        async def main() -> None:
            for _ in range(10_000):
                await asyncio.sleep(0)
            print("done")

        asyncio.run(main())
        """,
    )
    run = exact(program)
    assert (run.clock, run.wall, texts(run)) == ("exact", 0, ["done"])
