"""``serve`` and ``key`` at the command line: what is refused before anything is served, and the keys of callers."""

from __future__ import annotations

import socket

from tests.cli.office import Office


def test_a_home_that_is_not_there_is_refused_with_what_to_do(office: Office) -> None:
    ran = office.run("serve")
    assert ran.code == 3
    assert "no home at" in ran.err
    assert "whoami --new" in ran.err
    assert not office.home.exists()


def test_an_address_that_is_taken_is_told(office: Office) -> None:
    office.run("whoami", "--new", "ann")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        ran = office.run("serve", "--port", str(taken.getsockname()[1]))
    assert ran.code == 2
    assert "cannot serve on" in ran.err


def test_keys_are_made_shown_once_listed_and_revoked(office: Office) -> None:
    office.run("whoami", "--new", "ann")
    assert office.run("key", "new", "--name", "erp", "--role", "machine").code == 4
    made = office.run("key", "new", "--name", "erp", "--role", "machine", by="ann")
    key = made.out.strip()
    assert (made.code, key.count("_") >= 2, "this once" in made.err) == (0, True, True)
    listed = office.run("key", "list", "--format", "json")
    assert [(one["name"], one["role"], one["state"]) for one in listed.lines] == [("erp", "machine", "good")]
    assert key not in listed.out
    assert office.run("key", "revoke", listed.lines[0]["id"], by="ann").code == 0
    assert office.run("key", "list", "--format", "json").lines[0]["state"] == "revoked"
    assert office.run("fsck").code == 0


def test_an_empty_list_of_keys_teaches(office: Office) -> None:
    office.run("whoami", "--new", "ann")
    assert "key new --role machine" in office.run("key", "list").err
