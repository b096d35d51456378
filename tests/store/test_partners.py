"""What is looked up of partners, read from acts on both databases; with an erased entry its part of it goes."""

from __future__ import annotations

from datetime import date

import pytest

from moratorium.store import Store, append, erase, fsck, partners
from moratorium.terms.account import AccountSet, Local
from moratorium.terms.act import Act, Erased
from moratorium.terms.case import CaseEntered, CaseMoved, Part
from tests.store.office import act, record, signed

ID, OTHER = "NO-2022-0001", "MR-2022-0001"
DUE = date(2022, 5, 10)


def moved(case: str, step: str, before: str, state: str, kind: str = "notice", due: date | None = DUE) -> Act:
    return act("case_moved", case, CaseMoved(case, kind, step, before, state, due))


def recipient(number: int, **fields: str) -> Part:
    return Part("recipient", number, fields)


def entered(case: str, *parts: Part, **fields: str) -> Act:
    return act("case_entered", case, CaseEntered(case, fields=fields, parts=parts))


@pytest.fixture
def told(store: Store) -> Store:
    """A notice to two partners, of whom one has acknowledged it; and another kind of case that says the same words."""
    with store.begin() as connection:
        record(
            connection,
            moved(ID, "open", "", "drafted"),
            entered(ID, recipient(1, party="C-7", name="One"), recipient(2, party="C-9"), acknowledge_by="2022-05-12"),
            moved(ID, "approve", "drafted", "approved"),
            moved(ID, "send", "approved", "sent"),
            entered(ID, recipient(2, acknowledged_at="2022-05-03T08:00:00+00:00", acknowledged_by="I.")),
            moved(OTHER, "open", "", "received", "misuse_report"),
            entered(OTHER, Part("message", 1, {"text": "x"}), summary="x"),
        )
    return store


def test_the_newest_of_each_field_counts_and_only_what_is_looked_up_is_kept(told: Store) -> None:
    with told.read() as connection:
        (found,) = partners.stated(connection, "notice", ["sent"])
        assert partners.stated(connection, "notice", ["drafted"]) == ()
        assert partners.stated(connection, "misuse_report")[0].fields == {}
    assert (found.id, found.state, found.due, found.fields) == (ID, "sent", DUE, {"acknowledge_by": "2022-05-12"})
    assert found.parts == {
        1: {"party": "C-7", "name": "One"},
        2: {"party": "C-9", "acknowledged_at": "2022-05-03T08:00:00+00:00"},
    }
    assert fsck(told) == ()


def test_with_an_erased_entry_its_words_go_and_folding_gives_the_same(told: Store) -> None:
    with told.begin() as connection:
        erase(connection, 4)
        append(connection, [signed(act("erased", ID, Erased(4, "asked for")), 99)])
    with told.read() as connection:
        (found,) = partners.stated(connection, "notice", ["sent"])
    assert found.parts[2] == {"party": "C-9"}
    assert fsck(told) == ()


def test_who_acts_for_a_partner_is_what_their_account_says_last(store: Store) -> None:
    def account(role: str, party: str = "", state: str = "enabled") -> Act:
        return act("account_set", "hilda", AccountSet("hilda", role, Local(), state, party=party))  # type: ignore[arg-type]  # words of the table

    with store.begin() as connection:
        for made, party, listed in (
            (account("partner", "C-7"), "C-7", "C-7"),
            (account("partner", "C-8"), "C-8", "C-8"),
            (account("partner", "C-8", "disabled"), "", "C-8"),
            (account("officer"), "", ""),
        ):
            append(connection, [signed(made, len(party))])
            assert partners.party_of(connection, "hilda@service") == party
            assert [one.party for one in partners.accounts(connection)] == ([listed] if listed else [])
        assert partners.party_of(connection, "nobody@service") == ""
