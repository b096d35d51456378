"""The rulebook's life by two people, and what each step does to orders that are not delivered yet."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.cli.office import SUSPENSION, Office, row
from tests.worlds import measure_text

TODAY = date.today()
TOMORROW = (TODAY + timedelta(days=1)).isoformat()
YESTERDAY = (TODAY - timedelta(days=1)).isoformat()
IN_A_MONTH = (TODAY + timedelta(days=30)).isoformat()
IN_A_YEAR = (TODAY + timedelta(days=365)).isoformat()

KAZAKHSTAN = measure_text("suspension-kz", "{activities: all, territories: {roles: any, within: [KZ]}}")

BLOCKING = """
conflict: RULE-1
title: blocks
jurisdiction: CN
in_force: [[2021-01-09, null]]
forbids: complying with foreign measures
source: {text: test, as_of: 2022-04-26, mark: V2}
"""


@pytest.fixture
def staffed(office: Office) -> Office:
    """An office with Ann and Bo."""
    for name in ("ann", "bo"):
        assert office.run("whoami", "--new", name).code == 0
    return office


def proposed(office: Office, *arguments: object, by: str = "ann") -> str:
    """Number of a proposal."""
    done = office.run("measure", *arguments, by=by)
    assert done.code == 0, done.err
    assert f"proposal {done.out.strip()}; another person" in done.err
    return done.out.strip()


def test_the_starter_is_written_checked_and_adopted_by_two_people(staffed: Office) -> None:
    written = staffed.run("measure", "new", "--starter", "starter")
    assert written.code == 0
    assert len(written.out.splitlines()) == len(list((staffed.desk / "starter").iterdir()))
    checked = staffed.run("measure", "check", "starter")
    assert checked.code == 0
    assert " measures, " in checked.out
    assert "inactive: EU-269-2014: " in checked.out
    number = proposed(staffed, "adopt", "starter")
    assert staffed.run("measure", "show").code == 3
    refused = staffed.run("measure", "approve", number, by="ann")
    assert refused.code == 4
    assert "`ann` proposed this and cannot approve it; ask another person" in refused.err
    nobody = staffed.run("measure", "approve", number)
    assert nobody.code == 4
    assert "to approve a proposal needs a name" in nobody.err
    approved = staffed.run("measure", "approve", number, by="bo")
    assert approved.code == 0
    assert f"proposal {number} approved by bo" in approved.err
    shown = staffed.run("measure", "show", "--format", "csv")
    assert "OWN-2022-04-26-RU-UA,deny,active," in shown.out
    assert staffed.run("measure", "show", "OWN-2022-04-26-RU-UA").out.startswith("measure: OWN-2022-04-26-RU-UA\n")
    assert staffed.is_sound()


def test_a_measure_that_leans_on_a_blocking_rule_is_adopted_told_and_changed_alone(staffed: Office) -> None:
    leaning = measure_text("leaning", "{activities: all}", "hold", conflicts_with="[RULE-1]")
    staffed.adopt(leaning, BLOCKING)
    assert "title: blocks" in staffed.run("measure", "show", "RULE-1").out
    for id in ("leaning", "RULE-1"):
        assert "approved by bo" in staffed.run("measure", "history", id).out
    changed = staffed.write("leaning.yaml", leaning.replace("title: leaning", "title: leaning more"))
    assert staffed.run("measure", "approve", proposed(staffed, "propose", changed), by="bo").code == 0
    assert "leaning more" in staffed.run("measure", "show", "leaning").out


def test_a_proposal_needs_a_name(staffed: Office) -> None:
    done = staffed.run("measure", "adopt", staffed.rulebook(SUSPENSION))
    assert done.code == 4
    assert "a proposal needs a name; moratorium whoami --new NAME" in done.err


def test_a_proposal_is_decided_once(staffed: Office) -> None:
    number = proposed(staffed, "adopt", staffed.rulebook(SUSPENSION))
    assert staffed.run("measure", "approve", number, by="bo").code == 0
    for step in (("approve", number), ("reject", number, "--reason", "late")):
        again = staffed.run("measure", *step, by="bo")
        assert again.code == 4
        assert f"proposal {number} is approved already" in again.err
    assert staffed.run("measure", "approve", "99", by="bo").code == 3


def test_a_proposal_does_not_undo_unseen_what_was_approved_after_it_was_made(staffed: Office) -> None:
    """Two proposals from one state: the second would bring back the old text of what the first changed."""
    staffed.adopt(SUSPENSION)
    first = proposed(staffed, "propose", staffed.write("by.yaml", SUSPENSION.replace("[RU, UA]", "[RU, UA, BY]")))
    second = proposed(staffed, "lift", "suspension", "--on", IN_A_MONTH)
    whole = proposed(staffed, "adopt", staffed.rulebook(SUSPENSION, KAZAKHSTAN, name="whole"))
    other = proposed(staffed, "propose", staffed.write("kz.yaml", KAZAKHSTAN))
    assert staffed.run("measure", "approve", first, by="bo").code == 0
    for number in (second, whole):
        late = staffed.run("measure", "approve", number, by="bo")
        assert late.code == 5
        assert f"measure `suspension` was changed after proposal {number} was made" in late.err
    assert staffed.run("measure", "approve", other, by="bo").code == 0
    assert "BY" in staffed.run("measure", "show", "suspension").out


def test_adopting_what_is_adopted_already_is_refused(staffed: Office) -> None:
    staffed.adopt(SUSPENSION)
    done = staffed.run("measure", "adopt", staffed.rulebook(SUSPENSION), by="ann")
    assert done.code == 2
    assert "holds what is adopted already" in done.err


def test_a_rejected_proposal_changes_nothing_and_needs_a_reason(staffed: Office) -> None:
    staffed.adopt(SUSPENSION)
    softer = staffed.write("softer.yaml", SUSPENSION.replace("effect: deny", "effect: hold"))
    number = proposed(staffed, "propose", softer, "--reason", "try")
    assert [one["number"] for one in staffed.run("measure", "show", "--proposals", "--format", "json").lines] == [
        int(number)
    ]
    empty = staffed.run("measure", "reject", number, "--reason", " ", by="bo")
    assert empty.code == 4
    assert "a rejection needs a reason" in empty.err
    assert staffed.run("measure", "reject", number, "--reason", "too soft").code == 4
    assert staffed.run("measure", "reject", number, "--reason", "too soft", by="bo").code == 0
    assert staffed.run("measure", "show", "--proposals", "--format", "json").out == ""
    assert "effect: deny" in staffed.run("measure", "show", "suspension").out
    assert staffed.is_sound()


def test_a_changed_measure_is_told_in_words_before_and_after_and_every_state_is_kept(staffed: Office) -> None:
    staffed.adopt(SUSPENSION)
    earlier = staffed.size()
    changed = staffed.write("changed.yaml", SUSPENSION.replace("within: [RU, UA]", "within: [RU, UA, BY]"))
    number = proposed(staffed, "propose", changed, "--reason", "Belarus too")
    approved = staffed.run("measure", "approve", number, by="bo")
    assert "BY" in approved.err
    told = staffed.run("measure", "history", "suspension").out
    assert told.count("approved by bo") == 2
    assert "BY" in told
    assert "BY" in staffed.run("measure", "show", "suspension").out
    assert "BY" not in staffed.run("measure", "show", "suspension", "--known-at", earlier).out
    orders = staffed.orders(row("A", "BY"))
    given = ("check", orders, "--organisation", staffed.organisation())
    assert staffed.run(*given).code == 20
    assert staffed.run(*given, "--known-at", earlier).code == 0
    assert staffed.is_sound()


def test_a_measure_that_a_new_rulebook_drops_is_kept_in_its_history(staffed: Office) -> None:
    staffed.adopt(SUSPENSION, KAZAKHSTAN)
    before = staffed.size()
    staffed.adopt(SUSPENSION)
    assert "removed, approved by bo" in staffed.run("measure", "history", "suspension-kz").out
    assert staffed.run("measure", "show", "suspension-kz").code == 3
    assert staffed.run("measure", "show", "suspension-kz", "--known-at", before).code == 0


def test_diff_tells_the_difference_of_two_folders_in_words(staffed: Office) -> None:
    before, after = staffed.rulebook(SUSPENSION, name="a"), staffed.rulebook(SUSPENSION, KAZAKHSTAN, name="b")
    assert "suspension-kz" in staffed.run("measure", "diff", before, after).out
    assert staffed.run("measure", "diff", before, before).out == "no difference\n"
    assert staffed.run("measure", "diff", before, "nowhere").code == 3


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("new",), 2, "a new measure needs an id"),
        (("new", "--starter", "rules"), 2, "is not empty"),
        (("check", "nowhere"), 3, "no measures in `nowhere`"),
        (("adopt", "nowhere"), 3, "no measures in `nowhere`"),
        (("extend", "none"), 3, "no measure `none` in the adopted rulebook"),
        (("lift", "none", "--on", "2026-01-01"), 3, "no measure `none` in the adopted rulebook"),
        (("lift", "suspension", "--on", "soon"), 2, "--on: `soon` is no day"),
        (("lift", "suspension", "--on", "2022-04-26"), 2, "would never have been in force before"),
        (("extend", "suspension"), 2, "no end that could be extended"),
        (("history", "none"), 3, "`none` was never adopted"),
        (("show", "none"), 3, "no measure `none`"),
        (("show", "--on", "26/04/2022"), 2, "is no day"),
        (("approve", "x"), 2, "should be a valid integer"),
        (("reject", "1"), 2, "Missing option '--reason'"),
    ],
)
def test_what_a_measure_command_refuses(staffed: Office, arguments: tuple[str, ...], code: int, words: str) -> None:
    staffed.rulebook(SUSPENSION)
    staffed.adopt(SUSPENSION)
    done = staffed.run("measure", *arguments, by="ann")
    assert done.code == code
    assert words in done.err
    assert done.out == ""


def test_a_new_measure_is_written_to_fill_in_and_not_over_another(office: Office) -> None:
    assert office.run("measure", "new", "suspension-xx").code == 0
    text = (office.desk / "suspension-xx.yaml").read_text()
    assert text.startswith("measure: suspension-xx\n")
    assert office.run("measure", "new", "suspension-xx").code == 2
    refused = office.run("measure", "check", "suspension-xx.yaml")
    assert refused.code == 2
    assert "suspension-xx.yaml:" in refused.err
    assert "XX" in refused.err
    office.write("suspension-xx.yaml", text.replace("[XX]", "[KZ]").replace("  # replace XX;", "  #"))
    assert office.run("measure", "check", "suspension-xx.yaml").code == 0


@pytest.mark.parametrize(
    ("scope", "words"),
    [
        ("{activities: all, where: \"activity = 'repairs'\"}", "`repairs` is no `activity`; did you mean `repair`"),
        ("{activities: [repairs]}", "`repairs`"),
        ("{activities: all, products: {controls: [EU-I:9A0122]}}", "`EU-I:9A0122`"),
    ],
)
def test_a_word_that_nothing_has_is_a_fault_with_its_place(office: Office, scope: str, words: str) -> None:
    """Left as it is, the measure would look right and stop nothing."""
    done = office.run("measure", "check", office.write("m.yaml", measure_text("m", scope)))
    assert done.code == 2
    assert "moratorium: m.yaml:7:" in done.err
    assert words in done.err


def test_check_says_which_lists_nobody_knows_here(office: Office) -> None:
    listed = "{{activities: all, listed: {{lists: [{}], roles: any}}}}"
    near, far, known = (listed.format(name) for name in ("OFAC-SDNN", "ZZZZ", "OFAC-SDN"))
    done = office.run("measure", "check", office.write("m.yaml", measure_text("m", near)))
    assert done.code == 0
    assert "not at hand: m asks the list `OFAC-SDNN`; did you mean `OFAC-SDN`" in done.out
    done = office.run("measure", "check", office.write("m.yaml", measure_text("m", far)))
    assert "not at hand: m asks the list `ZZZZ`: until it is, the measure only shows itself" in done.out
    done = office.run("measure", "check", office.write("m.yaml", measure_text("m", known)))
    assert "not at hand" not in done.out


def test_a_proposal_is_looked_at_before_it_is_approved_and_told_only_to_who_may_approve(staffed: Office) -> None:
    staffed.adopt(SUSPENSION)
    number = proposed(staffed, "propose", staffed.write("kz.yaml", KAZAKHSTAN))
    shown = staffed.run("measure", "show", "--proposal", number)
    assert (shown.code, shown.err) == (0, "")
    assert "`suspension-kz` is new" in shown.out
    for by in ("ann", None):
        refused = staffed.run("measure", "approve", number, by=by)
        assert refused.code == 4
        assert "is new" not in refused.err
    assert "`suspension-kz` is new" in staffed.run("measure", "approve", number, by="bo").err
    assert staffed.run("measure", "show", "--proposal", "99").code == 3


def test_an_approval_of_many_changes_tells_their_number_and_what_to_look_at(staffed: Office) -> None:
    """Each of them is told beforehand, by ``measure show --proposal``."""
    many = [measure_text(f"m-{n:02}", "{activities: all, territories: {roles: any, within: [KZ]}}") for n in range(26)]
    number = proposed(staffed, "adopt", staffed.rulebook(*many))
    assert len(staffed.run("measure", "show", "--proposal", number).out.splitlines()) >= 26
    told = staffed.run("measure", "approve", number, by="bo").err
    assert "changes; `measure show` lists what is adopted now" in told
    assert "`m-00` is new" not in told


def test_a_measure_of_the_base_pack_is_shown_like_any_other(office: Office) -> None:
    """Every rulebook contains it, also before one is adopted."""
    done = office.run("measure", "show", "base-territory")
    assert done.code == 0
    assert done.out.startswith("measure: base-territory\n")


# -- what a change of the rulebook does to orders ---------------------------------------------------------------------


def test_an_approval_decides_open_and_shipped_orders_again_and_lists_exactly_what_changed(staffed: Office) -> None:
    """Delivered orders that were allowed are left alone; what stays as it was is not listed."""
    orders = staffed.orders(
        row("OPEN", "KZ"),
        row("SHIPPED", "KZ", status="shipped"),
        row("CLOSED", "KZ", status="closed"),
        row("ELSEWHERE", "NL"),
        row("DENIED", "RU"),
    )
    staffed.adopt(SUSPENSION)
    assert staffed.run("check", orders, "--organisation", staffed.organisation()).code == 20
    number = proposed(staffed, "propose", staffed.write("kz.yaml", KAZAKHSTAN))
    done = staffed.run("measure", "approve", number, by="bo")
    assert "4 open orders decided again" in done.out
    assert "2 changed" in done.out
    assert [line.split()[0] for line in done.out.splitlines()[1:]] == ["OPEN/sale", "SHIPPED/sale"]
    assert all(line.endswith("allow -> deny") for line in done.out.splitlines()[1:])
    assert "deny" in staffed.run("explain", "OPEN").out.splitlines()[0]
    assert "allow" in staffed.run("explain", "CLOSED").out.splitlines()[0]
    again = staffed.run("again")
    assert again.code == 20
    assert "0 changed" in again.out


def test_a_measure_that_comes_into_force_on_monday_stops_the_right_orders_on_monday(staffed: Office) -> None:
    future = measure_text(
        "suspension-kz",
        "{activities: all, territories: {roles: any, within: [KZ]}}",
        in_force=f"[[{IN_A_MONTH}, null]]",
    )
    orders = staffed.orders(row("A", "KZ"), row("B", "NL"), row("C", "KZ", status="closed"))
    staffed.adopt(future)
    assert staffed.run("check", orders, "--organisation", staffed.organisation()).code == 0
    today = staffed.run("again")
    assert (today.code, "0 changed" in today.out) == (0, True)
    monday = staffed.run("again", "--on", IN_A_MONTH)
    assert monday.code == 20
    assert f"2 open orders decided again as of {IN_A_MONTH}: 1 changed" in monday.out
    assert monday.out.splitlines()[1].split() == ["A/sale", "allow", "->", "deny"]
    assert staffed.is_sound()


def test_lifting_releases_from_the_day_on_and_not_before(staffed: Office) -> None:
    staffed.adopt(SUSPENSION)
    staffed.run("check", staffed.orders(row("A", "RU"), row("B", "NL")), "--organisation", staffed.organisation())
    number = proposed(staffed, "lift", "suspension", "--on", IN_A_MONTH, "--reason", "agreed")
    approved = staffed.run("measure", "approve", number, by="bo")
    assert "0 changed" in approved.out
    assert "deny" in staffed.run("explain", "A").out.splitlines()[0]
    lifted = staffed.run("again", "--on", IN_A_MONTH)
    assert lifted.code == 0
    assert lifted.out.splitlines()[1].split() == ["A/sale", "deny", "->", "allow"]


def test_extending_stops_what_the_end_would_have_released(staffed: Office) -> None:
    ending = SUSPENSION.replace("[[2022-04-26, null]]", f"[[2022-04-26, {TODAY}]]")
    staffed.adopt(ending)
    staffed.run("check", staffed.orders(row("A", "RU")), "--organisation", staffed.organisation())
    assert "allow" in staffed.run("explain", "A").out.splitlines()[0]
    earlier = staffed.run("measure", "extend", "suspension", "--until", YESTERDAY, by="ann")
    assert earlier.code == 2
    assert "is not later than the present end" in earlier.err
    number = proposed(staffed, "extend", "suspension", "--until", IN_A_YEAR, "--reason", "still needed")
    approved = staffed.run("measure", "approve", number, by="bo")
    assert approved.out.splitlines()[1].split() == ["A/sale", "allow", "->", "deny"]
    assert IN_A_YEAR in staffed.run("measure", "history", "suspension").out


def test_a_look_ahead_tells_what_would_change_and_never_stands(staffed: Office) -> None:
    ending = SUSPENSION.replace("[[2022-04-26, null]]", f"[[2022-04-26, {TOMORROW}]]")
    staffed.adopt(ending)
    orders = staffed.orders(row("A", "RU"))
    staffed.run("check", orders, "--organisation", staffed.organisation())
    ahead = staffed.run("again", "--on", TOMORROW)
    assert ahead.out.splitlines()[1].split() == ["A/sale", "deny", "->", "allow"]
    assert "deny" in staffed.run("explain", "A").out.splitlines()[0]
    assert staffed.run("check", orders, "--on", TOMORROW).code == 0
    assert "deny" in staffed.run("explain", "A").out.splitlines()[0]
    assert "0 changed" in staffed.run("again").out


def test_a_lift_for_a_country_names_the_regions_that_it_opens(staffed: Office) -> None:
    staffed.adopt(SUSPENSION)
    number = proposed(staffed, "lift", "suspension", "--on", TODAY.isoformat())
    assert "look: " in staffed.run("measure", "approve", number, by="bo").err


def test_a_passed_review_ends_nothing_and_is_told(staffed: Office) -> None:
    review = "review: {every: P3M, question: still needed?, owner: trade-compliance}\n"
    rules = staffed.rulebook(SUSPENSION + review)
    done = staffed.check(staffed.orders(row("A", "RU")), rules=rules)
    assert done.code == 20
    assert "review due: suspension (still needed?)" in done.err


def test_again_lists_nothing_where_nothing_was_decided_and_says_so(staffed: Office) -> None:
    assert staffed.run("again").code == 3
    staffed.adopt(SUSPENSION)
    done = staffed.run("again")
    assert (done.code, done.out) == (0, f"0 open orders decided again as of {TODAY}: 0 changed\n")


def test_again_by_a_folder_keeps_the_folder_that_its_decisions_cite(staffed: Office) -> None:
    staffed.check(staffed.orders(row("A", "KZ")))
    before = staffed.size()
    done = staffed.run("again", "--rulebook", staffed.rulebook(KAZAKHSTAN, name="draft"))
    assert done.code == 20
    assert staffed.size() == before + 3  # the folder, the decision, what changed


@pytest.mark.parametrize("command", [("again", "--on", "x"), ("again", "--rulebook", "nowhere")])
def test_again_refuses_what_it_cannot_use_and_records_nothing(staffed: Office, command: tuple[str, ...]) -> None:
    staffed.check(staffed.orders(row("A", "KZ")))
    before = staffed.size()
    assert staffed.run(*command).code in (2, 3)
    assert staffed.size() == before


def test_two_approvals_at_once_count_once(staffed: Office) -> None:
    number = proposed(staffed, "adopt", staffed.rulebook(SUSPENSION))
    assert staffed.run("whoami", "--new", "cy").code == 0
    both = [staffed.start("--as", name, "measure", "approve", number) for name in ("bo", "cy")]
    told = [process.communicate(timeout=60)[1] for process in both]
    assert sorted(process.returncode for process in both) == [0, 4], told
    assert staffed.is_sound()
