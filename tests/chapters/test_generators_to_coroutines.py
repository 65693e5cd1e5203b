"""What the chapter claims of generators and coroutines beyond what they print."""

import gc
import inspect
import weakref
from collections.abc import Generator

import pytest
from playback.snippet import SNIPPETS
from taken import Taken, best_of_three, spans


@best_of_three
def test_the_coroutine_has_a_row_and_waits_where_the_thread_stands_still(taken: Taken) -> None:
    run = taken["the_same_with_await"]
    assert [lane.kind for lane in run.lanes] == ["thread", "coro"]
    waits = spans(run, "make_dinner()", "wait")
    blocks = [span for span in run.spans if span.lane == 0 and span.kind == "block"]
    assert len(waits) == len(blocks) == 2
    for wait, block in zip(waits, blocks, strict=True):
        assert min(wait.t1, block.t1) - max(wait.t0, block.t0) > 0.8 * (block.t1 - block.t0)


def test_the_two_dinners_print_the_same() -> None:
    folder = SNIPPETS / "generators_to_coroutines"
    one, other = (
        (folder / f"{name}.out").read_text(encoding="utf-8").partition("\n")[2]
        for name in ("a_dish_within_a_dish", "the_same_with_await")
    )
    assert one == other


def test_a_coroutine_has_three_ways_in_and_is_no_iterator() -> None:
    async def cook() -> None: ...

    dish = cook()
    assert {"send", "throw", "close"} <= set(dir(dish))
    assert not {"__next__", "__iter__"} & set(dir(dish))
    assert inspect.iscoroutine(dish)
    dish.close()


def test_the_first_step_has_nothing_to_answer() -> None:
    def recipe() -> Generator[str, str, None]:
        yield "which spice?"

    with pytest.raises(TypeError, match="just-started"):
        recipe().send("pepper")


def test_an_ended_coroutine_keeps_no_variables_though_it_is_held() -> None:
    class Pasta: ...

    async def cook() -> "weakref.ref[Pasta]":
        pasta = Pasta()
        return weakref.ref(pasta)

    dish = cook()
    with pytest.raises(StopIteration) as end:
        dish.send(None)
    assert inspect.getcoroutinelocals(dish) == {}
    end.value.with_traceback(None)
    gc.collect()
    assert end.value.value() is None
