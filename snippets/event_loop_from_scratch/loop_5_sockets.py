# /// script
# requires-python = ">=3.11"
# dependencies = ["requests"]
# ///
"""An event loop, step 5: it waits for sockets too, and serves HTTP."""

import heapq
import selectors
import socket
import time
from collections import deque
from collections.abc import Callable, Coroutine, Generator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import Any

import requests

Callback = Callable[[], None]

ready: deque[Callback] = deque()
timers: list[tuple[float, int, Callback]] = []
numbers = count()
selector = selectors.DefaultSelector()


class Future:
    """Something that will be there, and what to call when it is."""

    def __init__(self) -> None:
        self.done = False
        self.result: Any = None
        self.error: Exception | None = None
        self.callbacks: list[Callback] = []

    def set_result(self, result: Any) -> None:
        """It is there: whoever waits for it can go on."""
        self.result, self.done = result, True
        ready.extend(self.callbacks)

    def __await__(self) -> Generator["Future", None, Any]:
        """Give the cook back until it is there, and take it."""
        if not self.done:
            yield self
        if self.error:
            raise self.error
        return self.result


class Task(Future):
    """A coroutine under way: a future that is there when it has ended."""

    def __init__(self, coroutine: Coroutine[Future, None, Any]) -> None:
        super().__init__()
        self.coroutine = coroutine
        ready.append(self.step)

    def step(self) -> None:
        """Go on to the next future that is not there, or to the end."""
        try:
            future = self.coroutine.send(None)
        except StopIteration as stop:
            self.set_result(stop.value)
        except Exception as error:
            self.error = error
            self.set_result(None)
        else:
            future.callbacks.append(self.step)


def call_later(seconds: float, callback: Callback) -> None:
    due = time.monotonic() + seconds
    heapq.heappush(timers, (due, next(numbers), callback))


def sleep(seconds: float) -> Future:
    rung = Future()
    call_later(seconds, lambda: rung.set_result(None))
    return rung


# --8<-- [start:readable]
def readable(sock: socket.socket) -> Future:
    there = Future()
    selector.register(sock, selectors.EVENT_READ, there)
    return there
    # --8<-- [end:readable]


def run(coroutine: Coroutine[Future, None, Any]) -> None:
    main = Task(coroutine)
    while not main.done:
        run_once()
    if main.error:
        raise main.error


def run_once() -> None:
    # --8<-- [start:select]
    patience = None  # without end
    if ready:
        patience = 0.0
    elif timers:
        patience = max(0, timers[0][0] - time.monotonic())
    events = selector.select(patience)
    for key, _ in events:
        selector.unregister(key.fileobj)
        key.data.set_result(None)
    # --8<-- [end:select]
    while timers and timers[0][0] <= time.monotonic():
        _, _, callback = heapq.heappop(timers)
        ready.append(callback)
    for _ in range(len(ready)):
        callback = ready.popleft()
        callback()


# --8<-- [start:serving]
async def answer(guest: socket.socket) -> None:
    with guest:
        request = b""
        while b"\r\n\r\n" not in request:
            await readable(guest)
            piece = guest.recv(1024)
            if not piece:
                return  # the guest has hung up
            request += piece
        _, dish, seconds = request.split()[1].decode().split("/")
        await sleep(float(seconds))
        guest.sendall(f"HTTP/1.0 200 OK\r\n\r\n{dish}".encode())


async def serve(door: socket.socket, guests: int) -> None:
    tasks = []
    for _ in range(guests):
        await readable(door)
        guest, _ = door.accept()
        tasks.append(Task(answer(guest)))
    for task in tasks:
        await task


def order(arrival: float, url: str) -> None:
    time.sleep(arrival)
    dish = requests.get(url, timeout=10).text
    print(f"served: {dish}")


def main() -> None:
    door = socket.create_server(("127.0.0.1", 0))
    site = f"http://127.0.0.1:{door.getsockname()[1]}"
    orders = [f"{site}/{it}" for it in ("soup/0.4", "rice/0.25", "tea/0.1")]
    with door, ThreadPoolExecutor(3, "guest") as guests:
        answers = guests.map(order, [0, 0.05, 0.1], orders)
        run(serve(door, len(orders)))
        list(answers)
    # --8<-- [end:serving]


if __name__ == "__main__":
    main()
