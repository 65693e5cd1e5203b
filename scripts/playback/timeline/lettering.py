"""Words that fit: how wide text is in a drawing, and how it is shortened to the room it has."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from playback.timeline.axis import position

# Widths of a drawing, in pixels, that its texts are fitted to; timeline.css shows those for a
# wide one from WIDE on.
NARROW, WIDE = 300, 600
# How wide a letter is at most, on average, in pixels: of code, of words, of bold words.
CODE, WORDS, BOLD = 6.62, 6.3, 8.3
_GAP = 5
_UNFIT = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_ROOMY = 14  # letters: with fewer, only the name of a call is told
_CLOSING = {"(": ")", "[": "]", "{": "}"}
# From what is needed least: nothing, a target, what each wait has, the libraries' names.
_UNNEEDED = (r"$^", r"^[\w, .\[\]]+ = ", r"\bawait ", r"\basyncio\.", r"\btime\.", r"^async ")


def markup(text: str) -> str:
    """A text as XML has it, on one line; a space for each letter that XML cannot have."""
    return escape(_UNFIT.sub(" ", text), quote=False)


def cells(text: str) -> int:
    """How many letters wide a text is: those of East Asia are as wide as two."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def shortened(text: str, room: float, letter: float = CODE, least: int = 5) -> str:
    """As much of a text as fits into `room` pixels; "" if fewer than `least` letters do."""
    most = int(room / letter)
    if cells(text) <= most:
        return text
    while text and cells(text) >= most:
        text = text[:-1]
    return f"{text.rstrip()}…" if len(text) >= least else ""


def name_to_fit(name: str, room: float) -> str:
    """A lane's name that fits into `room` pixels; the number that tells it from others stays."""
    numbered = re.fullmatch(r"(.+)( (?:Task-)?\d+)", name)
    if numbered and (start := shortened(numbered[1], room - cells(numbered[2]) * BOLD, BOLD)):
        return start + numbered[2]
    return shortened(name, room, BOLD)


def code_to_fit(code: str, room: float) -> str:
    """A line of code, without what matters least, so that it fits into `room` pixels."""
    code = re.sub(r"\s+#\s.*", "", code)
    if code.endswith(("(", "[", "{")):
        code += "…" + _CLOSING[code[-1]]
    for unneeded in _UNNEEDED:
        code = re.sub(unneeded, "", code)
        if cells(code) * CODE <= room:
            return code
    call = re.fullmatch(r"([\w.]+\()[^()]+\)", code)
    if call and cells(call[1] + "…)") * CODE <= room < _ROOMY * CODE:
        return call[1] + "…)"
    return shortened(code, room, least=8)


def text(x: str, y: int, style: str, fit: Callable[[int], str], dx: int = 0) -> str:
    """The text at `x` that `fit` gives for a drawing's width, once or once for each width."""
    shift = f' dx="{dx}"' if dx else ""
    narrow, wide = fit(NARROW), fit(WIDE)
    return "".join(
        f'<text x="{x}"{shift} y="{y}" class="{f"{style} {when}".strip()}">{inner}</text>'
        for inner, when in (
            [(narrow, "")] if narrow == wide else [(narrow, "narrow"), (wide, "wide")]
        )
        if inner
    )


@dataclass(frozen=True, slots=True)
class Tag:
    """A text that belongs to the moment `t`; if `until` is given, it stands before that one."""

    t: int
    text: str
    until: int | None = None


def tags(
    found: Callable[[int], Sequence[Tag]], total: int, y: int, style: str, dot: int = 0
) -> str:
    """The tags of a drawing's width, each beside its moment: right of it or, for room, left.

    `dot` is how many pixels to each side of its moment a mark takes.
    """
    narrow = _placed(found(NARROW), total, NARROW, dot)
    wide = _placed(found(WIDE), total, WIDE, dot)
    result = []
    for place in sorted(narrow | wide):
        t, left, words = place
        when = "" if place in narrow and place in wide else "wide" if place in wide else "narrow"
        names = " ".join(filter(None, (style, "end" if left else "", when)))
        dx = -dot - _GAP if left else dot + _GAP
        x = percent(position(t, total))
        result.append(f'<text x="{x}" dx="{dx}" y="{y}" class="{names}">{markup(words)}</text>')
    return "".join(result)


def _placed(found: Sequence[Tag], total: int, width: int, dot: int) -> set[tuple[int, bool, str]]:
    """Which tags have room in `width` pixels: moment, whether left of it, and words."""
    places = set()
    taken = 0.0  # pixels from the left
    for number, tag in enumerate(found):
        x = position(tag.t, total) * width / 100
        end = width if tag.until is None else position(tag.until, total) * width / 100
        if number + 1 < len(found):
            end = min(end, position(found[number + 1].t, total) * width / 100 - dot)
        right, left = end - x - dot - 2 * _GAP, x - dot - 2 * _GAP - taken
        turned = tag.until is None and right < min(left, cells(tag.text) * CODE)
        words = shortened(tag.text, left if turned else right, least=9)
        taken = x + dot
        if words:
            places.add((tag.t, turned, words))
            taken += 0 if turned else _GAP + cells(words) * CODE
    return places


def percent(x: float) -> str:
    """A place or a length, as SVG has it: "12.34%"."""
    return f"{x:.2f}".rstrip("0").rstrip(".") + "%"
