"""The record proved to an outsider: receipts, checkpoints, the exported log, and the check of ourselves."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from moratorium.cli.app import run
from moratorium.desk.record import record_one
from moratorium.errors import ProofError
from moratorium.ledger.checkpoint import open_checkpoint
from moratorium.ledger.note import Verifier
from moratorium.ledger.receipt import decode_receipt, encode_receipt
from moratorium.ledger.tiles import audit_tiles
from moratorium.store import erase, projections
from moratorium.terms.act import Erased
from moratorium.terms.canon import digest_bytes
from tests.cli.office import Office, row


@pytest.fixture
def decided(office: Office) -> Office:
    """An office that has decided a delivered and an open order."""
    assert office.check(office.orders(row("A", "NL", status="closed"), row("B", "RU"))).code == 20
    return office


def vkey(office: Office) -> str:
    """The log's verification key."""
    return office.run("ledger", "key").out.strip()


def standalone(*arguments: object) -> subprocess.CompletedProcess[str]:
    """The verifier that needs nothing of this program but its ledger."""
    command = [sys.executable, "-m", "moratorium.ledger", *map(str, arguments)]
    return subprocess.run(command, text=True, capture_output=True, timeout=60)


def execute(office: Office, statement: str, *values: object) -> None:
    """Change the database past the program."""
    connection = sqlite3.connect(office.home / "moratorium.db")
    with connection:
        connection.execute(statement, values)
    connection.close()


# -- receipts ---------------------------------------------------------------------------------------------------------


def test_a_receipt_is_verified_offline_with_what_the_decision_cites(decided: Office) -> None:
    made = decided.run("ledger", "receipt", "B", "--out", "b.json")
    assert made.code == 0
    written = made.out.split()
    assert written[0] == "b.json"
    assert len(written) == 3  # the receipt, the order, one judgement
    for name in written[1:]:
        path = decided.desk / name
        assert path.parent.name == "b.evidence"
        assert path.stem == digest_bytes(path.read_bytes())
    done = decided.run("ledger", "verify", "b.json", "--key", vkey(decided))
    assert done.code == 0
    assert done.out.startswith("verified: act ")
    assert "not signed by a named identity" in done.out
    assert done.out.count("is what the act cites") == 2


def test_the_standalone_verifier_agrees(decided: Office) -> None:
    decided.run("ledger", "receipt", "B", "--out", "b.json")
    proved = standalone("b.json", "--key", vkey(decided))
    assert proved.returncode == 0, proved.stderr
    assert "proved: this act is leaf" in proved.stdout


def test_verifying_needs_no_home(decided: Office, capsys: pytest.CaptureFixture[str]) -> None:
    decided.run("ledger", "receipt", "B", "--out", "b.json")
    key, nowhere = vkey(decided), decided.desk / "b.json" / "no-home"
    assert run(["--home", str(nowhere), "ledger", "verify", "b.json", "--key", key]) == 0


def test_a_named_person_signs_the_act_and_the_receipt_says_so(office: Office) -> None:
    office.run("whoami", "--new", "ann")
    office.check(office.orders(row("A")), by="ann")
    office.run("ledger", "receipt", "A", "--out", "a.json")
    assert "signed by key " in office.run("ledger", "verify", "a.json", "--key", vkey(office)).out


def test_an_order_id_goes_before_the_number_of_an_act(office: Office) -> None:
    """Order ids are often numbers; ``act:N`` always means an act."""
    office.check(office.orders(row("0", "RU")))
    assert "receipt-2.json" in office.run("ledger", "receipt", "0").out
    assert office.run("ledger", "receipt", "act:0").out.split() == ["receipt-0.json"]
    assert office.run("ledger", "receipt", "1").out.split() == ["receipt-1.json"]
    assert list(office.desk.glob("*.part")) == []


@pytest.mark.parametrize("change", ["payload", "evidence", "key", "cut"])
def test_a_tampered_receipt_does_not_verify(decided: Office, change: str) -> None:
    written = decided.run("ledger", "receipt", "B", "--out", "b.json").out.split()
    key, receipt = vkey(decided), decided.desk / "b.json"
    match change:
        case "payload":
            made = decode_receipt(receipt.read_bytes())
            changed = made.payload.replace(b'"deny"', b'"allow"')
            assert changed != made.payload
            receipt.write_bytes(encode_receipt(msgspec.structs.replace(made, payload=changed)))
        case "evidence":
            (decided.desk / written[1]).write_bytes(b"{}")
        case "key":
            other = Office(decided.desk, decided.home.with_name("other"), decided.capture)
            key = vkey(other)
        case "cut":
            receipt.write_bytes(receipt.read_bytes()[:-40])
    done = decided.run("ledger", "verify", "b.json", "--key", key)
    assert done.code == (2 if change == "cut" else 7), done.err
    assert done.err.startswith("moratorium: ")
    if change not in ("evidence", "cut"):
        assert standalone("b.json", "--key", key).returncode == 7


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("receipt", "NONE"), 3, "no act and no order `NONE`"),
        (("receipt", "99"), 3, "no act and no order `99`"),
        (("receipt", "B", "--out", "nowhere/b.json"), 2, "nowhere/b.json"),
        (("verify", "none.json", "--key", "x"), 3, "no file `none.json`"),
        (("verify", "orders.csv", "--key", "x"), 2, ""),
        (("export", "full"), 2, "`full` is not empty"),
    ],
)
def test_what_the_ledger_refuses(decided: Office, arguments: tuple[str, ...], code: int, words: str) -> None:
    decided.write("full/file", "")
    done = decided.run("ledger", *arguments)
    assert done.code == code, done.err
    assert done.err.startswith("moratorium: ")
    assert words in done.err


def test_a_checkpoint_of_the_same_size_is_signed_once(decided: Office) -> None:
    first = decided.run("ledger", "checkpoint").out
    assert decided.run("ledger", "checkpoint").out == first
    decided.run("whoami", "--new", "ann")
    assert decided.run("ledger", "checkpoint").out != first
    assert decided.is_sound()


def test_the_exported_log_is_audited_with_its_key_alone(decided: Office) -> None:
    assert decided.run("ledger", "export", "log").code == 0
    folder = decided.desk / "log"
    key = (folder / "vkey").read_text().strip()
    assert key == vkey(decided)

    signed = (folder / "checkpoint").read_text()
    checkpoint = open_checkpoint(signed, [Verifier.parse(key)])
    assert checkpoint.size == decided.size()
    audit_tiles(checkpoint.size, checkpoint.root, lambda path: (folder / path).read_bytes())


def test_an_exported_log_that_was_changed_does_not_pass(decided: Office) -> None:
    decided.run("ledger", "export", "log")
    folder = decided.desk / "log"
    bundle = next(path for path in folder.rglob("*") if path.is_file() and "entries" in path.parts)
    data = bytearray(bundle.read_bytes())
    data[-1] ^= 1
    bundle.write_bytes(bytes(data))
    checkpoint = open_checkpoint((folder / "checkpoint").read_text(), [Verifier.parse(vkey(decided))])
    with pytest.raises(ProofError):
        audit_tiles(checkpoint.size, checkpoint.root, lambda path: (folder / path).read_bytes())


# -- the check of ourselves -------------------------------------------------------------------------------------------


def test_an_untouched_record_is_sound(decided: Office) -> None:
    done = decided.run("fsck")
    assert done.code == 0
    assert done.out.startswith(f"sound: {decided.size()} acts, root ")


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE orders SET effect = 'allow' WHERE id = 'B'", "row `B/sale` of `orders` differs"),
        ("DELETE FROM decisions", "`decisions` is missing"),
        ("UPDATE acts SET actor = 'ann' WHERE kind = 'decided'", "differ from what the payload says"),
        ("DELETE FROM acts WHERE act = 2", "acts are missing"),
        ("UPDATE nodes SET hash = zeroblob(32) WHERE level = 0 AND position = 1", "`nodes` differs"),
        ("DELETE FROM blobs", "is cited but not kept"),
    ],
)
def test_what_was_changed_past_the_program_is_found(decided: Office, statement: str, words: str) -> None:
    execute(decided, statement)
    done = decided.run("fsck")
    assert done.code == 7
    assert words in done.out
    assert "do not write; restore from a backup and compare" in done.err


def test_an_erased_payload_leaves_its_leaf_and_a_sound_record(decided: Office) -> None:
    home = decided.opened()
    with home.store as store, store.begin() as connection:
        found = projections.order(connection, "A/sale")
        assert found is not None
        erase(connection, found.act)
        record_one(home, connection, "erased", "A/sale", Erased(found.act, "asked for by the data subject"))
    done = decided.run("fsck")
    assert done.code == 0
    assert ", 1 erased, root " in done.out
    gone = decided.run("ledger", "receipt", f"act:{found.act}")
    assert gone.code == 3
    assert "was erased" in gone.err
    assert decided.run("explain", "A").code == 3
    assert decided.run("ledger", "receipt", "B").code == 0
    assert decided.run("ledger", "export", "log").code == 0


def test_a_database_of_a_newer_program_is_refused_and_left_alone(decided: Office) -> None:
    execute(decided, "UPDATE schema_version SET version = 999")
    before = (decided.home / "moratorium.db").read_bytes()
    for command in (("fsck",), ("doctor",), ("explain", "A"), ("check", decided.desk / "orders.csv")):
        done = decided.run(*command)
        assert done.code == 2
        assert "the database has version 999" in done.err
        assert "use the newer program, or another home folder" in done.err
    assert (decided.home / "moratorium.db").read_bytes() == before


def test_a_database_that_is_none_is_told(office: Office) -> None:
    office.home.mkdir()
    (office.home / "moratorium.db").write_bytes(b"this is no database at all, it is a letter" * 100)
    done = office.run("fsck")
    assert done.code == 2
    assert "this file is not a database" in done.err


def test_keys_are_readable_by_their_owner_only(decided: Office) -> None:
    decided.run("whoami", "--new", "ann")
    decided.run("ledger", "checkpoint")
    for path in (decided.home / "log.key", decided.home / "identities" / "ann.key"):
        assert path.stat().st_mode & 0o077 == 0, path
    assert [path for path in Path(decided.home).iterdir() if path.name.startswith("tmp")] == []
