"""A demo that has run, with a little regular trade and a small flood: one for all tests that look at it."""

from __future__ import annotations

import pytest

from moratorium.demo.run import run
from moratorium.web.in_process import called_in_process
from tests.demo.told import COPIES, LINES, Told


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """Its tests are of the group `demo_run`, so that it is made once."""
    folder = tmp_path_factory.mktemp("demo") / "new"
    story: list[str] = []
    progress: list[str] = []
    outcome = run(folder, story.append, progress.append, lines=LINES, serve=called_in_process, copies=COPIES)
    return Told(folder, outcome, "\n".join(story), progress)
