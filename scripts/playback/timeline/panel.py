"""One run on an axis, from its heading to the moments beneath it, as SVG."""

from dataclasses import dataclass, field
from typing import Literal

from playback import words
from playback.run import Link, Mark, Output, Run, Stream
from playback.timeline import captions
from playback.timeline.axis import SPREAD, position, share, tick_label, ticks
from playback.timeline.bars import Bar, bars
from playback.timeline.lettering import (
    BOLD,
    CODE,
    WIDE,
    WORDS,
    Tag,
    cells,
    markup,
    name_to_fit,
    percent,
    tags,
    text,
)
from playback.timeline.rows import Fold, rows
from playback.timeline.shapes import (
    BAR,
    TOP,
    arrow_shape,
    bar_shape,
    count_shape,
    end_shape,
    life_shape,
    printed_shape,
)

EDGE = percent(position(0, 1))
_LANE, _TITLE, _NOTE = 44, 12, 13
_MOST_ARROWS = 16
_INSET = 4


@dataclass(slots=True)
class Panel:
    """A run to draw on an axis of `total` microseconds, with `ident` before all ids.

    What is shorter than `grain` percent of the width is drawn together; `tips` says whether
    shapes tell a pointer more. With more than about `most` rows, those that are alike are folded.
    `height` is where the next row begins, in pixels.
    """

    run: Run
    total: int
    ident: str
    grain: float
    tips: bool
    most: int
    height: int = 0
    _names: list[str] = field(init=False)
    _bars: list[list[Bar]] = field(init=False)
    _tops: dict[int, int] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Work out what is the same for all rows."""
        self._names = words.names(self.run)
        self._bars = bars(self.run, int(self.grain * self.total / SPREAD))

    def draw(self) -> str:
        """The panel, from `height` down."""
        top = self.height
        drawn = self._warning() if self.run.truncated else ""
        held = {bar.span.lane for lane in self._bars for bar in lane if bar.held}
        for row in rows(self.run, held, self.most):
            drawn += self._fold(row) if isinstance(row, Fold) else self._lane(row)
        shafts, heads = self._arrows()
        drawn += self._printed("stdout", "printed") + self._printed("stderr", "printed to stderr")
        return self._grid(top) + shafts + drawn + heads

    def _at(self, t: int) -> float:
        return position(t, self.total)

    def _warning(self) -> str:
        self.height += 20
        return (
            f'<text x="{EDGE}" y="{self.height - 8}" class="quiet">'
            "too long to show each step: stripes stand for many</text>"
        )

    def _lane(self, number: int) -> str:
        """A lane: its title, its bars, and beneath them its calls and what else is to say."""
        lane = self.run.lanes[number]
        self._tops[number] = self.height
        inner = life_shape(self._at(lane.t0), self._at(lane.t1))
        said = ""
        for bar in self._bars[number]:
            x, width = self._at(bar.t0), share(bar.t1 - bar.t0, self.total)
            tip = captions.tip(self.run, bar, self.total) if self.tips else ""
            inner += bar_shape(self.ident, bar, x, width, tip)
            said += self._inside(number, bar, x, width)
        if lane.kind in ("task", "gen", "coro") or lane.state == "error":
            inner += end_shape(self.ident, lane.state, self._at(lane.t1))
        bottom = TOP + BAR + _NOTE
        if calls := self._calls(number, bottom):
            said += calls
            bottom += _NOTE
        for mark in self.run.marks:
            if mark.lane == number and (note := captions.note(mark)):
                said += self._note(mark, note, bottom)
                bottom += _NOTE
        return self._row(self._title(number) + inner + said, bottom - _NOTE + 7)

    def _row(self, inner: str, height: int = _LANE) -> str:
        top = self.height
        self.height += max(height, _LANE)
        return f'<g transform="translate(0 {top})">{inner}</g>'

    def _title(self, number: int) -> str:
        """A lane's name and what it is; at the right, how it ended."""
        lane = self.run.lanes[number]
        held = sum(bar.t1 - bar.t0 for bar in self._bars[number] if bar.held)
        ended = captions.ended(lane, held, self.total)
        beside = captions.beside(self.run, number, self._names)
        bad = lane.state == "error" or (lane.kind == "loop" and held > 0)
        return _headline(self._names[number], beside, ended, bad=bad)

    def _inside(self, number: int, bar: Bar, x: float, width: float) -> str:
        """The words in a bar, or over one that is thin."""
        if bar.kind == "tick":
            return ""
        lane, thin = self.run.lanes[number], bar.kind in ("wait", "ready")
        style = {"run": "code on", "idle": "code quiet", "ready": "code late"}.get(bar.kind, "code")

        def fit(whole: int) -> str:
            room = width / 100 * whole - _INSET
            return markup(captions.inside(self.run, lane, bar, room))

        return text(percent(x), TOP + (9 if thin else 14), style, fit, dx=_INSET)

    def _calls(self, number: int, y: int) -> str:
        """The names of the calls that lasted, beneath a lane."""
        found = [call for call in self.run.calls if call.lane == number]
        lane = self.run.lanes[number]
        return tags(
            lambda width: captions.calls(found, lane, width * SPREAD / 100 / self.total),
            self.total,
            y,
            "code quiet",
        )

    def _note(self, mark: Mark, note: str, y: int) -> str:
        never = mark.kind == "never-awaited"
        sign = end_shape(self.ident, "never", self._at(mark.t), y - 4) if never else ""
        tag = Tag(mark.t, note)
        return sign + tags(lambda _: [tag], self.total, y, "code failed", 6 if never else 0)

    def _fold(self, fold: Fold) -> str:
        """A row for many lanes: how many of them are under way."""
        counts = captions.counts(fold, self.run)
        most = max(count for _, count in counts)
        begin, end = counts[0][0], counts[-1][0]
        places = 200
        stairs: dict[int, int] = {}
        for t, count in counts:
            place = (t - begin) * places // max(end - begin, 1)
            stairs[place] = max(count, stairs.get(place, 0)) if place < places else count
        steps = [(place / places, count / max(most, 1)) for place, count in stairs.items()]
        shape = count_shape(steps, self._at(begin), share(end - begin, self.total))
        room = share(end - begin, self.total) / 100

        def fit(width: int) -> str:
            said = f"at most {most:,} at once"
            return next(
                (one for one in (said, f"{most:,}") if cells(one) * CODE < room * width), ""
            )

        title = _headline(
            captions.fold_title(fold, self._names, self.run),
            "",
            *captions.fold_ended(fold, self.run, self.total),
            bad=any(self.run.lanes[number].state == "error" for number in fold.lanes),
        )
        said = text(percent(self._at(begin)), TOP + 14, "code", fit, dx=_INSET)
        return self._row(title + shape + said)

    def _arrows(self) -> tuple[str, str]:
        """Who woke or cancelled whom, if they are few enough: shafts, to lie behind, and heads."""
        links = {
            (link.kind, link.a, link.b, round(self._at(link.t), 1)): link
            for link in self.run.links
            if self._is_news(link)
        }
        if len(links) > _MOST_ARROWS:
            return "", ""
        arrows = [self._arrow(link) for link in links.values()]
        return "".join(shaft for shaft, _ in arrows), "".join(head for _, head in arrows)

    def _is_news(self, link: Link) -> bool:
        """Whether an arrow says what no end of a lane says."""
        if link.kind == "spawn" or not {link.a, link.b} <= self._tops.keys() or link.a == link.b:
            return False
        a, b = self.run.lanes[link.a], self.run.lanes[link.b]
        if a.kind == "loop" or b.kind != "task":
            return False
        soon = link.t + self.total // 70
        return b.t1 > soon and not (link.kind == "wake" and a.parent == link.b and a.t1 <= soon)

    def _arrow(self, link: Link) -> tuple[str, str]:
        down = self._tops[link.b] > self._tops[link.a]
        y0 = self._tops[link.a] + TOP + (BAR if down else 0)
        y1 = self._tops[link.b] + TOP + (0 if down else BAR)
        kind: Literal["wake", "cancel"] = "cancel" if link.kind == "cancel" else "wake"
        return arrow_shape(self.ident, kind, self._at(link.t), y0, y1)

    def _printed(self, stream: Stream, title: str) -> str:
        """A row with a mark wherever lines were printed to a stream."""
        lines = [line for line in self.run.output if line.stream == stream]
        if not lines:
            return ""
        together: list[list[Output]] = []
        near = max(2, self.grain) * self.total / SPREAD
        for line in lines:
            if together and line.t - together[-1][0].t < near:
                together[-1].append(line)
            else:
                together.append([line])
        drawn = "".join(
            printed_shape(stream, self._at(group[0].t), 25, self._printed_tip(group))
            for group in together
        )
        found = [Tag(group[0].t, captions.printed(group)) for group in together]
        style = "code quiet" if stream == "stdout" else "code failed"
        said = tags(lambda _: found, self.total, 29, style, 4)
        return self._row(_headline(title) + drawn + said, 40)

    def _printed_tip(self, group: list[Output]) -> str:
        return captions.printed_tip(group, self.total) if self.tips else ""

    def _grid(self, top: int) -> str:
        """Lines at round moments, with their labels beneath; few of them when narrow."""
        bottom = self.height
        self.height += 18
        few = set(ticks(self.total, 4))
        many = ticks(self.total, 8)
        step = many[1] if len(many) > 1 else 1
        drawn = []
        for t in sorted(few | set(many)):
            x = percent(self._at(t))
            style = ' class="wide"' if t not in few else ""
            style = ' class="narrow"' if t not in many else style
            label = tick_label(t, step, self.total)
            # A long label at the end of the axis would reach beyond the drawing.
            side = ' class="end"' if cells(label) > 6 and self._at(t) > 93 else ""
            drawn.append(
                f'<g{style}><rect x="{x}" y="{top}" width="1" height="{bottom - top}"/>'
                f'<text x="{x}" y="{bottom + 12}"{side}>{label}</text></g>'
            )
        return f'<g class="grid">{"".join(drawn)}</g>'


def _headline(
    name: str, beside: str = "", ended: str = "", more: str = "", *, bad: bool = False
) -> str:
    """The title of a row: what it is at the left, how it ended at the right, `more` if wide."""

    def right(width: int) -> str:
        return ended + (more if width == WIDE else "")

    def left(width: int) -> str:
        room = width * 0.98 - cells(right(width)) * WORDS - 8
        short = name_to_fit(name, room)
        room -= cells(f"{short} ") * BOLD
        told = f"<tspan>{markup(short)}</tspan>"
        if beside and cells(beside) * WORDS <= room:
            told += f' <tspan class="quiet">{markup(beside)}</tspan>'
        return told

    style = "end failed" if bad else "end quiet"
    return text(EDGE, _TITLE, "title", left) + text("100%", _TITLE, style, right)
