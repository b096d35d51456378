"""Acts looked through: who did what when, one of them whole, and its proof as files to hand on."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from moratorium.desk import proofs, reading
from moratorium.desk.home import Home
from moratorium.store import act_pages
from moratorium.store.act_pages import ActRow, Wanted
from moratorium.store.acts import ERASABLE, PAYLOADS, Entry, entry_at

KINDS = tuple(sorted(PAYLOADS))
"""What can be done; acts of these kinds there may be."""

_EXPORTED = 1000


@dataclass(frozen=True)
class WholeAct:
    """An act with what it says.

    Attributes:
        entry: As it lies in the log.
        text: Its payload as indented JSON; empty once erased.
    """

    entry: Entry
    text: str


def page(home: Home, wanted: Wanted, before: int | None, limit: int) -> tuple[tuple[ActRow, ...], int | None]:
    """A page of acts, the newest first; see :func:`moratorium.store.act_pages.acts`."""
    with home.store.read() as connection:
        return act_pages.acts(connection, wanted, before, limit)


def wanted(kind: str = "", who: str = "", subject: str = "") -> Wanted:
    """Which acts; what is empty takes all."""
    return Wanted(kind, who, subject)


def every(home: Home, which: Wanted) -> Iterator[ActRow]:
    """All acts of a kind, of a person, about a subject, the newest first."""
    before: int | None = None
    while True:
        found, before = page(home, which, before, _EXPORTED)
        yield from found
        if before is None:
            return


def whole(home: Home, index: int, seen_on: str) -> WholeAct:
    """An act with what it says. What may hold data of a customer is recorded as looked at.

    Args:
        home: Acts as who looks.
        index: Log index.
        seen_on: Where it is shown.

    Raises:
        MissingError: there is no such act.
    """
    with home.store.read() as connection:
        entry = entry_at(connection, index)
    if entry.kind in ERASABLE and entry.payload is not None:
        reading.note_look(home, f"act:{index}", seen_on)
    document = msgspec.json.decode(entry.payload) if entry.payload is not None else None
    text = msgspec.json.format(msgspec.json.encode(document["payload"])).decode() if document else ""
    return WholeAct(entry, text)


def receipt_files(home: Home, index: int) -> tuple[bytes, str]:
    """The receipt of an act and what it cites, as one ZIP file, and the command that verifies it.

    Raises:
        MissingError: no such act, or its payload was erased.
    """
    bundle = proofs.receipt(home, index)
    name = f"act-{index}"
    command = f"moratorium ledger verify {name}.json --key {bundle.vkey}"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as files:
        files.writestr(f"{name}.json", bundle.receipt)
        for digest, content in bundle.evidence.items():
            files.writestr(f"{name}.evidence/{digest}.json", content)
        files.writestr("README.txt", f"Unpack, then verify without a network:\n\n    {command}\n")
    return packed.getvalue(), command


def verification(home: Home, index: int) -> str:
    """The command that verifies an act's receipt once it is unpacked."""
    return f"moratorium ledger verify act-{index}.json --key {proofs.log_signer(home).verifier.vkey}"
