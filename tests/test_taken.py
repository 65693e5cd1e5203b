"""What is claimed of how long a captured run took may be claimed again, of runs made anew."""

from dataclasses import replace

import pytest
from playback.run import Run
from playback.snippet import SNIPPETS
from runs import Runs
from taken import Taken, best_of_three

NAME = "one_pot_at_a_time"


@pytest.fixture
def disturbed(runs: Runs) -> Run:
    """A run that took far longer than it should."""
    return replace(runs.real(SNIPPETS / f"sequential_chef/{NAME}.py"), wall=60_000_000)


def test_a_run_that_was_disturbed_is_made_again(disturbed: Run) -> None:
    tried: list[int] = []

    @best_of_three
    def claim(taken: Taken, seconds: int) -> None:
        tried.append(taken[NAME].wall)
        assert taken[NAME].wall < seconds * 1_000_000

    claim(taken={NAME: disturbed}, seconds=30)
    assert len(tried) == 2
    assert tried[0] == disturbed.wall


def test_a_claim_that_is_false_fails(disturbed: Run) -> None:
    tried: list[int] = []

    @best_of_three
    def claim(taken: Taken) -> None:
        tried.append(taken[NAME].wall)
        assert taken[NAME].wall < 1000

    with pytest.raises(AssertionError):
        claim(taken={NAME: disturbed})
    assert len(set(tried)) == 3
