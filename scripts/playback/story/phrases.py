"""How a sentence puts what a Run has: lines of code and of output, ends, lists and numbers."""

import re
from collections.abc import Sequence

from playback.run import Mark, Output

ENDS = {"ok": "is done", "error": "fails", "cancelled": "is cancelled"}
_CODE, _PRINTED = 56, 60  # characters of a line of code, or of output, that a sentence can hold
_NUMBERS = dict(enumerate(["no", "one", "two", "three", "four", "five", "six"]))


def ended(mark: Mark) -> str:
    """How a task ended, as a phrase."""
    text = f" with `{_short(mark.text, _CODE)}`" if mark.kind == "error" and mark.text else ""
    return ENDS[mark.kind] + text


def printed(group: Sequence[Output]) -> str:
    """That those lines were printed, as a phrase."""
    where = " on stderr" if group[0].stream == "stderr" else ""
    return f"prints {quoted(group)}{where}"


def quoted(group: Sequence[Output]) -> str:
    """What was printed; of many lines how many, the first and the last."""
    texts = [_short(it.text.strip(), _PRINTED) for it in group]
    told = [f"“{text}”" if text else "an empty line" for text in texts]
    if len(told) <= 3:
        return listed(told)
    return f"{number(len(told))} lines, from {told[0]} to {told[-1]}"


def source(text: str) -> str:
    """A line of code without its comment and its colon, shortened."""
    text = re.sub(r"\s{2,}#.*$", "", text).rstrip(":")
    return _short(f"{text}…" if text.endswith(("(", "[", "{")) else text, _CODE)


def unmarked(text: str) -> str:
    """The text without backticks, between which a sentence has its code."""
    return text.replace("`", "'")


def _short(text: str, most: int) -> str:
    text = unmarked(text)
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def listed(parts: Sequence[str]) -> str:
    """The parts as one reads them out: "a", "a and b", "a, b, and c"."""
    if len(parts) < 3:
        return " and ".join(parts)
    return f"{', '.join(parts[:-1])}, and {parts[-1]}"


def number(count: int) -> str:
    """A number as one writes it in a sentence: "three", "1,000"."""
    return _NUMBERS.get(count, f"{count:,}")


def start(text: str) -> str:
    """The text as a sentence starts."""
    return text[0].upper() + text[1:]
