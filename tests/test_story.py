"""A run told in sentences: what is said, when, which lines are marked, and what is left out."""

from dataclasses import replace
from typing import Any

import pytest
from bs4 import BeautifulSoup
from playback.run import Call, Lane, Link, Made, Mark, Output, Run, Span
from playback.story import MOST, Moment, as_html, moments

SOURCE = """import asyncio
import time


async def cook(dish):
    await asyncio.sleep(0.2)  # the pot is on
    print(dish)


async def chop():
    time.sleep(0.3)


async def main():
    async with asyncio.TaskGroup() as table:
        table.create_task(cook("soup"), name="soup")


asyncio.run(main())
"""
COOK, CHOP, GATHER = [("cook", 6)], [("chop", 11)], [("main", 15)]
THREAD, LOOP, MAIN = 0, 1, 2


def lane(kind: Any, name: str, t1: int = 500_000, **more: Any) -> Lane:
    """A lane that went well, of the loop if it is a task."""
    known: dict[str, Any] = {
        "fn": name,
        "label": f"{name}()",
        "parent": None,
        "host": {"loop": THREAD, "task": LOOP}.get(kind),
        "line": None,
        "t0": 0,
        "state": "ok",
    }
    return Lane(kind, name, t1=t1, **{**known, **more})


def program(*lanes: Lane, **parts: Any) -> Run:
    """A run of a loop in the main thread, with those lanes after the task main()."""
    made = Made("3.13.0", "CPython", "Linux", {}, "2026-11-02T10:00:00", 1)
    before = [lane("thread", "MainThread"), lane("loop", ""), lane("task", "Task-1", fn="main")]
    before[MAIN] = replace(before[MAIN], label="main()")
    parts = {"source": SOURCE, "output": [], "lanes": [*before, *lanes], **parts}
    return Run("dinner.py", exit=0, wall=500_000, startup=0, clock="real", made=made, **parts)


def soup(**parts: Any) -> Run:
    """The run in which main() makes one task, which sleeps, prints and ends."""
    known: dict[str, Any] = {
        "output": [Output(200_150, "stdout", "soup: ready", 3, 7)],
        "spans": [
            Span(MAIN, "run", 0, 100, GATHER),
            Span(MAIN, "wait", 100, 200_300, GATHER, "TaskGroup"),
            Span(3, "run", 110, 200, COOK),
            Span(3, "wait", 200, 200_100, COOK, "sleep"),
            Span(LOOP, "run", 0, 200, []),
            Span(LOOP, "idle", 200, 200_050, []),
            Span(3, "run", 200_100, 200_200, [("cook", 7)]),
            Span(MAIN, "run", 200_300, 200_400, GATHER),
        ],
        "marks": [Mark(3, 200_200, "ok", ""), Mark(MAIN, 200_400, "ok", "")],
        "links": [
            Link("spawn", THREAD, MAIN, 0),
            Link("spawn", MAIN, 3, 50),
            Link("wake", LOOP, 3, 200_060),
            Link("wake", 3, MAIN, 200_190),
        ],
    }
    return program(lane("task", "soup", 200_200, fn="cook"), **{**known, **parts})


def texts(run: Run) -> list[str]:
    """What is said of each moment, with spaces that break."""
    return [moment.text.replace("\N{NO-BREAK SPACE}", " ") for moment in moments(run)]


def at(run: Run, words: str) -> Moment:
    """The first moment of which those words are said."""
    found = [it for it in moments(run) if words in it.text.replace("\N{NO-BREAK SPACE}", " ")]
    assert found, texts(run)
    return found[0]


def test_a_program_with_a_loop_is_told_turn_by_turn() -> None:
    assert texts(soup()) == [
        "`main()` starts, makes the task soup, and waits at line 15, "
        "`async with asyncio.TaskGroup() as table`. The loop turns to soup.",
        "soup starts and waits at line 6, `await asyncio.sleep(0.2)`. "
        "The loop is idle: nobody is ready until 0.20 s.",
        "soup, whose timer has rung, goes on and prints “soup: ready”.",
        "soup is done. The loop turns to `main()`.",
        "`main()`, woken by soup, goes on and is done.",
        "The program ends.",
    ]


def test_each_moment_says_what_runs_what_waits_and_what_is_printed_by_then() -> None:
    told = moments(soup())
    assert [moment.t for moment in told] == sorted(moment.t for moment in told)
    assert [(moment.running, moment.waiting, moment.printed) for moment in told] == [
        ((), (15,), 0),
        ((), (6, 15), 0),
        ((7,), (15,), 1),
        ((), (15,), 1),
        ((), (), 1),
        ((), (), 1),
    ]


def test_nothing_is_said_that_the_run_does_not_say() -> None:
    run = soup(links=[], output=[Output(200_150, "stdout", "soup: ready")])
    said = " ".join(texts(run))
    assert "“soup: ready” is printed." in said
    for claim in ("timer", "woken", "makes", "soup prints"):
        assert claim not in said


def test_without_lanes_there_is_no_story() -> None:
    run = program(lanes=[], output=[Output(10, "stdout", "soup")])
    assert moments(run) == []
    assert as_html(run) == ""


def test_all_lines_of_a_chain_that_waits_are_marked() -> None:
    run = program(
        lane("task", "soup", fn="cook"),
        spans=[
            Span(3, "run", 0, 100, COOK),
            Span(3, "wait", 100, 200_000, [("cook", 6), ("order", 11)], "sleep"),
            Span(3, "run", 200_000, 200_300, COOK),
        ],
        marks=[Mark(3, 200_300, "ok", "")],
    )
    assert (6, 11) in [moment.waiting for moment in moments(run)]


def test_a_task_that_is_ready_while_the_loop_sleeps_is_told_so() -> None:
    run = program(
        lane("task", "soup", fn="cook"),
        lane("thread", "supplier", fn="deliver", host=None),
        spans=[
            Span(LOOP, "idle", 100, 420_000, []),
            Span(3, "run", 0, 100, COOK),
            Span(3, "wait", 100, 200_000, COOK, "Future"),
            Span(3, "ready", 200_000, 420_000, COOK),
            Span(3, "run", 420_000, 420_300, COOK),
        ],
        marks=[Mark(3, 420_300, "ok", "")],
        links=[Link("wake", 4, 3, 200_000)],
    )
    told = texts(run)
    assert "The loop is idle until 0.42 s." in " ".join(told)
    assert (
        "soup, woken by supplier, is ready, but has to wait until 0.42 s: nobody wakes the loop."
    ) in told
    assert "soup, ready for 0.22 s, goes on and is done." in told


def test_who_blocks_the_loop_is_told_and_who_has_to_wait_for_it() -> None:
    run = program(
        lane("task", "rude cook", fn="chop"),
        lane("task", "soup", fn="cook"),
        spans=[
            Span(4, "run", 0, 100, COOK),
            Span(4, "wait", 100, 200_000, COOK, "sleep"),
            Span(3, "run", 120_000, 120_100, CHOP),
            Span(3, "block", 120_100, 420_000, CHOP),
            Span(4, "ready", 200_000, 420_200, COOK),
            Span(4, "run", 420_200, 420_300, COOK),
        ],
        marks=[Mark(3, 420_000, "ok", ""), Mark(4, 420_300, "ok", "")],
        links=[Link("wake", LOOP, 4, 200_000)],
    )
    assert texts(run)[1:] == [
        "rude cook starts and blocks the loop at line 11, `time.sleep(0.3)`, until 0.42 s.",
        "soup, whose timer has rung, is ready, but has to wait until 0.42 s: "
        "rude cook has the loop.",
        "rude cook is done. The loop turns to soup.",
        "soup, ready for 0.22 s, goes on and is done.",
        "The program ends.",
    ]
    late = at(run, "has to wait")
    assert (late.t, late.running, late.waiting) == (200_000, (11,), (6,))


def test_a_loop_that_computes_is_busy_and_not_blocked() -> None:
    run = program(spans=[Span(MAIN, "run", 0, 300_000, [("chop", 11)])])
    assert "`main()` starts and keeps the loop busy in `chop()` at line 11," in texts(run)[0]


@pytest.mark.parametrize(
    ("mark", "link", "said"),
    [
        (Mark(3, 150, "error", "ValueError('burnt')"), None, "fails with `ValueError('burnt')`."),
        (Mark(3, 150, "cancelled", ""), None, "soup is cancelled."),
        (Mark(3, 150, "cancelled", ""), Link("cancel", MAIN, 3, 100), "is cancelled by `main()`."),
        (Mark(3, 150, "cancelled", ""), Link("cancel", LOOP, 3, 100), "soup is cancelled."),
        (Mark(3, 190, "lost", ""), None, "soup is thrown away unfinished"),
        (Mark(3, 190, "unretrieved", ""), None, "Nobody has asked for the exception of soup."),
        (Mark(MAIN, 90, "never-awaited", "cook()"), None, "`cook()` was never awaited"),
    ],
    ids=lambda value: getattr(value, "kind", ""),
)
def test_how_a_task_ended_is_told(mark: Mark, link: Link | None, said: str) -> None:
    run = program(
        lane("task", "soup", 150, fn="cook"),
        spans=[
            Span(3, "run", 0, 20, COOK),
            Span(3, "wait", 20, 120, COOK, "sleep"),
            Span(3, "run", 120, 150, COOK),
        ],
        marks=[mark],
        links=[link] if link else [],
    )
    assert said in " ".join(texts(run))


def test_a_task_cancelled_before_its_first_step_is_told() -> None:
    run = program(lane("task", "soup", 100), marks=[Mark(3, 100, "cancelled", "")])
    assert texts(run)[0] == "soup is cancelled before it could start."


def test_a_cancelled_task_that_goes_on_is_told_to_be_cancelled() -> None:
    links = [Link("cancel", LOOP, 3, 200_060)]
    assert "soup, which has been cancelled, goes on and prints" in " ".join(
        texts(soup(links=links))
    )


def test_a_program_without_a_loop_stands_still_or_computes() -> None:
    run = program(
        lanes=[lane("thread", "MainThread")],
        output=[
            Output(40, "stdout", "soup: on", 0, 7),
            Output(300_100, "stdout", "soup: done", 0, 7),
            Output(300_150, "stdout", "", 0, 7),
        ],
        spans=[
            Span(0, "block", 100, 300_000, [("chop", 11), ("<module>", 19)]),
            Span(0, "run", 300_200, 500_000, [("<module>", 19)]),
        ],
        calls=[
            Call(0, 0, 500_000, "main()", 0),
            Call(0, 20, 300_050, "chop('onions')", 1),
            Call(0, 300_160, 300_170, "wash()", 1),
        ],
    )
    assert texts(run) == [
        "The program calls `chop('onions')` and prints “soup: on”.",
        "The program stands still at line 11, `time.sleep(0.3)`, until 0.30 s.",
        "The program prints “soup: done” and an empty line.",
        "The program computes at line 19, `asyncio.run(main())`, until 0.50 s.",
        "The program ends.",
    ]
    assert at(run, "stands still").running == (11,)
    assert at(run, "soup: on").running == (7,)


@pytest.mark.parametrize(
    ("kind", "doing", "said"),
    [
        ("thread", "block", "Three threads stand still now."),
        ("process", "run", "Two processes have work now."),
    ],
)
def test_threads_and_processes_are_counted(kind: str, doing: Any, said: str) -> None:
    run = program(
        lanes=[lane("thread", "MainThread"), lane(kind, "one"), lane(kind, "other", t0=90)],
        spans=[
            Span(0, "block", 0, 400_000, [("main", 16)]),
            Span(1, doing, 0, 400_000, CHOP),
            Span(2, doing, 100, 400_000, CHOP),
        ],
    )
    assert texts(run)[0].startswith("The main thread stands still at line 16,")
    assert texts(run)[2].startswith("other starts and ")
    assert texts(run)[2].endswith(said)
    assert texts(run)[3] == "one and other end."


def test_a_helper_that_runs_no_code_of_the_program_is_left_out() -> None:
    inner = lane("task", "Task-9", fn="_resolve_host", label="_resolve_host()")
    run = soup()
    with_helpers = replace(
        run,
        lanes=[*run.lanes, inner, lane("thread", "QueueFeederThread")],
        spans=[*run.spans, Span(4, "run", 250, 260, [])],
    )
    assert texts(with_helpers) == texts(run)


def test_a_generator_is_told_without_a_loop() -> None:
    run = program(
        lanes=[lane("thread", "MainThread"), lane("gen", "", label="cook('soup')", host=0)],
        spans=[Span(1, "run", 0, 100, COOK), Span(1, "wait", 100, 300_000, COOK)],
    )
    assert texts(run)[0] == "`cook('soup')` starts and waits at line 6, `await asyncio.sleep(0.2)`."


def test_a_loop_without_tasks_calls_back() -> None:
    run = program(
        output=[Output(100_050, "stdout", "ring", LOOP, 19)],
        spans=[Span(LOOP, "idle", 0, 100_000, []), Span(LOOP, "idle", 100_100, 300_000, [])],
    )
    assert texts(run)[:3] == [
        "The loop is idle: nobody is ready until 0.10 s.",
        "A callback prints “ring”. The loop is idle: nobody is ready until 0.30 s.",
        "The program ends.",
    ]


def test_loops_of_several_threads_are_told_apart() -> None:
    run = program(
        lane("thread", "north"),
        lane("loop", "", host=3),
        spans=[Span(LOOP, "idle", 0, 100_000, []), Span(4, "idle", 10, 100_000, [])],
    )
    told = [text.partition(" is idle")[0] for text in texts(run) if " is idle" in text]
    assert told == ["The loop of the main thread", "The loop of north"]


def test_a_thread_that_has_a_loop_computes_only_beside_it() -> None:
    run = program(
        spans=[
            Span(THREAD, "run", 0, 2_000, []),
            Span(LOOP, "idle", 2_000, 300_000, []),
            Span(THREAD, "run", 300_000, 302_000, []),
        ],
    )
    assert not [told for told in texts(run) if "computes" in told]


def test_a_thread_that_fails_at_once_is_told() -> None:
    waiter = replace(lane("thread", "waiter"), t0=100_000, t1=100_090, state="error")
    fails = Mark(3, 100_090, "error", "RuntimeError('no running event loop')")
    assert texts(program(waiter, marks=[fails], spans=[]))[0].startswith("waiter starts and fails")


def test_a_moment_is_told_with_the_time_of_its_beginning() -> None:
    run = soup(output=[Output(194_900, "stdout", "soup: ready", 3, 7)])
    run.spans[6:7] = [Span(3, "run", 194_850, 195_100, [("cook", 7)])]
    run.spans[3] = Span(3, "wait", 200, 194_850, COOK, "sleep")
    rows = BeautifulSoup(as_html(run), "html.parser").select("li")
    [told] = [row for row in rows if "prints “" in row.text]
    assert [it.text for it in told.select("time")] == ["0.19\N{NO-BREAK SPACE}s"]


def test_who_has_waited_longest_names_who_had_the_loop_first() -> None:
    run = program(
        *(lane("task", name) for name in ("emma", "dracula", "ulysses")),
        spans=[
            Span(3, "run", 100_000, 140_000, COOK),
            Span(4, "run", 140_000, 180_000, COOK),
            Span(5, "wait", 0, 101_000, COOK),
            Span(5, "ready", 101_000, 180_000, COOK),
            Span(5, "run", 180_000, 180_100, COOK),
        ],
    )
    [late] = [text for text in texts(run) if "has to wait" in text]
    assert late.startswith(
        "ulysses is ready, but has to wait until 0.18 s: first emma has the loop"
    )


def test_the_loop_turns_to_who_runs_next_even_if_that_is_not_told() -> None:
    run = program(
        *(lane("task", name) for name in ("docs", "example", "www")),
        spans=[
            Span(4, "wait", 0, 100_300, COOK),
            Span(3, "run", 100_000, 100_200, CHOP),
            Span(3, "wait", 100_200, 300_000, CHOP),
            Span(4, "run", 100_300, 100_400, COOK),
            Span(4, "wait", 100_400, 300_000, COOK),
            Span(5, "run", 100_500, 100_600, CHOP),
            Span(5, "wait", 100_600, 300_000, CHOP),
        ],
    )
    docs = next(text for text in texts(run) if text.startswith("docs"))
    assert "turns to www" not in docs


def test_a_block_ends_before_what_is_printed_after_it() -> None:
    run = program(
        output=[Output(304_800, "stdout", "done", MAIN, 15)],
        spans=[
            Span(MAIN, "block", 0, 305_100, GATHER),
            Span(MAIN, "run", 400_000, 400_100, GATHER),
        ],
    )
    assert "until 0.30 s" in texts(run)[0]


def test_many_short_turns_that_make_up_the_run_are_told() -> None:
    turns = range(100)
    run = program(
        lane("task", "boil"),
        spans=[
            span
            for n in turns
            for span in (
                Span(3, "run", 4_000 * n, 4_000 * n + 3_900, COOK),
                Span(3, "wait", 4_000 * n + 3_900, 4_000 * n + 4_000, COOK),
            )
        ],
    )
    assert "boil goes on and waits" in " ".join(texts(run))
    assert "times more" in " ".join(texts(run))


def test_only_what_ends_alike_is_folded() -> None:
    calls = range(200)
    run = program(
        *(lane("task", f"Task-{n}", t1=2_000 * (n + 1), fn="call") for n in calls),
        spans=[Span(3 + n, "run", 2_000 * n, 2_000 * n + 50, COOK) for n in calls],
        marks=[
            Mark(3 + n, 2_000 * n + 50, "error" if n < 80 else "ok", "OSError()" if n < 80 else "")
            for n in calls
        ],
    )
    told = [text for text in texts(run) if "times more" in text]
    assert ["fails with" in text for text in told] == [True, False]
    assert ["78 times more" in told[0], "118 times more" in told[1]] == [True, True]


def test_a_callback_is_told_after_what_it_follows() -> None:
    run = program(
        lane("task", "roast", t1=100_100),
        output=[Output(100_200, "stdout", "roast: failed", LOOP, 19)],
        spans=[
            Span(3, "run", 100_000, 100_100, COOK),
            Span(LOOP, "idle", 100_300, 300_000, []),
        ],
        marks=[Mark(3, 100_100, "error", "RuntimeError('cold')")],
    )
    fails, prints, _ = texts(run)
    assert "fails" in fails
    assert prints.startswith("A callback prints “roast: failed”. The loop is idle")


def test_waking_for_an_instant_is_no_moment() -> None:
    run = program(
        spans=[
            Span(MAIN, "run", 0, 10, GATHER),
            Span(MAIN, "wait", 10, 200, GATHER),
            Span(MAIN, "run", 200, 210, GATHER),
            Span(MAIN, "wait", 210, 400_000, GATHER),
        ]
    )
    assert len(texts(run)) == 2


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (0, "The program ends."),
        (3, "The program ends with exit status 3."),
        (-9, "Signal 9 ends the program."),
    ],
)
def test_the_end_of_the_program_is_the_last_moment(status: int, said: str) -> None:
    assert texts(replace(soup(), exit=status))[-1] == said


def test_many_lines_are_counted_and_long_ones_are_cut() -> None:
    lines = [Output(200_150, "stderr", f"{n} {'x' * 90}", 3, 7) for n in range(9)]
    [said] = [text for text in texts(soup(output=lines)) if "prints" in text]
    assert "prints 9 lines, from “0 xxx" in said
    assert "…” to “8 xxx" in said
    assert said.endswith("…” on stderr.")


def many(tasks: int, *, alike: bool) -> Run:
    """A run of so many tasks, one after the other; each has a line of its own if not alike."""
    spans: list[Span] = []
    for n in range(tasks):
        at = [("cook", 6 if alike else n)]
        spans += [Span(3 + n, "run", 3_000 * n, 3_000 * n + 10, at)]
        spans += [Span(3 + n, "wait", 3_000 * n + 10, 9_000_000, at)]
    return program(
        *[lane("task", f"Task-{n}", fn="cook", label=f"cook({n})") for n in range(tasks)],
        source="\n".join(f"line_{n}()" for n in range(tasks)),
        spans=spans,
    )


def test_what_is_alike_is_told_once_in_a_long_run() -> None:
    told = texts(many(1_000, alike=True))
    assert told == [
        "`cook(0)` starts and waits at line 6, `line_5()`. So it goes 998 times more.",
        "`cook(999)` starts and waits at line 6, `line_5()`.",
        "The program ends.",
    ]


def test_a_long_run_has_no_more_moments_than_a_person_walks_through() -> None:
    told = texts(many(1_000, alike=False))
    assert len(told) == MOST
    assert told[-1] == "The program ends. And 851 more moments, which the download has."


def test_a_run_that_was_cut_says_so_first() -> None:
    assert texts(replace(soup(), truncated=True))[0].startswith("This run was too long for each")


# As HTML


def rows(html: str) -> list[Any]:
    """The rows of the story."""
    return list(BeautifulSoup(html, "html.parser").select("ol.story > li"))


def test_the_list_says_to_the_stepper_which_lines_to_mark() -> None:
    told = rows(as_html(soup()))
    assert told[1].attrs == {"data-t": "200", "data-run": "", "data-wait": "6 15", "data-out": "0"}
    assert told[2].attrs["data-run"] == "7"
    assert told[1].time.text == "0.00\N{NO-BREAK SPACE}s"
    assert [code.text for code in told[1].select("code")] == ["await asyncio.sleep(0.2)"]
    assert "`" not in told[1].text


def test_no_text_of_a_program_is_markup() -> None:
    html = as_html(soup(output=[Output(200_150, "stdout", "<b>`soup` & rice</b>", 3, 7)]))
    assert "“<bdi>&lt;b&gt;'soup' &amp; rice&lt;/b&gt;</bdi>”" in html
