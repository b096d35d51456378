"""What a receipt proves, and which step fails when something was changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from moratorium.errors import ProofError
from moratorium.ledger.__main__ import main
from moratorium.ledger.keys import public_key
from moratorium.ledger.note import Signer, Verifier
from moratorium.ledger.receipt import decode_receipt
from moratorium.ledger.verify import verify_receipt

FAILED_STEP = {
    "wrong_index": "inclusion",
    "index_beyond_size": "inclusion",
    "wrong_payload": "inclusion",
    "wrong_salt": "inclusion",
    "proof_too_short": "inclusion",
    "proof_too_long": "inclusion",
    "proof_out_of_order": "inclusion",
    "wrong_root": "inclusion",
    "changed_size": "checkpoint",
    "signed_by_stranger": "checkpoint",
    "signed_by_witness_only": "checkpoint",
    "actor_removed": "inclusion",
    "actor_exchanged": "inclusion",
}


@pytest.fixture
def key(assets: Path) -> Verifier:
    return Verifier.parse((assets / "receipt_key.txt").read_text(encoding="utf-8"))


@pytest.mark.parametrize("size", [1, 2, 7, 8, 11])
def test_every_receipt_of_a_log_is_proved(made: dict[str, Any], key: Verifier, size: int) -> None:
    for index in range(size):
        for signed in (True, False):
            verified = verify_receipt(made["receipt"](index, size, signed), [key])
            assert (verified.origin, verified.size, verified.index) == (key.name, size, index)
            assert verified.payload == made["payload"](index)
            assert verified.actor_key == (public_key(made["ACTOR"]) if signed else None)


@pytest.mark.parametrize(("name", "step"), FAILED_STEP.items())
def test_named_bad_receipts_fail_at_their_step(assets: Path, key: Verifier, name: str, step: str) -> None:
    receipt = decode_receipt((assets / f"receipt_{name}.json").read_bytes())
    with pytest.raises(ProofError) as caught:
        verify_receipt(receipt, [key])
    assert caught.value.fault.at == step


def test_a_signature_that_was_bad_when_it_was_logged_fails(made: dict[str, Any]) -> None:
    """The log takes any bytes as a leaf; it vouches for the order, not for the actor's key."""
    leaf, merkle, note = (made[name] for name in ("leaf_data", "leaf_hash", "sign_checkpoint"))
    digest = made["commitment"](bytes(32), b"{}")
    forged = type(made["sign_commitment"](bytes(32), digest))(public_key(made["ACTOR"]), bytes(64))
    signed = note(made["Checkpoint"](made["LOG"].name, 1, merkle(leaf(digest, forged))), made["LOG"])
    with pytest.raises(ProofError) as caught:
        verify_receipt(made["Receipt"](0, b"{}", bytes(32), (), signed, forged), [made["LOG"].verifier])
    assert caught.value.fault.at == "actor"


def test_another_logs_key_proves_nothing(made: dict[str, Any]) -> None:
    for other in (Signer("example.com/other", bytes([7]) * 32), Signer(made["LOG"].name, bytes(32))):
        with pytest.raises(ProofError):
            verify_receipt(made["receipt"](), [other.verifier])


# --- the command ---


def test_the_command_says_what_is_proved(assets: Path, key: Verifier, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(assets / "receipt_good.json"), "--key", key.vkey]) == 0
    said = capsys.readouterr().out
    assert said.startswith("proved: this act is leaf 6 of the log example.com/trade-log")
    assert "«№ 6»" in said


@pytest.mark.parametrize(
    ("name", "exit_code", "words"),
    [
        ("receipt_wrong_payload.json", 7, "inclusion: leaf 6 does not lead to the root of size 11"),
        ("receipt_checkpoint_unsigned.json", 2, "no signed note"),
        ("receipt_missing_fields.json", 2, "error: salt: missing"),
        ("receipt_that_is_not_there.json", 2, "cannot read"),
        ("receipt_\0.json", 2, r"receipt_\x00.json"),
    ],
)
def test_the_command_says_what_is_wrong(
    assets: Path, key: Verifier, capsys: pytest.CaptureFixture[str], name: str, exit_code: int, words: str
) -> None:
    assert main([str(assets / name), "--key", key.vkey]) == exit_code
    said = capsys.readouterr()
    assert said.out == ""
    assert words in said.err


def test_a_wrong_key_text_is_refused(assets: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(assets / "receipt_good.json"), "--key", "nonsense"]) == 2
    assert "no public key" in capsys.readouterr().err
