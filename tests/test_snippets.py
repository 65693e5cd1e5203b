"""Every snippet is run as the page shows it, and held to its exact output."""

import asyncio

import pytest
from playback.program import run_exactly
from playback.snippet import ROOT, Snippet, every_snippet
from playback.transcript import as_text, difference
from pytest_examples import CodeExample, EvalExample

EXAMPLES = {
    path.relative_to(ROOT / "snippets").with_suffix("").as_posix(): CodeExample.create(
        path.read_text(encoding="utf-8"), path=path
    )
    for path in every_snippet()
}


def test_there_are_snippets() -> None:
    assert len(EXAMPLES) >= 12


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES.keys())
def test_snippet(example: CodeExample, eval_example: EvalExample, stage: dict[str, str]) -> None:
    snippet = Snippet.read(example.path)
    run = asyncio.run(run_exactly(snippet, stage))
    actual = as_text(run)
    expected = snippet.expected.read_text(encoding="utf-8") if snippet.expected.exists() else ""
    unlike = actual != expected if run.clock == "exact" else difference(expected, actual)
    if eval_example.update_examples and unlike:
        snippet.expected.write_text(actual, encoding="utf-8")
        return
    assert expected, f"{snippet.expected} is missing: scripts/test --update-examples writes it"
    if run.clock == "exact":
        assert actual == expected, "scripts/test --update-examples renews it, if this is right"
    else:
        assert not unlike, unlike
