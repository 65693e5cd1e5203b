"""A run's output as a reader sees it, and how it is told from another one."""

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup, Tag
from playback.run import Made, Output, Run
from playback.transcript import as_html, as_text, difference, expected_as_html, portable, shape

RUN = Run(
    file="soup.py",
    source="",
    exit=0,
    wall=2_000_000,
    startup=0,
    clock="real",
    made=Made("3.13.0", "CPython", "Linux", {}, "2026-11-22T10:00:00+00:00", 1),
    output=[
        Output(0, "stdout", "soup & <b>rice</b>"),
        Output(4_000, "stdout", 'say "when"'),
        Output(1_234_567, "stderr", "burnt"),
        Output(1_236_000, "stdout", ""),
        Output(62_000_000, "stdout", "  tea"),
    ],
)


def rows(run: Run) -> list[Tag]:
    """The rows of a run's transcript."""
    return list(BeautifulSoup(as_html(run), "html.parser").select("ol.transcript > li"))


def test_a_transcript_is_a_list_of_lines_with_a_name() -> None:
    [transcript] = BeautifulSoup(as_html(RUN), "html.parser").children
    assert isinstance(transcript, Tag)
    assert transcript.name == "ol"
    assert transcript["aria-label"] == "Output"
    assert [row.samp and row.samp.text for row in rows(RUN)] == [
        "soup & <b>rice</b>",
        'say "when"',
        "burnt",
        "\N{NO-BREAK SPACE}",  # an empty line keeps its height
        "  tea",
    ]


def test_no_text_of_a_program_is_markup() -> None:
    assert "<samp>soup &amp; &lt;b&gt;rice&lt;/b&gt;</samp>" in as_html(RUN)


def test_each_line_has_its_moment_and_one_that_is_the_same_is_quieter() -> None:
    times = [row.time for row in rows(RUN) if row.time]
    assert [time.text for time in times] == ["0.00", "0.00", "1.23", "1.24", "62.00"]
    assert [time.get("class") for time in times] == [None, ["again"], None, None, None]


def test_an_error_is_told_by_a_word_not_by_colour_alone() -> None:
    for row, line in zip(rows(RUN), RUN.output, strict=True):
        words = [word.text for word in row.select(".stream")]
        assert words == (["stderr"] if line.stream == "stderr" else [])


def test_a_transcript_that_was_cut_says_how_much_is_missing() -> None:
    *_, last = rows(replace(RUN, unkept=99_737_856))
    assert last.text == "… and 99,737,856 bytes more, which are not shown"


@pytest.mark.parametrize(
    ("status", "told"),
    [(3, "ended with exit status 3"), (-9, "ended by signal 9")],
    ids=["a status", "a signal"],
)
def test_a_transcript_says_how_a_program_ended_that_failed(status: int, told: str) -> None:
    *_, last = rows(replace(RUN, exit=status))
    assert last.text == told
    assert len(rows(RUN)) == len(RUN.output)


def test_the_expected_output_is_shown_without_its_command_and_without_times() -> None:
    shown = BeautifulSoup(expected_as_html(as_text(RUN)), "html.parser")
    assert [row.text for row in shown.select("li")] == [
        row.samp.text for row in rows(RUN) if row.samp
    ]
    assert not shown.select("time")


def test_as_text_a_run_begins_with_its_command() -> None:
    assert as_text(RUN) == ('$ python soup.py\nsoup & <b>rice</b>\nsay "when"\nburnt\n\n  tea\n')


DINNER = """\
$ python dinner.py
soup:    0.51 s  (rank 1)
rice:   12.30 s  (rank 2)
1,256 characters at 10:15:00
<Task 'Task-1' at 0x7f3a9c>
5.1e-05 of it
the end
"""
SAME = {
    "nothing": DINNER,
    "a number": DINNER.replace("0.51", "0.49"),
    "a longer number, aligned to the right": DINNER.replace("   0.51", "1200.51"),
    "a shorter number, aligned to the right": DINNER.replace("  12.30", "   2.30"),
    "a longer number that moves the rest": DINNER.replace("1,256", "104,256"),
    "a time of day": DINNER.replace("10:15:00", "9:59:59"),
    "an address": DINNER.replace("0x7f3a9c", "0x55d0badcafe0"),
    "a very small number": DINNER.replace("5.1e-05", "0.0001"),
}
OTHER = {
    "a word": DINNER.replace("rank 2", "place 2"),
    "a letter's case": DINNER.replace("soup", "Soup"),
    "a number that is gone": DINNER.replace(" 2)", ")"),
    "a number too many": DINNER.replace("rank 1", "rank 1 2"),
    "a line too many": DINNER + "the end\n",
    "a line that is gone": DINNER.replace("the end\n", ""),
    "an empty line": DINNER.replace("the end", "\nthe end"),
    "another order": "\n".join(sorted(DINNER.splitlines())),
    "another command": DINNER.replace("dinner.py", "supper.py"),
    "nothing at all": "",
}


@pytest.mark.parametrize("text", SAME.values(), ids=SAME.keys())
def test_runs_that_differ_in_numbers_are_the_same(text: str) -> None:
    assert shape(text) == shape(DINNER)
    assert difference(DINNER, text) == ""


@pytest.mark.parametrize("text", OTHER.values(), ids=OTHER.keys())
def test_runs_that_differ_in_anything_else_are_not(text: str) -> None:
    assert shape(text) != shape(DINNER)
    assert difference(DINNER, text)


def test_a_difference_shows_what_was_expected_and_what_came_instead() -> None:
    told = difference(DINNER, DINNER.replace("rice: ", "reis: ").replace("0.51", "0.49"))
    assert told.splitlines() == [
        "--- expected",
        "+++ this run",
        "@@ -1,6 +1,6 @@",
        " $ python dinner.py",
        " soup:    0.49 s  (rank 1)",
        "-rice:   12.30 s  (rank 2)",
        "+reis:   12.30 s  (rank 2)",
        " 1,256 characters at 10:15:00",
        " <Task 'Task-1' at 0x7f3a9c>",
        " 5.1e-05 of it",
    ]


TRACEBACK = """\
soup: on the stove
  + Exception Group Traceback (most recent call last):
  |   File "dinner.py", line 27, in <module>
  |     asyncio.run(main())
  |     ~~~~~~~~~~~^^^^^^^^
  |   File ".../asyncio/runners.py", line 194, in run
  |     return runner.run(main)
  |   File ".../concurrent/futures/thread.py", line 8, in work
  |     self.work()
  | ExceptionGroup: unhandled errors in a TaskGroup (1 sub-exception)
    | Traceback (most recent call last):
    |   File "dinner.py", line 12, in burn
    |     raise ValueError(
    |         f"{dish} burnt")
    | ValueError: soup burnt
Executing <Task cb=[_done() at .../asyncio/tasks.py:767]> took 0.300 seconds
<sys>:0: RuntimeWarning: coroutine 'rest' was never awaited
"""
ELSEWHERE = {
    "no carets": TRACEBACK.replace("  |     ~~~~~~~~~~~^^^^^^^^\n", ""),
    "other frames of libraries": TRACEBACK.replace(
        "  |     return runner.run(main)\n",
        '  |     return run(main)\n  |   File ".../asyncio/events.py", line 9, in run\n',
    ),
    "only the first line of a statement": TRACEBACK.replace('    |         f"{dish} burnt")\n', ""),
    "the place of what is warned of at the end": TRACEBACK.replace("<sys>:0", "sys:1"),
    "another line of a library": TRACEBACK.replace("tasks.py:767", "tasks.py:805"),
}
NOT_ELSEWHERE = {
    "another line of the program": TRACEBACK.replace("line 12", "line 13"),
    "another function": TRACEBACK.replace("in burn", "in cook"),
    "another statement": TRACEBACK.replace("raise ValueError", "return ValueError"),
    "another error": TRACEBACK.replace("soup burnt", "rice burnt"),
    "a frame of the program that is gone": TRACEBACK.replace(
        '  |   File "dinner.py", line 27, in <module>\n  |     asyncio.run(main())\n', ""
    ),
    "another time": TRACEBACK.replace("0.300", "0.400"),
}


@pytest.mark.parametrize("text", ELSEWHERE.values(), ids=ELSEWHERE.keys())
def test_a_traceback_of_another_python_is_the_same(text: str) -> None:
    assert text != TRACEBACK
    assert portable(text) == portable(TRACEBACK)


@pytest.mark.parametrize("text", NOT_ELSEWHERE.values(), ids=NOT_ELSEWHERE.keys())
def test_a_traceback_that_tells_something_else_is_not(text: str) -> None:
    assert portable(text) != portable(TRACEBACK)


def test_what_faulthandler_says_is_a_traceback_too() -> None:
    text = '  File "dinner.py", line 16 in weigh\n  File ".../asyncio/events.py", line 89 in _run\n'
    assert portable(text) == '  File "dinner.py", line 16 in weigh\n'


def test_what_is_no_traceback_is_portable_as_it_is() -> None:
    assert portable(DINNER) == DINNER


def test_frames_of_libraries_are_folded_and_nothing_else() -> None:
    lines = TRACEBACK.splitlines()
    run = replace(RUN, output=[Output(0, "stderr", line) for line in lines])
    folded = [row for row in rows(run) if row.summary]
    assert [row.summary.text for row in folded if row.summary] == [
        "2 frames of asyncio, concurrent"
    ]
    assert [samp.text for samp in folded[0].select("samp")] == lines[5:9]
    everything = BeautifulSoup(as_html(run), "html.parser").select("samp")
    assert [samp.text for samp in everything] == lines
    expected = BeautifulSoup(expected_as_html(as_text(run)), "html.parser")
    assert [samp.text for samp in expected.select(".frames samp")] == lines[5:9]
