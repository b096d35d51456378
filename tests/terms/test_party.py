"""Parties and their places."""

from __future__ import annotations

import pytest

from moratorium.terms.party import PARTY_ROLES, PLACE_ROLES, ROLES, Address, Party


@pytest.mark.parametrize("part", ["country", "region", "city", "postcode", "text"])
def test_an_address_with_any_part_stated_is_not_empty(part: str) -> None:
    assert not Address(**{part: "x"}).is_empty
    assert Address(**{part: ""}).is_empty
    assert Address().is_empty


@pytest.mark.parametrize(
    ("party", "subject"),
    [
        (Party("C-7", ("Ann Example",), Address("NL")), "party:C-7"),
        (Party(names=("Ann Example", "A. Example"), address=Address("NL")), "party:Ann Example (NL)"),
        (Party(names=("Ann Example",)), "party:Ann Example (no country stated)"),
        (Party("", ("Ann Example",), Address("NL")), "party:Ann Example (NL)"),
        (Party(address=Address("NL")), None),
    ],
)
def test_answers_about_a_party_are_kept_under_its_id_or_else_its_name_and_country(
    party: Party, subject: str | None
) -> None:
    assert party.subject == subject


def test_the_roles_are_closed_lists_without_repetition() -> None:
    assert ROLES == PARTY_ROLES + PLACE_ROLES
    assert len(set(ROLES)) == len(ROLES) == 14
