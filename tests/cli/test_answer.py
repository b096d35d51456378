"""Questions out, answers in: a hold is released only by an act that becomes a fact, or by a person's clearance."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from moratorium.store import projections
from tests.cli.office import SUSPENSION, Office, row
from tests.worlds import measure_text

TODAY = date.today()
TOMORROW = (TODAY + timedelta(days=1)).isoformat()
IN_A_WEEK = (TODAY + timedelta(days=7)).isoformat()
YESTERDAY = (TODAY - timedelta(days=1)).isoformat()

HEAVY = measure_text("heavy", '{activities: all, where: "product.mtow_g > 7000"}')
LOOK = measure_text("look", '{activities: all, where: "quantity > 5"}', "hold", question="May {subject} go on?")
LISTED = measure_text("listed", "{activities: all, listed: {lists: [OWN], roles: any}}")


def answered(question: dict[str, str], answer: str, source: str = "call of 2 May", **more: str) -> dict[str, str]:
    """A question with its answer filled in."""
    return {**question, "answer": answer, "source": source, **more}


def of(questions: list[dict[str, str]], fact: str) -> dict[str, str]:
    """The one question about a fact."""
    (found,) = [one for one in questions if one["fact"].partition("@")[0] == fact]
    return found


def held(office: Office, orders: Path, rules: Path) -> dict[str, str]:
    """Effect by order, checked again."""
    return {one["order"]: one["effect"] for one in office.check(orders, rules=rules).lines}


def test_one_answer_releases_all_lines_of_its_subject(office: Office) -> None:
    """Five orders of two products wait for two weights; one answer settles all of one product's."""
    rules = office.rulebook(HEAVY)
    orders = office.orders(*(row(f"A{n}", product="P-1") for n in range(4)), row("B", product="P-2"))
    assert office.check(orders, rules=rules).code == 10
    first, second = office.questions()
    assert (first["subject"], first["fact"], first["orders"], first["lines"]) == ("product:P-1", "mtow_g", "4", "4")
    assert first["value"] == "15120 EUR"
    assert second["subject"] == "product:P-2"
    done = office.answer(office.fill([answered(first, "1050"), second]), rules=rules)
    assert done.code == 10
    assert "1 answer recorded" in done.err
    assert "5 open orders decided again" in done.out
    assert "4 changed" in done.out
    assert [line.split()[0] for line in done.out.splitlines()[1:]] == [f"A{n}/sale" for n in range(4)]
    assert held(office, orders, rules) == {"A0": "allow", "A1": "allow", "A2": "allow", "A3": "allow", "B": "hold"}
    assert office.is_sound()


def test_an_answer_may_also_deny(office: Office) -> None:
    rules = office.rulebook(HEAVY)
    office.check(office.orders(row("A", product="P-1")), rules=rules)
    done = office.answer(office.fill([answered(of(office.questions(), "mtow_g"), "9000")]), rules=rules)
    assert done.code == 20
    assert done.out.splitlines()[1].split() == ["A/sale", "hold", "->", "deny"]


def test_an_answer_about_a_place_settles_every_role_of_that_party(office: Office) -> None:
    rules = office.rulebook(SUSPENSION)
    orders = office.orders(
        "A,sale,C-1,Ann Example,Unspecified,2022-05-02",
        "B,sale,C-1,Ann Example,Unspecified,2022-05-02",
        columns="order,activity,buyer.id,buyer.name,buyer.country,placed_on",
    )
    office.write(
        "orders.csv.map.yaml",
        "columns: {order: order, activity: activity, buyer.id: buyer.id, buyer.name: buyer.name, "
        "buyer.country: buyer.country, placed_on: placed_on}\n"
        "assume: {ship_to: = buyer, end_user: = buyer}\nformats: {dates: ymd}\n",
    )
    assert office.check(orders, rules=rules).code == 10
    (asked,) = office.questions()
    assert (asked["subject"], asked["fact"], asked["orders"]) == ("party:C-1", "territory", "2")
    assert office.answer(office.fill([answered(asked, "NL")]), rules=rules).code == 0
    assert held(office, orders, rules) == {"A": "allow", "B": "allow"}


def test_an_answer_without_a_source_is_refused_with_its_place_and_the_others_are_taken(office: Office) -> None:
    rules = office.rulebook(HEAVY)
    orders = office.orders(row("A", product="P-1"), row("B", product="P-2"))
    office.check(orders, rules=rules)
    first, second = office.questions()
    filled = office.fill([answered(first, "100", source=""), answered(second, "100")])
    done = office.answer(filled, rules=rules)
    assert done.code == 2
    assert "not taken: filled.csv:2: an answer needs a source: what does it rest on?" in done.err
    assert "mend the row and hand it in again" in done.err
    assert "1 answer recorded" in done.err
    assert held(office, orders, rules) == {"A": "hold", "B": "allow"}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"answer": "heavy"}, "`heavy`"),
        ({"answer": "100", "fact": "weight"}, "`product:P-1` has no fact `weight`"),
        ({"answer": "100", "expires": "31.12.2026"}, "31.12.2026"),
    ],
)
def test_an_answer_that_says_nothing_is_refused(office: Office, change: dict[str, str], words: str) -> None:
    rules = office.rulebook(HEAVY)
    office.check(office.orders(row("A", product="P-1")), rules=rules)
    office.run("whoami", "--new", "bo")
    size = office.size()
    filled = office.fill([{**answered(of(office.questions(), "mtow_g"), ""), **change}])
    done = office.answer(filled, rules=rules)
    assert done.code == 2
    assert "not taken: filled.csv:2: " in done.err
    assert words in done.err
    assert office.size() == size


def test_rows_without_an_answer_are_left_alone(office: Office) -> None:
    rules = office.rulebook(HEAVY)
    office.check(office.orders(row("A", product="P-1")), rules=rules)
    office.run("whoami", "--new", "bo")
    size = office.size()
    done = office.answer("questions.csv", rules=rules)
    assert (done.code, "0 answers recorded" in done.err) == (0, True)
    assert office.size() == size


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("none.csv", None, "there is no file `none.csv`"),
        ("other.csv", "a,b\n1,2\n", "no column `kind`"),
        ("empty.csv", "", "the file is empty"),
    ],
)
def test_a_file_that_is_no_questions_file_is_told(office: Office, name: str, text: str | None, words: str) -> None:
    if text is not None:
        office.write(name, text)
    done = office.run("answer", name)
    assert done.code == 2
    assert words in done.err


def test_a_rulebook_that_cannot_be_read_is_told_before_an_answer_is_recorded(office: Office) -> None:
    office.check(office.orders(row("A", product="P-1")), rules=office.rulebook(HEAVY))
    size = office.size()
    filled = office.fill([answered(of(office.questions(), "mtow_g"), "1")])
    assert office.run("answer", filled, "--rulebook", "nowhere").code == 3
    assert office.size() == size


def test_an_expired_answer_counts_no_longer(office: Office) -> None:
    """``expires`` is the first day on which it does not count; after it the question is open again."""
    rules = office.rulebook(HEAVY)
    orders = office.orders(row("A", product="P-1"))
    office.check(orders, rules=rules)
    filled = office.fill([answered(of(office.questions(), "mtow_g"), "100", expires=TOMORROW)])
    assert office.answer(filled, rules=rules).code == 0
    assert office.check(orders, rules=rules).code == 0
    assert office.check(orders, "--on", TOMORROW, rules=rules).code == 10
    assert office.run("again", "--on", TOMORROW, "--rulebook", rules).code == 10


def test_a_newer_answer_replaces_the_older_one(office: Office) -> None:
    rules = office.rulebook(HEAVY)
    orders = office.orders(row("A", product="P-1"))
    office.check(orders, rules=rules)
    asked = of(office.questions(), "mtow_g")
    assert office.answer(office.fill([answered(asked, "100")]), rules=rules).code == 0
    assert office.answer(office.fill([answered(asked, "8000")]), rules=rules).code == 20


def test_what_the_order_states_goes_before_an_answer(office: Office) -> None:
    rules = office.rulebook(HEAVY)
    columns = "order,activity,product,product.mtow_g,buyer.country,placed_on"
    orders = office.orders("A,sale,P-1,,NL,2022-05-02", columns=columns)
    office.check(orders, rules=rules)
    asked = next(one for one in office.questions() if one["fact"] == "mtow_g")
    office.answer(office.fill([answered(asked, "100")]), rules=rules)
    stated = office.orders("B,sale,P-1,9000,NL,2022-05-02", columns=columns)
    assert office.check(stated, rules=rules).code == 20


def test_an_answer_needs_a_name_and_without_one_none_is_taken(office: Office) -> None:
    rules = office.rulebook(HEAVY)
    office.check(office.orders(row("A", product="P-1")), rules=rules)
    size = office.size()
    filled = office.fill([answered(of(office.questions(), "mtow_g"), "100")])
    done = office.run("answer", filled, "--rulebook", rules)
    assert done.code == 4
    assert "an answer needs a name" in done.err
    assert "--as NAME" in done.err
    assert office.size() == size


def test_questions_that_somebody_has_begun_to_answer_are_not_written_over(office: Office) -> None:
    rules = office.rulebook(HEAVY)
    orders = office.orders(row("A", product="P-1"))
    office.check(orders, rules=rules)
    begun = office.fill([answered(of(office.questions(), "mtow_g"), "100")], name="questions.csv").read_bytes()
    done = office.check(orders, rules=rules)
    assert (office.desk / "questions.csv").read_bytes() == begun
    assert "questions.new.csv" in done.err
    assert len(office.questions("questions.new.csv")) == 1


PLACES = measure_text("ru", "{activities: all, territories: {roles: [ship_to, end_user], within: [RU]}}")
BARE = "order,activity,product,buyer.id,buyer.name,buyer.country,placed_on"


def test_questions_say_what_an_answer_looks_like(office: Office) -> None:
    rules = office.rulebook(HEAVY, LOOK, PLACES)
    orders = office.orders("A,sale,P-1,C-1,Ann Example,NL,2022-05-02", columns=BARE)
    office.check(orders, rules=rules)
    expects = {one["fact"].partition("@")[0]: one["expects"] for one in office.questions()}
    assert expects["mtow_g"] == "a number (g)"
    assert expects["end_user.filled"] == "a party id, or: same as buyer, or: Name; country"
    assert expects["ship_to.filled"] == "an address, or: same as buyer"
    office.check(office.orders(row("B", quantity="6", product="P-1")), rules=office.rulebook(LOOK, name="look"))
    (cleared,) = office.questions()
    assert cleared["expects"] == "yes, if it may go on; the source says on which grounds"


@pytest.mark.parametrize(
    ("who", "where", "code"),
    [
        ("same as buyer", "Same as buyer", 0),
        ("same as buyer", "Russia", 20),
        ("Bo Example; Russia", "same as buyer", 20),
        ("Bo Example; Germany", "DE", 0),
        ("C-7", "same as end user", 20),
        ("Bo Example", "same as buyer", 10),
    ],
)
def test_who_fills_a_role_is_answered_with_a_role_a_party_or_a_name_and_country(
    office: Office, who: str, where: str, code: int
) -> None:
    """C-7 is of our register, and in Russia; a name alone says nothing about a place, so that holds."""
    assert office.run("parties", "import", office.write("parties.csv", "id,name,country\nC-7,Cy,RU\n")).code == 0
    rules = office.rulebook(PLACES)
    orders = office.orders("A,sale,P-1,C-1,Ann Example,NL,2022-05-02", columns=BARE)
    assert office.check(orders, rules=rules).code == 10
    asked = office.questions()
    filled = office.fill([answered(of(asked, "end_user.filled"), who), answered(of(asked, "ship_to.filled"), where)])
    assert office.answer(filled, rules=rules).code == code
    assert f"answered: A/sale: end user filled is {who} (source: call of 2 May)" in office.run("explain", "A").out


@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        ("NL", "NL"),
        ("Netherlands", "NL"),
        ("UK", "GB"),
        ("Kasakhstan", "KZ"),
        ("Crimea", "UA-43"),
        ("UA-43, UA-40", "UA-43 UA-40"),
    ],
)
def test_a_place_answered_by_its_name_is_kept_as_its_code(office: Office, answer: str, kept: str) -> None:
    rules = office.rulebook(SUSPENSION)
    office.check(office.orders(row("A", "Unspecified", buyer="C-1")), rules=rules)
    asked = office.questions()[0]
    office.answer(office.fill([answered(asked, answer)]), rules=rules)
    home = office.opened()
    with home.store as store, store.read() as connection:
        (found,) = projections.answers_on(connection, TODAY)
    assert (found.subject, found.value) == (asked["subject"], kept)


@pytest.mark.parametrize(
    ("answer", "mend"),
    [("Atlantis", "write a code such as NL or UA-30"), ("Russia", "did you mean `RU`?"), ("RUS UA", "")],
)
def test_a_place_that_is_not_one_territory_is_refused_with_the_way(office: Office, answer: str, mend: str) -> None:
    """``Russia`` may be meant with or without what it occupies: a person says which, by code."""
    rules = office.rulebook(SUSPENSION)
    office.check(office.orders(row("A", "Unspecified", buyer="C-1")), rules=rules)
    done = office.answer(office.fill([answered(office.questions()[0], answer)]), rules=rules)
    assert done.code == 2
    assert f"not taken: filled.csv:2: `{answer}` is not one territory; {mend}" in done.err
    assert "0 answers recorded" in done.err


@pytest.mark.parametrize(
    ("subject", "fact", "mend"),
    [
        ("organisation", "actor.territory", "write organisation.yaml and hand it in with --organisation"),
        ("reference", "list:OFAC-SDN", "bring the list up to date: moratorium lists import"),
    ],
)
def test_what_no_answer_settles_is_refused_with_what_mends_it(
    office: Office, subject: str, fact: str, mend: str
) -> None:
    rules = office.rulebook(HEAVY)
    office.check(office.orders(row("A", product="P-1")), rules=rules)
    changed = {**answered(office.questions()[0], "NL"), "subject": subject, "fact": fact}
    done = office.answer(office.fill([changed]), rules=rules)
    assert done.code == 2
    assert f"this is not answered here: {mend}" in done.err
    assert "0 answers recorded" in done.err


def test_questions_that_are_left_are_written_where_told_else_their_number_is(office: Office) -> None:
    rules = office.rulebook(HEAVY)
    orders = office.orders(row("A", product="P-1"), row("B", product="P-2"), row("C", product="P-3"))
    office.check(orders, rules=rules)
    first, second, third = office.questions()
    done = office.answer(office.fill([answered(first, "1")]), "--questions", "left.csv", rules=rules)
    assert "2 questions left, in left.csv" in done.err
    assert [one["subject"] for one in office.questions("left.csv")] == [second["subject"], third["subject"]]
    done = office.answer(office.fill([answered(second, "1")]), rules=rules)
    assert "1 question left; write them with --questions FILE" in done.err
    again = office.run("again", "--rulebook", rules, "--questions", "rest.csv")
    assert "1 question left, in rest.csv" in again.err
    assert [one["subject"] for one in office.questions("rest.csv")] == [third["subject"]]


def test_explain_tells_what_was_answered_by_which_source_and_until_when(office: Office) -> None:
    rules = office.rulebook(HEAVY)
    office.check(office.orders(row("A", product="P-1")), rules=rules)
    asked = of(office.questions(), "mtow_g")
    office.answer(office.fill([answered(asked, "100", "data sheet 7", expires=IN_A_WEEK)]), rules=rules)
    told = office.run("explain", "A").out
    assert "answered: P-1: " in told
    assert f" is 100 (source: data sheet 7, until {IN_A_WEEK})" in told


# -- clearances -------------------------------------------------------------------------------------------------------


def test_a_clearance_needs_a_name_and_then_releases_these_facts_only(office: Office) -> None:
    rules = office.rulebook(LOOK)
    orders = office.orders(row("A", quantity="6"), row("B", quantity="7"))
    assert office.check(orders, rules=rules).code == 10
    first, second = sorted(office.questions(), key=lambda one: one["example"])
    assert first["kind"] == "clearance"
    assert first["fact"].startswith("look@")
    filled = office.fill([answered(first, "yes"), second])
    size = office.size()
    nobody = office.run("answer", filled, "--rulebook", rules)
    assert nobody.code == 4
    assert "needs a name" in nobody.err
    assert "--as NAME" in nobody.err
    assert office.size() == size
    done = office.answer(filled, rules=rules)
    assert done.out.splitlines()[1].split() == ["A/sale", "hold", "->", "allow"]
    assert held(office, orders, rules) == {"A": "allow", "B": "hold"}
    home = office.opened()
    with home.store as store, store.read() as connection:
        (clearance,) = projections.clearances_on(connection, TODAY)
    assert (clearance.order, clearance.measure, clearance.reason) == ("A/sale", "look", "call of 2 May")
    assert office.is_sound()


def test_a_clearance_is_for_one_revision_of_the_measure(office: Office) -> None:
    rules = office.rulebook(LOOK)
    orders = office.orders(row("A", quantity="6"))
    office.check(orders, rules=rules)
    filled = office.fill([answered(one, "yes") for one in office.questions()])
    assert office.answer(filled, rules=rules).code == 0
    changed = office.rulebook(LOOK.replace("quantity > 5", "quantity > 4"), name="changed")
    assert held(office, orders, changed) == {"A": "hold"}


def test_a_clearance_expires(office: Office) -> None:
    rules = office.rulebook(LOOK)
    orders = office.orders(row("A", quantity="6"))
    office.check(orders, rules=rules)
    filled = office.fill([answered(one, "yes", expires=IN_A_WEEK) for one in office.questions()])
    assert office.answer(filled, rules=rules).code == 0
    assert office.check(orders, "--on", IN_A_WEEK, rules=rules).code == 10


def test_a_clearance_is_given_with_yes_or_not_at_all(office: Office) -> None:
    rules = office.rulebook(LOOK)
    office.check(office.orders(row("A", quantity="6")), rules=rules)
    filled = office.fill([answered(one, "no") for one in office.questions()])
    done = office.answer(filled, rules=rules)
    assert done.code == 2
    assert "a clearance is given with `yes`, or the row left empty" in done.err


def test_a_deny_asks_nothing_and_has_no_clearance(office: Office) -> None:
    office.check(office.orders(row("A", "RU")))
    assert office.questions() == []


# -- is this the listed party? ----------------------------------------------------------------------------------------

OWN_LIST = "id,name,country\n1,Volkov Trading Example,RU\n2,Volkov Trading Example,BY\n"


def own_list(office: Office, text: str, day: str = YESTERDAY) -> None:
    """Import our own list."""
    done = office.run("lists", "import", "--source", "own", "--published", day, office.write("own.csv", text))
    assert done.code == 0, done.err


def test_none_settles_only_the_entries_that_the_question_named(office: Office) -> None:
    """A namesake is not the listed party; an entry that comes later is a new question."""
    own_list(office, OWN_LIST)
    rules = office.rulebook(LISTED)
    orders = office.orders(row("A", buyer="C-1", name="VOLKOV TRADING EXAMPLE"), row("B"))
    assert office.check(orders, rules=rules).code == 10
    (asked,) = office.questions()
    assert (asked["subject"], asked["fact"]) == ("party:C-1", "listed")
    assert asked["about"].split() == ["OWN#1", "OWN#2"]
    done = office.answer(office.fill([answered(asked, "none")]), rules=rules)
    assert (done.code, done.out.splitlines()[1].split()) == (0, ["A/sale", "hold", "->", "allow"])
    assert held(office, orders, rules) == {"A": "allow", "B": "allow"}
    own_list(office, OWN_LIST + "3,Volkov Trading Example,KG\n", TODAY.isoformat())
    assert held(office, orders, rules) == {"A": "hold", "B": "allow"}


def test_none_for_one_of_two_entries_leaves_the_other_open(office: Office) -> None:
    own_list(office, OWN_LIST)
    rules = office.rulebook(LISTED)
    orders = office.orders(row("A", buyer="C-1", name="Volkov Trading Example"))
    office.check(orders, rules=rules)
    (asked,) = office.questions()
    filled = office.fill([{**answered(asked, "none"), "about": "OWN#1"}])
    assert office.answer(filled, rules=rules).code == 10


def test_a_confirmed_match_denies(office: Office) -> None:
    own_list(office, OWN_LIST)
    rules = office.rulebook(LISTED)
    office.check(office.orders(row("A", buyer="C-1", name="Volkov Trading Example")), rules=rules)
    (asked,) = office.questions()
    assert office.answer(office.fill([answered(asked, "OWN")]), rules=rules).code == 20


# -- the round trip through a spreadsheet -----------------------------------------------------------------------------


@pytest.mark.parametrize("buyer", ["=1+1", "+31-example", "@home", "-5", "'quoted", "C 7; with, commas"])
def test_a_subject_survives_the_round_trip_through_a_spreadsheet(office: Office, buyer: str) -> None:
    rules = office.rulebook(SUSPENSION)
    orders = office.orders(row("A", "Unspecified", buyer=buyer))
    assert office.check(orders, rules=rules).code == 10
    filled = office.fill([answered(one, "NL") for one in office.questions()])
    assert office.answer(filled, rules=rules).code == 0
    assert held(office, orders, rules) == {"A": "allow"}


@pytest.mark.parametrize("product", ["=1+1", "@x", "+5g"])
def test_a_formula_as_product_survives_too(office: Office, product: str) -> None:
    rules = office.rulebook(HEAVY)
    orders = office.orders(row("A", product=product))
    office.check(orders, rules=rules)
    assert office.answer(office.fill([answered(one, "1") for one in office.questions()]), rules=rules).code == 0
    assert held(office, orders, rules) == {"A": "allow"}


def test_a_questions_file_of_another_delimiter_and_encoding_is_read(office: Office) -> None:
    """As a Dutch or German spreadsheet saves it: semicolons, UTF-16."""
    rules = office.rulebook(HEAVY)
    office.check(office.orders(row("A", product="P-1")), rules=rules)
    asked = answered(of(office.questions(), "mtow_g"), "100", source="Prüfbericht 7")
    text = "\r\n".join(";".join(f'"{cell}"' for cell in cells) for cells in (asked.keys(), asked.values()))
    (office.desk / "gefuellt.csv").write_bytes(text.encode("utf-16"))
    assert office.answer("gefuellt.csv", rules=rules).code == 0


def test_a_buyer_known_by_nothing_but_the_order_is_asked_about_and_answered(office: Office) -> None:
    """No id, no name, no place that resolves: the question is the order's own, and its answer releases it."""
    rules = office.rulebook(SUSPENSION)
    orders = office.orders(row("A", "Unspecified", buyer="", name=""))
    assert held(office, orders, rules) == {"A": "hold"}
    asked = [one for one in office.questions() if one["subject"] == "order:A/sale@party"]
    assert [(one["fact"], one["expects"]) for one in asked] == [("territory", "a country or code like NL, UA-30")]
    places = [one for one in office.questions() if one["fact"] == "ship_to.territory"]
    office.answer(office.fill(answered(one, "NL") for one in [*asked, *places]), rules=rules)
    assert held(office, orders, rules) == {"A": "allow"}
