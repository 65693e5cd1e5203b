"""Nothing limits what is gathered: who is asked cannot keep up, or the own machine cannot."""

from demo import demo
from seen import Actor, Seen
from taken import Taken, best_of_three

ORDERS = (
    "unbounded_concurrency/sixty_orders_at_once",
    "unbounded_concurrency/ten_orders_at_a_time",
)
WORKERS = "unbounded_concurrency/ten_tasks_for_sixty_orders"
SOCKETS = "unbounded_concurrency/more_sockets_than_allowed"


def most_at_once(times: list[tuple[float, float]]) -> int:
    """How many of these overlap at the fullest moment."""
    return max(sum(a <= start < b for a, b in times) for start, _ in times)


def tasks(seen: Seen) -> list[Actor]:
    """All tasks but that of `main` and those of the server."""
    return [each for each in seen.all("task") if each.lane.fn not in ("main", "sell")]


@demo(*ORDERS)
def test_who_is_asked_turns_most_of_them_away(broken: Seen, fixed: Seen) -> None:
    assert broken.lines("orders: 503 nobody is free")
    assert [line for _, line in fixed.lines("orders")] == ["60 orders: 200 sold"]


@demo(*ORDERS)
def test_all_have_asked_before_the_first_is_answered(broken: Seen, fixed: Seen) -> None:
    at = "open_connection("
    assert len(broken.waits(at)) >= 60
    first = min(each.life[1] for each in tasks(broken))
    assert max(start for start, _ in broken.waits(at)) < first
    first = min(each.life[1] for each in tasks(fixed))
    assert max(start for start, _ in fixed.waits(at)) > first


@demo(ORDERS[1], WORKERS)
def test_a_semaphore_leaves_a_task_for_each(broken: Seen, fixed: Seen) -> None:
    assert len(tasks(broken)) == 60
    assert most_at_once([each.life for each in tasks(broken)]) == 60
    assert len(tasks(fixed)) == 10
    assert "60 orders done" in fixed.text


@demo(SOCKETS, ORDERS[1])
def test_the_machine_has_a_limit(broken: Seen, fixed: Seen) -> None:
    assert "OSError: [Errno 24] Too many open files" in broken.text.splitlines()
    assert {each.state for each in broken.all("call")} == {"error", "cancelled"}
    assert "Errno 24" not in fixed.text
    assert {each.state for each in fixed.all("order")} == {"ok"}


def test_workers_never_have_more_than_ten_under_way(taken: Taken) -> None:
    seen = Seen(taken["ten_tasks_for_sixty_orders"])
    waits = seen.waits("asyncio.sleep(0.1)")
    assert len(waits) == 60
    assert most_at_once(waits) == 10


@best_of_three
def test_they_are_as_quick_as_a_task_for_each(taken: Taken) -> None:
    workers, semaphore = taken["ten_tasks_for_sixty_orders"], taken["ten_orders_at_a_time"]
    assert workers.wall < 1.1 * semaphore.wall
