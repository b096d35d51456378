"""A hit from end to end: asked, answered, silent over list versions, asked again with what changed; the overview."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.cli.office import Office, row
from tests.worlds import measure_text

TODAY = date.today()
DAYS = [(TODAY - timedelta(days=back)).isoformat() for back in (3, 2, 1, 0)]
LISTED = measure_text("own-listed", "{activities: all, listed: {lists: [OWN], roles: any}}")
HEAD = "id,name,aliases,kind\n"
VOLKOV = "7,Volkov Rotor Works,,entity\n"


def listed(office: Office, text: str, day: str) -> str:
    """Import a version of our own list; what was told."""
    done = office.run("lists", "import", "--source", "own", "--published", day, office.write("own.csv", HEAD + text))
    assert done.code == 0, done.err
    return done.err


@pytest.fixture
def held(office: Office) -> Office:
    """An order that waits for whether its buyer is the listed party; the rulebook is adopted."""
    office.adopt(LISTED)
    listed(office, VOLKOV, DAYS[0])
    orders = office.orders(row("A", buyer="C-1", name="Volkov Rotor-Works Ltd"), row("B", name="Ann Example"))
    assert office.run("check", orders, "--organisation", office.organisation()).code == 10
    return office


def say(office: Office, answer: str, **more: str) -> None:
    (asked,) = office.questions()
    filled = office.fill([{**asked, "answer": answer, "source": "passport seen", **more}])
    done = office.run("answer", filled, by="bo")
    assert done.code in (0, 20), done.err


def test_the_question_shows_how_the_names_meet(held: Office) -> None:
    (asked,) = held.questions()
    assert (asked["subject"], asked["fact"], asked["about"]) == ("party:C-1", "listed", "OWN#7")
    assert 'OWN#7: "Volkov Rotor-Works Ltd" meets "Volkov Rotor Works" (entity), score ' in asked["question"]
    assert asked["compared"].startswith("OWN#7:")


def test_an_answer_is_silent_over_versions_and_asked_again_with_what_changed(held: Office) -> None:
    say(held, "none")
    listed(held, VOLKOV + "8,Someone Else Entirely,,person\n", DAYS[1])
    assert held.run("again").code == 0
    listed(held, "7,Volkov Rotor Works,Volkov Wings,entity\n", DAYS[2])
    done = held.run("again", "--questions", "left.csv")
    assert done.code == 10
    (asked,) = held.questions("left.csv")
    today = TODAY.isoformat()
    since = (
        f"answered {today} by bo: not the listed party (passport seen); "
        'since then the entry changed: names + "VOLKOV WINGS"'
    )
    assert since in asked["question"]
    explained = held.run("explain", "A").out
    assert since in explained
    assert "  ? Is C-1 the listed party?" in explained
    assert held.is_sound()


def test_a_confirmed_match_denies_and_explain_says_who_said_so(held: Office) -> None:
    say(held, "OWN#7")
    assert held.run("again").code == 20
    assert "by bo: the listed party (passport seen)" in held.run("explain", "A").out


def test_the_overview_shows_open_settled_and_asked_again_with_who_when_and_why(held: Office) -> None:
    (found,) = held.run("parties", "matches", "--format", "json").lines
    assert (found["party"], found["name"], found["entry"]) == ("C-1", "Volkov Rotor-Works Ltd", "OWN#7")
    assert (found["listed"], found["kind"], found["state"], found["by"]) == ("Volkov Rotor Works", "entity", "open", "")
    say(held, "none")
    (found,) = held.run("parties", "matches", "C-1", "--format", "json").lines
    assert (found["state"], found["by"], found["on"]) == ("false_positive", "bo", TODAY.isoformat())
    assert (found["reason"], found["changed_since"]) == ("passport seen", "")
    listed(held, "7,Volkov Rotor Works,,person\n", DAYS[1])
    (found,) = held.run("parties", "matches", "--state", "reopened", "--format", "json").lines
    assert found["changed_since"] == "the entry changed: kind person, it was entity"
    assert held.run("parties", "matches", "--state", "open", "--format", "json").lines == []
    table = held.run("parties", "matches").out.splitlines()
    assert table[0].split()[:4] == ["party", "name", "entry", "listed"]
    assert held.run("parties", "matches", "--format", "csv").out.startswith("party,name,entry,listed,kind,score,state,")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("C-2",), 3, "no party `C-2`; did you mean"),
        (("--state", "closed"), 2, "--state: no state `closed`; one of open, reopened, false_positive, true_match"),
    ],
)
def test_what_the_overview_refuses(held: Office, arguments: tuple[str, ...], code: int, words: str) -> None:
    done = held.run("parties", "matches", *arguments)
    assert done.code == code
    assert words in done.err


def test_parties_are_compared_by_hand_and_what_changed_is_printed(held: Office) -> None:
    held.run("parties", "screen")
    register = held.write("parties.csv", "id,name,country\nC-5,Volkov Rotor Works,NL\nC-6,Bo Beispiel,NL\n")
    told = held.run("parties", "import", register).err
    assert "2 parties compared with OWN " in told
    assert "1 outcome changed" in told
    assert 'C-5 and OWN#7 "Volkov Rotor Works", score 1.0000: no match -> possible match (the party is new)' in told
    held.adopt(LISTED, measure_text("strict", "{listed: {lists: [OWN], threshold: 0.5}}", "hold"))
    done = held.run("parties", "screen", "--format", "json")
    assert done.code == 0
    assert done.lines == []
    assert "parties compared with OWN " in done.err
    assert held.run("parties", "screen", "--format", "csv").out.split() == [
        "subject,entry,listed,before,state,score,due_to"
    ]
    assert held.is_sound()


def test_orders_of_a_party_whose_outcome_changed_are_decided_again(held: Office) -> None:
    held.run("parties", "screen")
    listed(held, VOLKOV + "8,Ann Example,,person\n", DAYS[1])
    done = held.run("parties", "screen", "--format", "json")
    changed = [(one["entry"], one["state"], one["due_to"]) for one in done.lines]
    assert changed in ([("OWN#8", "open", "added to the list")], [])
    assert held.run("explain", "B").out.splitlines()[0].endswith(": hold")


def test_by_a_folder_of_measures_thresholds_and_orders_are_those_of_the_folder(office: Office) -> None:
    listed(office, VOLKOV, DAYS[0])
    rules = office.rulebook(measure_text("m", "{activities: all, listed: {lists: [OWN], roles: any, threshold: 1}}"))
    office.check(office.orders(row("A", buyer="C-1", name="Volkoff Rotor Works")), rules=rules)
    assert office.run("parties", "screen", "--rulebook", rules, "--format", "json").lines == []
    (change,) = office.run("parties", "screen", "--format", "json").lines
    assert (change["subject"], change["due_to"]) == ("party:C-1", "the threshold changed")
