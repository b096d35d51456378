"""Signing in: who is let in, how often one may try, what a session outlives, and that nothing typed is lost."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from moratorium.desk import accounts, passwords, rulebooks, sessions
from moratorium.errors import ConflictError, InputError, MissingError, RefusedError
from moratorium.store import act_at, fsck, outbox, sign_in
from tests.web.office import NOON, Office, served
from tests.web.people import Visitor, anybody, signed_in, words

pytestmark = pytest.mark.xdist_group("console_signing_in")  # what all of it looks at is made once

DEAR = passwords.HASHER
"""As it is when nobody makes it cheap."""

PASSWORD = "three quiet herons"
COOKIE = "moratorium"


class Clock:
    """Stands at noon until it is moved."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    """A clock that tests move."""
    return Clock()


@pytest.fixture
def moved(template: tuple[Path, dict[str, str]], tmp_path: Path, clock: Clock) -> Iterator[Office]:
    """A served home that goes by that clock."""
    with served(*template, tmp_path / "home", clock=clock) as found:
        yield found


@pytest.fixture(scope="module", autouse=True)
def cheap() -> Iterator[None]:
    """Passwords cost little here; that they are dear is shown once below."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
        passwords._nobodys.cache_clear()
        yield
    passwords._nobodys.cache_clear()


def joined(office: Office, name: str = "gus", role: str = "officer") -> str:
    """Somebody who was invited and has set their password."""
    return accounts.take_up(office.service.home, accounts.invite(office.home, name, role), PASSWORD)


def enter(office: Office, name: str = "gus", password: str = PASSWORD, **fields: str) -> tuple[Visitor, int]:
    """Sign in by the form; the browser and the status."""
    visitor = anybody(office)
    answer = visitor.send("/sign-in", "sign_in", name=name, password=password, **fields)
    visitor.token = token(visitor) if answer.status_code == 303 else ""
    return visitor, answer.status_code


def token(visitor: Visitor) -> str:
    """What a form of the account page carries."""
    found = re.search(r'name="_token" value="([^"]+)"', visitor.get("/account").text)
    assert found
    return found[1]


# -- the first account ------------------------------------------------------------------------------------------------


def test_the_first_administrator_comes_by_a_link_that_opens_once(office: Office) -> None:
    """Looking at the link does not use it up; a name or a password that cannot be used does not either."""
    secret = accounts.first_link(office.service.home)
    visitor = anybody(office)
    assert "first administrator" in words(visitor.get(f"/welcome/{secret}"))
    refused = visitor.send(f"/welcome/{secret}", "welcome", name="Ann!", password="short")
    assert refused.status_code == 422
    assert "not a usable name" in words(refused)
    assert "has 5 characters" in words(refused)
    assert 'value="Ann!"' in refused.text
    assert "short" not in refused.text
    done = visitor.send(f"/welcome/{secret}", "welcome", name="eve", password=PASSWORD)
    assert (done.status_code, done.headers["location"]) == (303, "/")
    assert visitor.get("/people").status_code == 200
    assert anybody(office).get(f"/welcome/{secret}").status_code == 404
    assert accounts.first_link(office.service.home) is None
    made = accounts.account(office.service.home, "eve")
    assert (made.role, made.state) == ("administrator", "enabled")


def test_a_later_first_link_replaces_the_one_before_and_none_lasts_longer_than_an_hour(
    moved: Office, clock: Clock
) -> None:
    home = moved.service.home
    first, second = accounts.first_link(home), accounts.first_link(home)
    assert first
    assert second
    with pytest.raises(MissingError, match="opens nothing"):
        accounts.opened(home, first)
    clock.now += accounts.FIRST_LASTS - timedelta(seconds=1)
    assert accounts.opened(home, second).purpose == "first"
    clock.now += timedelta(seconds=1)
    with pytest.raises(MissingError, match="opens nothing"):
        accounts.opened(home, second)


def test_what_opens_a_door_is_kept_as_a_digest_only(office: Office) -> None:
    secret = accounts.invite(office.home, "gus", "officer")
    accounts.take_up(office.service.home, secret, PASSWORD)
    again = accounts.reset(office.home, "gus")
    accounts.take_up(office.service.home, again, PASSWORD)
    session = sessions.begin(office.service.home, "gus").secret
    office.service.home.store.close()
    for path in office.path.glob("moratorium.db*"):
        content = path.read_bytes()
        assert not any(one.encode() in content for one in (secret, again, session, PASSWORD))


def test_a_link_that_is_mailed_is_shown_to_nobody_and_opens_what_the_letter_says(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MORATORIUM_MAIL", "smtps://mail.maker.example")
    monkeypatch.setenv("MORATORIUM_MAIL_FROM", "compliance@maker.example")
    monkeypatch.setenv("MORATORIUM_URL", "https://moratorium.maker.example")
    eve = signed_in(office, "administrator", "eve")
    to = {"address": " gus@maker.example ", "language": "nl"}
    wrong = eve.send("/people", "invite", name="gus", role="officer", address="gus", language="nl")
    assert (wrong.status_code, "gus is no mail address" in words(wrong)) == (422, True)
    made = eve.send("/people", "invite", name="gus", role="officer", **to)
    assert "on its way to gus@maker.example" in words(made)
    assert "/welcome/" not in made.text
    invitation = _link_of(office, "invitation")
    assert accounts.take_up(office.service.home, invitation, PASSWORD) == "gus"
    again = eve.send("/people/gus/reset", "reset", **to)
    assert "/welcome/" not in again.text
    assert accounts.opened(office.service.home, _link_of(office, "reset")).purpose == "reset"


def _link_of(office: Office, kind: str) -> str:
    """The secret in the letter of a kind that waits."""
    with office.home.store.read() as connection:
        (letter,) = [one for one in outbox.page(connection, "waiting", 10) if one.kind == kind]
    assert (letter.to, letter.language) == ("gus@maker.example", "nl")
    return letter.values["link"].removeprefix("/welcome/")


def test_without_a_mail_server_the_link_is_shown_whatever_address_is_given(office: Office) -> None:
    eve = signed_in(office, "administrator", "eve")
    made = eve.send("/people", "invite", name="gus", role="officer", address="gus@maker.example", language="en")
    assert "No letter was sent" in words(made)
    assert "/welcome/" in made.text


# -- signing in -------------------------------------------------------------------------------------------------------


def test_whoever_signs_in_acts_under_their_name(office: Office) -> None:
    joined(office, "eve", "administrator")
    visitor, status = enter(office, "eve")
    assert status == 303
    visitor.send("/people", "invite", name="gus", role="officer")
    (entry,) = [one for one in accounts.all_accounts(office.home) if one.name == "gus"]
    with office.home.store.read() as connection:
        assert act_at(connection, entry.act).act.actor == "eve@service"


@pytest.mark.parametrize(("name", "password"), [("gus", "three quiet heron"), ("nobody", PASSWORD), ("gus", " ")])
def test_a_wrong_password_and_an_unknown_name_are_told_in_the_same_words(
    office: Office, name: str, password: str
) -> None:
    joined(office)
    visitor = anybody(office)
    answer = visitor.send("/sign-in", "sign_in", name=name, password=password, to="/acts")
    assert answer.status_code == 403
    assert "name and password do not belong together" in words(answer)
    assert f'value="{name}"' in answer.text
    assert 'name="to" value="/acts"' in answer.text
    assert COOKIE not in answer.cookies


def test_an_invited_or_disabled_person_cannot_sign_in(office: Office) -> None:
    accounts.invite(office.home, "new", "officer")
    assert enter(office, "new")[1] == 403
    joined(office)
    visitor, _ = enter(office)
    accounts.disable(office.home, "gus", "left")
    assert visitor.get("/account").status_code == 303
    assert enter(office)[1] == 403
    accounts.enable(office.home, "gus")
    assert enter(office)[1] == 303


def test_trying_takes_longer_each_time_for_a_name_and_for_an_address(moved: Office, clock: Clock) -> None:
    """An unknown name waits like a known one, and waiting is over when it is over."""
    joined(moved)
    for name in ("gus", "nobody"):
        assert [enter(moved, name, "wrong")[1] for _ in range(sessions.FREE_NAME)] == [403] * sessions.FREE_NAME
        visitor = anybody(moved)
        answer = visitor.send("/sign-in", "sign_in", name=name, password=PASSWORD)
        assert answer.status_code == 429
        assert "too many attempts" in words(answer)
    clock.now += timedelta(seconds=2)
    assert enter(moved)[1] == 303
    for number in range(sessions.FREE_ADDRESS):
        enter(moved, f"somebody-{number}", "wrong")
    assert enter(moved, "another", "wrong")[1] == 429


def test_a_password_is_dear_to_guess() -> None:
    """Argon2id as RFC 9106 recommends second: 64 MiB, three passes."""
    assert (DEAR.type.name, DEAR.memory_cost, DEAR.time_cost) == ("ID", 65536, 3)


@pytest.mark.parametrize(
    "password", ["short", "x" * 257, "aaaaaaaaaaaaaaa", "password password", "moratorium123", "gus gus gus gus"]
)
def test_a_password_that_everybody_tries_is_refused(password: str) -> None:
    assert passwords.faults(password, "gus")


# -- sessions ---------------------------------------------------------------------------------------------------------


def test_a_session_ends_when_it_was_not_used_and_when_it_is_old(moved: Office, clock: Clock) -> None:
    joined(moved)
    visitor, _ = enter(moved)
    for _ in range(23):
        clock.now += timedelta(minutes=30)
        assert visitor.get("/account").status_code == 200
    clock.now += timedelta(minutes=31)
    assert visitor.get("/account").status_code == 303
    visitor, _ = enter(moved)
    clock.now += sessions.IDLE
    assert visitor.get("/account").headers["location"] == "/sign-in?to=%2Faccount"


def test_clocks_may_differ_by_a_little(moved: Office, clock: Clock) -> None:
    """Another machine whose clock is behind takes a session for good; one whose clock is wrong does not."""
    joined(moved)
    visitor, _ = enter(moved)
    clock.now -= sessions.SKEW
    assert visitor.get("/account").status_code == 200
    clock.now -= timedelta(seconds=1)
    assert visitor.get("/account").status_code == 303


def test_signing_in_makes_a_new_session_each_time_and_signing_out_ends_it(office: Office) -> None:
    joined(office)
    first, _ = enter(office)
    second, _ = enter(office)
    assert first.http.cookies[COOKIE] != second.http.cookies[COOKIE]
    assert first.send("/sign-out").headers["location"] == "/sign-in"
    assert first.get("/account").status_code == 303
    assert second.get("/account").status_code == 200
    third, _ = enter(office)
    assert second.send("/account/sign-out-everywhere").status_code == 303
    assert third.get("/account").status_code == 303


def test_another_role_and_another_password_end_all_sessions(office: Office) -> None:
    joined(office)
    visitor, _ = enter(office)
    accounts.give_role(office.home, "gus", "auditor")
    assert visitor.get("/account").status_code == 303
    visitor, _ = enter(office)
    other, _ = enter(office)
    wrong = visitor.send("/account/password", "password", old_password="wrong", new_password="four loud geese")
    assert wrong.status_code == 403
    assert "the old password is not right" in words(wrong)
    weak = visitor.send("/account/password", "password", old_password=PASSWORD, new_password="geese")
    assert (weak.status_code, "has 5 characters" in words(weak)) == (422, True)
    done = visitor.send("/account/password", "password", old_password=PASSWORD, new_password="four loud geese")
    assert done.status_code == 303
    assert visitor.get("/account").status_code == 200
    assert other.get("/account").status_code == 303
    assert enter(office)[1] == 403
    assert enter(office, password="four loud geese")[1] == 303


def test_a_reset_forgets_the_password_and_gives_a_link(office: Office) -> None:
    joined(office)
    visitor, _ = enter(office)
    secret = accounts.reset(office.home, "gus")
    assert visitor.get("/account").status_code == 303
    assert enter(office)[1] == 403
    accounts.take_up(office.service.home, secret, "four loud geese")
    assert enter(office, password="four loud geese")[1] == 303


def test_folding_the_acts_again_leaves_passwords_and_sessions_alone(office: Office) -> None:
    joined(office)
    visitor, _ = enter(office)
    assert fsck(office.home.store) == ()
    assert visitor.get("/account").status_code == 200
    with office.home.store.read() as connection:
        assert sign_in.password(connection, "gus") is not None


# -- nothing typed is lost --------------------------------------------------------------------------------------------


def test_a_form_that_was_typed_before_the_session_ended_is_shown_again(moved: Office, clock: Clock) -> None:
    """The sign-in carries it, also past a mistyped password; nothing is done before it is sent again."""
    joined(moved, "eve", "administrator")
    visitor, _ = enter(moved, "eve")
    clock.now += sessions.IDLE
    long = visitor.send("/people", "invite", name="gus & co", role="approver", reason="too long " * 30_000)
    assert (long.status_code, "copy it from here" in words(long), long.text.count("too long ") > 29_999) == (
        401,
        True,
        True,
    )
    late = visitor.send("/people", "invite", name="gus & co", role="approver")
    assert late.status_code == 401
    assert "nothing that you typed is lost" in words(late)
    hidden = hidden_fields(late.text)
    mistyped = visitor.send("/sign-in", "sign_in", name="eve", password="wrong", **hidden)
    assert mistyped.status_code == 403
    again = hidden_fields(mistyped.text)
    assert again == hidden
    entered = visitor.send("/sign-in", "sign_in", name="eve", password=PASSWORD, **again)
    assert (entered.status_code, entered.headers["location"]) == (303, "/people")
    shown = visitor.get("/people")
    assert 'value="gus &amp; co"' in shown.text
    assert '<option value="approver" selected>' in shown.text
    assert "nothing was done yet" in words(shown)
    assert {one.name for one in accounts.all_accounts(moved.home)} == {"eve"}
    visitor.token = token(visitor)
    assert visitor.send("/people", "invite", name="gus", role="approver").status_code == 200


def hidden_fields(text: str) -> dict[str, str]:
    """What the sign-in form carries."""
    form = text[text.index('action="/sign-in"') :]
    found = {name: html.unescape(value) for name, value in re.findall(r'name="(to|carried)" value="([^"]*)"', form)}
    assert set(found) == {"to", "carried"}
    return found


def test_a_password_is_never_carried(moved: Office, clock: Clock) -> None:
    joined(moved)
    visitor, _ = enter(moved)
    clock.now += sessions.IDLE
    late = visitor.send("/account/password", "password", old_password=PASSWORD, new_password="four loud geese")
    assert late.status_code == 401
    assert PASSWORD not in late.text
    assert "geese" not in late.text


@pytest.mark.parametrize(
    "to", ["https://elsewhere.example", "//elsewhere.example", "/\\elsewhere.example", "acts", "/\n/x"]
)
def test_nobody_is_sent_elsewhere_from_the_sign_in(office: Office, to: str) -> None:
    joined(office)
    visitor = anybody(office)
    answer = visitor.send("/sign-in", "sign_in", name="gus", password=PASSWORD, to=to)
    assert answer.headers["location"] == "/"


# -- forms of other sites ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers", [{"origin": "https://elsewhere.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}]
)
def test_a_form_of_another_site_is_not_taken(office: Office, headers: dict[str, str]) -> None:
    """Neither of somebody who is signed in, nor to sign somebody in."""
    eve = signed_in(office, "administrator", "eve")
    assert eve.send("/people", "invite", headers, name="gus", role="officer").status_code == 403
    assert anybody(office).send("/sign-in", "sign_in", headers, name="eve", password="x").status_code == 403
    assert {one.name for one in accounts.all_accounts(office.home)} == {"eve"}


def test_a_form_needs_the_token_of_its_own_session(office: Office) -> None:
    eve, adi = signed_in(office, "administrator", "eve"), signed_in(office, "administrator", "adi")
    for text in ("", "no token", adi.token, eve.token[:-4]):
        refused = eve.send("/people", "invite", _token=text, name="gus", role="officer")
        assert refused.status_code == 422
        assert 'value="gus"' in refused.text
    assert eve.send("/people", "invite", name="gus", role="officer").status_code == 200


def test_pages_keep_others_out(office: Office) -> None:
    answer = signed_in(office, "officer").get("/")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    joined(office)
    cookie = anybody(office).send("/sign-in", "sign_in", name="gus", password=PASSWORD).headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" not in cookie


def test_behind_tls_the_cookie_goes_nowhere_else(office: Office) -> None:
    joined(office)
    visitor = anybody(office)
    visitor.http.base_url = "https://moratorium.maker.example"
    headers = {"origin": "https://moratorium.maker.example"}
    answer = visitor.send("/sign-in", "sign_in", headers, name="gus", password=PASSWORD)
    assert answer.headers["set-cookie"].startswith("__Host-moratorium=")
    assert "Secure" in answer.headers["set-cookie"]
    assert "max-age" in answer.headers["strict-transport-security"]


# -- keeping accounts -------------------------------------------------------------------------------------------------


def test_an_account_needs_a_name_a_role_of_people_and_somebody_who_makes_it(office: Office) -> None:
    accounts.invite(office.home, "gus", "officer")
    with pytest.raises(ConflictError, match="already"):
        accounts.invite(office.home, "gus", "officer")
    with pytest.raises(InputError, match="usable name"):
        accounts.invite(office.home, "Gus", "officer")
    with pytest.raises(InputError, match="of people"):
        accounts.invite(office.home, "erp", "machine")
    with pytest.raises(RefusedError, match="needs a name"):
        accounts.invite(replace(office.home, identity=None), "hal", "officer")
    with pytest.raises(MissingError, match="no account"):
        accounts.give_role(office.home, "hal", "officer")


def test_the_last_who_keeps_accounts_cannot_be_taken_away(office: Office) -> None:
    joined(office, "eve", "administrator")
    eve = office.service.acting_for("eve")
    with pytest.raises(RefusedError, match="nobody but `eve`"):
        accounts.give_role(eve, "eve", "officer")
    with pytest.raises(RefusedError, match="nobody but `eve`"):
        accounts.disable(eve, "eve")
    joined(office, "adi", "administrator")
    assert accounts.give_role(eve, "eve", "officer").role == "officer"


def test_an_account_and_a_key_of_one_name_are_one_person(office: Office) -> None:
    """Ann proposed on the command line; the account `ann` cannot approve it, whatever its role."""
    rules = office.path / "rules"
    (rules / "watch.yaml").write_text((rules / "watch.yaml").read_text().replace("hold", "deny"), encoding="utf-8")
    number = rulebooks.propose_adoption(office.home, rules)
    joined(office, "ann", "approver")
    with pytest.raises(RefusedError):
        rulebooks.approve(office.service.acting_for("ann"), number)
