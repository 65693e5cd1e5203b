"""What the chapter on coroutines claims of its runs, beyond the lines they print."""

from pathlib import Path

import pytest
from programs import exact, texts, write
from taken import Taken, at, best_of_three, spans


@best_of_three
def test_the_toaster_goes_on_only_when_the_coroutine_is_awaited(taken: Taken) -> None:
    run = taken["when_does_it_toast"]
    made = at(run, "toast_bread() is a coroutine")
    assert at(run, "toaster: on") - made > 2 * (at(run, "toaster: ping") - at(run, "toaster: on"))


def test_a_salad_without_a_wait_is_one_bar(taken: Taken) -> None:
    assert not spans(taken["washing_without_a_wait"], "make_salad()", "wait")
    assert len(spans(taken["washing_with_a_wait"], "make_salad()", "wait")) == 3


def test_the_whole_chain_waits_at_once(taken: Taken) -> None:
    [wait] = spans(taken["breakfast_is_a_chain"], "serve_breakfast()", "wait")
    functions = [function for function, _ in wait.at]
    assert functions == ["toast_bread", "make_sandwich", "serve_breakfast"]
    songs = spans(taken["breakfast_is_a_chain"], "play_radio()", "wait")
    assert any(wait.t0 < song.t0 and song.t1 < wait.t1 for song in songs)


@pytest.mark.parametrize("first", ["task", "main"])
def test_a_coroutine_cannot_be_awaited_and_be_a_task(tmp_path: Path, first: str) -> None:
    source = f"""
        import asyncio

        async def toast_bread():
            await asyncio.sleep(0.1)

        async def main():
            toast = toast_bread()
            task = asyncio.create_task(toast)
            await asyncio.sleep({0.05 if first == "task" else 0})
            for wait in toast, task:
                try:
                    await wait
                except RuntimeError as error:
                    print(error)

        asyncio.run(main())
        """
    source = source.replace("await asyncio.sleep(0)", "")
    assert len(texts(exact(write(tmp_path, source)))) == 1
