"""``check``: decisions out in the promised form, messages apart, exit codes, and nothing half written."""

from __future__ import annotations

import csv
import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from moratorium.store import act_at
from tests.cli.office import ORGANISATION, SUSPENSION, Office, row
from tests.worlds import measure_text

HOLDS = measure_text("look", '{activities: all, where: "quantity > 5"}', "hold", question="May this go on?")


def effects(office: Office, name: str = "out.jsonl") -> dict[str, str]:
    """Effect by order of a file of decisions."""
    lines = (office.desk / name).read_text().splitlines()
    return {one["order"]: one["effect"] for one in map(json.loads, lines)}


# -- what comes out ---------------------------------------------------------------------------------------------------


def test_each_line_is_a_json_object_with_the_promised_keys(office: Office) -> None:
    done = office.check(office.orders(row("SO-1"), row("SO-2", "RU"), row("SO-2", "RU", line="2")))
    assert done.code == 20
    assert [(one["order"], one["line"], one["effect"]) for one in done.lines] == [
        ("SO-1", "1", "allow"),
        ("SO-2", "1", "deny"),
        ("SO-2", "2", "deny"),
    ]
    for one in done.lines:
        assert {"order", "line", "actor", "decision", "effect", "assumed", "findings"} <= one.keys()
        assert one["actor"] == "KR-NL"
        assert one["assumed"] == []
    (finding,) = done.lines[1]["findings"]
    assert {"measure", "revision", "effect", "status", "reason", "question", "missing"} <= finding.keys()
    assert (finding["measure"], finding["effect"], finding["status"]) == ("suspension", "deny", "applies")
    assert finding["question"] is None
    assert finding["missing"] == []


def test_a_hold_carries_its_question_and_what_is_missing(office: Office) -> None:
    heavy = measure_text("heavy", '{activities: all, where: "product.mtow_g > 7000"}')
    done = office.check(office.orders(row("A", product="P-1")), rules=office.rulebook(heavy))
    assert done.code == 10
    (finding,) = [one for one in done.lines[0]["findings"] if one["effect"] == "hold"]
    assert (finding["measure"], finding["status"]) == ("heavy", "unknown")
    assert finding["missing"] == ["product.mtow_g"]
    assert finding["question"] == "What is the maximum take-off weight of P-1?"
    assert finding["reason"]["truth"] is None


def test_lines_of_one_order_cite_one_decision_and_it_is_an_act(office: Office) -> None:
    done = office.check(office.orders(row("SO-2", "RU"), row("SO-2", "RU", line="2")))
    (index,) = {one["decision"] for one in done.lines}
    home = office.opened()
    with home.store as store, store.read() as connection:
        act = act_at(connection, index).act
    assert (act.kind, act.subject, act.actor) == ("decided", "SO-2/sale", "unauthenticated")


def test_messages_go_to_standard_error_only(office: Office) -> None:
    done = office.check(office.orders(row("SO-1"), row("SO-2", "RU")), "--format", "json")
    assert len(done.lines) == 2
    assert "read as CSV" in done.err
    assert "2 orders decided" in done.err


@pytest.mark.parametrize(
    ("rows", "code"),
    [([row("A")], 0), ([row("A"), row("B", quantity="6")], 10), ([row("B", quantity="6"), row("C", "RU")], 20)],
)
def test_exit_code_tells_the_gravest_effect(office: Office, rows: list[str], code: int) -> None:
    assert office.check(office.orders(*rows), rules=office.rulebook(SUSPENSION, HOLDS)).code == code


def test_csv_has_one_row_a_line_and_no_cell_is_a_formula(office: Office) -> None:
    orders = office.orders(row("=cmd|' /C calc'!A0", "RU"), row("B", quantity="6"))
    done = office.check(orders, "--format", "csv", rules=office.rulebook(SUSPENSION, HOLDS))
    found = list(csv.DictReader(done.out.splitlines()))
    assert [one["effect"] for one in found] == ["deny", "hold"]
    assert found[0]["order"].startswith("'=")
    assert [one["activity"] for one in found] == ["sale", "sale"]
    assert found[0]["measures"] == "suspension"
    assert found[1]["questions"] == "May this go on?"


def test_table_is_a_summary_for_people(office: Office) -> None:
    done = office.check(office.orders(row("A"), row("B", "RU")), "--format", "table")
    assert "2 orders decided, 2 lines" in done.out
    assert "1 line   deny  suspension" in done.out
    assert "clear" not in done.out


def test_out_holds_the_decisions_and_the_summary_is_printed(office: Office) -> None:
    done = office.check(office.orders(row("A"), row("B", "RU")), "--out", "out.jsonl")
    assert effects(office) == {"A": "allow", "B": "deny"}
    assert "2 orders decided" in done.out
    assert [path.name for path in office.desk.glob("*.part")] == []


def test_out_can_be_csv(office: Office) -> None:
    office.check(office.orders(row("A")), "--out", "out.csv", "--format", "csv")
    heading = (office.desk / "out.csv").read_text().splitlines()[0].split(",")
    assert {"order", "line", "actor", "effect", "measures", "questions", "assumed", "decision"} <= set(heading)


def test_questions_are_written_beside_out_or_where_told(office: Office) -> None:
    orders = office.orders(row("A", quantity="6"))
    (office.desk / "results").mkdir()
    rules = office.rulebook(HOLDS)
    office.check(orders, "--out", "results/out.jsonl", rules=rules)
    assert len(office.questions("results/questions.csv")) == 1
    office.check(orders, "--questions", "ask.csv", rules=rules)
    assert len(office.questions("ask.csv")) == 1


def test_assumptions_of_the_map_are_named_and_counted(office: Office) -> None:
    orders = office.orders("A,NL,2,2022-05-02", columns="order,buyer.country,quantity,placed_on")
    assert office.run("map", orders).code == 0
    done = office.check(orders)
    assert done.lines[0]["assumed"] == ["activity", "end_user", "ship_to"]
    assert "assumed by the map: end_user in 1 order" in done.err


def test_map_is_not_written_over_one_that_is_there(office: Office) -> None:
    orders = office.orders(row("A"))
    assert office.run("map", orders).out.strip().endswith("orders.csv.map.yaml")
    again = office.run("map", orders)
    assert again.code == 2
    assert "is there already" in again.err
    assert "--out" in again.err


def test_columns_that_are_no_fields_are_named(office: Office) -> None:
    orders = office.orders("A,sale,NL,x", columns="order,activity,buyer.contry,buyer.name")
    assert "left unread: `buyer.contry`" in office.check(orders, "--on", "2022-05-02").err


# -- which day, which rulebook, which entity --------------------------------------------------------------------------


def test_default_valid_day_is_today_so_an_order_taken_before_the_suspension_is_stopped(office: Office) -> None:
    orders = office.orders(row("OLD", "RU", placed_on="2022-04-01"))
    assert office.check(orders).lines[0]["effect"] == "deny"
    assert office.check(orders, "--on", "order-date").lines[0]["effect"] == "allow"
    assert office.check(orders, "--on", "2022-04-25").lines[0]["effect"] == "allow"
    assert office.check(orders, "--on", "2022-04-26").lines[0]["effect"] == "deny"


def test_an_order_without_a_date_is_rejected_on_its_order_date_and_the_others_are_decided(office: Office) -> None:
    orders = office.orders(row("A", "RU", placed_on=""), row("B", "RU"))
    done = office.check(orders, "--on", "order-date")
    assert done.code == 2
    assert [one["order"] for one in done.lines] == ["B"]
    assert "no order date to decide on" in (office.desk / "rejected.csv").read_text()


@pytest.mark.parametrize("day", ["2022-13-01", "26.04.2022", "yesterday", "order_date"])
def test_a_day_that_is_none_is_refused(office: Office, day: str) -> None:
    done = office.check(office.orders(row("A")), "--on", day)
    assert done.code == 2
    assert f"--on: `{day}` is no day; write it as 2022-04-26" in done.err
    assert office.size() == 0


def test_a_rulebook_folder_and_known_at_exclude_each_other(office: Office) -> None:
    done = office.check(office.orders(row("A")), "--known-at", "3")
    assert done.code == 2
    assert "--known-at is for the adopted rulebook" in done.err


def test_known_at_takes_the_rulebook_as_it_was_then(office: Office) -> None:
    orders, organisation = office.orders(row("A", "RU")), office.organisation()
    office.adopt(measure_text("other", "{activities: all, territories: {roles: any, within: [KZ]}}"))
    earlier = office.size()
    office.adopt(SUSPENSION)
    given = ("check", orders, "--organisation", organisation)
    assert office.run(*given).code == 20
    assert office.run(*given, "--known-at", earlier).code == 0
    assert office.run(*given, "--known-at", office.size()).code == 20
    tomorrow = (date.today() + timedelta(days=1)).isoformat()
    assert office.run(*given, "--known-at", tomorrow).code == 20


@pytest.mark.parametrize(("when", "code"), [("2001-01-01", 3), ("0", 3), ("soon", 2)])
def test_known_at_before_anything_was_adopted(office: Office, when: str, code: int) -> None:
    office.adopt(SUSPENSION)
    done = office.run("check", office.orders(row("A")), "--known-at", when)
    assert done.code == code
    assert "no rulebook was adopted at log size 0" in done.err or "no log size and no time" in done.err


def test_without_any_rulebook_the_way_to_one_is_told(office: Office) -> None:
    done = office.run("check", office.orders(row("A")))
    assert done.code == 3
    assert "no rulebook was adopted" in done.err
    assert "measure new --starter" in done.err
    assert office.size() == 0


def test_one_entity_of_ours_can_be_asked_for(office: Office) -> None:
    office.organisation()
    organisation = office.write(
        "group.yaml",
        "entities:\n  - {id: NL-1, seat: NL, default_seller: true}\n"
        "  - {id: CN-1, seat: CN, capacities: [invoicing_parent]}\n",
    )
    given = ("check", office.orders(row("A")), "--rulebook", office.rulebook(SUSPENSION), "--organisation")
    assert [one["actor"] for one in office.run(*given, organisation).lines] == ["NL-1", "CN-1"]
    assert [one["actor"] for one in office.run(*given, organisation, "--actor", "CN-1").lines] == ["CN-1"]


def test_an_unknown_entity_is_refused_with_the_known_ones_and_nothing_is_kept(office: Office) -> None:
    done = office.check(office.orders(row("A")), "--actor", "KR-XX", "--out", "out.jsonl")
    assert done.code == 3
    assert "no entity `KR-XX`; one of KR-NL" in done.err
    assert not (office.desk / "out.jsonl").exists()
    assert office.size() == 0


def test_without_an_organisation_there_is_one_question_and_not_one_a_line(office: Office) -> None:
    orders = office.orders(*(row(f"A{number}", "KZ") for number in range(5)))
    law = measure_text(
        "law", "{activities: all, territories: {roles: any, within: [KZ]}}", bound="{actors: [EU]}"
    ).replace("{kind: own-policy, principle: test}", "{kind: law, jurisdiction: EU}")
    law = law.replace("source: {text: test}", "source: {text: test, as_of: 2022-04-26, mark: V1}")
    done = office.run("check", orders, "--rulebook", office.rulebook(law))
    assert done.code == 10
    assert "no organisation.yaml" in done.err
    asked = [one for one in office.questions() if one["subject"] == "organisation"]
    assert len(asked) == 1
    assert asked[0]["orders"] == "5"


# -- the same inputs, the same decision -------------------------------------------------------------------------------


def test_the_same_inputs_return_the_same_decision_without_a_new_act(office: Office) -> None:
    orders = office.orders(row("A"), row("B", "RU"), row("C", "Unspecified"))
    first = office.check(orders, "--on", "2022-05-02")
    size = office.size()
    again = office.check(orders, "--on", "2022-05-02")
    assert again.out == first.out
    assert again.code == first.code
    assert office.size() == size
    assert "(0 decisions new in the log)" in again.err


def test_another_day_or_rulebook_or_organisation_is_another_decision(office: Office) -> None:
    orders = office.orders(row("A"))
    office.check(orders, "--on", "2022-05-02")
    for more, rules, kept in (
        (["--on", "2022-05-03"], None, 0),
        (["--on", "2022-05-02"], office.rulebook(SUSPENSION, HOLDS, name="other"), 1),
    ):
        before = office.size()
        assert "(1 decision new in the log)" in office.check(orders, *more, rules=rules).err
        assert office.size() == before + 1 + kept


def test_an_order_that_stands_twice_in_a_file_under_two_activities_is_two_orders(office: Office) -> None:
    sale, repair = row("A", "RU"), row("A", "RU").replace(",sale,", ",repair,")
    done = office.check(office.orders(sale, repair))
    assert [(one["order"], one["activity"]) for one in done.lines] == [("A", "sale"), ("A", "repair")]
    explained = office.run("explain", "A")
    assert "order A (sale, open): deny" in explained.out
    assert "order A (repair, open): deny" in explained.out
    assert "(sale" not in office.run("explain", "A/repair").out


def test_after_a_look_at_the_past_todays_check_is_again_what_the_order_stands_at(office: Office) -> None:
    """Today deny; a look at April allows; today's check again denies, and ``explain`` must say so."""
    orders = office.orders(row("A", "RU"))
    assert office.check(orders, "--on", "2022-05-02").code == 20
    assert office.check(orders, "--on", "2022-04-01").code == 0
    assert office.check(orders, "--on", "2022-05-02").code == 20
    told = office.run("explain", "A").out
    assert "order A (sale, open): deny" in told
    assert "decided as of 2022-05-02" in told
    assert "other decisions, which do not stand: acts 3" in told


def test_looks_back_and_drafts_leave_explain_and_again_at_the_decision_by_the_adopted_rulebook(office: Office) -> None:
    """Adopted: deny. Neither a day before it, nor a draft, nor the rulebook of last year replaces that."""
    office.adopt(measure_text("other", "{activities: all, territories: {roles: any, within: [KZ]}}"))
    earlier = office.size()
    office.adopt(SUSPENSION)
    given = ("check", office.orders(row("A", "RU")), "--organisation", office.organisation())
    draft = office.rulebook(measure_text("draft", "{activities: all, territories: {roles: any, within: [BY]}}"))
    assert office.run(*given).code == 20
    for look in (["--on", "2022-04-01"], ["--rulebook", draft], ["--known-at", earlier]):
        assert office.run(*given, *look).code == 0
        told = office.run("explain", "A").out
        assert "order A (sale, open): deny" in told
        assert "other decisions, which do not stand: acts " in told
    assert "a trial: not the adopted rulebook" in office.run(*given, "--rulebook", draft).err
    assert "a trial" not in office.run(*given).err
    again = office.run("again", "--rulebook", draft)
    assert "deny" in office.run("explain", "A").out.splitlines()[0]
    assert again.code == 0
    today = office.run("again")
    assert (today.code, today.out) == (20, f"1 open order decided again as of {date.today()}: 0 changed\n")
    size = office.size()
    assert "(0 decisions new in the log)" in office.run(*given).err
    assert office.size() == size
    assert office.is_sound()


def test_what_was_only_tried_stands_until_something_is_adopted(office: Office) -> None:
    orders, organisation = office.orders(row("A", "RU")), office.organisation()
    draft = office.rulebook(measure_text("draft", "{activities: all, territories: {roles: any, within: [BY]}}"))
    assert office.run("check", orders, "--organisation", organisation, "--rulebook", draft).code == 0
    assert "allow" in office.run("explain", "A").out.splitlines()[0]
    office.adopt(SUSPENSION)
    told = office.run("explain", "A").out
    assert "order A (sale, open): deny" in told
    assert "other decisions, which do not stand: acts " in told


# -- the report -------------------------------------------------------------------------------------------------------


def test_a_report_of_any_check_is_written_beside_its_decisions(office: Office) -> None:
    orders = office.orders(row("A"), row("B", "RU"), row("C", quantity="6"))
    rules = office.rulebook(SUSPENSION, HOLDS)
    plain = office.check(orders, "--on", "2022-05-02", rules=rules)
    done = office.check(orders, "--on", "2022-05-02", "--report", "report.html", rules=rules)
    assert (done.code, done.out) == (plain.code, plain.out)
    assert "the report is in report.html" in done.err
    page = (office.desk / "report.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert "orders.csv" in page
    assert "May this go on?" in page
    assert "legal advice" in page


def test_a_report_of_a_file_in_which_nothing_is_an_order_line(office: Office) -> None:
    done = office.check(office.orders(row("A", placed_on="2022-02-30")), "--report", "report.html")
    assert done.code == 2
    assert (office.desk / "report.html").read_text(encoding="utf-8").startswith("<!doctype html>")


# -- explain ----------------------------------------------------------------------------------------------------------


def test_explain_tells_the_decision_as_a_tree_in_plain_words(office: Office) -> None:
    office.check(office.orders(row("A", "RU"), row("B", quantity="6")), rules=office.rulebook(SUSPENSION, HOLDS))
    denied = office.run("explain", "A").out
    assert "order A (sale, open): deny" in denied
    assert "deny  suspension (revision" in denied
    assert "buyer" in denied
    assert "within one of RU, UA (found: RU" in denied
    held = office.run("explain", "B").out
    assert "? May this go on?" in held


def test_explain_of_an_unknown_order_is_missing(office: Office) -> None:
    done = office.run("explain", "NONE")
    assert done.code == 3
    assert "no decision for order `NONE`; decide it with `moratorium check FILE`" in done.err


def test_a_formula_in_a_cell_is_text_all_the_way(office: Office) -> None:
    """``=cmd`` as an order id is decided as it stands; in files for spreadsheets it is quoted."""
    orders = office.orders(row("=cmd|' /C calc'!A0", "Unspecified", buyer="=1+1", name="@SUM(1)"))
    done = office.check(orders)
    assert done.lines[0]["order"] == "=cmd|' /C calc'!A0"
    assert all(cell[:1] not in "=+-@" for one in office.questions() for cell in one.values() if cell)


# -- nothing half written ---------------------------------------------------------------------------------------------


def test_a_failing_run_leaves_the_old_out_file_and_no_part(office: Office) -> None:
    out = office.write("out.jsonl", "of yesterday\n")
    done = office.run("check", office.orders(row("A")), "--rulebook", "nowhere", "--out", out)
    assert done.code == 3
    assert out.read_text() == "of yesterday\n"
    assert sorted(path.name for path in office.desk.iterdir()) == ["orders.csv", "out.jsonl"]


@pytest.mark.parametrize("option", ["--out", "--questions", "--report"])
def test_a_folder_that_is_not_there_is_told_before_anything_is_decided(office: Office, option: str) -> None:
    done = office.check(office.orders(row("A")), option, "nowhere/result")
    assert done.code == 2
    assert f"{option}: no folder `nowhere`; make it first" in done.err
    assert office.size() == 0


@pytest.mark.parametrize("option", ["--out", "--questions", "--report"])
def test_the_file_of_orders_is_never_written_over(office: Office, option: str) -> None:
    orders = office.orders(row("A"))
    before = orders.read_bytes()
    for target in (orders, "../desk/orders.csv"):
        done = office.check(orders, option, target)
        assert done.code == 2
        assert "would be written over; give another name" in done.err
    assert orders.read_bytes() == before
    assert office.check(orders, option, office.desk).code == 2
    assert office.size() == 0


def test_a_part_that_cannot_be_read_keeps_none_of_the_others(office: Office) -> None:
    rules, organisation = office.rulebook(SUSPENSION), office.organisation()
    bad = office.write("catalogue.csv", "")
    given = ("check", office.orders(row("A")), "--rulebook", rules, "--organisation", organisation)
    done = office.run(*given, "--catalogue", bad, "--out", "out.jsonl")
    assert done.code == 2
    assert "catalogue.csv: the file is empty" in done.err
    assert office.size() == 0
    assert not (office.desk / "out.jsonl").exists()


@pytest.mark.parametrize("part", ["organisation", "catalogue", "parties"])
def test_a_missing_part_is_told_with_its_option(office: Office, part: str) -> None:
    given = ("check", office.orders(row("A")), "--rulebook", office.rulebook(SUSPENSION))
    done = office.run(*given, f"--{part}", "nowhere.file")
    assert done.code == 3
    assert f"no {part} file `nowhere.file`; give its path with --{part}" in done.err
    assert office.size() == 0


def test_parts_are_kept_once_and_used_until_newer_ones_come(office: Office) -> None:
    orders, rules = office.orders(row("A")), office.rulebook(SUSPENSION)
    office.check(orders, "--catalogue", office.catalogue())
    size = office.size()
    assert office.check(orders, "--catalogue", office.catalogue()).code == 0
    assert office.size() == size
    done = office.run("check", orders, "--rulebook", rules)
    assert done.lines[0]["actor"] == "KR-NL"
    office.write("organisation.yaml", ORGANISATION.replace("KR-NL", "KR-2"))
    assert office.run("check", orders, "--organisation", "organisation.yaml", "--rulebook", rules).code == 0
    assert office.size() == size + 2


def test_organisation_faults_come_all_at_once_with_line_and_column(office: Office) -> None:
    bad = office.write("organisation.yaml", "entities:\n  - {id: A, seat: nl}\n  - {id: A, seet: NL}\n")
    done = office.run(
        "check", office.orders(row("A")), "--rulebook", office.rulebook(SUSPENSION), "--organisation", bad
    )
    assert done.code == 2
    assert "organisation.yaml:2:19: `nl` is no territory code" in done.err
    assert "unknown field `seet`; did you mean `seat`?" in done.err


@pytest.mark.parametrize(
    ("stated", "field", "code", "help_"),
    [
        ("seat: UK", "seat", "UK", "; did you mean `GB`?"),
        ("seat: USA", "seat", "USA", "; did you mean `US`?"),
        ("seat: XX", "seat", "XX", ""),
        ("seat: NL, ships_from: UK", "ships_from", "UK", "; did you mean `GB`?"),
        ("seat: NL, persons: [DE, UK]", "persons", "UK", "; did you mean `GB`?"),
    ],
)
def test_a_seat_that_no_territory_has_is_refused(
    office: Office, stated: str, field: str, code: str, help_: str
) -> None:
    """It would bind no law, in silence."""
    wrong = office.write("organisation.yaml", f"entities:\n  - {{id: A, {stated}}}\n")
    rules = office.rulebook(SUSPENSION)
    done = office.run("check", office.orders(row("A")), "--rulebook", rules, "--organisation", wrong)
    assert done.code == 2
    assert f"organisation.yaml, entity A, {field}: `{code}` is no territory{help_}\n" in done.err
    assert office.size() == 0


def test_an_organisation_in_another_encoding_is_told(office: Office) -> None:
    bad = office.desk / "organisation.yaml"
    bad.write_bytes(b"entities:\n  - {id: A, seat: NL, name: \xfc}\n")
    done = office.run(
        "check", office.orders(row("A")), "--rulebook", office.rulebook(SUSPENSION), "--organisation", bad
    )
    assert done.code == 2
    assert "not UTF-8 at byte 38" in done.err


def test_two_runs_over_one_file_leave_each_decision_once(office: Office) -> None:
    """Two processes at once: both end well, and each order is decided once."""
    orders = office.orders(*(row(f"A{number}", "RU" if number % 2 else "NL") for number in range(1200)))
    rules, organisation = office.rulebook(SUSPENSION), office.organisation()
    given = ("check", orders, "--rulebook", rules, "--organisation", organisation, "--on", "2022-05-02")
    both = [office.start(*given, "--out", f"out-{n}.jsonl", "--questions", f"q-{n}.csv") for n in (1, 2)]
    for process in both:
        _, err = process.communicate(timeout=120)
        assert process.returncode == 20, err
    assert (office.desk / "out-1.jsonl").read_text() == (office.desk / "out-2.jsonl").read_text()
    assert office.size() == 1200 + 2
    assert office.is_sound()


def test_path_of_the_program_as_a_process(office: Office) -> None:
    """The real program: JSON on standard output, messages on standard error, the exit code."""
    rules, organisation = office.rulebook(SUSPENSION), office.organisation()
    process = office.start("check", office.orders(row("A", "RU")), "--rulebook", rules, "--organisation", organisation)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 20
    assert json.loads(out)["effect"] == "deny"
    assert "Traceback" not in err


def test_an_unreadable_orders_path(office: Office) -> None:
    for path, words in ((Path("none.csv"), "no file `none.csv`"), (office.desk, f"no file `{office.desk}`")):
        done = office.run("check", path, "--rulebook", office.rulebook(SUSPENSION))
        assert done.code == 3
        assert words in done.err
