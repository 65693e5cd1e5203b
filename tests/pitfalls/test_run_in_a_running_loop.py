"""A thread has one running loop, and asyncio.run in it is refused."""

from demo import demo
from seen import Seen

REFUSED = "RuntimeError: asyncio.run() cannot be called from a running event loop"
INSIDE = "run_in_a_running_loop/a_second_kitchen_inside"


@demo(INSIDE, "run_in_a_running_loop/one_kitchen")
def test_a_second_loop_is_refused_and_the_first_one_does_it(broken: Seen, fixed: Seen) -> None:
    assert REFUSED in broken.text
    assert "coroutine 'fetch_menu' was never awaited" in broken.text
    assert fixed.text == "today: ['soup', 'rice']\n"


@demo(INSIDE, "run_in_a_running_loop/a_kitchen_next_door")
def test_a_thread_may_have_a_loop_of_its_own(broken: Seen, fixed: Seen) -> None:
    assert (broken.kinds()["loop"], fixed.kinds()["loop"]) == (1, 2)
    assert REFUSED in broken.text
    assert "today: ['soup', 'rice']" in fixed.text
    assert len(fixed.lines("ding")) == 3


@demo("run_in_a_running_loop/a_notebook_in_short", "run_in_a_running_loop/one_kitchen")
def test_a_cell_is_refused_too_and_may_await_instead(broken: Seen, fixed: Seen) -> None:
    lines = [text for _, text in broken.lines("")]
    assert lines[:2] == ["In: menu = asyncio.run(fetch_menu())", REFUSED]
    assert lines[-1] == "today: ['soup', 'rice']"
    assert "RuntimeError" not in fixed.text
