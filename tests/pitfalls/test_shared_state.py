"""What was looked at before an await may have changed after it."""

from demo import demo
from seen import Seen


def sold(run: Seen) -> int:
    """How many guests were given a slice."""
    return len(run.lines("here is your cake"))


@demo("shared_state/the_last_slice_is_sold_twice", "shared_state/the_last_slice_is_set_aside")
def test_the_last_slice_is_sold_twice_or_set_aside(broken: Seen, fixed: Seen) -> None:
    assert (sold(broken), sold(fixed)) == (2, 1)
    assert "slices left: -1" in broken.text
    assert "slices left: 0" in fixed.text


@demo("shared_state/the_last_slice_is_sold_twice", "shared_state/the_last_slice_is_behind_a_door")
def test_a_lock_lets_in_one_at_a_time(broken: Seen, fixed: Seen) -> None:
    assert (sold(broken), sold(fixed)) == (2, 1)
    assert broken.one("sell('Ana')").overlaps(broken.one("sell('Ben')"))
    [wait] = fixed.one("sell('Ben')").times("wait", at="async with pantry")
    assert wait[1] == fixed.lines("Ana:")[0][0]


@demo("shared_state/coins_lost_in_one_line", "shared_state/coins_counted_first")
def test_coins_are_lost_in_one_line(broken: Seen, fixed: Seen) -> None:
    assert "table 3 paid: 10 coins" in broken.text
    assert "table 3 paid: 30 coins" in fixed.text


@demo("shared_state/the_last_slice_is_sold_twice", "shared_state/the_slice_goes_back")
def test_a_slice_that_was_set_aside_goes_back(broken: Seen, fixed: Seen) -> None:
    assert "slices left: -1" in broken.text
    assert "slices left: 1" in fixed.text
    assert not sold(fixed)
