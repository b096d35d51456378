"""The partner portal: what is addressed to a partner, and what they say to us. Nobody sees another partner's.

For whom somebody acts stands in their account, and no function here takes it from anybody else: whatever is asked for
by a number or an id is looked up, and is there only if it is addressed to that partner. So what is another's, what does
not exist and what is not out yet cannot be told apart.

A partner *acknowledges* a notice by typing their name under the text. The record keeps who was signed in, the name as
they wrote it, and the digest of the text that they were shown; it says that they have read it, and not that they agree.
The last acknowledgement closes the notice. What a partner undertakes counts once a person of ours has accepted it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from moratorium.desk import asking
from moratorium.desk import cases as desk
from moratorium.desk.cases import File, Words
from moratorium.desk.home import Home
from moratorium.desk.partners_at_hand import AWAITED, NOTICE, acknowledge_by, days_late
from moratorium.desk.release_guard import approved_texts
from moratorium.errors import ConflictError, Fault, InputError, MissingError, RefusedError
from moratorium.registers.case import Case
from moratorium.registers.undertakings import KIND as UNDERTAKING
from moratorium.store import Connection, cases, holds
from moratorium.store import partners as rows
from moratorium.store.holds import AskRow
from moratorium.store.partners import Stated
from moratorium.terms.case import Part

OUT = (AWAITED, "acknowledged", "closed_open", "superseded", "corrected")
"""States of a notice in which its recipients have it."""

RECIPIENT = "recipient"
MOST_NAME = 200
MOST_QUESTION = 4_000
MOST_DIGITS = 15
MOST_FILE = 5 * 1024 * 1024
"""Bytes of a file that a partner hands in."""


@dataclass(frozen=True)
class NoticeRow:
    """A notice to a partner, without its text.

    Attributes:
        id: Of the case.
        state: Of the case.
        sent_at: When it was sent to them; None if nobody wrote it down.
        due: The day by which it is to be acknowledged; None where nothing is awaited of them.
        days_late: Days since that day; 0 if it has not passed.
        acknowledged_at: When they acknowledged it; None if they have not.
        is_awaited: Whether their acknowledgement is waited for.
    """

    id: str
    state: str
    sent_at: datetime | None
    due: date | None
    days_late: int
    acknowledged_at: datetime | None
    is_awaited: bool


@dataclass(frozen=True)
class NoticeTo:
    """A notice as a partner reads it.

    Attributes:
        row: Without its text.
        text: In one language, letter for letter.
        language: Of the text.
        languages: In which there is a text.
        digest: SHA-256 of the text.
        acknowledged_by: The name that was typed; empty if nobody has.
        question: What they asked; empty if nothing.
        superseded_by: The notice that takes its place, if it is addressed to them too; else empty.
    """

    row: NoticeRow
    text: str
    language: str
    languages: tuple[str, ...]
    digest: str
    acknowledged_by: str
    question: str
    superseded_by: str


@dataclass(frozen=True)
class UndertakingRow:
    """Something that the partner undertook.

    Attributes:
        id: Of the case.
        state: ``handed_in``, ``accepted``, ``refused``, ``ended``.
        kind: ``end_use_statement`` or ``no_reexport``.
        products: Our ids of the products that it names, as they were entered.
        orders: Ids of the orders that it names.
        end_user: The end user whom it names.
        territories: To which goods may not be re-exported.
        valid_from: First day on which it counts.
        valid_until: First day on which it no longer counts.
        days_left: Days until then; negative if it has passed.
        counts: Whether it counts today.
    """

    id: str
    state: str
    kind: str
    products: str
    orders: str
    end_user: str
    territories: str
    valid_from: date
    valid_until: date
    days_left: int
    counts: bool


@dataclass(frozen=True)
class Portal:
    """What a partner finds.

    Attributes:
        party: Our id of the partner.
        notices: To them, those that are awaited first, then the newest.
        questions: To them that are open, oldest first.
        answered: Those that they have answered, that were withdrawn or have ended, the newest first.
        undertakings: Theirs, the newest first.
    """

    party: str
    notices: tuple[NoticeRow, ...]
    questions: tuple[AskRow, ...]
    answered: tuple[AskRow, ...]
    undertakings: tuple[UndertakingRow, ...]


@dataclass(frozen=True)
class Undertaking:
    """An end-use statement or a clause against re-export, as it is handed in.

    Attributes:
        kind: ``end_use_statement`` or ``no_reexport``.
        valid_from: First day on which it is to count.
        valid_until: First day on which it no longer does.
        signed_by: The name of who signs, as they type it.
        text: What is undertaken, letter for letter; empty if it is on the file.
        language: Of the text.
        products: Our ids of products, separated by blanks; empty for all.
        orders: Ids of orders, separated by blanks; empty for all of the partner.
        end_user: Our id of the end user; empty for any.
        territories: To which goods may not be re-exported, as codes separated by blanks.
    """

    kind: str
    valid_from: date
    valid_until: date
    signed_by: str
    text: str = ""
    language: str = ""
    products: str = ""
    orders: str = ""
    end_user: str = ""
    territories: str = ""


# -- read -------------------------------------------------------------------------------------------------------------


def portal(home: Home) -> Portal:
    """All that is addressed to the partner for whom somebody acts.

    Raises:
        MissingError: they act for none.
    """
    with home.store.read() as connection:
        party = _party(connection, home)
        naming = rows.naming(connection, party)
        asked = holds.asks_to(connection, party)
        notices = _notices(connection, home, party, naming)
        undertaken = _undertakings(connection, home, party, naming)
    open_ = tuple(one for one in asked if one.state == "open" and home.clock() <= one.until)
    answered = tuple(one for one in reversed(asked) if one not in open_)
    return Portal(party, notices, open_, answered, undertaken)


def notice(home: Home, id: str, language: str = "") -> NoticeTo:
    """A notice to the partner, in a language if there is a text in it, else in the one that was chosen for them.

    Raises:
        MissingError: they act for no partner, or there is no such notice to them.
    """
    with home.store.read() as connection:
        party = _party(connection, home)
        row = _row(_addressed(connection, party, id), party, home.today())
        case = cases.case(connection, id)
        instead = case.fields.get("superseded_by", "")
        is_theirs = instead in rows.naming(connection, party) and bool(
            [one for one in _visible(connection, [instead]) if _mine(one, party)]
        )
    mine = [one for _, one in _recipients(case, party)]
    texts = _texts(case)
    chosen = next((code for code in (language, mine[0].get("language", ""), *texts) if code in texts), "")
    text = texts.get(chosen, "")
    return NoticeTo(
        row,
        text,
        chosen,
        tuple(texts),
        _digest(text),
        next((one["acknowledged_by"] for one in mine if one.get("acknowledged_by")), ""),
        next((one["question"] for one in mine if one.get("question")), ""),
        instead if is_theirs else "",
    )


def question(home: Home, number: str) -> AskRow:
    """A question to the partner.

    Raises:
        MissingError: they act for no partner, or there is no such question to them.
    """
    with home.store.read() as connection:
        party = _party(connection, home)
        is_number = number.isascii() and number.isdecimal() and len(number) <= MOST_DIGITS
        found = holds.ask(connection, int(number)) if is_number else None
    if found is None or found.party != party:
        raise MissingError(f"no question {number[:40]} to you", help="look at your questions again")
    return found


def _party(connection: Connection, home: Home) -> str:
    party = rows.party_of(connection, home.actor)
    if not party:
        help_ = "an administrator binds an account of the role `partner` to the id of a party"
        raise MissingError("you act for no partner, so nothing is addressed to you", help=help_)
    return party


def _visible(connection: Connection, only: Iterable[str]) -> tuple[Stated, ...]:
    return rows.stated(connection, NOTICE, OUT, frozenset(only))


def _mine(one: Stated, party: str) -> list[dict[str, str]]:
    """The recipients of a notice that are this partner."""
    return [part for part in one.parts.values() if part.get("party") == party]


def _addressed(connection: Connection, party: str, id: str) -> Stated:
    """A notice that is out, to this partner.

    Raises:
        MissingError: there is none.
    """
    found = next((one for one in _visible(connection, [id]) if _mine(one, party)), None)
    if found is None:
        raise MissingError(f"no notice `{id[:40]}` to you", help="look at your notices again")
    return found


def _notices(connection: Connection, home: Home, party: str, naming: Iterable[str]) -> tuple[NoticeRow, ...]:
    found = [_row(one, party, home.today()) for one in reversed(_visible(connection, naming)) if _mine(one, party)]
    return tuple(sorted(found, key=lambda one: not one.is_awaited))


def _row(one: Stated, party: str, today: date) -> NoticeRow:
    mine = _mine(one, party)
    acknowledged = [part.get("acknowledged_at", "") for part in mine]
    is_awaited = one.state == AWAITED and not all(acknowledged)
    due = acknowledge_by(one) if is_awaited else None
    sent = instant_of(max((part.get("sent_at", "") for part in mine), default=""))
    when = None if is_awaited else instant_of(max(acknowledged))
    return NoticeRow(one.id, one.state, sent, due, days_late(due, today), when, is_awaited)


def instant_of(text: str) -> datetime | None:
    """An instant as it is stated of a recipient; None if it is not.

    >>> instant_of("2022-05-02T12:00:00+00:00"), instant_of("")
    (datetime.datetime(2022, 5, 2, 12, 0, tzinfo=datetime.timezone.utc), None)
    """
    return datetime.fromisoformat(text) if text else None


def _texts(case: Case) -> dict[str, str]:
    """The text of each language that was read and approved; none that was entered later."""
    return {language: text for language, (_, text) in approved_texts(case).items()}


def _recipients(case: Case, party: str) -> list[tuple[int, dict[str, str]]]:
    return [(number, part) for number, part in case.parts_of(RECIPIENT).items() if part.get("party") == party]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _undertakings(connection: Connection, home: Home, party: str, naming: Iterable[str]) -> tuple[UndertakingRow, ...]:
    found = rows.stated(connection, UNDERTAKING, None, frozenset(naming))
    return tuple(
        row
        for one in reversed(found)
        if one.fields.get("party") == party and (row := undertaking_row(one, home.today())) is not None
    )


def undertaking_row(one: Stated, today: date) -> UndertakingRow | None:
    """An undertaking as it is shown; None if its words were erased."""
    said = one.fields
    if not all(said.get(name) for name in ("undertaking", "valid_from", "valid_until")):
        return None
    since, until = date.fromisoformat(said["valid_from"]), date.fromisoformat(said["valid_until"])
    return UndertakingRow(
        one.id,
        one.state,
        said["undertaking"],
        products=said.get("products", ""),
        orders=said.get("orders", ""),
        end_user=said.get("end_user", ""),
        territories=said.get("territories", ""),
        valid_from=since,
        valid_until=until,
        days_left=(until - today).days,
        counts=one.state == "accepted" and since <= today < until,
    )


# -- say --------------------------------------------------------------------------------------------------------------


def acknowledge(home: Home, id: str, name: str, digest: str, question: str = "") -> str:
    """Acknowledge a notice: the partner has read it. Returns the state of the notice after it.

    Args:
        home: Acts as the person of the partner.
        id: Of the notice.
        name: Their name, as they type it.
        digest: SHA-256 of the text that they were shown.
        question: What they ask us about it; empty for nothing.

    Raises:
        MissingError: they act for no partner, or there is no such notice to them.
        InputError: no name, or too much.
        RefusedError: nobody waits for an acknowledgement any more.
        ConflictError: it is acknowledged already, or this is not the text of the notice.
    """
    _check_typed(name, "name", MOST_NAME, "type your name")
    if len(question) > MOST_QUESTION:
        raise InputError.of([Fault("this is too long", "question", f"at most {MOST_QUESTION:,} characters")])
    with home.store.begin() as connection:
        party = _party(connection, home)
        stated = _addressed(connection, party, id)
        case = cases.case(connection, id)
        lacking = [number for number, part in _recipients(case, party) if not part.get("acknowledged_at")]
        if not lacking:
            raise ConflictError("your house has acknowledged this notice already", id, "nothing is left for you to do")
        if stated.state != AWAITED:
            raise RefusedError("nobody waits for an acknowledgement of this notice any more", id)
        if digest not in {_digest(text) for text in _texts(case).values()}:
            raise ConflictError("this is not the text of the notice", "digest", "read it again, then acknowledge it")
        said = {
            "acknowledged_at": home.clock().isoformat(),
            "acknowledged_by": name.strip(),
            "acknowledged_text": digest,
            "question": question.strip(),
        }
        words = Words(parts=tuple(Part(RECIPIENT, number, said) for number in lacking))
        others = [part for number, part in case.parts_of(RECIPIENT).items() if number not in lacking]
        is_last = all(part.get("acknowledged_at") and part.get("acknowledged_by") for part in others)
        if is_last:
            return desk.step_in(home, connection, case, "complete", words).state
        desk.enter_in(home, connection, case, words)
        return case.state


def reply(home: Home, number: int, text: str, name: str) -> int:
    """Answer a question to the partner; returns the log index of the act.

    Raises:
        MissingError: they act for no partner, or there is no such question to them.
        RefusedError: it has ended.
        ConflictError: it was answered, or withdrawn.
        InputError: nothing was written, or no name, or too much.
    """
    with home.store.begin() as connection:
        return asking.reply_in_portal(home, connection, _party(connection, home), number, text, name)


def hand_in(home: Home, made: Undertaking, files: Sequence[File] = ()) -> str:
    """Hand in an undertaking of the partner; returns the id of its case. It counts once we have accepted it.

    Raises:
        MissingError: they act for no partner.
        InputError: it does not fit: no text and no file, days that end before they begin; all faults.
        RefusedError: a file may not be kept.
    """
    _check_typed(made.signed_by, "signed_by", MOST_NAME, "type your name")
    for file in files:
        if len(file.content) > MOST_FILE:
            raise InputError(f"a file has at most {MOST_FILE:,} bytes here", "file", "hand in the part that matters")
    read = desk.read_files(files)
    with home.store.begin() as connection:
        fields = {
            "party": _party(connection, home),
            "undertaking": made.kind,
            "text": made.text.strip(),
            "language": made.language.strip() if made.text.strip() else "",
            "products": " ".join(made.products.split()),
            "orders": " ".join(made.orders.split()),
            "end_user": made.end_user.strip(),
            "territories": " ".join(made.territories.upper().split()),
            "valid_from": made.valid_from.isoformat(),
            "valid_until": made.valid_until.isoformat(),
            "signed_by": made.signed_by.strip(),
        }
        return desk.open_in(home, connection, UNDERTAKING, Words(fields=fields), read)


def _check_typed(text: str, at: str, most: int, help: str) -> None:
    if not 1 <= len(text.strip()) <= most:
        raise InputError.of([Fault("this is needed", at, f"{help}; at most {most} characters")])
