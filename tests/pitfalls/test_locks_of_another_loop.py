"""What tasks wait at is bound to the loop in which somebody first waited at it."""

from demo import demo
from seen import Seen

BOUND = "is bound to a different event loop"


@demo(
    "locks_of_another_loop/yesterdays_ticket_rail",
    "locks_of_another_loop/a_ticket_rail_each_evening",
)
def test_a_queue_of_another_loop_fails(broken: Seen, fixed: Seen) -> None:
    assert f"RuntimeError: <Queue at 0x... maxsize=0 tasks=1> {BOUND}" in broken.text
    assert "cook: rice" not in broken.text
    assert fixed.text == "cook: soup\ncook: rice\n"


@demo(
    "locks_of_another_loop/the_lock_that_nobody_waited_for",
    "locks_of_another_loop/a_ticket_rail_each_evening",
)
def test_it_fails_only_on_the_second_evening_on_which_somebody_waits(
    broken: Seen, fixed: Seen
) -> None:
    assert broken.text.count(BOUND) == 1
    assert broken.text.endswith(f"{BOUND}\n")
    assert [text for _, text in broken.lines("baked")].count("cake: baked") == 1
    assert broken.kinds()["loop"] == 4
    assert BOUND not in fixed.text


@demo(
    "locks_of_another_loop/yesterdays_session",
    "locks_of_another_loop/a_ticket_rail_each_evening",
)
def test_a_session_outlives_its_loop(broken: Seen, fixed: Seen) -> None:
    assert len(broken.lines("menu:")) == 1
    assert "RuntimeError: Event loop is closed" in broken.text
    assert "RuntimeError" not in fixed.text


@demo(
    "locks_of_another_loop/yesterdays_delivery",
    "locks_of_another_loop/a_ticket_rail_each_evening",
)
def test_a_future_is_awaited_in_another_loop(broken: Seen, fixed: Seen) -> None:
    assert "got Future <Future pending> attached to a different loop" in broken.text
    assert "RuntimeError" not in fixed.text
