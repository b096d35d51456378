"""Canonical bytes and digests."""

from __future__ import annotations

import hashlib
from datetime import date
from decimal import Decimal

import pytest

from moratorium.errors import InputError
from moratorium.terms.canon import canonical, digest, digest_bytes
from moratorium.terms.members import Members
from moratorium.terms.order import Line


def test_keys_and_sets_are_sorted_and_no_space_is_written() -> None:
    value = {"b": frozenset({"NL", "DE"}), "a": {"d": None, "c": True}, "B": (1, "é")}
    assert canonical(value).decode() == '{"B":[1,"é"],"a":{"c":true,"d":null},"b":["DE","NL"]}'


def test_decimals_and_days_travel_as_text() -> None:
    assert canonical([Decimal("1.10"), date(2022, 4, 26)]) == b'["1.10","2022-04-26"]'


def test_a_struct_leaves_out_what_is_not_stated() -> None:
    assert canonical(Line("1", quantity=Decimal(2))) == b'{"number":"1","quantity":"2"}'
    assert canonical(Members.of("RU")) == b'{"known":["RU"],"open":false,"possible":[]}'


@pytest.mark.parametrize("value", [0.5, {"a": [1.0]}, object(), {"a": "\ud800"}, {1j: 2}])
def test_what_has_no_one_form_is_refused(value: object) -> None:
    with pytest.raises(InputError, match=r"^this value has no canonical form: "):
        canonical(value)


def test_a_binary_fraction_is_named_with_its_mend() -> None:
    with pytest.raises(InputError, match=r"`0\.1` is a binary fraction; write it as a decimal"):
        canonical({"price": 0.1})


def test_a_digest_is_sha_256_of_the_canonical_bytes() -> None:
    assert digest({"b": 1, "a": 2}) == hashlib.sha256(b'{"a":2,"b":1}').hexdigest()
    assert digest_bytes(b'{"a":2,"b":1}') == digest({"a": 2, "b": 1})
    assert digest(1) != digest("1")
