"""What is awaited one by one takes the sum of its waits; what is begun together, the longest."""

from itertools import pairwise

import pytest
from demo import demo
from seen import Actor, Seen
from taken import Taken, best_of_three, spans

BREAKFAST = ("awaiting_one_by_one/breakfast_one_by_one", "awaiting_one_by_one/breakfast_at_once")
ORDERS = (
    "awaiting_one_by_one/ordered_and_awaited_at_once",
    "awaiting_one_by_one/ordered_then_awaited",
)


def waits(seen: Seen) -> list[float]:
    """How long each of the three dishes took."""
    times = [seen.waits(f"asyncio.sleep({seconds})") for seconds in ("0.3", "0.15", "0.2")]
    return [end - start for ((start, end),) in times]


def dishes(seen: Seen) -> list[Actor]:
    """The task of each dish, in the order in which they were created."""
    return seen.all("cook")


@demo(*BREAKFAST)
def test_it_takes_the_sum_of_the_waits(broken: Seen, fixed: Seen) -> None:
    assert broken.run.wall / 1000 == sum(waits(broken))
    assert fixed.run.wall / 1000 == max(waits(fixed))


@demo(*BREAKFAST)
def test_there_is_one_task_and_it_waits_for_one_thing_at_a_time(broken: Seen, fixed: Seen) -> None:
    assert broken.kinds()["task"] == 1
    assert fixed.kinds()["task"] == 1 + len(waits(fixed))


@demo(*ORDERS)
def test_a_task_awaited_at_once_ends_before_the_next_begins(broken: Seen, fixed: Seen) -> None:
    assert len(dishes(broken)) == len(dishes(fixed)) == 3
    assert all(one.life[1] <= other.life[0] for one, other in pairwise(dishes(broken)))
    assert all(one.overlaps(other) for one, other in pairwise(dishes(fixed)))


@demo(*ORDERS)
def test_tasks_awaited_at_once_take_the_sum(broken: Seen, fixed: Seen) -> None:
    lives = [
        [end - start for start, end in (it.life for it in dishes(seen))] for seen in (broken, fixed)
    ]
    assert broken.run.wall / 1000 == sum(lives[0])
    assert fixed.run.wall / 1000 == max(lives[1])


@demo(*ORDERS)
def test_what_is_awaited_in_turn_later_is_printed_when_the_slowest_is_ready(
    broken: Seen, fixed: Seen
) -> None:
    assert len({t for t, _ in broken.lines("ready")}) == 3
    assert len({t for t, _ in fixed.lines("ready")}) == 1


@pytest.mark.parametrize("name", ["breakfast_one_by_one", "ordered_and_awaited_at_once"])
def test_nothing_warns_of_it(taken: Taken, name: str) -> None:
    assert not [line for line in taken[name].output if line.stream == "stderr"]
    assert taken[name].exit == 0


@pytest.mark.parametrize("name", ["breakfast_one_by_one", "ordered_and_awaited_at_once"])
@best_of_three
def test_the_loop_is_idle_all_the_time(taken: Taken, name: str) -> None:
    run = taken[name]
    idle = sum(span.t1 - span.t0 for span in run.spans if span.kind == "idle")
    assert idle > 0.9 * run.wall


@best_of_three
def test_nothing_takes_longer_than_the_longest_chain(taken: Taken) -> None:
    run = taken["in_turn_where_it_must_be"]
    chain = spans(run, "welcome()", "wait")
    (menu,) = spans(run, "read_menu()", "wait")
    assert len(chain) == 2
    assert menu.t0 < chain[0].t1
    assert menu.t1 > chain[1].t0
    assert run.wall < 1.15 * sum(span.t1 - span.t0 for span in chain)
