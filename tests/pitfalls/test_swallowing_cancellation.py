"""Who swallows a cancellation goes on: past a timeout, and past the end of `main`."""

import asyncio
import runpy
import subprocess
import sys

import pytest
from demo import demo
from playback.snippet import SNIPPETS
from seen import Seen

RISOTTO = (
    "swallowing_cancellation/the_cook_who_stirs_on",
    "swallowing_cancellation/the_cook_who_stops",
)
KITCHEN = (
    "swallowing_cancellation/the_kitchen_that_stays_open",
    "swallowing_cancellation/the_kitchen_that_closes",
)


@demo(*RISOTTO)
def test_the_timeout_has_rung_and_nothing_was_raised(broken: Seen, fixed: Seen) -> None:
    assert "risotto: never mind, CancelledError()" in broken.text
    assert broken.text.endswith("risotto: served, and expired is True\n")
    assert "CancelledError" not in fixed.text
    assert fixed.text.endswith("risotto: off the stove\n")


@demo(*RISOTTO)
def test_what_was_guarded_goes_on_to_its_end(broken: Seen, fixed: Seen) -> None:
    assert [text[-1] for _, text in broken.lines("stirred")] == ["1", "2", "4", "5"]
    assert [text[-1] for _, text in fixed.lines("stirred")] == ["1", "2"]
    assert broken.run.wall > 1.5 * fixed.run.wall


@demo(*KITCHEN)
def test_the_program_goes_on_long_after_main_has_ended(broken: Seen, fixed: Seen) -> None:
    _, said = broken.one("main()").life
    assert broken.run.wall / 1000 > 1.8 * said
    _, said = fixed.one("main()").life
    assert fixed.run.wall / 1000 < 1.3 * said


@demo(*KITCHEN)
def test_the_cancelled_task_counts_as_done(broken: Seen, fixed: Seen) -> None:
    assert broken.one("dishwasher").state == "ok"
    assert "plate 3: clean" not in broken.text
    assert "plate 6: clean" in broken.text
    assert fixed.one("dishwasher").state == "cancelled"
    assert "tap: off" in fixed.text


@pytest.mark.parametrize(("program", "lets_it_pass"), [(KITCHEN[0], False), (KITCHEN[1], True)])
def test_a_test_can_ask_once_the_task_has_begun(program: str, lets_it_pass: bool) -> None:
    wash_up = runpy.run_path(str(SNIPPETS / f"{program}.py"))["wash_up"]

    async def main(begun: bool) -> bool:
        task = asyncio.create_task(wash_up())
        if begun:
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
        return task.cancelled()

    assert asyncio.run(main(begun=True)) is lets_it_pass
    assert asyncio.run(main(begun=False))


def test_to_wait_for_a_cancelled_task_does_not_tell_of_its_failure() -> None:
    async def clean_up() -> None:
        try:
            await asyncio.sleep(1)
        finally:
            raise RuntimeError("the tap is stuck")

    async def main() -> None:
        task = asyncio.create_task(clean_up())
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
        assert not task.cancelled()
        with pytest.raises(RuntimeError, match="stuck"):
            task.result()

    asyncio.run(main())


@pytest.mark.parametrize("says_so", [False, True])
def test_who_goes_on_without_a_word_is_cancelled_again_by_a_group(says_so: bool) -> None:
    async def fail() -> None:
        raise ValueError

    async def go_on() -> None:
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            task = asyncio.current_task()
            assert task
            if says_so:
                task.uncancel()
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(fail())
        except* ValueError:
            pass
        await asyncio.sleep(0)

    async def main() -> bool:
        task = asyncio.create_task(go_on())
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
        return task.cancelled()

    assert asyncio.run(main()) is (sys.version_info >= (3, 13) and not says_so)


@pytest.mark.parametrize("waits", ["wait_for", "timeout"])
def test_a_cancellation_together_with_the_result(waits: str) -> None:
    async def wait(result: "asyncio.Future[None]") -> None:
        if waits == "wait_for":
            await asyncio.wait_for(result, 1)
        else:
            async with asyncio.timeout(1):
                await result
        await asyncio.sleep(0)

    async def main() -> bool:
        result = asyncio.get_running_loop().create_future()
        task = asyncio.create_task(wait(result))
        await asyncio.sleep(0)
        result.set_result(None)
        task.cancel()
        await asyncio.wait([task])
        return task.cancelled()

    swallowed = waits == "wait_for" and sys.version_info < (3, 12)
    assert asyncio.run(main()) is not swallowed


NEVER_ENDS = """
import asyncio, contextlib, os

async def wash_up():
    for _ in range(4):
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.sleep(0.05)
    os._exit(7)  # or it would go on for ever

async def test():
    task = asyncio.create_task(wash_up())
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task], timeout=0.01)
    print("asked", flush=True)
    assert task.cancelled()

asyncio.run(test())
"""


def test_a_limit_in_the_loop_does_not_save_the_test_from_a_task_that_never_ends() -> None:
    command = [sys.executable, "-c", NEVER_ENDS]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout == "asked\n"
    assert "AssertionError" not in done.stderr
    assert done.returncode == 7
