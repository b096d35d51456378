"""Receipts: one spelling, and every fault told at once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from moratorium.errors import InputError
from moratorium.ledger.receipt import decode_receipt, encode_receipt

WORDS = {
    "unknown_field": "unknown field `valid`",
    "version_2": "`2` is not the version",
    "index_as_text": "is no number of a leaf",
    "other_instructions": "not the words of a receipt",
    "salt_too_short": "3 bytes long, not 32",
    "loose_base64": "one spelling of base64",
    "actor_without_key": "exactly `public_key` and `signature`",
    "missing_fields": "missing",
    "repeated_field": "even a space counts",
    "reformatted": "even a space counts",
    "windows_lines": "even a space counts",
    "broken_utf8": "not a JSON object",
    "truncated": "not a JSON object",
    "empty": "not a JSON object",
    "nested_deep": "not a JSON object",
}


@pytest.mark.parametrize("signed", [True, False])
def test_what_is_written_is_read_back(made: dict[str, Any], signed: bool) -> None:
    receipt = made["receipt"](signed=signed)
    assert decode_receipt(encode_receipt(receipt)) == receipt


def test_a_receipt_can_be_read_by_a_person(made: dict[str, Any]) -> None:
    """Payload, checkpoint and the way to verify stand in it as plain text."""
    document = json.loads(encode_receipt(made["receipt"]()))
    assert json.loads(document["payload"])["actor"] == "anna"
    assert document["checkpoint"].startswith("example.com/trade-log\n11\n")
    assert "python -m moratorium.ledger.verify FILE --key KEY" in document["note"]


@pytest.mark.parametrize(("name", "words"), WORDS.items())
def test_named_bad_receipts_are_refused(assets: Path, name: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        decode_receipt((assets / f"receipt_{name}.json").read_bytes())


def test_all_faults_are_told_at_once(assets: Path) -> None:
    with pytest.raises(InputError) as caught:
        decode_receipt((assets / "receipt_missing_fields.json").read_bytes())
    assert [fault.at for fault in caught.value.faults] == ["payload", "salt", "proof", "checkpoint", "actor"]


@pytest.mark.parametrize(
    "field", [{"proof": "AAAA"}, {"proof": [7]}, {"payload": {}}, {"checkpoint": 1}, {"actor": []}, {"index": True}]
)
def test_a_field_of_another_type_is_refused(made: dict[str, Any], field: dict[str, Any]) -> None:
    document = json.loads(encode_receipt(made["receipt"]())) | field
    with pytest.raises(InputError) as caught:
        decode_receipt(json.dumps(document).encode())
    assert [fault.at for fault in caught.value.faults] == list(field)


def test_a_payload_that_is_no_text_fits_no_receipt(made: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="not UTF-8"):
        encode_receipt(msgspec.structs.replace(made["receipt"](), payload=b"\xff"))


def test_the_script_writes_exactly_the_committed_assets(assets: Path, made: dict[str, Any], tmp_path: Path) -> None:
    made["main"](tmp_path)
    written = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    kept = {
        path.name: path.read_bytes() for path in assets.iterdir() if path.name.startswith(("receipt_", "checkpoint_"))
    }
    assert written == kept
