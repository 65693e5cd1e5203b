"""What the page on context managers and iterators claims of its runs, beyond what they print."""

import subprocess
import sys
from pathlib import Path
from textwrap import dedent

from playback.run import Run
from playback.snippet import SNIPPETS
from programs import exact, texts, write
from taken import Taken, at, best_of_three, spans

LISTINGS = SNIPPETS / "context_managers_and_iterators"


def state(run: Run, label: str) -> str:
    """How the lane of that label ended."""
    [lane] = [lane for lane in run.lanes if lane.label == label]
    return lane.state


@best_of_three
def test_the_timeout_strikes_in_the_middle_of_the_baking(taken: Taken) -> None:
    run = taken["the_oven_is_left_on"]
    last = spans(run, "main()", "wait")[-1]
    line = run.source.splitlines()[last.at[0][1] - 1].strip()
    assert line == "await asyncio.sleep(0.3)"
    assert last.t1 - last.t0 < 0.7 * 300_000


@best_of_three
def test_a_timeout_is_over_when_its_oven_is_cold(taken: Taken) -> None:
    run = taken["the_oven_is_turned_off"]
    off, cold, closing = (at(run, it) for it in ("oven: off", "oven: cold", "closing time"))
    assert closing >= cold
    assert cold - off > 0.3 * off, "it waits for the oven to cool down"
    assert off < 1.5 * at(taken["the_oven_is_left_on"], "closing time")


def test_an_order_that_is_cancelled_while_the_oven_heats_turns_it_off(tmp_path: Path) -> None:
    source = (LISTINGS / "the_oven_is_turned_off.py").read_text(encoding="utf-8")
    assert "timeout(0.2)" in source
    run = exact(write(tmp_path, source.replace("timeout(0.2)", "timeout(0.05)")))
    assert texts(run) == ["oven: on", "oven: off", "oven: cold", "kitchen: closing time"]


@best_of_three
def test_with_holds_the_cook_and_async_with_does_not(taken: Taken) -> None:
    run = taken["with_and_async_with"]
    by_with, by_async_with = at(run, "with: hot"), at(run, "async with: hot")
    stirred = [line.t for line in run.output if line.text == "soup: stirred"]
    assert not [t for t in stirred if 0.1 * by_with < t < by_with]
    assert len([t for t in stirred if by_with < t < by_async_with]) >= 2
    heatings = [
        span for span in spans(run, "bake()", "block", "wait") if span.t1 - span.t0 > 200_000
    ]
    assert [span.kind for span in heatings] == ["block", "wait"]


def test_the_answer_is_awaited_on_the_way_in(taken: Taken) -> None:
    run = taken["a_session_and_an_answer"]
    longest = max(spans(run, "main()", "wait"), key=lambda span: span.t1 - span.t0)
    assert "session.get" in run.source.splitlines()[longest.at[0][1] - 1]
    assert longest.t1 <= at(run, "answer: status")


def test_only_the_third_waits_for_a_connection(taken: Taken) -> None:
    run = taken["a_connection_is_kept"]
    longest = max(spans(run, "main()", "wait"), key=lambda span: span.t1 - span.t0)
    assert "timeout(0.3)" in run.source.splitlines()[longest.at[0][1] - 1]
    assert at(run, "second: status") <= longest.t0
    assert longest.t1 <= at(run, "third: no connection")
    assert [lane.fn for lane in run.lanes].count("kitchen") == 2, "nobody was asked a third time"


def test_development_mode_names_who_kept_the_connection() -> None:
    listing = LISTINGS / "a_connection_is_kept.py"
    command = [sys.executable, "-X", "dev", str(listing)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    assert "Unclosed response" in told
    line = listing.read_text(encoding="utf-8").split("response = await")[0].count("\n") + 1
    assert f"line {line}, in main" in told


def test_a_connection_goes_on_only_if_its_answer_was_read() -> None:
    source = """
        import asyncio
        import aiohttp
        from aiohttp import web

        async def main() -> None:
            async def serve(request: web.Request) -> web.Response:
                guests.add(request.transport)
                return web.Response(body=bytes(1_000_000))

            server = web.Server(serve)
            runner = web.ServerRunner(server)
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            url = "http://{}:{}/".format(*runner.addresses[0])
            for read in True, False:
                guests = set()
                async with aiohttp.ClientSession() as session:
                    for _ in range(3):
                        async with session.get(url) as response:
                            if read:
                                await response.read()
                print(len(guests))
            await runner.cleanup()

        asyncio.run(main())
        """
    command = [sys.executable, "-c", dedent(source)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert told.split() == ["1", "3"]


def test_two_cancellations_before_the_next_turn_raise_one_exception(tmp_path: Path) -> None:
    source = """
        import asyncio

        async def cook():
            heard = 0
            for _ in range(3):
                try:
                    await asyncio.sleep(0.1)
                except asyncio.CancelledError:
                    heard += 1
            print("heard", heard)

        async def main():
            dish = asyncio.create_task(cook())
            await asyncio.sleep(0.05)
            dish.cancel()
            {again}
            dish.cancel()
            await dish

        asyncio.run(main())
        """
    at_once = source.format(again="")
    assert texts(exact(write(tmp_path, at_once))) == ["heard 1"]
    one_by_one = source.format(again="await asyncio.sleep(0.05)")
    assert texts(exact(write(tmp_path, one_by_one))) == ["heard 2"]


@best_of_three
def test_the_second_cancellation_ends_the_cleaning_up_but_not_what_is_shielded(
    taken: Taken,
) -> None:
    run = taken["cancelled_while_cleaning_up"]
    closing = at(run, "closing time")
    assert [state(run, it) for it in ("bake_bread()", "bake_pie()")] == ["cancelled"] * 2
    bread = spans(run, "bake_bread()", "wait")[-1]
    assert bread.at[0][0] == "cool", "it is cooling down"
    assert bread.t1 <= closing
    assert state(run, "cool('pie')") == "ok"
    assert at(run, "pie: oven cold") > 1.2 * closing


@best_of_three
def test_async_for_takes_the_sum_of_its_waits_in_one_task(taken: Taken) -> None:
    run = taken["courses_in_turn"]
    waits = spans(run, "main()", "wait")
    assert len([span for span in waits if span.t1 - span.t0 > 50_000]) == 6
    assert sum(span.t1 - span.t0 for span in waits) > 0.8 * run.wall
    assert [lane.kind for lane in run.lanes].count("task") == 1


@best_of_three
def test_with_a_task_for_each_the_next_is_cooked_while_this_one_is_eaten(taken: Taken) -> None:
    ahead, in_turn = taken["courses_as_tasks"], taken["courses_in_turn"]
    assert ahead.wall < 0.8 * in_turn.wall
    assert at(ahead, "roast: served") < at(ahead, "soup: eaten")


@best_of_three
def test_the_soup_is_eaten_before_the_rest_is_cooked(taken: Taken) -> None:
    run = taken["a_meal_in_pieces"]
    assert at(run, "eaten: soup") < 0.6 * at(run, "eaten: cake")
    assert spans(run, "kitchen()", "wait")[-1].t1 > at(run, "eaten: roast")


def test_a_generator_that_is_left_is_closed_by_a_task_that_nobody_ordered(taken: Taken) -> None:
    left, told = taken["the_guest_leaves_early"], taken["the_kitchen_is_told"]
    assert state(left, "dinner().aclose()") == "cancelled"
    assert at(left, "oven: off") >= at(left, "kitchen: locked")
    assert left.moment("oven: cold") is None
    assert at(told, "oven: cold") <= at(told, "kitchen: locked")
    assert [lane.kind for lane in told.lanes].count("task") == 1


def test_a_generator_in_a_variable_of_main_is_closed_only_after_main(tmp_path: Path) -> None:
    source = (LISTINGS / "the_guest_leaves_early.py").read_text(encoding="utf-8")
    loop = "    async for course in dinner():"
    assert loop in source
    held = source.replace(loop, "    courses = dinner()\n    async for course in courses:")
    lines = texts(exact(write(tmp_path, held)))
    assert lines.index("oven: off") > lines.index("cook: at home")
    owned = held.replace("    courses =", "    global courses\n    courses =")
    assert texts(exact(write(tmp_path, owned)))[-3:] == ["cook: at home", "oven: off", "oven: cold"]
