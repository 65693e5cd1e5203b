"""What the page on MongoDB claims of its runs and of both packages."""

import inspect
import sys
from pathlib import Path
from typing import Any

import pytest
from copier import expected_of, printed_for_a_copier
from motor import core
from motor.metaprogramming import Async
from playback.run import Run
from playback.stage import Stage
from programs import real, texts, write
from pymongo import AsyncMongoClient
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.asynchronous.cursor import AsyncCursor
from pymongo.asynchronous.database import AsyncDatabase
from taken import Taken, at, best_of_three

pytestmark = pytest.mark.skipif(
    sys.version_info >= (3, 14), reason="SecantusDB cannot be installed on Python 3.14 yet"
)
PAIRS: dict[str, tuple[Any, Any]] = {
    "client": (core.AgnosticClient, AsyncMongoClient),
    "database": (core.AgnosticDatabase, AsyncDatabase),
    "collection": (core.AgnosticCollection, AsyncCollection),
    "cursor": (core.AgnosticCursor, AsyncCursor),
    "session": (core.AgnosticClientSession, AsyncClientSession),
}
COMES_TO_BE_AWAITED = {
    "client": {"watch", "close"},
    "database": {"aggregate", "watch"},
    "collection": {
        *("aggregate", "aggregate_raw_batches", "list_indexes", "list_search_indexes", "watch")
    },
    "cursor": {"rewind", "add_option"},
    "session": {"start_transaction"},
}
NEED_NOT_BE_AWAITED_ANY_LONGER = {"client": {"start_session"}}
GONE = {
    "client": {"io_loop", "get_io_loop"},
    "database": {"get_io_loop"},
    "collection": {"get_io_loop"},
    "cursor": {"get_io_loop", "each", "next_object", "fetch_next"},
    "session": {"get_io_loop"},
}
INTERNAL = {"wrap"}  # public by its name alone


def test_a_copier_needs_no_server(tmp_path: Path) -> None:
    for name in ("mongodb/a_menu_with_motor", "mongodb/a_menu_with_pymongo"):
        assert printed_for_a_copier(name, tmp_path) == expected_of(name)


def is_awaited(owner: Any, name: str) -> bool:
    """Whether a method's result is to be awaited."""
    method = inspect.getattr_static(owner, name)
    returns_a_future = owner is core.AgnosticCursor and name == "to_list"
    return isinstance(method, Async) or inspect.iscoroutinefunction(method) or returns_a_future


@pytest.mark.parametrize("kind", PAIRS)
def test_the_step_from_motor_is_as_the_page_has_it(kind: str) -> None:
    motor, pymongo = PAIRS[kind]
    old, new = ({it for it in dir(owner) if it[0] != "_"} for owner in (motor, pymongo))
    assert old - new - INTERNAL == GONE[kind]
    both = {it for it in old & new if callable(getattr(pymongo, it))}
    assert len(both) > 4
    more = {it for it in both if is_awaited(pymongo, it) and not is_awaited(motor, it)}
    less = {it for it in both if is_awaited(motor, it) and not is_awaited(pymongo, it)}
    assert more == COMES_TO_BE_AWAITED[kind]
    assert less == NEED_NOT_BE_AWAITED_ANY_LONGER.get(kind, set())


def test_a_client_belongs_to_the_loop_in_which_it_connects(tmp_path: Path, stage: Stage) -> None:
    path = write(
        tmp_path,
        """
        # /// script
        # dependencies = ["pymongo", "SecantusDB"]
        # ///
        import asyncio
        import os

        from pymongo import AsyncMongoClient

        async def ask(client: AsyncMongoClient) -> None:
            await client.admin.command("ping")
            print("here I am")
            try:
                await client.admin["menu"].find().to_list(0)
            except ValueError as error:
                print(error)

        client = AsyncMongoClient(os.environ["MONGODB_URL"])
        asyncio.run(ask(client))
        try:
            asyncio.run(ask(client))
        except RuntimeError as error:
            print(error)
        """,
    )
    first, length, second, *_ = texts(real(path, stage))
    assert first == "here I am"
    assert length == "to_list() length must be greater than 0"
    assert second.startswith("Cannot use AsyncMongoClient in different event loop.")


GIVE_UP = """
    # /// script
    # dependencies = ["motor", "pymongo", "SecantusDB"]
    # ///
    import asyncio
    import os
    import time

    os.environ["MOTOR_MAX_WORKERS"] = "1"

    from motor.motor_asyncio import AsyncIOMotorClient
    from pymongo import AsyncMongoClient, CursorType
    from pymongo.monitoring import ConnectionPoolListener

    class Listener(ConnectionPoolListener):
        def connection_closed(self, event: object) -> None:
            print("a connection is closed")

        def other(self, event: object) -> None:
            pass

        connection_created = connection_ready = pool_created = pool_ready = other
        pool_cleared = pool_closed = connection_check_out_started = other
        connection_check_out_failed = connection_checked_out = connection_checked_in = other

    async def ask(client: object) -> None:
        db = client.get_default_database("kitchen")
        await db.drop_collection("orders")
        orders = await db.create_collection("orders", capped=True, size=4096)

        def wait() -> object:
            return orders.find(cursor_type=CursorType.TAILABLE_AWAIT).max_await_time_ms(1000)

        start = time.perf_counter()
        print([order async for order in wait()], time.perf_counter() - start < 0.5)
        await orders.insert_one({"dish": "soup"})
        start = time.perf_counter()
        try:
            async with asyncio.timeout(0.2):
                async for _ in wait():
                    pass
        except TimeoutError:
            print("given up")
        await orders.find_one()
        print("late" if time.perf_counter() - start > 0.9 else "at once")
        print(await orders.find().to_list(0) if type(client) is AsyncIOMotorClient else "")

    async def main(url: str) -> None:
        motor = AsyncIOMotorClient(url, event_listeners=[Listener()])
        await ask(motor)
        pymongo = AsyncMongoClient(url, event_listeners=[Listener()])
        await ask(pymongo)
        db = pymongo.get_default_database("kitchen")
        cursor = db.orders.find(cursor_type=CursorType.TAILABLE_AWAIT).max_await_time_ms(100)
        found = [order["dish"] async for order in cursor]
        await db.orders.insert_one({"dish": "tea"})
        print(cursor.alive, found, [order["dish"] async for order in cursor])

    asyncio.run(main(os.environ["MONGODB_URL"]))
"""


def test_who_gives_up_leaves_motors_thread_behind(tmp_path: Path, stage: Stage) -> None:
    told = texts(real(write(tmp_path, GIVE_UP), stage))
    assert told == [
        *("[] True", "given up", "late", "[]"),
        *("[] True", "a connection is closed", "given up", "at once", ""),
        "True ['soup'] ['tea']",
    ]


def test_to_open_a_connection_takes_a_thread_of_the_loops_pool(
    tmp_path: Path, stage: Stage
) -> None:
    path = write(
        tmp_path,
        """
        # /// script
        # dependencies = ["pymongo", "SecantusDB"]
        # ///
        import asyncio
        import os
        import threading
        from concurrent.futures import ThreadPoolExecutor

        from pymongo import AsyncMongoClient

        async def main(client: AsyncMongoClient) -> None:
            loop = asyncio.get_running_loop()
            loop.set_default_executor(ThreadPoolExecutor(1))
            door = threading.Event()
            loop.run_in_executor(None, door.wait)
            asked = asyncio.create_task(client.admin.command("ping"))
            print((await asyncio.wait([asked], timeout=0.3))[0])
            door.set()
            print((await asked)["ok"])
            busy = threading.Event()
            loop.run_in_executor(None, busy.wait)
            print((await client.admin.command("ping"))["ok"])
            busy.set()

        asyncio.run(main(AsyncMongoClient(os.environ["MONGODB_URL"])))
        """,
    )
    assert texts(real(path, stage))[:3] == ["set()", "1.0", "1.0"]


def threads(run: Run) -> int:
    """How many threads it had beside its own."""
    return [lane.kind for lane in run.lanes].count("thread") - 1


def looked(run: Run) -> int:
    """How long the cooks looked for orders."""
    return at(run, "soup") - at(run, "looking")


def test_motor_has_threads_and_pymongo_has_none(taken: Taken) -> None:
    assert threads(taken["a_menu_with_pymongo"]) == 0
    assert threads(taken["four_cooks_with_motor"]) >= 4
    assert threads(taken["four_cooks_with_pymongo"]) == 0


def test_motor_waits_in_a_thread_for_each_question(taken: Taken) -> None:
    run = taken["four_cooks_with_motor"]
    middle = (at(run, "looking") + at(run, "soup")) / 2
    stuck = [
        span
        for span in run.spans
        if span.kind == "block"
        and run.lanes[span.lane].kind == "thread"
        and span.t0 < middle < span.t1
    ]
    assert len({span.lane for span in stuck}) == 4


@best_of_three
def test_both_overlap_and_in_turn_it_is_the_sum(taken: Taken) -> None:
    in_turn = looked(taken["four_cooks_in_turn"])
    assert looked(taken["four_cooks_with_motor"]) < 0.6 * in_turn
    assert looked(taken["four_cooks_with_pymongo"]) < 0.6 * in_turn


@best_of_three
def test_more_questions_than_threads_take_twice_as_long(taken: Taken) -> None:
    run = taken["motor_has_two_threads"]
    assert threads(run) == 2
    assert looked(run) > 1.5 * looked(taken["four_cooks_with_motor"])


@best_of_three
def test_the_cook_is_told_of_an_order(taken: Taken) -> None:
    run = taken["told_of_an_order"]
    for dish in ("roast", "tea"):
        told = at(run, f"cooks: {dish}") - at(run, f"ordered: {dish}")
        assert 0 <= told < 0.5 * (at(run, "ordered: tea") - at(run, "ordered: roast"))
