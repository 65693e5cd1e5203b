"""The shapes of a timeline: what a bar, an end and an event look like, as SVG.

Each shape of a lane stands at the same height in it: a title above, then a bar of `BAR` pixels.
Pictures and legend are made of the same shapes; their colours are in docs/assets/timeline.css.
"""

from typing import Literal

from playback.timeline.bars import Bar
from playback.timeline.lettering import markup, percent

TOP, BAR = 17, 20
_MIDDLE, _FLOOR = TOP + BAR // 2, TOP + BAR
_THIN = 7

End = Literal["ok", "error", "cancelled", "lost", "pending", "never"]
_ENDS: dict[End, str] = {
    "ok": "M5 0l3 4 6-8",
    "error": "M6-4l8 8m0-8l-8 8",
    "cancelled": "M5 0a5 5 0 0 1 10 0a5 5 0 0 1-10 0m1.5 3.5l7-7",
    "lost": "M5 0a5 5 0 0 1 10 0a5 5 0 0 1-10 0",
    "pending": "M6 0h.1m4 0h.1m4 0h.1",
    "never": "M0-5l5 5-5 5-5-5z",
}
_PATTERNS = {
    "wait": '<pattern id="{}" width="6" height="6" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><path class="hatch" d="M0 0V6"/></pattern>',
    "block": '<pattern id="{}" width="5" height="5" patternUnits="userSpaceOnUse">'
    '<circle class="dot" cx="1.5" cy="1.5" r=".8"/></pattern>',
    "many": '<pattern id="{}" width="4" height="8" patternUnits="userSpaceOnUse">'
    '<path class="stripe" d="M1 0V8"/></pattern>',
}


def definitions(ident: str, drawn: str) -> str:
    """The patterns and marks that `drawn` refers to by `ident`."""
    parts = [
        pattern.format(f"{ident}-{name}")
        for name, pattern in _PATTERNS.items()
        if f"#{ident}-{name}" in drawn
    ]
    parts += [
        f'<path id="{ident}-{name}" d="{path}"/>'
        for name, path in _ENDS.items()
        if f'#{ident}-{name}"' in drawn
    ]
    parts += [
        f'<marker id="{ident}-{name}" class="head-{name}" viewBox="0 0 8 8" refX="7" refY="4" '
        f'markerWidth="7" markerHeight="7" orient="auto"><path d="{path}"/></marker>'
        for name, path in (("wake", "M0 .5L8 4 0 7.5z"), ("cancel", "M1 1l6 6M7 1L1 7"))
        if f"#{ident}-{name})" in drawn
    ]
    return f"<defs>{''.join(parts)}</defs>" if parts else ""


def bar_shape(ident: str, bar: Bar, x: float, width: float, tip: str = "") -> str:
    """A bar from `x` on, both in percent; `tip` is what a pointer over it is told."""
    inner = f"><title>{markup(tip)}</title></rect>" if tip else "/>"
    where = f'<rect x="{percent(x)}" width="{percent(max(width, 0.1))}"'
    if bar.kind == "tick":
        return f'<rect x="{percent(x)}" width="2" y="{TOP}" height="{BAR}" class="run"{inner}'
    if bar.kind == "idle":
        return ""
    if bar.kind == "wait":
        return f'{where} y="{_FLOOR - _THIN}" height="{_THIN}" fill="url(#{ident}-wait)"{inner}'
    if bar.kind == "ready":
        return f'{where} y="{_FLOOR - _THIN}" height="{_THIN - 1}" class="ready"{inner}'
    if bar.kind == "run" and bar.held:  # a frame, with a gap within: the two are told apart in grey
        return (
            f'{where} y="{TOP + 1}" height="{BAR - 2}" rx="2" class="held"{inner}'
            f'{where} y="{TOP + 4}" height="{BAR - 8}" class="run"/>'
        )
    fill = f' fill="url(#{ident}-{bar.kind})"' if bar.kind in ("block", "many") else ""
    style = f"{bar.kind} held" if bar.held else bar.kind
    if bar.kind == "block":
        return f'{where} y="{TOP + 1}" height="{BAR - 2}" rx="2" class="{style}"{fill}{inner}'
    return f'{where} y="{TOP}" height="{BAR}" class="{style}"{fill}{inner}'


def end_shape(ident: str, end: End, x: float, y: int = _MIDDLE) -> str:
    """How something ended, to the right of `x` in percent; `never` stands at `x` itself."""
    return f'<use href="#{ident}-{end}" x="{percent(x)}" y="{y}" class="end-{end}"/>'


def life_shape(x0: float, x1: float) -> str:
    """The line on which a lane stands, from its begin to its end."""
    return (
        f'<rect x="{percent(x0)}" width="{percent(x1 - x0)}" y="{_FLOOR}" height="1" class="life"/>'
    )


def arrow_shape(
    ident: str, kind: Literal["wake", "cancel"], x: float, y0: int, y1: int
) -> tuple[str, str]:
    """An arrow at `x`, in percent, from one lane's bar to another's: its shaft and its head."""
    near = y1 + (8 if y0 > y1 else -8)
    where = f'<line x1="{percent(x)}" x2="{percent(x)}" class="{kind}"'
    return (
        f'{where} y1="{y0}" y2="{near}"/>',
        f'{where} y1="{near}" y2="{y1}" marker-end="url(#{ident}-{kind})"/>',
    )


def printed_shape(stream: Literal["stdout", "stderr"], x: float, y: int, tip: str = "") -> str:
    """A line that was printed: a dot; to stderr: a square."""
    title = f"<title>{markup(tip)}</title>" if tip else ""
    if stream == "stdout":
        return f'<circle cx="{percent(x)}" cy="{y}" r="3" class="stdout">{title}</circle>'
    return (
        f'<svg x="{percent(x)}" y="{y}" class="loose"><path d="M-3-3h6v6h-6z" class="stderr">'
        f"{title}</path></svg>"
    )


def count_shape(steps: list[tuple[float, float]], x: float, width: float) -> str:
    """How many at a time, as stairs: from each share of the width on, a share of the height."""
    path = "M0 20"
    for place, height in steps:
        path += f"H{place * 1000:.0f}V{20 - 18 * height:.0f}"
    return (
        f'<svg x="{percent(x)}" width="{percent(width)}" y="{TOP}" height="{BAR}" '
        'viewBox="0 0 1000 20" preserveAspectRatio="none">'
        f'<path class="count" d="{path}V20z"/></svg>'
    )
