"""Code that stands in Markdown itself is run, or says why it is no program."""

from pathlib import Path

import pytest
from playback.snippet import ROOT
from pytest_examples import CodeExample, EvalExample, find_examples

TEXTS = [ROOT / "docs", ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "scripts/README.md"]


def is_program(example: CodeExample) -> bool:
    """Whether a fence has to run; raises AssertionError if it says no reason why not."""
    if "8<-" in example.source:
        return False  # test_snippets runs what it includes
    if "no-run" not in example.prefix:
        return True
    reason = example.prefix_settings().get("no-run", "")
    assert reason.strip(), f"{example}: no-run says no reason"
    return False


PROGRAMS = [example for example in find_examples(*TEXTS) if is_program(example)]


@pytest.mark.parametrize("example", PROGRAMS, ids=str)
def test_inline_code(example: CodeExample, eval_example: EvalExample) -> None:
    if eval_example.update_examples:
        eval_example.run_print_update(example)
    else:
        eval_example.run_print_check(example)


def test_a_fence_is_a_program_unless_it_includes_one_or_gives_a_reason(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "```python\nprint(1)\n#> 1\n```\n\n"
        '```python\n--8<-- "a/b.py"\n```\n\n'
        '```python no-run="a fragment"\nawait this\n```\n'
    )
    assert [is_program(example) for example in find_examples(page)] == [True, False, False]
    page.write_text("```python no-run\nawait this\n```\n")
    with pytest.raises(AssertionError, match="says no reason"):
        [is_program(example) for example in find_examples(page)]
