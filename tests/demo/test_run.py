"""The demo from an empty folder: it keeps its promises, tells its story, and touches nobody else's files."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from moratorium.demo.folder import MARK, prepare
from moratorium.desk import proofs
from moratorium.desk.explaining import explain
from moratorium.desk.home import open_home
from moratorium.errors import RefusedError
from tests.demo.told import LINES, Told
from tests.golden_files import golden

pytestmark = pytest.mark.xdist_group("demo_run")  # what all of it looks at is made once


def test_no_forbidden_line_is_allowed_and_few_honest_ones_are_held(told: Told) -> None:
    honest, forbidden, questionable = told.outcome.coverage
    assert forbidden.lines > 400
    assert forbidden.allowed == 0
    assert honest.held + honest.denied <= 0.05 * honest.lines
    assert questionable.denied == 0
    assert honest.lines + forbidden.lines + questionable.lines == LINES


def test_the_suspension_stops_the_undelivered_orders_of_both_countries(told: Told) -> None:
    morning = told.outcome.morning
    assert morning is not None
    assert {place.total.words for place in morning.places} == {"Russia", "Ukraine"}
    with told.outcome.world.truth.open(encoding="utf-8", newline="") as file:
        planted = {row["order"] for row in csv.DictReader(file) if row["story"] == "open on 2022-04-26"}
    assert morning.total.orders == len(planted)
    assert set(morning.total.value) == {"CNY", "EUR"}


def test_ten_answers_settle_more_orders_than_ten(told: Told) -> None:
    assert len(told.outcome.given) == 10
    assert told.outcome.settled > 10
    assert all(one.source.startswith("INVENTED for the demo") for one in told.outcome.given)


def test_the_kazakh_dealer_stays_held(told: Told) -> None:
    home = open_home(told.folder / "home")
    with told.outcome.world.orders.open(encoding="utf-8", newline="") as file:
        order = next(row["order"] for row in csv.DictReader(file) if row["buyer.id"] == "C-9001")
    assert explain(home, order)[0].decision.effect == "hold"


def test_the_receipt_verifies_and_the_log_is_sound(told: Told) -> None:
    proof = told.outcome.report.proof
    assert proof is not None
    assert proofs.verify_file(told.folder / proof.receipt, proof.vkey)[0].startswith("verified")
    assert proofs.fsck(open_home(told.folder / "home")).faults == ()


def test_everything_that_it_names_is_there(told: Told) -> None:
    section = told.story.partition("\nwritten\n")[2].partition("\n\n")[0]
    named = [Path(line.split("  ")[0].strip()) for line in section.splitlines()]
    assert len(named) == 8
    assert all(path.exists() for path in named)


def test_the_story_is_told_as_before(told: Told) -> None:
    """Numbers are those of the seed; only keys, salts and the folder differ from run to run."""
    text = told.story.replace(str(told.folder), "DIR")
    text = re.sub(r"moratorium/[0-9a-f]{16}(\+[0-9a-f]{8}\+[\w+/=]+)?", "LOG", text)
    text = re.sub(r"\b[0-9a-f]{64}\b", "ROOT", text)
    assert text == golden("demo_story.txt", text)


def test_progress_is_told_each_quarter(told: Told) -> None:
    assert [line[:7] for line in told.progress] == [f"{y} Q{q}" for y in (2021, 2022) for q in (1, 2, 3, 4)]


def test_a_folder_with_other_things_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(RefusedError, match="is not empty"):
        prepare(tmp_path)
    assert (tmp_path / "thesis.txt").read_text() == "mine"


def test_an_earlier_demo_is_replaced_and_what_lies_beside_it_stays(tmp_path: Path) -> None:
    prepare(tmp_path)
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "moratorium.db").write_text("old")
    (tmp_path / "notes.txt").write_text("mine")
    prepare(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [MARK, "notes.txt"]


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RefusedError, match="is a file"):
        prepare(tmp_path / "file")
