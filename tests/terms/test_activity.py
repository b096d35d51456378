"""Activities and the roles that each requires."""

from __future__ import annotations

import pytest

from moratorium.terms.activity import ACTIVITIES, is_required
from moratorium.terms.party import ROLES


@pytest.mark.parametrize("activity", ["sale", "export", "spares", "shipment", "transit"])
def test_what_moves_goods_to_somebody_names_buyer_end_user_and_destination(activity: str) -> None:
    assert ACTIVITIES[activity].moves_goods
    assert all(is_required(role, activity) for role in ("buyer", "end_user", "ship_to"))
    assert not is_required("forwarder", activity)


@pytest.mark.parametrize(
    ("role", "activity", "required"),
    [
        ("activation_place", "activation", True),
        ("activation_place", "sale", False),
        ("end_user", "firmware_update", True),
        ("buyer", "firmware_update", False),
        ("seller", "brokering", True),
        ("seller", "sale", False),
        ("end_user", "take_back", False),
        ("buyer", "no such activity", False),
        ("no such role", "sale", False),
    ],
)
def test_whether_an_activity_must_name_a_role(role: str, activity: str, required: bool) -> None:
    assert is_required(role, activity) is required


def test_every_activity_names_somebody_of_the_closed_list_of_roles() -> None:
    for activity, rule in ACTIVITIES.items():
        assert rule.required, activity
        assert set(rule.required) <= set(ROLES), activity
        assert rule.meaning


def test_services_and_returns_move_no_goods_out() -> None:
    still = {"repair", "take_back", "software_supply", "technical_assistance", "activation", "quote", "brokering"}
    assert not any(ACTIVITIES[activity].moves_goods for activity in still)
