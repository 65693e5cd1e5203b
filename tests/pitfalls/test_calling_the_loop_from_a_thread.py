"""Another thread may not touch a loop, but for two ways that are meant for it."""

from demo import demo
from seen import Seen


def late(run: Seen) -> float:
    """How long after the ring the tomatoes are taken, as a part of the whole run."""
    [(ring, _)], [(taken, _)] = run.lines("supplier: rings"), run.lines("cook: got tomatoes")
    return (taken - ring) / (run.run.wall / 1000)


@demo(
    "calling_the_loop_from_a_thread/a_bell_nobody_hears",
    "calling_the_loop_from_a_thread/a_bell_the_loop_hears",
)
def test_a_sleeping_loop_does_not_hear_a_future_that_is_set(broken: Seen, fixed: Seen) -> None:
    assert late(broken) > 0.5
    assert late(fixed) < 0.4
    assert broken.one("main()").total("ready") > 10 * fixed.one("main()").total("ready")


@demo(
    "calling_the_loop_from_a_thread/a_waiter_without_a_loop",
    "calling_the_loop_from_a_thread/a_waiter_who_asks_the_loop",
)
def test_a_task_cannot_be_made_in_another_thread(broken: Seen, fixed: Seen) -> None:
    assert "RuntimeError: no running event loop" in broken.text
    assert "coroutine 'cook' was never awaited" in broken.text
    assert fixed.text == "waiter: serves hot soup\n"


@demo(
    "calling_the_loop_from_a_thread/debug_mode_stops_the_thread",
    "calling_the_loop_from_a_thread/a_bell_the_loop_hears",
)
def test_debug_mode_tells_where_it_is_done(broken: Seen, fixed: Seen) -> None:
    assert "RuntimeError: Non-thread-safe operation invoked on an event loop" in broken.text
    assert ", in deliver\n" in broken.text
    assert "RuntimeError" not in fixed.text
