"""``account`` at the command line: people invited, given a role, disabled, reset."""

from __future__ import annotations

import re

import pytest

from tests.cli.office import Office

LINK = re.compile(r"https://moratorium\.maker\.example/welcome/[\w-]{43}")


def state(office: Office) -> list[tuple[str, str, str]]:
    """Name, role and state of each account."""
    listed = office.run("account", "list", "--format", "json").lines
    return [(one["name"], one["role"], one["state"]) for one in listed]


def test_people_are_invited_given_a_role_and_disabled(office: Office) -> None:
    office.run("whoami", "--new", "ann")
    assert "prints a link for the first administrator" in office.run("account", "list").err
    url = ("--url", "https://moratorium.maker.example/")
    made = office.run("account", "invite", "gus", "--role", "officer", *url, by="ann")
    assert made.code == 0
    assert LINK.fullmatch(made.out.strip())
    assert "opens once" in made.err
    assert state(office) == [("gus", "officer", "invited")]
    assert office.run("account", "role", "gus", "counsel", "--reason", "moved", by="ann").code == 0
    assert office.run("account", "disable", "gus", "--reason", "left", by="ann").code == 0
    assert state(office) == [("gus", "counsel", "disabled")]
    assert office.run("account", "reset", "gus", by="ann").code == 4
    assert office.run("account", "enable", "gus", by="ann").code == 0
    again = office.run("account", "reset", "gus", *url, by="ann")
    assert LINK.fullmatch(again.out.strip())
    assert again.out != made.out
    assert office.is_sound()


def test_what_cannot_be_done_is_told(office: Office) -> None:
    office.run("whoami", "--new", "ann")
    assert office.run("account", "invite", "gus", "--role", "officer").code == 4
    assert office.run("account", "invite", "gus", "--role", "machine", by="ann").code == 2
    assert office.run("account", "role", "gus", "officer", by="ann").code == 3
    assert office.run("account", "invite", "gus", "--role", "officer", by="ann").code == 0
    assert office.run("account", "invite", "gus", "--role", "officer", by="ann").code == 5
    assert office.run("account", "role", "gus", "officer", by="ann").code == 4


def test_the_address_of_links_can_be_a_setting(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.run("whoami", "--new", "ann")
    monkeypatch.setenv("MORATORIUM_URL", "https://moratorium.maker.example")
    made = office.run("account", "invite", "gus", "--role", "officer", by="ann")
    assert LINK.fullmatch(made.out.strip())


def test_a_link_is_sent_or_printed_and_never_both(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.run("whoami", "--new", "ann")
    to = ("--mail", "gus@maker.example")
    assert office.run("account", "invite", "gus", "--role", "officer", "--mail", "gus", by="ann").code == 2
    printed = office.run("account", "invite", "gus", "--role", "officer", *to, by="ann")
    assert "/welcome/" in printed.out
    assert "no letter is sent: set MORATORIUM_MAIL" in printed.err
    assert "no letters" in office.run("mail", "list").err
    monkeypatch.setenv("MORATORIUM_MAIL", "smtps://mail.maker.example")
    monkeypatch.setenv("MORATORIUM_MAIL_FROM", "compliance@maker.example")
    monkeypatch.setenv("MORATORIUM_URL", "https://moratorium.maker.example")
    sent = office.run("account", "link", "gus", *to, "--language", "nl", by="ann")
    assert (sent.code, sent.out) == (0, "")
    assert "on its way to gus@maker.example" in sent.err
    assert [one["kind"] for one in office.run("mail", "list", "--format", "json").lines] == ["invitation"]
