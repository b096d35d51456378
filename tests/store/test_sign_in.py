"""Accounts as acts left them; passwords, sessions and links, which no act holds. On both databases."""

from __future__ import annotations

from datetime import timedelta

from moratorium.store import Store, accounts, act_pages, fsck, sign_in
from moratorium.store.act_pages import Wanted
from moratorium.store.sign_in import Link, Session
from moratorium.terms.account import AccountSet, Local, Looked, Oidc
from tests.store.office import START, act, record

HOUR = timedelta(hours=1)
ELSEWHERE = Oidc("https://login.maker.example", "7c1f")


def test_an_account_is_what_the_last_act_made_it(store: Store) -> None:
    with store.begin() as connection:
        record(
            connection,
            act("account_set", "gus", AccountSet("gus", "officer", Local())),
            act("account_set", "eve", AccountSet("eve", "administrator", ELSEWHERE), minute=1),
            act("account_set", "gus", AccountSet("gus", "counsel", Local(), "disabled", "left"), minute=2),
        )
    with store.read() as connection:
        eve, gus = accounts.accounts(connection)
        assert (eve.name, eve.source, eve.state) == ("eve", ELSEWHERE, "enabled")
        assert (gus.role, gus.state, gus.made_at, gus.act) == ("counsel", "disabled", START, 2)
        assert accounts.account(connection, "nobody") is None
    assert fsck(store) == ()


def test_a_look_counts_for_its_person_whichever_way_they_came_in(store: Store) -> None:
    with store.begin() as connection:
        record(connection, act("looked", "party:C-7", Looked("party:C-7", "/parties"), "ann@service"))
    with store.read() as connection:
        assert accounts.looked_since(connection, "ann", "party:C-7", START - HOUR)
        assert not accounts.looked_since(connection, "ann", "party:C-7", START)
        assert not accounts.looked_since(connection, "ann", "party:C-8", START - HOUR)
        assert not accounts.looked_since(connection, "bo", "party:C-7", START - HOUR)


def test_sessions_links_and_attempts_come_and_go(store: Store) -> None:
    with store.begin() as connection:
        sign_in.put_session(connection, Session("d1", "gus", START, START))
        sign_in.put_session(connection, Session("d2", "gus", START + HOUR, START + HOUR, "carried"))
        sign_in.touch_session(connection, "d1", START + HOUR)
        sign_in.put_link(connection, Link("l1", "gus", "invite", START + HOUR))
        sign_in.put_link(connection, Link("l2", "gus", "reset", START + HOUR))
        sign_in.count_attempt(connection, "gus", 1, START)
        sign_in.count_attempt(connection, "gus", 2, START)
        sign_in.set_password(connection, "gus", "p1", START)
        sign_in.set_password(connection, "gus", "p2", START)
        sign_in.set_preferences(connection, "gus", "{}")
    with store.read() as connection:
        assert [one.digest for one in sign_in.sessions(connection, "gus")] == ["d2", "d1"]
        assert sign_in.session(connection, "d1") == Session("d1", "gus", START, START + HOUR)
        assert sign_in.link(connection, "l1") is None
        assert sign_in.attempts(connection, "gus") == (2, START)
        assert sign_in.password(connection, "gus") == "p2"
        assert sign_in.with_password(connection) == {"gus"}
        assert sign_in.preferences(connection, "gus") == "{}"
    with store.begin() as connection:
        sign_in.forget_before(connection, START + 2 * HOUR, START + HOUR)
        sign_in.drop_password(connection, "gus")
    with store.read() as connection:
        assert [one.digest for one in sign_in.sessions(connection, "gus")] == ["d2"]
        assert sign_in.link(connection, "l2") is None
        assert sign_in.attempts(connection, "gus") == (0, None)
        assert sign_in.password(connection, "gus") is None


def test_acts_are_looked_through_from_the_newest(store: Store) -> None:
    with store.begin() as connection:
        record(
            connection,
            *(act("looked", f"party:C-{n}", Looked(f"party:C-{n}", "/"), "ann@service", n) for n in range(5)),
            act("account_set", "ann", AccountSet("ann", "officer", Local()), "anna", 9),
        )
    with store.read() as connection:

        def found(before: int | None = None, **wanted: str) -> tuple[list[int], int | None]:
            rows, more = act_pages.acts(connection, Wanted(**wanted), before, 2)
            return [row.index for row in rows], more

        assert found() == ([5, 4], 4)
        assert found(4) == ([3, 2], 2)
        assert found(2) == ([1, 0], None)
        assert found(kind="account_set") == ([5], None)
        assert found(who="ann") == ([4, 3], 3)
        assert found(who="anna") == ([5], None)
        assert found(subject="party:C-1") == ([1], None)
        assert found(subject="party:C_1") == ([], None)
        since = act_pages.since(connection, START + timedelta(minutes=4), ("looked", "account_set"), 9)
        assert [row.index for row in since] == [5, 4]


def test_an_empty_log_has_no_acts(store: Store) -> None:
    with store.read() as connection:
        assert act_pages.acts(connection, Wanted(), None, 5) == ((), None)
