"""Checkpoints: one spelling, one signer that counts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moratorium.errors import InputError, ProofError
from moratorium.ledger.checkpoint import (
    MAX_SIZE,
    Checkpoint,
    format_checkpoint,
    open_checkpoint,
    parse_checkpoint,
    sign_checkpoint,
)
from moratorium.ledger.merkle import EMPTY_ROOT
from moratorium.ledger.note import Signer, sign_note

SPEC = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
LOG = Signer("example.com/log", bytes(32))
WITNESS = Signer("example.org/witness", bytes([1]) * 32)
HEAD = Checkpoint("example.com/log", 3, bytes(32))


def test_the_example_of_the_specification() -> None:
    checkpoint = parse_checkpoint(SPEC)
    assert (checkpoint.origin, checkpoint.size) == ("example.com/behind-the-sofa", 20852163)
    assert format_checkpoint(checkpoint) == SPEC


def test_a_signed_checkpoint_opens_with_the_logs_key() -> None:
    assert open_checkpoint(sign_checkpoint(HEAD, LOG), [WITNESS.verifier, LOG.verifier]) == HEAD


def test_a_witness_beside_the_log_does_no_harm() -> None:
    note = sign_note(format_checkpoint(HEAD), WITNESS, LOG)
    assert open_checkpoint(note, [LOG.verifier]) == HEAD
    assert open_checkpoint(note, [WITNESS.verifier, LOG.verifier]) == HEAD


def test_a_witness_alone_does_not_speak_for_the_log() -> None:
    note = sign_note(format_checkpoint(HEAD), WITNESS)
    with pytest.raises(ProofError, match="whose key you did not give"):
        open_checkpoint(note, [WITNESS.verifier])
    with pytest.raises(ProofError, match="no key that you trust"):
        open_checkpoint(note, [WITNESS.verifier, LOG.verifier])


def test_a_log_signs_only_for_itself() -> None:
    with pytest.raises(InputError, match="cannot sign"):
        sign_checkpoint(HEAD, WITNESS)


@pytest.mark.parametrize("name", ["good", "extended"])
def test_named_good_checkpoints_open(assets: Path, made: dict[str, Any], name: str) -> None:
    assert open_checkpoint((assets / f"checkpoint_{name}.txt").read_bytes(), [made["LOG"].verifier]).size == 11


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("size_with_zero", "no size of a log"),
        ("size_negative", "no size of a log"),
        ("size_in_other_digits", "no size of a log"),
        ("size_too_large", "no size of a log"),
        ("root_too_short", "3 bytes long"),
        ("root_of_empty_log", "not that of a log of size 0"),
        ("two_lines", "three lines"),
        ("blank_line", "not empty"),
        ("no_origin", "not empty"),
    ],
)
def test_named_bad_checkpoints_are_refused_though_signed(
    assets: Path, made: dict[str, Any], name: str, words: str
) -> None:
    with pytest.raises(InputError, match=words):
        open_checkpoint((assets / f"checkpoint_{name}.txt").read_bytes(), [made["LOG"].verifier])


@pytest.mark.parametrize(
    ("origin", "size", "root"),
    [("", 0, EMPTY_ROOT), ("a\nb", 0, EMPTY_ROOT), ("a", -1, EMPTY_ROOT), ("a", 1, b""), ("a", 0, bytes(32))],
)
def test_impossible_checkpoints_cannot_be_made(origin: str, size: int, root: bytes) -> None:
    with pytest.raises(InputError):
        Checkpoint(origin, size, root)


@given(
    origin=st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1),
    size=st.integers(1, MAX_SIZE),
    root=st.binary(min_size=32, max_size=32),
)
def test_what_is_written_is_read_back(origin: str, size: int, root: bytes) -> None:
    assert parse_checkpoint(format_checkpoint(Checkpoint(origin, size, root))) == Checkpoint(origin, size, root)


@given(text=st.text(max_size=80))
def test_a_text_is_a_checkpoint_in_one_spelling_or_none(text: str) -> None:
    try:
        checkpoint = parse_checkpoint(text)
    except InputError:
        return
    assert format_checkpoint(checkpoint) == text
