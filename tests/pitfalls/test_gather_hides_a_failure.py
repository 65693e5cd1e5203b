"""gather tells of one failure; the others go on, and fail unheard or as if they had not."""

import asyncio

import pytest
from demo import demo
from seen import Actor, Seen

CALLED_OFF = (
    "gather_hides_a_failure/two_suppliers_fail",
    "gather_hides_a_failure/one_failure_stops_the_others",
)
COUNTED = (
    "gather_hides_a_failure/everything_counts_as_delivered",
    "gather_hides_a_failure/failures_are_sorted_out",
)


def delivery(run: Seen, what: str) -> Actor:
    """The task that delivers it."""
    found = [
        Actor(run.run, place) for place, lane in enumerate(run.run.lanes) if what in lane.label
    ]
    assert len(found) == 1
    return found[0]


@demo(*CALLED_OFF)
def test_the_others_go_on_after_the_failure_was_handled(broken: Seen, fixed: Seen) -> None:
    [(called_off, _)] = broken.lines("called off")
    assert delivery(broken, "rice").life[1] > 1.5 * called_off
    assert broken.lines("rice: delivered")[0][0] > called_off
    assert delivery(fixed, "rice").state == "cancelled"
    assert "rice: delivered" not in fixed.text


@demo(*CALLED_OFF)
def test_the_second_failure_is_never_heard_of(broken: Seen, fixed: Seen) -> None:
    assert delivery(broken, "wine").state == "error"
    assert "wine" not in broken.text
    assert "never retrieved" not in broken.text
    assert delivery(fixed, "wine").state == "cancelled"


@demo(*CALLED_OFF)
def test_the_first_failure_ends_the_whole_group(broken: Seen, fixed: Seen) -> None:
    assert delivery(broken, "wine").life[1] > 2 * delivery(broken, "fish").life[1]
    assert delivery(fixed, "wine").life[1] < 1.5 * delivery(fixed, "fish").life[1]


@demo(*COUNTED)
def test_failures_pass_for_results(broken: Seen, fixed: Seen) -> None:
    for run in (broken, fixed):
        assert [delivery(run, what).state for what in ("fish", "wine")] == ["error", "error"]
        assert all(it.stream == "stdout" for it in run.run.output)
    assert "3 delivered" in broken.text
    assert "on the shelf: the wine is lost" in broken.text
    assert "on the shelf: rice" in fixed.text
    assert "missing: the wine is lost" in fixed.text


async def lose(what: str) -> None:
    """A delivery that fails."""
    raise RuntimeError(f"the {what} is lost")


@pytest.mark.parametrize("how", ["it fails", "it is cancelled"])
def test_the_others_are_cancelled_only_with_the_gather_itself(how: str) -> None:
    async def main() -> bool:
        rice = asyncio.create_task(asyncio.sleep(0.1))
        first = lose("fish") if how == "it fails" else asyncio.sleep(0.1)
        with pytest.raises(RuntimeError if how == "it fails" else TimeoutError):
            async with asyncio.timeout(0.05):
                await asyncio.gather(first, rice)
        await asyncio.wait([rice])
        return rice.cancelled()

    assert asyncio.run(main()) is (how == "it is cancelled")


def test_only_a_base_exception_group_holds_a_cancellation() -> None:
    async def main() -> list[BaseException]:
        rice = asyncio.create_task(asyncio.sleep(0.1))
        rice.cancel()
        results = await asyncio.gather(lose("fish"), rice, return_exceptions=True)
        return [result for result in results if isinstance(result, BaseException)]

    failures = asyncio.run(main())
    with pytest.raises(TypeError, match="Cannot nest BaseExceptions"):
        ExceptionGroup("two failures", failures)  # type: ignore[type-var]
    group = BaseExceptionGroup("two failures", failures)
    assert [type(failure) for failure in group.exceptions] == [RuntimeError, asyncio.CancelledError]
