"""What the tests share: the stage, one built site for all workers, and a browser."""

from collections.abc import Iterator

import pytest
from playback.stage import open_stage


@pytest.fixture(scope="session")
def stage() -> Iterator[dict[str, str]]:
    """The stage, open; the environment that programs find it by."""
    with open_stage() as environment:
        yield environment
