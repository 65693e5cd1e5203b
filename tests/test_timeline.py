"""The picture of a run: where everything stands in it, what it says, and how large it is."""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from playback.run import Call, Lane, Link, Made, Mark, Output, Run, Span
from playback.snippet import ROOT
from playback.timeline import axis_total, draw, legend, position, standalone
from playback.timeline.axis import tick_label, ticks
from playback.timeline.lettering import BOLD, code_to_fit, name_to_fit, shortened
from programs import exact

SOURCE = """\
import asyncio, time

async def cook(dish):
    await asyncio.sleep(0.2)
    time.sleep(0.3)
    x = "<b>&amp;</b>"

asyncio.run(main())
"""
SLEEP, BLOCK, MARKUP = [("cook", 4)], [("cook", 5)], [("cook", 6)]


def lane(kind: str, name: str = "", t1: int = 1_000_000, **other: object) -> Lane:
    fields: dict[str, object] = {
        "kind": kind,
        "name": name,
        "fn": "cook",
        "label": f"cook('{name}')" if kind == "task" else "",
        "parent": 0,
        "host": {"task": 1, "loop": 0}.get(kind),
        "line": None,
        "t0": 0,
        "t1": t1,
        "state": "ok",
    }
    return Lane(**{**fields, **other})  # type: ignore[arg-type]  # the fields of a Lane


MAIN, LOOP = lane("thread", "MainThread"), lane("loop")


def made(lanes: Sequence[Lane], spans: Sequence[Span] = (), **other: object) -> Run:
    run = Run(
        file="soup.py",
        source=SOURCE,
        exit=0,
        wall=1_000_000,
        startup=0,
        clock="exact",
        made=Made("3.13.0", "CPython", "Linux", {}, "2026-11-22T10:00:00+00:00", 1),
        output=[],
        lanes=list(lanes),
        spans=list(spans),
    )
    return replace(run, **other)  # type: ignore[arg-type]  # the fields of a Run


def drawn(*runs: Run) -> Element:
    return ElementTree.fromstring(draw(runs, "one"))


def texts(picture: Element) -> list[str]:
    """All that is written in a drawing, on wide screens and on narrow ones."""
    return ["".join(text.itertext()) for text in picture.iter("text")]


def row(picture: Element, name: str) -> Element:
    """The row with that title."""
    [found] = [
        group
        for group in picture.findall("g")
        if any("".join(text.itertext()).split(" task")[0] == name for text in group.findall("text"))
    ]
    return found


def stretch(shape: Element) -> tuple[float, float]:
    """From where to where a shape goes, in percent of the width."""
    x = float(shape.get("x", "").rstrip("%"))
    return x, x + float(shape.get("width", "").rstrip("%"))


def bars(found: Element) -> list[Element]:
    """The bars of a row."""
    return [shape for shape in found.findall("rect") if shape.get("class") != "life"]


def busy(file: str = "soup.py") -> Run:
    """A task that waits, and one that blocks the loop meanwhile."""
    return made(
        [MAIN, LOOP, lane("task", "rice"), lane("task", "soup", t1=600_000)],
        [
            Span(1, "idle", 0, 200_000, []),
            Span(1, "run", 200_000, 600_000, []),
            Span(1, "idle", 600_000, 1_000_000, []),
            Span(2, "wait", 0, 250_000, SLEEP),
            Span(2, "ready", 250_000, 600_000, SLEEP),
            Span(2, "wait", 600_000, 1_000_000, SLEEP),
            Span(3, "wait", 0, 200_000, SLEEP),
            Span(3, "block", 200_000, 600_000, BLOCK),
        ],
        file=file,
        links=[Link("wake", 3, 2, 600_000)],
        output=[
            Output(500_000, "stdout", "soup & <b>rice</b>"),
            Output(900_000, "stderr", "burnt"),
        ],
    )


def gathered(number: int, failing: Sequence[int] = ()) -> Run:
    """A task that starts others, each of which waits and is done a little later."""
    main = lane("task", "Task-1", fn="main", label="main()")
    lanes, spans = [MAIN, LOOP, main], [Span(2, "wait", 0, 999_000, SLEEP)]
    for task in range(number):
        end = 100_000 + 800_000 * task // number
        state = "error" if task in failing else "ok"
        label = f"cook({task})"
        lanes.append(lane("task", f"Task-{task + 2}", end, label=label, parent=2, state=state))
        spans += [
            Span(task + 3, "wait", 0, end - 10, SLEEP),
            Span(task + 3, "run", end - 10, end, []),
        ]
    links = [Link("wake", place, place + 1, 50_000) for place in range(3, len(lanes) - 1)]
    return made(lanes, spans, links=links)


# Where things stand


def test_a_moment_stands_at_a_share_of_the_width_between_the_margins() -> None:
    assert [position(t, 400) for t in (0, 100, 400)] == [1, 24.5, 95]
    assert [position(t, 400) for t in (-5, 500)] == [1, 95]


def test_the_axis_is_as_long_as_what_ends_last() -> None:
    assert axis_total([busy(), replace(busy(), wall=3_000_000)]) == 3_000_000
    assert axis_total([made([MAIN], wall=10)]) == 1_000_000
    assert axis_total([made([], wall=0)]) > 0


def test_each_bar_stands_from_its_begin_to_its_end() -> None:
    picture = drawn(busy())
    for name, expected in {
        "rice": [(0, 250_000), (250_000, 600_000), (600_000, 1_000_000)],
        "soup": [(0, 200_000), (200_000, 600_000)],
    }.items():
        for bar, ends in zip(bars(row(picture, name)), expected, strict=True):
            assert stretch(bar) == pytest.approx([position(t, 1_000_000) for t in ends], abs=0.011)


def test_a_thread_that_is_there_is_drawn_high_and_a_wait_low() -> None:
    picture = drawn(busy())
    wait, block = bars(row(picture, "soup"))
    assert float(block.get("height", "")) > 2 * float(wait.get("height", ""))
    assert wait.get("fill") == "url(#one-wait)"
    assert block.get("fill") == "url(#one-block)"


def test_the_drawing_has_no_width_of_its_own() -> None:
    picture = drawn(busy())
    assert picture.get("width") == "100%"
    assert picture.get("viewBox") is None
    assert int(picture.get("height", "")) > 100


def test_the_real_moments_of_a_program_are_where_it_prints_that_they_are(tmp_path: Path) -> None:
    program = tmp_path / "clock.py"
    program.write_text(
        "import asyncio, time\n"
        "async def main():\n"
        "    begin = time.monotonic()\n"
        "    for wait in (0.25, 0.5):\n"
        "        await asyncio.sleep(wait)\n"
        "        print(time.monotonic() - begin)\n"
        "asyncio.run(main())\n"
    )
    run = exact(program)
    total = axis_total([run])
    told = [float(line.text) * 1_000_000 for line in run.output]
    picture = drawn(run)
    dots = [
        float(dot.get("cx", "").rstrip("%"))
        for dot in picture.iter("circle")
        if dot.get("cx", "").endswith("%")
    ]
    waits = [stretch(bar) for bar in bars(row(picture, "main()")) if bar.get("fill")]
    assert dots == pytest.approx([position(round(t), total) for t in told], abs=0.1)
    assert [end for _, end in waits] == pytest.approx(dots, abs=0.2)


# Who is shown


def test_a_loop_stands_above_its_tasks_and_its_thread_says_nothing_more() -> None:
    titles = [
        title for title in texts(drawn(busy())) if re.match("main|event|rice|soup task", title)
    ]
    assert [title.split(" task")[0] for title in titles] == ["event loop", "rice", "soup"]


@pytest.mark.parametrize(("length", "shown"), [(20_000, False), (50_000, True)])
def test_work_of_a_thread_beside_its_loop_is_shown_if_it_is_long(length: int, shown: bool) -> None:
    run = made(
        [MAIN, lane("loop", t0=100_000), lane("task", "rice", t0=100_000)],
        [Span(0, "run", 0, length, []), Span(2, "wait", 100_000, 1_000_000, SLEEP)],
    )
    assert ("main thread" in texts(drawn(run))) == shown


def test_threads_in_which_nothing_happens_are_left_out() -> None:
    lanes = [MAIN, lane("thread", "feeder"), lane("thread", "helper")]
    spans = [Span(0, "run", 0, 100_000, []), Span(2, "block", 0, 500_000, BLOCK)]
    told = " ".join(texts(drawn(made(lanes, spans))))
    assert "helper" in told
    assert "feeder" not in told


def test_runs_that_take_about_as_long_are_not_compared() -> None:
    slow, quick = busy("slow.py"), busy("quick.py")
    for wall, compared in ((900_000, False), (600_000, True)):
        told = " ".join(texts(drawn(slow, replace(quick, wall=wall))))
        assert ("times as fast" in told) == compared


def test_rows_that_are_alike_are_folded_where_the_drawing_would_be_too_large() -> None:
    def workers(steps: int) -> Run:
        width = 1_000_000 // steps
        tasks = [lane("task", f"worker {number}", fn="work", parent=0) for number in range(10)]
        spans = [
            Span(2 + number, "wait", step * width, (step + 1) * width - 900, SLEEP, "sleep")
            for number in range(10)
            for step in range(steps)
        ]
        return made([MAIN, LOOP, *tasks], spans)

    few, many = draw([workers(2)], "one"), draw([workers(7)], "one")
    assert "more like" not in few
    assert "6 more like" in many
    assert len(many.encode()) <= 12_000


def test_a_loop_in_another_thread_says_whose_it_is() -> None:
    worker = lane("thread", "worker")
    loops = [LOOP, lane("loop", host=2)]
    run = made([MAIN, loops[0], worker, loops[1], lane("task", "rice", host=3)])
    assert "event loop 2 of worker" in texts(drawn(run))


# What is said


def test_bars_have_the_words_of_the_program() -> None:
    told = texts(drawn(busy()))
    assert "await asyncio.sleep(0.2)" in told
    assert "time.sleep(0.3)" in told
    assert "ready, but the loop is busy" in told


def test_a_task_that_is_ready_while_the_loop_sleeps_is_not_told_as_held_up() -> None:
    supplier = lane("thread", "supplier")
    for waker, said in ((3, "ready, but the loop sleeps"), (1, "ready, but the loop is late")):
        asleep = made(
            [MAIN, LOOP, lane("task", "rice"), supplier],
            [
                Span(1, "idle", 0, 900_000, []),
                Span(2, "wait", 0, 200_000, SLEEP),
                Span(2, "ready", 200_000, 900_000, SLEEP),
                Span(2, "run", 900_000, 1_000_000, SLEEP),
            ],
            links=[Link("wake", waker, 2, 200_000)],
        )
        told = [text for text in texts(drawn(asleep)) if text.startswith("ready")]
        assert told == [said], "a timer wakes the loop, if late; a thread does not"


def test_a_loop_says_who_holds_it_and_for_how_long() -> None:
    picture = drawn(busy())
    loop = row(picture, "event loop")
    assert {"held: time.sleep(0.3)", "blocked for 0.40\N{NO-BREAK SPACE}s"} <= set(texts(loop))
    assert [bar.get("class") for bar in bars(loop)] == ["block held"]
    assert bars(row(picture, "soup"))[1].get("class") == "block held"


def test_nobody_is_kept_from_running_by_the_only_task() -> None:
    run = busy()
    spans = [span for span in run.spans if span.lane != 2]
    alone = replace(run, lanes=[*run.lanes[:2], lane("thread", "x"), run.lanes[3]], spans=spans)
    assert "held" not in draw([alone], "one")
    assert "held" in draw([run], "one")


@pytest.mark.parametrize(
    ("room", "fitting"),
    [
        (400, "dish = await asyncio.sleep(seconds)"),
        (200, "await asyncio.sleep(seconds)"),
        (150, "asyncio.sleep(seconds)"),
        (100, "sleep(seconds)"),
        (60, "sleep(…)"),
        (20, ""),
    ],
)
def test_code_loses_first_what_matters_least(room: int, fitting: str) -> None:
    assert code_to_fit("dish = await asyncio.sleep(seconds)  # in the oven", room) == fitting


def test_wide_letters_take_more_room() -> None:
    assert shortened("abcdefgh", 60) == "abcdefgh"
    assert shortened("汤汤汤汤汤汤汤汤", 60) == ""
    assert shortened("汤汤汤汤汤汤汤汤", 90, least=4) == "汤汤汤汤汤汤…"


def test_of_two_long_names_the_numbers_that_tell_them_apart_stay() -> None:
    room = 19.5 * BOLD
    assert name_to_fit("Dask Worker process (from Nanny) 2", room) == "Dask Worker proc… 2"
    assert name_to_fit("order('soup', 0.1) Task-12", room) == "order('sou… Task-12"
    assert name_to_fit("washer 2", room) == "washer 2"
    assert name_to_fit("a cook with a long name", room) == "a cook with a long…"


def test_the_deepest_calls_that_fit_are_named() -> None:
    run = made(
        [MAIN],
        [Span(0, "block", 0, 1_000_000, BLOCK)],
        calls=[
            Call(0, 0, 1_000_000, "main()", 0),
            Call(0, 0, 500_000, "download('menu')", 1),
            Call(0, 500_000, 501_000, "download('bill')", 1),
        ],
    )
    told = texts(drawn(run))
    assert "download('menu')" in told
    assert "main()" not in told
    assert "download('bill')" not in told


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("ok", "done at 0.50 s"),
        ("error", "failed at 0.50 s"),
        ("cancelled", "cancelled at 0.50 s"),
        ("lost", "lost at 0.50 s"),
        ("pending", "never finished"),
    ],
)
def test_each_end_has_its_mark_and_its_words(state: str, said: str) -> None:
    soup = lane("task", "soup", 500_000, state=state)
    picture = drawn(made([MAIN, LOOP, soup], [Span(2, "wait", 0, 500_000, SLEEP)]))
    found = row(picture, "soup")
    assert said in [text.replace("\N{NO-BREAK SPACE}", " ") for text in texts(found)]
    [mark] = found.findall("use")
    assert mark.get("href") == f"#one-{state}"
    assert mark.get("x") == f"{position(500_000, 1_000_000):g}%"
    assert picture.find(f".//path[@id='one-{state}']") is not None


def test_what_else_went_wrong_is_said_beneath_its_lane() -> None:
    marks = [
        Mark(2, 100_000, "never-awaited", "save"),
        Mark(2, 500_000, "error", "ValueError('x < y')"),
        Mark(2, 500_000, "unretrieved", ""),
    ]
    soup = lane("task", "soup", 500_000, state="error")
    found = row(drawn(made([MAIN, LOOP, soup], marks=marks)), "soup")
    said = ["save() was never awaited", "ValueError('x < y')", "nobody asked for this exception"]
    assert [text for text in texts(found) if text in said] == said
    [never] = [mark for mark in found.findall("use") if mark.get("href") == "#one-never"]
    assert never.get("x") == f"{position(100_000, 1_000_000):g}%"


def test_wake_ups_and_cancellations_are_different_arrows_unless_an_end_says_it() -> None:
    links = [
        Link("wake", 3, 2, 400_000),
        Link("cancel", 3, 2, 500_000),
        Link("wake", 2, 3, 599_000),  # soup is done then
        Link("wake", 1, 2, 100_000),  # a timer
    ]
    picture = drawn(replace(busy(), links=links))
    heads = [line for line in picture.iter("line") if line.get("marker-end")]
    assert [(head.get("class"), head.get("x1")) for head in heads] == [
        ("wake", f"{position(400_000, 1_000_000):g}%"),
        ("cancel", f"{position(500_000, 1_000_000):g}%"),
    ]


def test_arrows_too_many_to_follow_are_left_out() -> None:
    run = gathered(8)
    crowded = [replace(link, t=t) for link in run.links for t in (30_000, 50_000, 70_000)]
    assert list(drawn(run).iter("line"))
    assert not list(drawn(replace(run, links=crowded)).iter("line"))


def test_printed_lines_stand_at_their_moment_and_stderr_is_another_shape() -> None:
    picture = drawn(busy())
    [dot] = [dot for dot in picture.iter("circle") if dot.get("class") == "stdout"]
    [square] = [svg for svg in picture.iter("svg") if svg.get("class") == "loose"]
    assert dot.get("cx") == f"{position(500_000, 1_000_000):g}%"
    assert square.get("x") == f"{position(900_000, 1_000_000):g}%"
    assert {"printed", "printed to stderr", "soup & <b>rice</b>"} <= set(texts(picture))


def test_of_a_traceback_its_last_line_is_told() -> None:
    lines = ["Traceback (most recent call last):", '  File "soup.py", line 1', "ValueError: burnt"]
    output = [Output(100_000, "stderr", text) for text in lines]
    assert "ValueError: burnt" in texts(drawn(replace(busy(), output=output)))


def test_the_axis_has_round_moments() -> None:
    assert ticks(1_000_000, 4) == [0, 500_000, 1_000_000]
    assert [tick_label(t, 500_000, 1_000_000) for t in ticks(1_000_000, 4)] == [
        "0",
        "0.5\N{NO-BREAK SPACE}s",
        "1.0\N{NO-BREAK SPACE}s",
    ]
    assert tick_label(200, 200, 900) == "0.2\N{NO-BREAK SPACE}ms"
    assert {"0.5\N{NO-BREAK SPACE}s", "1.0\N{NO-BREAK SPACE}s"} <= set(texts(drawn(busy())))


# Races


def test_one_run_has_no_heading() -> None:
    assert not [text for text in texts(drawn(busy())) if "soup.py" in text]


def test_runs_of_a_race_are_on_one_axis_under_their_names_and_times() -> None:
    short = made(
        [MAIN, LOOP, lane("task", "tea", 500_000)],
        [Span(2, "wait", 0, 500_000, SLEEP)],
        wall=500_000,
        file="quick.py",
    )
    picture = drawn(busy("slow.py"), short)
    told = [text.replace("\N{NO-BREAK SPACE}", " ") for text in texts(picture)]
    assert {"slow.py", "1.00 s", "quick.py", "0.50 s · 2.0 times as fast"} <= set(told)
    [bar] = bars(row(picture, "tea"))
    assert stretch(bar) == pytest.approx((1, 48), abs=0.011)
    assert told.count("0.5 s") == 2  # each panel has the axis beneath it


@pytest.mark.parametrize(
    ("change", "said"),
    [({"wall": 980_000}, "0.98 s"), ({"exit": 1}, "1.00 s · exit status 1")],
    ids=["as good as equal", "failed"],
)
def test_a_race_claims_no_more_than_is_true(change: dict[str, int], said: str) -> None:
    told = texts(drawn(busy("one.py"), replace(busy("two.py"), **change)))  # type: ignore[arg-type]  # the fields of a Run
    assert said in [text.replace("\N{NO-BREAK SPACE}", " ") for text in told]
    assert not any("times as fast" in text for text in told)


def test_nothing_is_as_fast_as_a_run_that_failed() -> None:
    told = texts(drawn(replace(busy(), exit=1), replace(busy(), wall=500_000)))
    assert "0.50\N{NO-BREAK SPACE}s" in told
    assert not any("as fast" in text for text in told)


# Many lanes, many steps


def test_a_thousand_tasks_are_folded_and_it_is_said() -> None:
    run = gathered(1000, failing=[500, 501, 502, 503, 504])
    svg = draw([run], "one")
    assert len(svg.encode()) <= 12_000
    picture = ElementTree.fromstring(svg)
    told = texts(picture)
    shown = [text.split(" task")[0] for text in told if re.match(r"cook\(\d", text)]
    assert shown == [f"cook({task})" for task in (0, 1, 2, 500, 501, 502, 999)]
    assert "993 more like cook(2)" in told
    assert "991 done, 2 failed, the last at 0.90\N{NO-BREAK SPACE}s" in told
    assert "at most 993 at once" in told
    [count] = [path for path in picture.iter("path") if path.get("class") == "count"]
    heights = [float(height) for height in re.findall(r"V([\d.]+)", count.get("d", ""))]
    assert heights[0] == 2  # all of them
    assert heights == sorted(heights)  # and then ever fewer: down is more


def test_a_few_tasks_are_not_folded() -> None:
    assert not any("more like" in text for text in texts(drawn(gathered(15))))


def test_many_lanes_that_are_not_alike_are_folded_too() -> None:
    lanes = [MAIN, LOOP, *(lane("task", f"dish {n}", fn=f"cook_{n}") for n in range(60))]
    told = texts(drawn(made(lanes)))
    assert "56 more tasks" in told
    assert len([text for text in told if text.startswith("dish")]) == 4


def test_spans_too_short_to_see_are_drawn_together() -> None:
    spans = []
    for t in range(0, 1_000_000, 200):
        spans += [Span(2, "run", t, t + 60, []), Span(2, "wait", t + 60, t + 200, SLEEP)]
    found = row(drawn(made([MAIN, LOOP, lane("task", "soup")], spans)), "soup")
    [bar] = bars(found)
    assert bar.get("class") == "many"
    assert stretch(bar) == pytest.approx((1, 95), abs=0.02)
    assert "5,000 steps" in texts(found)


def test_what_is_short_and_rare_is_a_tick() -> None:
    spans = [Span(2, "wait", 0, 500_000, SLEEP), Span(2, "run", 500_000, 500_010, [])]
    found = row(drawn(made([MAIN, LOOP, lane("task", "soup")], spans)), "soup")
    _, tick = bars(found)
    assert tick.get("x") == f"{position(500_000, 1_000_000):g}%"
    assert tick.get("width") == "2"
    assert tick.get("class") == "run"


def test_a_sum_of_steps_is_neither_one_run_nor_one_wait_and_the_drawing_says_so() -> None:
    spans = [Span(2, "run", 0, 900_000, SLEEP, steps=5_000)]
    lanes = [MAIN, LOOP, lane("task", "soup")]
    picture = drawn(made(lanes, spans, truncated=True))
    [bar] = bars(row(picture, "soup"))
    assert (bar.get("class"), bar.get("fill")) == ("many", "url(#one-many)")
    assert {"5,000 steps", "too long to show each step: stripes stand for many"} <= set(
        texts(picture)
    )
    assert not any("too long" in text for text in texts(drawn(made(lanes, spans))))


def test_a_crowded_run_is_drawn_more_coarsely_until_it_is_small() -> None:
    lanes, spans = [MAIN, LOOP], []
    for number in range(12):
        lanes.append(lane("task", f"dish {number}"))
        for t in range(0, 1_000_000, 8_000):
            spans += [
                Span(number + 2, "run", t, t + 60, []),
                Span(number + 2, "wait", t + 60, t + 8_000, SLEEP),
            ]
    assert len(draw([made(lanes, spans)], "one").encode()) <= 12_000


# Odd runs


def test_without_lanes_there_is_nothing_to_draw() -> None:
    assert draw([], "one") == ""
    assert draw([made([])], "one") == ""
    assert standalone(made([]), "") == ""


@pytest.mark.parametrize(
    "run",
    [
        made([replace(MAIN, t1=0)], wall=0),
        made([replace(MAIN, t1=900)], [Span(0, "run", 0, 900, [])], wall=900),
        made([MAIN, LOOP, lane("task", "x" * 500, state="pending")], exit=-9),
        made([MAIN, LOOP, lane("task", "never began", state="cancelled", t0=7, t1=7)]),
    ],
    ids=["no time", "within a millisecond", "a long name", "a task without steps"],
)
def test_odd_runs_are_drawn_within_the_picture(run: Run) -> None:
    picture = drawn(run)
    assert texts(picture)
    assert int(picture.get("height", "")) > 0
    for shape in picture.iter():
        for key in ("x", "cx", "x1"):
            if shape.get(key, "").endswith("%"):
                assert 0 <= float(shape.get(key, "").rstrip("%")) <= 100


def test_short_runs_are_told_in_milliseconds() -> None:
    run = made([replace(MAIN, t1=900)], [Span(0, "run", 0, 900, [])], wall=900)
    assert "0.5\N{NO-BREAK SPACE}ms" in texts(drawn(run))
    assert "0.90\N{NO-BREAK SPACE}ms in all" in draw([run], "one")


def test_no_text_of_a_program_is_markup_or_breaks_the_line() -> None:
    run = made(
        [MAIN, LOOP, lane("task", "<i>soup</i>\n&\x1b")],
        [Span(2, "wait", 0, 1_000_000, MARKUP)],
        output=[Output(0, "stdout", "\x1b[31m<script>")],
        file="a<b>.py",
        marks=[Mark(2, 500_000, "error", "ValueError('\n    <br>')")],
    )
    svg = draw([run, run], "one")
    assert not {"i", "b", "br", "script"} & {
        part.tag for part in ElementTree.fromstring(svg).iter()
    }
    assert 'x = "<b>&amp;</b>"' in texts(ElementTree.fromstring(svg))
    assert "\n" not in svg


# The whole


def test_a_drawing_has_a_title_and_a_description_for_who_does_not_see_it() -> None:
    picture = drawn(busy())
    assert picture.get("role") == "img"
    named = [
        picture.find(f".//*[@id='{name}']") for name in picture.get("aria-labelledby", "").split()
    ]
    title, description = [part.text if part is not None else None for part in named]
    assert title == "Timeline of soup.py: 2 tasks on one event loop, 1.00\N{NO-BREAK SPACE}s in all"
    assert description == "soup.py: 2 tasks done, 2 lines printed."


def test_ids_begin_with_the_given_one_are_unique_and_are_all_there() -> None:
    svg = draw([busy(), gathered(30, failing=[8])], "left")
    ids = re.findall(r'\bid="([^"]+)"', svg)
    assert len(ids) == len(set(ids))
    assert all(name.startswith("left-") for name in ids)
    used = set(re.findall(r'(?:url\(|href=")#([^")]+)', svg))
    assert used
    assert used <= set(ids)


def test_the_same_run_is_drawn_the_same() -> None:
    run = Run.from_json(busy().to_json())
    assert draw([run], "one") == draw([busy()], "one")


def test_the_legend_explains_each_mark_with_the_same_shapes() -> None:
    key = ElementTree.fromstring(legend("key"))
    items = key.findall(".//li")
    assert len({"".join(item.itertext()) for item in items}) == len(items)
    assert all(item.find("svg/g/*") is not None for item in items)
    used = set(re.findall(r'(?:url\(|href=")#([^")]+)', legend("key")))
    assert used == set(re.findall(r'\bid="([^"]+)"', legend("key")))
    kinds = {"run", "ready", "block held", "held", "many", "count", "stdout", "stderr"}
    assert kinds <= {shape.get("class") for shape in key.iter()}


def test_a_legend_explains_the_marks_of_its_drawing_and_no_others() -> None:
    items = re.findall(r"<li>(.+?)</svg>([^<]+)</li>", legend("key"))
    assert len(items) > 15
    for shape, said in items:
        assert said in legend("key", shape), "a drawing with this shape needs it"
    key = legend("key", draw([busy()], "one"))
    told = {said for _, said in items if said in key}
    assert "This task is done." in told
    assert "It was lost: nobody held the task." not in told


def test_a_file_of_its_own_has_the_style_in_it() -> None:
    style = (ROOT / "docs/assets/timeline.css").read_text()
    file = ElementTree.fromstring(standalone(busy(), style))
    space = "{http://www.w3.org/2000/svg}"
    assert file.tag == f"{space}svg"
    assert "@media (min-width: 600px)" in (file.findtext(f"{space}style") or "")
    assert file.find(f".//{space}text") is not None


def test_each_class_of_a_drawing_has_a_style() -> None:
    style = (ROOT / "docs/assets/timeline.css").read_text()
    svg = draw([busy(), gathered(30, failing=[8])], "one") + legend("key")
    classes = {name for names in re.findall(r'class="([^"]+)"', svg) for name in names.split()}
    wanted = {name for name in classes if not name.startswith("end-")} - {"wait"}
    assert wanted == {name for name in wanted if re.search(rf"\.{name}\b", style)}
