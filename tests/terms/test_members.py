"""Sets of which not everything may be known."""

from __future__ import annotations

import msgspec
import pytest

from moratorium.terms.members import NONE, UNKNOWN, Members
from moratorium.terms.truth import Truth


@pytest.mark.parametrize(
    ("members", "answer"),
    [
        (Members.of("RU"), True),
        (Members.of("NL", "RU", open=True), True),
        (Members.of("NL"), False),
        (Members.of("NL", possible=["DE"]), False),
        (Members.of("NL", possible=["RU"]), None),
        (Members.of("NL", open=True), None),
        (NONE, False),
        (UNKNOWN, None),
    ],
)
def test_whether_one_of_the_asked_is_in_the_set(members: Members, answer: Truth) -> None:
    assert members.overlaps(frozenset({"RU", "BY"})) is answer


def test_what_is_certain_is_not_also_merely_possible() -> None:
    assert Members.of("RU", possible=["RU", "UA"]).possible == {"UA"}
    joined = Members.of("RU").join(Members.of(possible=["RU", "UA"]))
    assert joined == Members.of("RU", possible=["UA"])


def test_a_join_is_open_if_either_side_is() -> None:
    assert NONE.join(UNKNOWN).open
    assert UNKNOWN.join(NONE).open
    assert not NONE.join(NONE).open


def test_a_certain_member_of_either_side_is_certain() -> None:
    joined = Members.of("NL", possible=["DE"], open=True).join(Members.of("DE", possible=["FR"]))
    assert joined == Members(frozenset({"NL", "DE"}), frozenset({"FR"}), True)


def test_equal_sets_hash_alike_and_others_apart() -> None:
    one, same = Members.of("NL", possible=["DE"]), Members.of("NL", possible=["DE"])
    assert hash(one) == hash(same)
    assert len({one, same, Members.of("NL"), Members.of("NL", possible=["DE"], open=True), UNKNOWN, NONE}) == 5


def test_members_never_change() -> None:
    with pytest.raises(AttributeError):
        NONE.open = True  # type: ignore[misc]  # that it may not be set is what is tested
    assert msgspec.to_builtins(UNKNOWN) == {"known": [], "possible": [], "open": True}
