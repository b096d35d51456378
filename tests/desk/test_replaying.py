"""Replaying: each line gets under each rulebook exactly what the decider says of it, and the figures add up."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace as run_as
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace
from pyarrow import parquet

from moratorium.decision.decider import Decider
from moratorium.desk.replaying import IMPACT, REPORT, Replayed, ReplayRun, opened_profile, replay, what_if
from moratorium.errors import ConflictError, InputError, MissingError, SourceError
from moratorium.history.impact import Draft, Impact
from moratorium.history.replay import CHANGED
from moratorium.report.impact import impact_summary
from moratorium.report.impact_page import impact_page
from moratorium.terms.effect import Effect
from tests.desk.replay_office import LINE_FACTS, Office, office, read
from tests.report.outline import Outline, text_of

pytestmark = pytest.mark.xdist_group("replaying")  # what all of it looks at is made once

BY_CHANNEL = """
- measure: by-channel
  title: What was bought in a shop
  kind: red_flag
  ground: {kind: own-policy, principle: a test}
  in_force: [[2022-01-12, null]]
  scope: {where: "channel = 'web' OR end_use.statement_on_file"}
  effect: hold
  source: {text: a test}
"""

Line = tuple[str, str, str]
Findings = list[tuple[str, str, str]]


@pytest.fixture(scope="module", params=[3, pytest.param(1, marks=pytest.mark.soak)], ids=["a_third", "all"])
def shop(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Office]:
    """An office with a history of a third of the demo's orders, some thousand lines; in the soak with all of them."""
    with office(tmp_path_factory.mktemp("office"), 3_000, request.param) as found:
        yield found


@pytest.fixture(scope="module")
def together(shop: Office, tmp_path_factory: pytest.TempPathFactory) -> Replayed:
    """All drafts replayed at once, each line on its own day."""
    out = tmp_path_factory.mktemp("together") / "out"
    return replay(shop.home, ReplayRun(tuple(shop.drafts.values()), shop.history, base=shop.base, out=out), impact_page)


class Decisions:
    """What the decider says of each line: its effect, and its findings; each rulebook and day once."""

    def __init__(self, shop: Office) -> None:
        self._shop = shop
        self._known: dict[tuple[Path, date | None], dict[Line, tuple[str, Findings]]] = {}
        self.missing: dict[Path, Counter[str]] = {}

    def of(self, folder: Path, day: date | None) -> dict[Line, tuple[str, Findings]]:
        """By line."""
        if (folder, day) not in self._known:
            self._known[folder, day] = dict(self._decided(folder, day))
        return self._known[folder, day]

    def _decided(self, folder: Path, day: date | None) -> Iterator[tuple[Line, tuple[str, Findings]]]:
        rulebook = read(folder)
        decider = Decider(rulebook, self._shop.reference(rulebook))
        missing: Counter[str] = Counter()
        for order in self._shop.orders:
            valid = day or order.placed_on
            if valid is None:
                continue
            one = decider.decide(order, valid, order.digest())
            for line, judged in zip(one.decision.lines, one.judged, strict=True):
                found = judged.judgement.findings
                said: Findings = [(each.measure, each.status, each.effect) for each in found]
                if line.effect == "hold":
                    missing.update({fact for each in found if each.effect == "hold" for fact in each.missing})
                yield (order.key, line.line, line.actor), (line.effect, said)
        if day is None:
            self.missing[folder] = missing


@pytest.fixture(scope="module")
def decisions(shop: Office) -> Decisions:
    """The scalar decisions."""
    return Decisions(shop)


def changed_lines(replayed: Replayed, draft: str) -> dict[Line, dict[str, Any]]:
    """The changed lines of a draft, by line."""
    rows = [row for row in parquet.read_table(replayed.out / CHANGED).to_pylist() if row["draft"] == draft]
    found = {(f"{row['order']}/{row['order_activity']}", row["line"], row["actor"]): row for row in rows}
    assert len(found) == len(rows)
    return found


def _reasons(found: list[dict[str, str]]) -> Findings:
    return [(one["measure"], one["status"], one["effect"]) for one in found]


def _assert_equal(found: Draft, changed: dict[Line, dict[str, Any]], before: Any, after: Any) -> None:
    assert changed.keys() == {line for line in before if before[line][0] != after[line][0]}
    for line, row in changed.items():
        assert (row["before"], _reasons(row["reasons_before"])) == before[line]
        assert (row["after"], _reasons(row["reasons_after"])) == after[line]
    moves = {(one.before, one.after): one.worth.lines for one in found.moves if one.worth.lines}
    assert moves == Counter((before[line][0], after[line][0]) for line in before)
    said = Counter(("base", *one) for line in before for one in before[line][1])
    said.update(("draft", *one) for line in after for one in after[line][1])
    assert {(one.side, one.measure, one.status, one.effect): one.worth.lines for one in found.measures} == said


def test_each_line_gets_what_the_decider_says(shop: Office, together: Replayed, decisions: Decisions) -> None:
    """Effect and findings, measure by measure, under base and draft, on the day of each order."""
    before = decisions.of(shop.base, None)
    for draft in together.impact.drafts:
        after = decisions.of(shop.drafts[draft.book.name], None)
        changed = changed_lines(together, draft.book.name)
        assert changed
        _assert_equal(draft, changed, before, after)


def test_on_one_day_each_line_gets_what_the_decider_says_on_it(
    shop: Office, tmp_path: Path, decisions: Decisions
) -> None:
    day = date(2022, 4, 30)
    run = ReplayRun((shop.drafts["wider"],), shop.history, base=shop.base, day=day, out=tmp_path / "out")
    replayed = replay(shop.home, run)
    (draft,) = replayed.impact.drafts
    before, after = decisions.of(shop.base, day), decisions.of(shop.drafts["wider"], day)
    _assert_equal(draft, changed_lines(replayed, "wider"), before, after)
    assert (replayed.impact.on, replayed.impact.first, replayed.impact.last) == ("2022-04-30",) * 3


def test_held_lines_wait_for_the_facts_that_their_findings_name(
    shop: Office, together: Replayed, decisions: Decisions
) -> None:
    decisions.of(shop.base, None)
    for draft in together.impact.drafts:
        decisions.of(shop.drafts[draft.book.name], None)
        waiting = decisions.missing[shop.drafts[draft.book.name]]
        assert {one.fact: one.worth.lines for one in draft.gaps} == waiting
        before = decisions.missing[shop.base]
        assert {one.fact: one.base for one in draft.gaps} == {fact: before[fact] for fact in waiting}
        assert all(one.alone <= one.worth.lines for one in draft.gaps)


def test_orders_move_as_their_gravest_lines_do(shop: Office, together: Replayed, decisions: Decisions) -> None:
    before = decisions.of(shop.base, None)
    for draft in together.impact.drafts:
        after = decisions.of(shop.drafts[draft.book.name], None)
        gravest: dict[str, tuple[Effect, Effect]] = {}
        for line, (effect, _) in before.items():
            a, b = gravest.get(line[0], (Effect.ALLOW, Effect.ALLOW))
            gravest[line[0]] = (max(a, Effect.read(effect)), max(b, Effect.read(after[line][0])))
        counted = Counter((a.word, b.word) for a, b in gravest.values())
        assert {(one.before, one.after): one.orders for one in draft.moves if one.orders} == counted


def test_several_drafts_at_once_are_what_they_are_one_by_one(shop: Office, together: Replayed, tmp_path: Path) -> None:
    for draft in together.impact.drafts:
        name = draft.book.name
        run = ReplayRun((shop.drafts[name],), shop.history, base=shop.base, out=tmp_path / name)
        alone = replay(shop.home, run)
        assert alone.impact.drafts == (draft,)
        assert changed_lines(alone, name) == changed_lines(together, name)


def test_what_is_told_adds_up_to_the_changed_lines(together: Replayed) -> None:
    for draft in together.impact.drafts:
        changed = changed_lines(together, draft.book.name)
        moved = sum(one.worth.lines for one in draft.moves if one.kind)
        assert draft.changed == moved == len(changed) == sum(one.worth.lines for one in draft.touched)
        for slices in (draft.months, draft.territories, draft.partners, draft.products):
            assert sum(one.changed for one in slices) == len(changed)
        still_open = sum(row["status"] == "open" for row in changed.values())
        assert sum(one.worth.lines for one in draft.open) == still_open
        worth: Counter[str] = Counter()
        for row in changed.values():
            worth[row["currency"]] += row["value"] or 0
        told: Counter[str] = Counter()
        for one in draft.touched:
            told.update({currency: Decimal(value) for currency, value in one.worth.value.items()})
        assert told == worth


def test_a_measure_more_never_lowers_an_effect(shop: Office, together: Replayed) -> None:
    """`lines` is the base and two measures more."""
    draft = next(one for one in together.impact.drafts if one.book.name == "lines")
    assert all(Effect.read(one.before) <= Effect.read(one.after) for one in draft.moves)
    assert {one.kind for one in draft.touched} <= {"denied", "held"}


def test_a_loser_loses_more_than_the_share_of_its_worth(together: Replayed) -> None:
    losers = [one for draft in together.impact.drafts for one in draft.losers]
    assert losers
    for one in losers:
        assert Decimal(one.lost) > Decimal("0.2") * Decimal(one.total)
        assert Decimal(one.denied) <= Decimal(one.lost) <= Decimal(one.total)


def test_the_profile_tells_what_a_replay_tells(shop: Office, together: Replayed) -> None:
    """All that does not need the lines themselves: the profile holds neither orders nor partners nor products."""
    run = ReplayRun(tuple(shop.drafts.values()), shop.history, base=shop.base)
    told: list[str] = []
    first, again = (what_if(shop.home, run, False, told.append) for _ in range(2))
    assert first == again
    assert len(told) == 1
    _assert_told(first, together.impact)


def _assert_told(quick: Impact, whole: Impact) -> None:
    """What is told on a profile is what a replay tells."""
    for one, other in zip(quick.drafts, whole.drafts, strict=True):
        assert one.moves == tuple(replace(move, orders=None) for move in other.moves if move.worth.lines)
        assert one.touched == tuple(replace(kind, orders=0) for kind in other.touched)
        assert one.open == tuple(replace(kind, orders=0) for kind in other.open)
        for name in ("changes", "other_reasons", "months", "territories", "measures", "licences", "gaps"):
            assert getattr(one, name) == getattr(other, name), name
    assert (quick.judged, quick.undated) == (whole.judged, whole.undated)


def test_edits_on_an_opened_profile_are_told_as_by_replays(shop: Office, tmp_path: Path) -> None:
    """Other territories, windows that begin within a month, a fact that was not asked for before, one day for all."""
    history = shutil.copytree(shop.history, tmp_path / "history", ignore=shutil.ignore_patterns("profile"))
    draft = shutil.copytree(shop.drafts["wider"], tmp_path / "draft")
    text = (draft / "own.yaml").read_text("utf-8")
    within = text.replace("2022-03-10", "2022-03-17")
    edits = [
        (text.replace("[RU, BY, KZ]", "[RU, DE]"), None),
        (within, None),
        (within, date(2022, 3, 16)),
        (text.replace("2022-03-10", "2022-02-14") + BY_CHANNEL, None),
        (text, None),
    ]
    run = ReplayRun((draft,), history, base=shop.base)
    with opened_profile(shop.home, run, False, lambda _: None) as judged:
        for number, (edit, day) in enumerate(edits):
            (draft / "own.yaml").write_text(edit, encoding="utf-8")
            asked = run_as(run, day=day, out=tmp_path / f"out{number}")
            _assert_told(judged(asked), replay(shop.home, asked).impact)


def test_an_opened_profile_of_a_history_that_has_changed_says_so(shop: Office, tmp_path: Path) -> None:
    history = shutil.copytree(shop.history, tmp_path / "history", ignore=shutil.ignore_patterns("profile"))
    run = ReplayRun((shop.drafts["wider"],), history, base=shop.base)
    with opened_profile(shop.home, run, False, lambda _: None) as judged:
        assert judged(run) == judged(run)
        record = history / "history.json"
        record.write_bytes(record.read_bytes() + b"\n")
        with pytest.raises(ConflictError, match="has changed"):
            judged(run)


def test_a_draft_that_asks_more_of_lines_than_the_profile_holds_says_so(shop: Office, tmp_path: Path) -> None:
    what_if(shop.home, ReplayRun((shop.drafts["wider"],), shop.history, base=shop.base), True, lambda _: None)
    other = tmp_path / "other"
    other.mkdir()
    (other / "one.yaml").write_text(LINE_FACTS.replace("quantity > 6", "quantity > 7"), encoding="utf-8")
    run = ReplayRun((other,), shop.history, base=shop.base)
    with pytest.raises(InputError) as caught:
        what_if(shop.home, run, False, lambda _: None)
    assert any("quantity > 7" in str(fault) and "--renew" in str(fault) for fault in caught.value.faults)
    renewed = what_if(shop.home, run, True, lambda _: None)
    assert renewed.drafts[0].changed


# -- bad input --------------------------------------------------------------------------------------------------------


def test_the_faults_of_all_drafts_are_told_at_once(shop: Office, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "bad.yaml").write_text(f"measure: {name}\neffect: perhaps\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        replay(shop.home, ReplayRun((tmp_path / "a", tmp_path / "b"), shop.history, base=shop.base))
    assert {fault.at.partition("/")[0] for fault in caught.value.faults} == {"a", "b"}


def test_without_a_history_it_is_said_how_to_make_one(shop: Office, tmp_path: Path) -> None:
    with pytest.raises(MissingError) as caught:
        replay(shop.home, ReplayRun((shop.base,), tmp_path / "none", base=shop.base, out=tmp_path / "out"))
    assert "moratorium history build" in caught.value.fault.help


def test_a_history_that_is_cut_is_a_source_that_cannot_be_read(shop: Office, tmp_path: Path) -> None:
    copy = tmp_path / "history"
    shutil.copytree(shop.history, copy)
    part = next((copy / "lines").glob("*.parquet"))
    part.write_bytes(part.read_bytes()[:-100])
    with pytest.raises(SourceError) as caught:
        replay(shop.home, ReplayRun((shop.base,), copy, base=shop.base, out=tmp_path / "out"))
    assert "cut short" in caught.value.fault.message
    assert not (tmp_path / "out").exists()


def test_damage_that_shows_only_in_the_middle_leaves_nothing_behind(shop: Office, tmp_path: Path) -> None:
    copy = tmp_path / "history"
    shutil.copytree(shop.history, copy)
    part = next((copy / "lines").glob("*.parquet"))
    data = bytearray(part.read_bytes())
    data[100 : len(data) // 2] = bytes(len(data) // 2 - 100)
    part.write_bytes(data)
    with pytest.raises(SourceError):
        replay(shop.home, ReplayRun((shop.drafts["lines"],), copy, base=shop.base, out=tmp_path / "out"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["history"]


def test_a_folder_in_use_is_left_alone(shop: Office, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="in use"):
        replay(shop.home, ReplayRun((shop.base,), shop.history, base=shop.base, out=tmp_path))
    assert (tmp_path / "mine.txt").read_text(encoding="utf-8") == "mine"


def test_a_draft_that_says_the_same_changes_nothing(shop: Office, tmp_path: Path) -> None:
    out, seen = tmp_path / "out", []

    def page(impact: Impact) -> str:
        """All but the page is written by now, and nothing stands under the name of the result yet."""
        seen.append(out.exists())
        return f"{impact.lines} lines"

    replayed = replay(shop.home, ReplayRun((shop.base,), shop.history, base=shop.base, out=out), page)
    (draft,) = replayed.impact.drafts
    assert (draft.changed, draft.changes, draft.other_reasons) == (0, (), 0)
    assert seen == [False]
    assert (out / "report.html").read_text(encoding="utf-8") == f"{replayed.impact.lines} lines"
    assert parquet.read_table(replayed.out / CHANGED).num_rows == 0
    assert "no line's effect changes" in impact_summary(replayed.impact)


def test_the_impact_that_is_written_is_the_impact(together: Replayed) -> None:
    data = (together.out / IMPACT).read_bytes()
    assert msgspec.json.decode(data, type=Impact) == together.impact
    assert sorted(path.name for path in together.out.iterdir()) == [CHANGED, IMPACT, REPORT]
    assert sorted(path.name for path in together.out.parent.iterdir()) == ["out"]


def test_the_summary_names_every_draft_and_what_was_not_counted(together: Replayed) -> None:
    text = impact_summary(together.impact)
    for draft in together.impact.drafts:
        assert f"\n{draft.book.name}  (" in text
    assert "clearances are not counted" in text


# -- the page ---------------------------------------------------------------------------------------------------------


def test_the_page_lies_beside_the_figures_and_says_them(together: Replayed) -> None:
    page = (together.out / REPORT).read_text(encoding="utf-8")
    assert page == impact_page(msgspec.json.decode((together.out / IMPACT).read_bytes(), type=Impact))
    assert Outline(page).open == []
    assert Outline(page).targets <= set(Outline(page).ids)
    text = text_of(page)
    for draft in together.impact.drafts:
        assert draft.book.name in text
        assert all(f"| {move.worth.lines:,} |" in text for move in draft.moves if move.worth.lines)
    assert "{subject}" not in text


def test_a_page_that_cannot_be_made_leaves_no_result(shop: Office, tmp_path: Path) -> None:
    def fails(_: Impact) -> str:
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        replay(shop.home, ReplayRun((shop.base,), shop.history, base=shop.base, out=tmp_path / "out"), fails)
    assert list(tmp_path.iterdir()) == []
