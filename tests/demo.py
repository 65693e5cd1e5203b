"""Demo tests: a pitfall's symptom is there in one program, and gone from the other."""

from collections.abc import Callable

import pytest
from playback.snippet import SNIPPETS
from runs import Runs
from seen import Seen

Claim = Callable[[Seen, Seen], None]
DEMOS: dict[str, list[tuple[str, str]]] = {}  # by module, the broken and the fixed programs


def demo(broken: str, fixed: str) -> Callable[[Claim], Callable[..., None]]:
    """Make three tests of a claim about two snippets: they are named "chapter/name".

    The claim is a function that asserts that the first run has the symptom, and the second not.
    It has to hold for the two; it must not hold for the broken program in both places, nor for
    the fixed one. So a claim that asserts too little fails, and so does a pair that has become
    alike.
    """

    def decorate(claim: Claim) -> Callable[..., None]:
        DEMOS.setdefault(claim.__module__, []).append((broken, fixed))

        def test(pair: tuple[str, str], holds: bool, runs: Runs) -> None:
            programs = [SNIPPETS / f"{name}.py" for name in pair]
            first, second = (Seen(runs.exact(program)) for program in programs)
            if not holds:
                with pytest.raises(AssertionError):
                    claim(first, second)
                return
            try:
                claim(first, second)
            except AssertionError:  # on a busy machine, a run in real time takes its time
                claim(*(Seen(runs.anew(program)) for program in programs))

        test.__name__, test.__doc__ = claim.__name__, claim.__doc__
        test.__module__ = claim.__module__
        cases = [((broken, fixed), True), ((broken, broken), False), ((fixed, fixed), False)]
        names = ["broken and fixed", "not with two broken", "not with two fixed"]
        return pytest.mark.parametrize(("pair", "holds"), cases, ids=names)(test)

    return decorate
