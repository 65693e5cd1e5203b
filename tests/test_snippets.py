"""Every snippet is run as the page shows it, and held to its exact output.

On the exact clock that is byte for byte; on another Python than the site is recorded with, all
but what only that Python says otherwise in tracebacks.
"""

import sys

import pytest
from playback.snippet import ROOT, Snippet, every_snippet
from playback.transcript import as_text, difference, portable
from pytest_examples import CodeExample, EvalExample
from runs import Runs

EXAMPLES = {
    path.relative_to(ROOT / "snippets").with_suffix("").as_posix(): CodeExample.create(
        path.read_text(encoding="utf-8"), path=path
    )
    for path in every_snippet()
}

SITES_OWN = (ROOT / ".python-version").read_text(encoding="utf-8").strip()


def test_there_are_snippets() -> None:
    assert len(EXAMPLES) >= 12


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES.keys())
def test_snippet(example: CodeExample, eval_example: EvalExample, runs: Runs) -> None:
    snippet = Snippet.read(example.path)
    if not snippet.runs_here:
        pytest.skip(f"it needs Python {snippet.pythons}")
    run = runs.exact(example.path)
    actual = as_text(run)
    expected = snippet.expected.read_text(encoding="utf-8") if snippet.expected.exists() else ""
    if run.clock == "exact" and not f"{sys.version} ".startswith(f"{SITES_OWN}."):
        actual, expected = portable(actual), portable(expected)
    unlike = actual != expected if run.clock == "exact" else difference(expected, actual)
    if eval_example.update_examples and unlike:
        snippet.expected.write_text(actual, encoding="utf-8")
        return
    assert expected, f"{snippet.expected} is missing: scripts/test --update-examples writes it"
    if run.clock == "exact":
        assert actual == expected, "scripts/test --update-examples renews it, if this is right"
    else:
        assert not unlike, unlike
