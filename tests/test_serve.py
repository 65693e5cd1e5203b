"""The site as contributors see it while they write."""

import shutil
from pathlib import Path

from playback.snippet import ROOT
from project import copy_project
from served import serve

CHAPTER = "/foundations/sequential_chef/"


def test_changes_and_new_runs_appear_on_the_served_page(tmp_path: Path, site: Path) -> None:
    assert site.exists(), "with the site, everything is captured"
    project = copy_project(tmp_path / "project")
    to_be_made = shutil.ignore_patterns("sequential_chef")
    shutil.copytree(ROOT / "captures", project / "captures", ignore=to_be_made)
    with serve(project) as served:
        served.wait_for(CHAPTER, "One thing after another")
        served.wait_for(CHAPTER, "Recorded on")  # the runs are made while one reads

        page = served.project / "docs/foundations/sequential_chef.md"
        page.write_text(page.read_text() + "\nA sentence more.\n")
        served.wait_for(CHAPTER, "A sentence more.")

        snippet = served.project / "snippets/sequential_chef/one_pot_at_a_time.py"
        snippet.write_text(snippet.read_text().replace("watch it", "look at it"))
        served.wait_for(CHAPTER, "look at it")
        assert "The expected output" in served.read(CHAPTER), "the run was of another source"
