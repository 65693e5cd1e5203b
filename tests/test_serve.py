"""The site as contributors see it while they write: a small one."""

from pathlib import Path

from project import small_project
from served import serve

PAGE = """# One pot

```python
--8<-- "pots/soup.py"
```
"""
SOUP = """import time

time.sleep(0.1)  # watch it
print("served")
"""


def test_changes_and_new_runs_appear_on_the_served_page(tmp_path: Path) -> None:
    files = {
        "docs/index.md": PAGE,
        "snippets/pots/soup.py": SOUP,
        "snippets/pots/soup.out": "$ python soup.py\nserved\n",
    }
    with serve(small_project(tmp_path / "project", files)) as served:
        served.wait_for("/", "The expected output")
        served.wait_for("/", "Recorded on")  # the run is made while one reads

        page = served.project / "docs/index.md"
        page.write_text(page.read_text() + "\nA sentence more.\n")
        served.wait_for("/", "A sentence more.")

        snippet = served.project / "snippets/pots/soup.py"
        snippet.write_text(SOUP.replace("watch it", "look at it"))
        served.wait_for("/", "look at it")
        assert "The expected output" in served.read("/"), "the run was of another source"
