"""What the chapter on tasks claims of its runs, beyond the lines they print."""

from pathlib import Path

import pytest
from playback.run import Lane
from programs import exact, texts, write
from taken import Taken, at, best_of_three, spans


def lane(taken: Taken, name: str, label: str) -> Lane:
    return next(lane for lane in taken[name].lanes if lane.label == label)


@best_of_three
def test_an_order_starts_when_main_first_waits_not_when_it_is_given_or_awaited(
    taken: Taken,
) -> None:
    run = taken["when_is_the_bread_in_the_oven"]
    [wait] = spans(run, "main()", "wait")  # for the soup; the loaf is there when it is awaited
    started, chopped = at(run, "bread: into the oven"), at(run, "salad is chopped")
    assert chopped <= started
    assert started - chopped < 0.2 * (wait.t1 - wait.t0)
    [ready, *_] = spans(run, "bake_bread()", "ready")
    assert ready.t1 - ready.t0 > 0.8 * (chopped - at(run, "bread is ordered"))


def test_a_failure_is_heard_of_only_when_somebody_asks(taken: Taken) -> None:
    souffle = lane(taken, "a_slip_keeps_how_it_ended", "bake_souffle()")
    assert souffle.state == "error"
    assert souffle.t1 is not None
    run = taken["a_slip_keeps_how_it_ended"]
    assert souffle.t1 < at(run, "soufflé, table 7: done is True") <= at(run, "it has fallen")


@best_of_three
def test_what_is_ordered_after_a_wait_does_not_overlap(taken: Taken) -> None:
    assert taken["wait_after_each_order"].wall > 1.6 * taken["wait_after_all_orders"].wall
    labels = "cook('soup', 0.2)", "cook('rice', 0.3)", "cook('tea', 0.1)"
    for name, overlap in (("wait_after_each_order", False), ("wait_after_all_orders", True)):
        [soup], [rice], [tea] = (spans(taken[name], label, "wait") for label in labels)
        assert (rice.t0 < soup.t1) is overlap
        assert (tea.t0 < min(soup.t1, rice.t1)) is overlap


def test_a_dish_that_is_ready_is_awaited_without_a_wait(taken: Taken) -> None:
    assert len(spans(taken["wait_after_all_orders"], "main()", "wait")) == 2, "not for the tea"


@best_of_three
def test_as_completed_serves_sooner_and_ends_no_sooner(taken: Taken) -> None:
    together, one_by_one = taken["served_all_together"], taken["served_as_they_come"]
    assert at(one_by_one, "served: tea") < 0.6 * at(together, "served:")
    assert at(one_by_one, "served: rice") > 0.8 * at(together, "served:")


def test_a_group_ends_with_its_last_dish_and_its_slips_have_the_order_of_their_lines(
    taken: Taken,
) -> None:
    run = taken["served_by_a_group"]
    dishes = "soup", "rice", "tea"
    assert at(run, "served:") >= max(at(run, f"{dish}: ready") for dish in dishes)
    assert run.output[-1].text == f"served: {list(dishes)}"
    assert [line.text for line in run.output[:3]] != [f"{dish}: ready" for dish in dishes]


def test_gather_lets_the_others_go_on_and_a_group_cancels_them(taken: Taken) -> None:
    dishes = "cook('rice', 0.2)", "cook('roast', 0.3)"
    ends = {"gather_lets_the_others_go_on": "ok", "a_group_calls_the_others_off": "cancelled"}
    for name, state in ends.items():
        off = at(taken[name], "dinner is off")
        for dish in (lane(taken, name, label) for label in dishes):
            assert dish.state == state
            assert dish.t1 is not None
            assert (dish.t1 > off) is (state == "ok")


@best_of_three
def test_who_stops_waiting_cancels_what_he_waits_for_but_not_behind_a_shield(taken: Taken) -> None:
    name = "a_wait_that_is_given_up"
    run, soup, rice = taken[name], *(lane(taken, name, f"cook('{it}')") for it in ("soup", "rice"))
    assert (soup.state, rice.state) == ("cancelled", "ok")
    assert soup.t1 is not None
    assert soup.t1 <= at(run, "soup: cancelled")
    assert at(run, "served: rice") > 1.3 * at(run, "rice: cancelled is False")


def test_who_waits_beside_is_told_that_the_dish_was_cancelled(tmp_path: Path) -> None:
    source = """
        import asyncio

        async def wait_for(order):
            await order

        async def main():
            order = asyncio.create_task(asyncio.sleep(1))
            others = [asyncio.create_task(wait_for(order)) for _ in range(2)]
            await asyncio.sleep(0.1)
            others[0].cancel()
            await asyncio.wait(others)
            print(*(other.cancelled() for other in others))

        asyncio.run(main())
        """
    assert texts(exact(write(tmp_path, source))) == ["True True"]


@pytest.mark.parametrize(("wait", "cancelled"), [("gather(dish)", True), ("wait([dish])", False)])
def test_gather_takes_its_dishes_along_and_wait_does_not(
    tmp_path: Path, wait: str, cancelled: bool
) -> None:
    source = f"""
        import asyncio

        async def main():
            dish = asyncio.create_task(asyncio.sleep(0.3))
            try:
                async with asyncio.timeout(0.1):
                    await asyncio.{wait}
            except TimeoutError:
                print(dish.cancelled())

        asyncio.run(main())
        """
    assert texts(exact(write(tmp_path, source))) == [str(cancelled)]


def test_a_task_that_is_cancelled_before_its_first_turn_is_never_begun(tmp_path: Path) -> None:
    source = """
        import asyncio

        async def cook():
            try:
                print("begun")
                await asyncio.sleep(1)
            finally:
                print("cleaned up")

        async def main():
            try:
                async with asyncio.TaskGroup() as dinner:
                    dish = dinner.create_task(cook())
                    {wait}
                    raise RuntimeError
            except* RuntimeError:
                print("cancelled", dish.cancelled())

        asyncio.run(main())
        """
    begun = source.format(wait="await asyncio.sleep(0.1)")
    assert texts(exact(write(tmp_path, begun))) == ["begun", "cleaned up", "cancelled True"]
    never = source.format(wait="pass")
    assert texts(exact(write(tmp_path, never))) == ["cancelled True"]


def test_a_task_that_was_cancelled_raises_that_also_where_its_exception_is_asked(
    tmp_path: Path,
) -> None:
    source = """
        import asyncio

        async def main():
            dish = asyncio.create_task(asyncio.sleep(1))
            for _ in range(2):
                for ask in dish.result, dish.exception:
                    try:
                        ask()
                    except BaseException as error:
                        print(type(error).__name__)
                dish.cancel()
                await asyncio.wait([dish])

        asyncio.run(main())
        """
    early, late = ["InvalidStateError"] * 2, ["CancelledError"] * 2
    assert texts(exact(write(tmp_path, source))) == early + late


def test_an_order_is_put_at_the_end_of_the_list(tmp_path: Path) -> None:
    source = """
        import asyncio

        async def bake(what):
            print(what)

        async def main():
            asyncio.get_running_loop().call_soon(print, "before")
            order = asyncio.create_task(bake("order"))
            print("ordered")
            await order

        asyncio.run(main())
        """
    assert texts(exact(write(tmp_path, source))) == ["ordered", "before", "order"]
