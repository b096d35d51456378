"""The evidence bundle of a case: one ZIP file that somebody outside can read, and verify without our database.

It holds the case as it stands, its files, a receipt of each of its acts under one checkpoint, and how to verify them.
What was erased is not in it: the case says which acts were, and that they are in the log is shown by the log's export.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from moratorium.desk import proofs
from moratorium.desk.home import Home
from moratorium.errors import InputError, MissingError, ProofError
from moratorium.ledger.note import Verifier
from moratorium.ledger.receipt import decode_receipt
from moratorium.ledger.verify import verify_receipt
from moratorium.registers.case import Case, Event, case_of
from moratorium.store import attachments, cases, size
from moratorium.terms.canon import digest_bytes
from moratorium.terms.case import Attachment, CaseEntered, CaseMoved

FORMAT = "moratorium-case/1"
MOST_BYTES = 2 * 1024**3
"""Of all that a bundle unpacks to, when it is verified."""

_DATE = (1980, 1, 1, 0, 0, 0)
"""Of every file in the ZIP file: when things were done stands in the acts."""


class BundledFile(msgspec.Struct, frozen=True):
    """A file of the case, and where it lies in the bundle."""

    path: str
    digest: str
    name: str
    media: str
    bytes: int
    words: str


class BundledAct(msgspec.Struct, frozen=True, omit_defaults=True):
    """An act of the case, and where its receipt lies; none if its words were erased."""

    act: int
    by: str
    at: str
    did: dict[str, Any] | None
    receipt: str = ""


class BundledCase(msgspec.Struct, frozen=True):
    """The case as it stands, as ``case.json`` holds it."""

    format: str
    id: str
    kind: str
    state: str
    state_means: str
    title: str
    due: str
    fields: dict[str, str]
    parts: dict[str, dict[str, str]]
    links: tuple[str, ...]
    files: tuple[BundledFile, ...]
    acts: tuple[BundledAct, ...]
    log_size: int
    vkey: str


@dataclass(frozen=True)
class Bundle:
    """A bundle.

    Attributes:
        content: The ZIP file.
        name: Under which it is saved.
        command: What verifies it.
    """

    content: bytes
    name: str
    command: str


def bundle(home: Home, id: str) -> Bundle:
    """Everything of a case that somebody outside needs to read and verify it.

    Raises:
        MissingError: no such case.
        ProofError: a file is not what its digest says.
    """
    with home.store.read() as connection:
        case = cases.case(connection, id)
        contents = {one.digest: attachments.get(connection, one.digest) for one in case.attachments}
        held = size(connection)
    receipts, vkey = proofs.receipts(home, (one.act for one in case.events))
    name = f"case-{case.id}.zip"
    command = f"moratorium ledger verify {name} --key '{vkey}'"
    paths = {one.digest: f"files/{one.digest[:16]}-{one.name}" for one in case.attachments}
    document = _document(case, paths, receipts, held, vkey)
    files = [
        ("README.txt", _readme(case, vkey, command).encode()),
        ("case.json", msgspec.json.format(msgspec.json.encode(document), indent=1)),
        *((f"receipts/act-{index}.json", receipt) for index, receipt in receipts.items()),
        *((paths[digest], content) for digest, content in contents.items()),
    ]
    return Bundle(_packed(files), name, command)


def write(made: Bundle, target: Path) -> None:
    """Write a bundle; it is there whole or not at all."""
    part = target.with_name(target.name + ".part")
    part.write_bytes(made.content)
    part.replace(target)


def _document(case: Case, paths: dict[str, str], receipts: Collection[int], held: int, vkey: str) -> BundledCase:
    state = case.lifecycle.state(case.state)
    return BundledCase(
        FORMAT,
        case.id,
        case.kind,
        case.state,
        state.meaning if state else "",
        case.title,
        case.due,
        case.fields,
        {f"{kind} {number}": _plain(fields) for (kind, number), fields in sorted(case.parts.items())},
        tuple(f"{one.kind}:{one.target}" for one in case.links),
        tuple(_file(one, paths[one.digest]) for one in case.attachments),
        tuple(_act(one, one.act in receipts) for one in case.events),
        held,
        vkey,
    )


def _plain(fields: dict[str, str]) -> dict[str, str]:
    """Without the bands of a sketch, which are for finding copies alone."""
    return {name: text for name, text in fields.items() if name != "likeness"}


def _file(one: Attachment, path: str) -> BundledFile:
    return BundledFile(path, one.digest, one.name, one.media, one.bytes, one.words)


def _act(one: Event, has_receipt: bool) -> BundledAct:
    did: dict[str, Any] | None = None
    match one.payload:
        case CaseMoved() | CaseEntered() as payload:
            did = msgspec.json.decode(msgspec.json.encode(payload))
    return BundledAct(
        one.act, one.actor, one.at.isoformat(), did, f"receipts/act-{one.act}.json" if has_receipt else ""
    )


def _readme(case: Case, vkey: str, command: str) -> str:
    erased = sum(one.payload is None for one in case.events)
    gone = (
        f"\nThe words of {erased} of its acts were erased; case.json names them. Their leaves stay in the log.\n"
        * bool(erased)
    )
    return f"""Case {case.id}: what was done and said, with its files and proofs
{"=" * (len(case.id) + 55)}

case.json   the case as it stands: fields, parts, links, files, and its acts, oldest first
files/      the files on it; each is cited in case.json, and in the act that brought it, by its SHA-256
receipts/   a receipt of each act: the act itself, its salt, its place in the log, and the signed head of the log
{gone}
To verify it, without a network and without the database it comes from:

    {command}

It checks every receipt, that the acts in case.json are those in the receipts, and that every file is the one that was
recorded. One receipt alone can be verified too, also by the program's folder `ledger` by itself:

    python -m moratorium.ledger receipts/act-{case.events[0].act}.json --key '{vkey}'

The key is the log's verification key. Take it from where the company has published it, not from this file: a bundle
that brings its own key proves only that it agrees with itself.

What a receipt proves is that this was recorded, by whom and when, and was not changed since. It does not prove that
what somebody said is so. Not legal advice.
"""


def _packed(files: Iterable[tuple[str, bytes]]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as into:
        for name, content in files:
            into.writestr(zipfile.ZipInfo(name, _DATE), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


# -- verified ---------------------------------------------------------------------------------------------------------


def verify(path: Path, vkey: str) -> list[str]:
    """Verify a bundle offline; returns what was proved, in words. Needs no home.

    Raises:
        MissingError: no such file.
        InputError: it is no bundle, or the key is no key.
        ProofError: a receipt, an act or a file is not what it ought to be.
    """
    if not path.is_file():
        raise MissingError(f"no file `{path}`")
    verifier = Verifier.parse(vkey)
    try:
        with zipfile.ZipFile(path) as packed:
            if sum(one.file_size for one in packed.infolist()) > MOST_BYTES:
                raise InputError(f"it unpacks to more than {MOST_BYTES:,} bytes", str(path))
            case = msgspec.json.decode(_read(packed, "case.json"), type=BundledCase)
            told = list(_verified(packed, case, verifier))
    except (zipfile.BadZipFile, zlib.error, msgspec.MsgspecError, OSError, NotImplementedError, RuntimeError) as error:
        raise InputError(f"this is no evidence bundle: {error}", str(path), "have it sent again") from error
    return told


def _read(packed: zipfile.ZipFile, name: str) -> bytes:
    try:
        return packed.read(name)
    except KeyError:
        raise ProofError(f"`{name}` is missing from the bundle", name, "have it sent again") from None


def _verified(packed: zipfile.ZipFile, case: BundledCase, verifier: Verifier) -> Iterator[str]:
    """Every receipt, then that case and files follow from what the receipts prove."""
    events, erased = [], 0
    for act in case.acts:
        if not act.receipt:
            erased += 1
            events.append(Event(act.act, act.by, datetime.fromisoformat(act.at), None))
            continue
        proved = verify_receipt(decode_receipt(_read(packed, act.receipt)), [verifier])
        said = msgspec.json.decode(proved.payload)
        event = Event(proved.index, said["actor"], datetime.fromisoformat(said["at"]), _payload(said))
        if said["subject"] != case.id or _act(event, True) != act:
            raise ProofError(f"act {act.act} of case.json is not what its receipt proves", act.receipt)
        events.append(event)
        yield f"verified: act {proved.index} is in log {proved.origin} of {proved.size} acts"
    folded = case_of(events)
    paths = {one.digest: one.path for one in case.files}
    if _document(folded, paths, {one.act for one in case.acts if one.receipt}, case.log_size, case.vkey) != case:
        raise ProofError("case.json is not the case that these acts make", "case.json")
    for file in case.files:
        if digest_bytes(_read(packed, file.path)) != file.digest:
            raise ProofError("the file is not the one that was recorded", file.path)
        yield f"verified: {file.path} is the file that was recorded"
    if erased:
        yield f"not shown: {erased} acts whose words were erased"
    yield f"case {case.id} ({case.kind}) is `{case.state}` by these acts"


def _payload(said: dict[str, Any]) -> CaseMoved | CaseEntered:
    if said["kind"] == "case_moved":
        return msgspec.convert(said["payload"], CaseMoved)
    return msgspec.convert(said["payload"], CaseEntered)
