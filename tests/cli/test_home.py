"""Home, identities and health: where the state lives, who acts, what is missing."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from moratorium.cli.app import run
from moratorium.screening import SOURCES
from tests.cli.office import PROGRAM, SUSPENSION, Office, row


def test_home_comes_from_the_option_else_from_the_setting(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MORATORIUM_HOME", str(office.desk / "set"))
    assert run(["whoami", "--new", "ann"]) == 0
    assert (office.desk / "set" / "identities" / "ann.key").exists()
    assert "identities here: none yet" in office.run("whoami").out


def test_who_acts_comes_from_the_option_else_from_the_setting(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    made = office.run("whoami", "--new", "ann")
    assert made.code == 0
    assert "act with `--as ann` or MORATORIUM_AS=ann" in made.out
    office.run("whoami", "--new", "bo")
    assert office.run("whoami").out.startswith("unauthenticated (identities here: ann, bo)")
    assert office.run("whoami", by="ann").out.startswith("ann, public key ")
    monkeypatch.setenv("MORATORIUM_AS", "bo")
    assert office.run("whoami").out.startswith("bo, public key ")
    assert office.run("whoami", by="ann").out.startswith("ann, public key ")


@pytest.mark.parametrize("name", ["Ann", "a/b", "..", "unauthenticated", "", "ä", "a" * 64])
def test_a_name_that_cannot_be_used_is_refused(office: Office, name: str) -> None:
    done = office.run("whoami", "--new", name)
    if name:
        assert done.code == 2
        assert f"`{name}` is not a usable name; lower-case letters" in done.err
    assert not (office.home / "identities").exists() or not list((office.home / "identities").iterdir())


def test_a_name_is_given_once(office: Office) -> None:
    office.run("whoami", "--new", "ann")
    done = office.run("whoami", "--new", "ann")
    assert done.code == 5
    assert "identity `ann` is there already; choose another name" in done.err
    assert office.is_sound()


@pytest.mark.parametrize("name", ["zoe", "../ann", "ANN"])
def test_an_unknown_identity_is_missing_with_the_way_to_one(office: Office, name: str) -> None:
    office.run("whoami", "--new", "ann")
    done = office.run("check", office.orders(row("A")), by=name)
    assert done.code == 3
    assert f"no identity `{name}` here (known: ann); moratorium whoami --new {name}" in done.err


def test_a_damaged_key_is_told(office: Office) -> None:
    office.run("whoami", "--new", "ann")
    (office.home / "identities" / "ann.key").write_text("not hexadecimal")
    done = office.run("whoami", by="ann")
    assert done.code == 2
    assert "the key of `ann` cannot be read; restore it from a backup" in done.err


def test_an_act_in_somebodys_name_with_another_key_is_found(office: Office) -> None:
    office.run("whoami", "--new", "ann")
    (office.home / "identities" / "ann.key").write_text("11" * 32 + "\n")
    office.check(office.orders(row("A")), by="ann")
    done = office.run("fsck")
    assert done.code == 7
    assert "is not signed with the key of `ann`" in done.out


@pytest.mark.parametrize("place", ["file", "file/below"])
def test_a_home_that_cannot_be_made_is_told(office: Office, place: str) -> None:
    office.write("file", "")
    assert run(["--home", place, "whoami"]) == 2
    err = office.capture.readouterr().err
    assert f"MORATORIUM_HOME: cannot use `{place}` as home: " in err


def test_a_home_that_may_not_be_written_is_told(office: Office) -> None:
    """On a file system where nobody may write, not even the administrator."""
    assert run(["--home", "/proc/moratorium", "whoami"]) == 2
    assert "cannot use `/proc/moratorium` as home" in office.capture.readouterr().err


def test_the_home_folder_is_for_its_owner_only(office: Office) -> None:
    office.run("whoami")
    assert office.home.stat().st_mode & 0o077 == 0


# -- doctor -----------------------------------------------------------------------------------------------------------


def test_doctor_says_what_is_missing_and_which_command_mends_it(office: Office) -> None:
    done = office.run("doctor")
    assert done.code == 3
    missing, none = (
        dict(re.findall(rf"^{state:<7}  ([\w -]+): (.*)$", done.out, re.MULTILINE)) for state in ("missing", "none")
    )
    assert missing.keys() == {"identities", "rulebook"}
    published = {f"list {source}" for source in SOURCES if source != "own"}
    assert none.keys() == {"organisation", "catalogue", "parties", *published}
    assert all("moratorium " in words for words in [*missing.values(), *none.values()])


def test_doctor_says_what_is_at_hand(office: Office) -> None:
    office.adopt(SUSPENSION)
    orders, organisation = office.orders(row("A")), office.organisation()
    office.run("check", orders, "--organisation", organisation, "--catalogue", office.catalogue())
    done = office.run("doctor")
    assert done.code == 0
    assert "missing" not in done.out
    assert "none     parties: moratorium check FILE --parties FILE" in done.out
    assert "ok       identities: ann, bo" in done.out
    assert re.search(r"ok       rulebook: \d+ measures adopted, \d+ active", done.out)
    assert "ok       organisation: organisation.yaml" in done.out
    assert "ok       catalogue: catalogue.csv" in done.out
    assert "ok       clock: it is 20" in done.out
    wrong = office.run("--as", "ann", "db", "clock", "--today", "2001-01-01", "--reason", "the battery was empty")
    assert (wrong.code, "not 2001-01-01; set the clock first" in wrong.err) == (2, True)


def test_doctor_counts_a_list_that_is_older_than_promised_as_missing(office: Office) -> None:
    office.adopt(SUSPENSION)
    empty = ',"-0- "' * 8
    rows = "".join(f'{n},"EXAMPLE {n}","-0- ","CUBA"{empty}\n' for n in range(1, 9))
    given = ("lists", "import", "--source", "ofac-sdn", "--published", "2022-02-24", office.write("sdn.csv", rows))
    assert office.run(*given).code == 0
    done = office.run("doctor")
    assert done.code == 3
    assert "missing  list ofac-sdn: " in done.out


# -- the program ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--version"], 0, "moratorium "),
        (["--help"], 0, "Not legal advice"),
        (["check", "--help"], 0, "Exit code: 0 nothing held, 10 something held, 20 something denied"),
    ],
)
def test_help_goes_to_standard_output(office: Office, arguments: list[str], code: int, words: str) -> None:
    done = office.run(*arguments)
    assert (done.code, done.err) == (code, "")
    assert words in " ".join(done.out.split())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "Missing command"),
        (("chek",), "No such command 'chek'"),
        (("check",), "Missing argument 'FILE'"),
        (("check", "a.csv", "--onn", "x"), "No such option"),
        (("check", "a.csv", "--format", "xml"), "'xml' is not one of"),
    ],
)
def test_a_slip_in_the_command_is_told_on_standard_error(
    office: Office, arguments: tuple[str, ...], words: str
) -> None:
    done = office.run(*arguments)
    assert done.code == 2
    assert words in done.err
    assert "; see `moratorium" in done.err
    assert done.out == ""


def test_the_bare_program_shows_its_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 2
    assert "Commands:" in capsys.readouterr().err


def test_a_reader_who_leaves_early_is_no_error(office: Office) -> None:
    """``moratorium check … | head -1``."""
    orders = office.orders(*(row(f"A{number}") for number in range(3000)))
    rules, organisation = office.rulebook(SUSPENSION), office.organisation()
    command = [sys.executable, "-c", PROGRAM, "--home", str(office.home), "check", str(orders), "--rulebook"]
    command += [str(rules), "--organisation", str(organisation)]
    process = subprocess.Popen(command, cwd=office.desk, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.readline().startswith('{"order":"A0"')
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    process.wait(60)
    assert "Traceback" not in err
    assert "Exception" not in err
    assert office.is_sound()
