"""A task that nobody holds is cancelled at the end, collected, or fails unseen."""

import asyncio

import pytest
from demo import demo
from seen import Seen

CAKE = ("tasks_nobody_holds/the_cake_left_in_the_oven", "tasks_nobody_holds/the_cake_is_waited_for")
WAITER = ("tasks_nobody_holds/one_of_two_vanishes", "tasks_nobody_holds/the_waiter_is_kept")
ROAST = (
    "tasks_nobody_holds/the_roast_that_failed_early",
    "tasks_nobody_holds/the_roast_that_is_watched",
)
TOLD = (
    "tasks_nobody_holds/the_roast_that_failed_early",
    "tasks_nobody_holds/the_roast_that_is_told",
)


@demo(*CAKE)
def test_what_is_left_is_cancelled_without_a_word(broken: Seen, fixed: Seen) -> None:
    for run in (broken, fixed):
        assert run.run.exit == 0
        assert all(it.stream == "stdout" for it in run.run.output)
    assert broken.one("bake_cake()").state == "cancelled"
    assert "cake: on the table" not in broken.text
    assert fixed.one("bake_cake()").state == "ok"
    assert "cake: on the table" in fixed.text


@demo(*CAKE)
def test_it_is_lost_when_main_ends_and_not_when_its_maker_returns(
    broken: Seen, fixed: Seen
) -> None:
    [(taken, _)], [(soup, _)] = broken.lines("order: taken"), broken.lines("soup: on the table")
    _, lost = broken.one("bake_cake()").life
    assert taken < soup <= lost
    assert not broken.lines("cake: on the table")
    assert broken.one("main()").life[1] <= lost
    assert fixed.one("bake_cake()").life[1] <= fixed.one("main()").life[1]
    assert fixed.lines("cake: on the table")


@demo(*WAITER)
def test_the_one_that_nobody_holds_is_collected(broken: Seen, fixed: Seen) -> None:
    assert "Task was destroyed but it is pending!" in broken.text
    assert broken.one("waiter").state == "lost"
    assert "bells that ring: 0" in broken.text
    assert "destroyed" not in fixed.text
    assert fixed.one("waiter").state == "ok"


@demo(*WAITER)
def test_the_one_that_sleeps_is_held_by_its_timer(broken: Seen, fixed: Seen) -> None:
    assert broken.one("cake").state == "ok"
    assert broken.one("cake").life[1] > broken.one("waiter").life[1]
    assert broken.one("waiter").state == "lost"
    assert fixed.text.splitlines()[-1] == "slips that are left: 0"


@demo(*ROAST)
def test_the_failure_is_told_when_the_task_goes_not_when_it_fails(
    broken: Seen, fixed: Seen
) -> None:
    [(told, _)] = broken.lines("Task exception was never retrieved") or [(0, "")]
    _, failed = broken.one("roast()").life
    assert broken.one("roast()").state == "error"
    assert told > 3 * failed
    assert told >= broken.lines("be seated")[0][0]
    _, failed = fixed.one("roast()").life
    assert "never retrieved" not in fixed.text
    assert fixed.lines("called off")[0][0] < 1.5 * failed


@demo(*TOLD)
def test_a_callback_tells_at_once_and_the_others_go_on(broken: Seen, fixed: Seen) -> None:
    _, failed = fixed.one("roast").life
    assert any(told < 1.5 * failed for told, _ in fixed.lines("roast: failed"))
    assert "never retrieved" not in fixed.text
    assert fixed.one("cake").state == "ok"
    assert fixed.lines("cake: on the table")[0][0] > fixed.lines("be seated")[0][0]
    assert "never retrieved" in broken.text


@demo(*ROAST)
def test_the_group_stops_the_table(broken: Seen, fixed: Seen) -> None:
    assert "table: laid" in broken.text
    assert "table: laid" not in fixed.text


@pytest.mark.parametrize("waits", [False, True])
def test_a_set_holds_its_tasks_and_does_not_wait_for_them(waits: bool) -> None:
    slips: set[asyncio.Task[None]] = set()

    async def main() -> "asyncio.Task[None]":
        cake = asyncio.create_task(asyncio.sleep(0.2))
        slips.add(cake)
        cake.add_done_callback(slips.discard)
        await asyncio.sleep(0)
        if waits:
            await asyncio.wait(slips)
        return cake

    assert asyncio.run(main()).cancelled() is not waits
