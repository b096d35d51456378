"""Signed notes against the vector of the Go package ``sumdb/note``, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moratorium.errors import InputError, MoratoriumError, ProofError
from moratorium.ledger.note import Signer, Verifier, open_note, sign_note, unverified_text

SKEY = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
NOTE = TEXT + (
    "\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
PETER = Signer.parse(SKEY)
KNOWN = Verifier.parse(VKEY)
OTHER = Signer("example.com/witness", bytes(32))


def test_the_published_note() -> None:
    assert sign_note(TEXT, PETER) == NOTE
    assert open_note(NOTE, [KNOWN]) == open_note(NOTE.encode(), [KNOWN]) == TEXT


def test_keys_keep_their_text_form() -> None:
    assert (PETER.skey, KNOWN.vkey, PETER.verifier) == (SKEY, VKEY, KNOWN)
    assert Verifier.parse(f"  {VKEY}\n") == KNOWN


def test_a_private_key_is_never_shown() -> None:
    assert repr(PETER) == str(PETER) == "Signer('PeterNeumann')"
    with pytest.raises(InputError) as caught:
        Signer.parse(SKEY[:-1])
    assert "AYEKFAL" not in str(caught.value)
    with pytest.raises(InputError) as caught:
        Signer.parse(SKEY.replace("c74f20a3", "c74f20a4"))
    assert "AYEKFAL" not in str(caught.value)


def test_lines_by_strangers_are_ignored() -> None:
    assert open_note(sign_note(TEXT, OTHER, PETER), [KNOWN]) == TEXT
    assert open_note(sign_note(TEXT, PETER, OTHER), [KNOWN, OTHER.verifier]) == TEXT


def test_a_note_that_only_strangers_signed_is_no_proof() -> None:
    with pytest.raises(ProofError, match="no key that you trust"):
        open_note(sign_note(TEXT, OTHER), [KNOWN])
    with pytest.raises(ProofError):
        open_note(NOTE, [])
    assert unverified_text(NOTE) == TEXT


def test_one_bad_line_by_a_trusted_key_condemns_the_note() -> None:
    good, bad = sign_note(TEXT, OTHER, PETER), sign_note("other text\n", PETER).splitlines()[-1]
    with pytest.raises(ProofError, match="does not verify"):
        open_note(f"{good}{bad}\n", [KNOWN, OTHER.verifier])


def test_a_text_may_hold_blank_lines() -> None:
    text = "Ognuno sta solo\n\nsul cuor della terra\n"
    assert open_note(sign_note(text, PETER), [KNOWN]) == text


@pytest.mark.parametrize(
    "note",
    [
        "",
        TEXT,
        TEXT + "\n",
        NOTE[:-1],
        NOTE + "\n",
        NOTE.replace("\u2014", "-"),
        NOTE.replace("— PeterNeumann ", "— PeterNeumann  "),
        NOTE.replace("AM=\n", "AM\n"),
        NOTE.replace("AM=\n", "AN=\n"),
        NOTE.replace("— PeterNeumann x08go", "— Peter+Neumann x08go"),
        NOTE.replace("\n", "\r\n"),
        TEXT + "\n— PeterNeumann x08gow==\n",
        TEXT + "\n— PeterNeumann\n",
        TEXT + "\n" + NOTE.rpartition("\n\n")[2] * 101,
        "x" * 1_000_001,
        NOTE.encode().replace(b"think", b"\xff"),
    ],
)
def test_what_is_no_signed_note_is_refused(note: str | bytes) -> None:
    with pytest.raises(InputError):
        open_note(note, [KNOWN])


@pytest.mark.parametrize(
    "vkey",
    [
        "",
        "PeterNeumann",
        VKEY.replace("c74f20a3", "c74f20a4"),
        VKEY.replace("PeterNeumann", "Peter Neumann"),
        VKEY.replace("PeterNeumann", ""),
        VKEY.replace("ARpc", "AR"),
        VKEY.replace("+ARpc", "+Bhpc"),
        VKEY[:-1] + "é",
        SKEY,
    ],
)
def test_what_is_no_public_key_is_refused(vkey: str) -> None:
    with pytest.raises(InputError):
        Verifier.parse(vkey)


def test_what_cannot_be_signed_is_refused() -> None:
    for wrong in (
        lambda: sign_note("no newline", PETER),
        lambda: sign_note("a bell\a\n", PETER),
        lambda: sign_note("half a letter \ud800\n", PETER),
        lambda: sign_note(TEXT),
        lambda: Signer("two words", bytes(32)),
        lambda: Signer("name", bytes(31)),
        lambda: Signer.parse(VKEY),
        lambda: Verifier("name", bytes(31)),
    ):
        with pytest.raises(InputError):
            wrong()


@given(text=st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]) | st.just("\n"), max_size=80))
def test_what_is_signed_can_be_opened(text: str) -> None:
    assert open_note(sign_note(text + "\n", PETER), [KNOWN]) == text + "\n"


@given(at=st.integers(0, len(NOTE.encode()) - 1), flip=st.integers(1, 255))
def test_a_note_with_one_changed_byte_is_refused(at: int, flip: int) -> None:
    data = bytearray(NOTE.encode())
    data[at] ^= flip
    with pytest.raises(MoratoriumError):
        open_note(bytes(data), [KNOWN])


@given(rubbish=st.text(max_size=60) | st.binary(max_size=60))
def test_rubbish_is_refused_in_words(rubbish: str | bytes) -> None:
    with pytest.raises(MoratoriumError):
        open_note(rubbish, [KNOWN])
