"""Demo tests: a pitfall's symptom is there in one program, and gone from the other."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from playback.program import run_exactly
from playback.run import Run
from playback.snippet import SNIPPETS, Snippet
from seen import Seen

Claim = Callable[[Seen, Seen], None]
DEMOS: dict[str, list[tuple[str, str]]] = {}  # by module, the broken and the fixed programs


@dataclass
class _Runs:
    """The runs of the snippets, each made once."""

    taken: dict[str, Run] = field(default_factory=dict)

    def of(self, name: str, stage: dict[str, str]) -> Seen:
        if name not in self.taken:
            snippet = Snippet.read(SNIPPETS / f"{name}.py")
            self.taken[name] = asyncio.run(run_exactly(snippet, stage))
        return Seen(self.taken[name])


_RUNS = _Runs()


def demo(broken: str, fixed: str) -> Callable[[Claim], Callable[..., None]]:
    """Make three tests of a claim about two snippets: they are named "chapter/name".

    The claim is a function that asserts that the first run has the symptom, and the second not.
    It has to hold for the two; it must not hold for the broken program in both places, nor for
    the fixed one. So a claim that asserts too little fails, and so does a pair that has become
    alike.
    """

    def decorate(claim: Claim) -> Callable[..., None]:
        DEMOS.setdefault(claim.__module__, []).append((broken, fixed))

        def test(pair: tuple[str, str], holds: bool, stage: dict[str, str]) -> None:
            first, second = (_RUNS.of(name, stage) for name in pair)
            if holds:
                claim(first, second)
            else:
                with pytest.raises(AssertionError):
                    claim(first, second)

        test.__name__, test.__doc__ = claim.__name__, claim.__doc__
        test.__module__ = claim.__module__
        cases = [((broken, fixed), True), ((broken, broken), False), ((fixed, fixed), False)]
        names = ["broken and fixed", "not with two broken", "not with two fixed"]
        return pytest.mark.parametrize(("pair", "holds"), cases, ids=names)(test)

    return decorate
