"""No changed receipt is ever proved, and none breaks the program."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moratorium.errors import InputError, ProofError
from moratorium.ledger.receipt import decode_receipt, encode_receipt
from moratorium.ledger.verify import verify_receipt


def _is_refused(data: bytes, made: dict[str, Any]) -> None:
    with pytest.raises((InputError, ProofError)):
        verify_receipt(decode_receipt(data), [made["LOG"].verifier])


@pytest.mark.parametrize("flip", [0x01, 0x20, 0x80])
def test_no_byte_of_a_receipt_can_be_changed(made: dict[str, Any], flip: int) -> None:
    """Every byte, one after the other; 0x20 changes the case of letters."""
    good = encode_receipt(made["receipt"]())
    for at in range(len(good)):
        _is_refused(good[:at] + bytes([good[at] ^ flip]) + good[at + 1 :], made)


@given(data=st.data(), index=st.integers(0, 10), signed=st.booleans())
def test_a_changed_receipt_is_refused(made: dict[str, Any], data: st.DataObject, index: int, signed: bool) -> None:
    """Whatever span is replaced by whatever else: deletions, insertions, exchanged bytes."""
    good = encode_receipt(made["receipt"](index, signed=signed))
    start = data.draw(st.integers(0, len(good) - 1))
    end = start + data.draw(st.integers(0, 4))
    span = data.draw(st.binary(max_size=4).filter(lambda span: good[:start] + span + good[end:] != good))
    _is_refused(good[:start] + span + good[end:], made)


@given(rubbish=st.binary(max_size=200))
def test_rubbish_is_refused_in_words(made: dict[str, Any], rubbish: bytes) -> None:
    _is_refused(rubbish, made)


@given(
    document=st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    ),
    field=st.sampled_from(["version", "note", "index", "payload", "salt", "proof", "checkpoint", "actor"]),
)
def test_any_json_in_any_field_is_refused(made: dict[str, Any], document: Any, field: str) -> None:
    json = made["json"]
    good = json.loads(encode_receipt(made["receipt"]()))
    if document != good[field]:
        _is_refused((json.dumps(good | {field: document}, ensure_ascii=False, indent=2) + "\n").encode(), made)
