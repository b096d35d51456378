"""Statements and notices from draft to correction: opened from templates, sent out at their hour, compared, superseded.

A text goes out at ``release_at`` and not a moment before, by the clock of the desk; the worker does it, and
``moratorium statement release --due`` does the same. What was approved goes out unchanged or not at all: if its measure
was changed meanwhile, it is held, and the case says why. A public statement then stands on the press page; a notice is
put into the outbox for each recipient, in their language. What is wrong is not edited: another statement takes its
place, and whoever was told the first is told so.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from moratorium.desk import cases, mail, wording
from moratorium.desk.cases import File, Words
from moratorium.desk.home import Home
from moratorium.desk.mail import Letter
from moratorium.desk.record import record_one
from moratorium.desk.release_guard import OUT, approved_texts, release_at
from moratorium.desk.rulebooks import adopted_or_base
from moratorium.desk.wording import KINDS, PRESS_PAGE, VERSION, current, version_of
from moratorium.errors import Fault, InputError, MoratoriumError, RefusedError
from moratorium.registers.case import NONE, Case, check_entered
from moratorium.registers.templates import LANGUAGES, headline_of, paragraphs_of
from moratorium.store import Connection, directory, receivers
from moratorium.store import cases as rows
from moratorium.store import partners as partner_rows
from moratorium.store.cases import Wanted
from moratorium.terms.canon import digest_bytes
from moratorium.terms.case import CaseEntered, Part

ACKNOWLEDGE_DAYS = 14
"""So long recipients have to acknowledge a notice, where no day is stated; as the table of notices says."""

RECIPIENT = "recipient"
PORTAL = "/partner"
"""Where partners read and acknowledge notices."""

MOST_PARTIES = 1_000


# -- drafted ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Drafted:
    """What a draft is made of.

    Attributes:
        kind: ``public_statement`` or ``notice``.
        measure: Id of the measure; of the adopted rulebook.
        audience: For whom.
        languages: In which languages.
        title: One line for people of ours; empty takes a plain one.
        release_at: Instant before which it does not go out, with its zone; empty for none.
        contact: Whom to ask; None takes ``MORATORIUM_CONTACT``.
        corrects: Case that it corrects; empty for none.
    """

    kind: str
    measure: str
    audience: str
    languages: tuple[str, ...] = LANGUAGES
    title: str = ""
    release_at: str = ""
    contact: str | None = None
    corrects: str = ""


def draft(home: Home, wanted: Drafted, role: str | None = None) -> str:
    """Open a statement or notice with a text in each language, filled from the measure; returns its id.

    Raises:
        MissingError: no such measure or template.
        InputError: no languages, or the measure has no public text in one.
        RefusedError: nobody is named, or the kind has no texts.
    """
    if wanted.kind not in KINDS:
        raise RefusedError(f"a `{wanted.kind}` has no text that goes out", help=f"one of {', '.join(KINDS)}")
    if not wanted.languages:
        raise InputError("no language is named", "languages", f"such as {', '.join(LANGUAGES)}")
    made = [
        wording.filled(home, wanted.measure, wanted.audience, one, wanted.contact)
        for one in dict.fromkeys(wanted.languages)
    ]
    parts = (Part(VERSION, 0, {"text": one.text, "language": one.language, "template": one.template}) for one in made)
    fields = {
        "measure": wanted.measure,
        "audience": wanted.audience,
        "release_at": wanted.release_at,
        "corrects": wanted.corrects,
    }
    title = wanted.title or f"{wanted.kind.replace('_', ' ').capitalize()} on {wanted.measure}, for {wanted.audience}"
    return cases.open_case(home, wanted.kind, Words(title=title[:200], fields=fields, parts=tuple(parts)), role=role)


@dataclass(frozen=True)
class Recipient:
    """Somebody who gets a notice.

    Attributes:
        name: Who.
        language: In which language they read; where there is no text in it, the notice is not approved.
        address: Their mail address; empty if they are told in another way.
        party: Our id of them; empty for somebody who is no party of ours.
    """

    name: str
    language: str = "en"
    address: str = ""
    party: str = ""


def add_recipients(home: Home, id: str, recipients: Sequence[Recipient], seen: int | None = None) -> int:
    """Put recipients on a statement or notice; one whose party is on it already is left out. Returns how many came.

    Raises:
        MissingError: no such case.
        InputError: an address is none, or there are too many; all faults at once.
        RefusedError: nobody is named.
        ConflictError: the case was changed since it was seen.
    """
    if len(recipients) > MOST_PARTIES:
        raise InputError(f"{len(recipients):,} recipients at once", "recipients", f"at most {MOST_PARTIES:,}")
    faults = [fault for at, one in enumerate(recipients, 1) for fault in _address_faults(at, one)]
    if faults:
        raise InputError.of(faults)
    case = cases.shown(home, id).case
    known = {one.get("party") for one in case.parts_of(RECIPIENT).values()} - {None, ""}
    new = [one for one in recipients if one.party not in known]
    parts = tuple(
        Part(
            RECIPIENT,
            0,
            {"name": one.name, "language": one.language, "address": one.address}
            | ({"party": one.party} if case.kind == "notice" else {}),
        )
        for one in new
    )
    if parts:
        cases.enter(home, id, Words(parts=parts), seen=seen)
    return len(new)


def partner_recipients(home: Home) -> tuple[Recipient, ...]:
    """Every partner of ours in whose name somebody can sign in: with language and address of the first who stated them.

    One without an address reads the notice in the portal.
    """
    people: dict[str, list[str]] = {}
    with home.store.read() as connection:
        for account in partner_rows.accounts(connection):
            if account.state == "enabled":
                people.setdefault(account.party, []).append(account.name)
        stated = {one.person: one for one in receivers.every(connection)}
        is_known = directory.is_there(connection)
        known = {party: directory.of_id(connection, party) for party in people if is_known}
    found = []
    for party, names in sorted(people.items()):
        to = next((stated[name] for name in names if name in stated), None)
        row = known.get(party)
        name = row.name if row and row.name else party
        found.append(Recipient(name, to.language if to else "en", to.address if to else "", party))
    return tuple(found)


def _address_faults(at: int, one: Recipient) -> Iterator[Fault]:
    if one.address:
        try:
            mail.check_address(one.address)
        except InputError as error:
            yield error.fault._replace(at=f"recipient {at}, address")


# -- released ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Released:
    """What became of a text at its hour.

    Attributes:
        case: Which.
        is_out: Whether it went out.
        words: Why it did not; empty if it did.
        letters: Letters put into the outbox.
    """

    case: str
    is_out: bool
    words: str = ""
    letters: int = 0


def release(home: Home, id: str, seen: int | None = None, role: str | None = None) -> Released:
    """Send an approved text out now: a statement to the press page, a notice to its recipients.

    Raises:
        MissingError: no such case.
        RefusedError: it is not approved, its hour has not come, its measure was changed, or nobody is named.
        InputError: a recipient has no mail address and was not told otherwise; all of them at once.
        ConflictError: the case was changed since it was seen.
    """
    cases.check_somebody(home)
    with home.store.begin() as connection:
        case = wording.seen_case(connection, id, seen)
        if case.kind not in KINDS:
            raise RefusedError("only statements and notices go out", id)
        return _release(home, connection, case, role)


def _release(home: Home, connection: Connection, case: Case, role: str | None) -> Released:
    now = home.clock().isoformat(timespec="seconds")
    fields, parts = {"released_at": now}, []
    letters: list[Letter] = []
    if case.kind == "public_statement":
        fields["channel"] = case.fields.get("channel") or PRESS_PAGE
        if not any(one.get("address") == PRESS_PAGE for one in case.parts_of(RECIPIENT).values()):
            parts.append(Part(RECIPIENT, 0, {"name": "everybody", "address": PRESS_PAGE, "sent_at": now}))
    else:
        fields["channel"] = case.fields.get("channel") or "mail"
        waiting = {n: one for n, one in case.parts_of(RECIPIENT).items() if not one.get("sent_at")}
        in_portal = {one.party for one in partner_rows.accounts(connection) if one.state == "enabled"}
        written = {n: one for n, one in waiting.items() if one.get("address") or one.get("party") not in in_portal}
        _check_addresses(written)
        letters = [_notice(home, case, one) for one in written.values()]
        parts = [Part(RECIPIENT, number, {"sent_at": now}) for number in waiting]
    cases.step_in(home, connection, case, OUT[case.kind], Words(fields=fields, parts=tuple(parts)), role)
    for letter in letters:
        mail.post(home, connection, letter)
    return Released(case.id, True, letters=len(letters))


def _check_addresses(recipients: Mapping[int, Mapping[str, str]]) -> None:
    """Everybody can be told, or nobody is: half a notice is none."""
    faults = []
    for number, one in recipients.items():
        try:
            mail.check_address(one.get("address", ""))
        except InputError:
            at = f"recipient {number}, address"
            help_ = "enter a mail address, or `sent_at` if they were told otherwise; or invite them to the portal"
            faults.append(Fault(f"`{one.get('name', '')}` has no mail address", at, help_))
    if faults:
        raise InputError.of(faults)


def _notice(home: Home, case: Case, recipient: Mapping[str, str]) -> Letter:
    text = text_in(case, recipient.get("language", "en"))
    until = case.fields.get("acknowledge_by") or (home.today() + timedelta(days=ACKNOWLEDGE_DAYS)).isoformat()
    values = {
        "title": headline_of(text),
        "text": "\n\n".join(paragraphs_of(text)),
        "until": until,
        "link": PORTAL,
        "number": case.id,
    }
    return Letter("notice", recipient["address"], recipient.get("language", "en"), values)


def text_in(case: Case, language: str) -> str:
    """The text that counts in a language; in English, else in whichever there is, where there is none in it."""
    texts = approved_texts(case)
    found = texts.get(language) or texts.get("en") or next(iter(texts.values()), (0, ""))
    return found[1]


def release_due(home: Home) -> tuple[Released, ...]:
    """Send out whatever is approved and due by now; what cannot go is held, and its case says why, once.

    A text without an hour is not due: a person sends it out.
    """
    if home.identity is None:
        return ()
    found: list[Released] = []
    for kind in KINDS:
        with home.store.read() as connection:
            waiting = [one.id for one in rows.rows(connection, Wanted(kind=kind, state="approved"), limit=10_000)]
            due = [id for id in waiting if _is_due(home, rows.case(connection, id))]
        found += [one for id in due if (one := _released(home, id)) is not None]
    return tuple(found)


def _is_due(home: Home, case: Case) -> bool:
    hour = release_at(case)
    return hour is not None and hour <= home.clock()


def _released(home: Home, id: str) -> Released | None:
    """One text; None if it is held for a reason that its case tells already."""
    try:
        with home.store.begin() as connection:
            case = rows.case(connection, id)
            return _release(home, connection, case, None) if case.state == "approved" else None
    except MoratoriumError as error:
        words = "; ".join(map(str, error.faults))
        with home.store.begin() as connection:
            case = rows.case(connection, id)
            if case.fields.get("held", NONE) == words:
                return None
            held = CaseEntered(id, fields={"held": words})
            check_entered(case, held, is_derived=True)
            record_one(home, connection, "case_entered", id, held)
        return Released(id, False, words)


# -- the channel's copy -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Compared:
    """A copy of the channel beside the text that was approved.

    Attributes:
        is_same: Whether it is the same, letter for letter (line ends aside).
        digest: SHA-256 of the copy.
        lines: What differs: a sign (``-`` of the text, ``+`` of the copy, a blank for what both have) and the line.
    """

    is_same: bool
    digest: str
    lines: tuple[tuple[str, str], ...]


def compare_copy(
    home: Home, id: str, number: int, content: bytes, channel: str = "", seen: int | None = None
) -> Compared:
    """Put on record what a channel really published, and how it differs from the approved text.

    Args:
        home: The state.
        id: Of the case.
        number: Of the version.
        content: The copy, as text in UTF-8.
        channel: Where it was published.
        seen: The case's newest act as the caller saw it; None does not ask.

    Raises:
        MissingError: no such case or version.
        RefusedError: it has not gone out yet, or nobody is named.
        InputError: the copy is no text.
        ConflictError: the case was changed since it was seen.
    """
    cases.check_somebody(home)
    try:
        copy = _plain(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise InputError("the copy is no text in UTF-8", "copy", "save the words of the page as text") from None
    read = cases.read_files([File(content, f"copy-of-version-{number}.txt", channel, is_evidence=True)])
    with home.store.begin() as connection:
        case = wording.seen_case(connection, id, seen)
        text = version_of(case, number)["text"]
        if not case.takers.get(OUT[case.kind]):
            raise RefusedError("it has not gone out yet, so there is no copy of it", id)
        made = compared(text, copy)
        fields = {
            "copy_digest": made.digest,
            "copy_words": _differing(made),
            **({"channel": channel} if channel else {}),
        }
        kept = tuple(cases.keep(connection, *one) for one in read)
        entered = CaseEntered(id, parts=(Part(VERSION, number, fields),), attachments=kept)
        check_entered(case, entered, is_derived=True)
        record_one(home, connection, "case_entered", id, entered)
    return made


def compared(text: str, copy: str) -> Compared:
    """A copy beside a text.

    >>> compared("We pause.", "We pause.\\r\\n").is_same, compared("We pause.", "We stop.").lines
    (True, (('-', 'We pause.'), ('+', 'We stop.')))
    """
    left, right = _plain(text), _plain(copy)
    lines = tuple((one[0], one[2:]) for one in difflib.ndiff(left.split("\n"), right.split("\n")) if one[0] in "-+ ")
    return Compared(left == right, digest_bytes(right.encode()), lines)


def _plain(text: str) -> str:
    """Line ends and blanks at the end of lines are no words."""
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def _differing(made: Compared) -> str:
    if made.is_same:
        return NONE
    return "\n".join(f"{sign} {line}" for sign, line in made.lines if sign != " ")[:20_000]


# -- corrected --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Superseded:
    """What superseding came to.

    Attributes:
        letters: Letters to recipients put into the outbox.
        untold: Numbers of recipients who have to be told in another way.
        state: The state of the case after it.
    """

    letters: int
    untold: tuple[int, ...]
    state: str


def supersede(
    home: Home, id: str, by: str, what_was_wrong: str, seen: int | None = None, role: str | None = None
) -> Superseded:
    """Put another statement or notice, which is out already, in the place of one; its recipients are told.

    Readers of the press page see the correction at both ends at once. Recipients with a mail address get a letter with
    the new text; others stay open until it is entered that they were told. When nobody is open, the case is corrected.

    Raises:
        MissingError: no such case.
        RefusedError: the other one is not out, or the table does not allow it from here; or nobody is named.
        ConflictError: the case was changed since it was seen.
    """
    cases.check_somebody(home)
    now = home.clock().isoformat(timespec="seconds")
    with home.store.begin() as connection:
        case, new = wording.seen_case(connection, id, seen), rows.case(connection, by)
        if new.kind not in KINDS or not new.takers.get(OUT[new.kind]):
            raise RefusedError(f"`{by}` is not out yet, so nobody can be told of it", by, "release it first")
        words = Words(fields={"what_was_wrong": what_was_wrong, "superseded_by": by})
        case = cases.step_in(home, connection, case, "supersede", words, role)
        told: list[int] = []
        letters = 0
        for number, one in case.parts_of(RECIPIENT).items():
            if one.get("told_at"):
                continue
            if one.get("address") == PRESS_PAGE:
                told.append(number)
            elif _is_address(one.get("address", "")):
                mail.post(home, connection, _correction(case, new, one))
                told.append(number)
                letters += 1
        open_ = [n for n, one in case.parts_of(RECIPIENT).items() if not one.get("told_at") and n not in told]
        parts = tuple(Part(RECIPIENT, number, {"told_at": now}) for number in told)
        if told and not open_:
            case = cases.step_in(home, connection, case, "correct", Words(parts=parts), role)
        elif told:
            record_one(
                home,
                connection,
                "case_entered",
                id,
                cases.entered_in(home, connection, case, Words(parts=parts), "", ()),
            )
        return Superseded(letters, tuple(open_), case.state)


def _is_address(text: str) -> bool:
    try:
        mail.check_address(text)
    except InputError:
        return False
    return True


def _correction(old: Case, new: Case, recipient: Mapping[str, str]) -> Letter:
    language = recipient.get("language", "en")
    text = text_in(new, language)
    values = {
        "title": headline_of(text_in(old, language)),
        "text": "\n\n".join(text.strip().split("\n\n")),
        "number": old.id,
        "link": PORTAL if old.kind == "notice" else f"/press/{new.id}.{_language_of(new, language)}",
    }
    return Letter("superseded", recipient["address"], language, values)


def _language_of(case: Case, language: str) -> str:
    """The language of the text that somebody of a language reads."""
    languages = list(approved_texts(case))
    return language if language in languages else "en" if "en" in languages else next(iter(languages), "en")


# -- looked at --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """A statement or notice in a list.

    Attributes:
        id: Of its case.
        kind: ``public_statement`` or ``notice``.
        state: Of the case.
        title: For people of ours.
        languages: Of its texts.
        unread: Texts that another person has to read yet, of a draft.
        release_at: Instant before which it does not go out; None for none.
        released_at: When it went out; None while it has not.
        held: Why it did not go out when it was due; empty if it may.
    """

    id: str
    kind: str
    state: str
    title: str
    languages: tuple[str, ...]
    unread: int
    release_at: datetime | None
    released_at: datetime | None
    held: str


def listed(home: Home, limit: int = 200) -> tuple[Row, ...]:
    """Statements and notices, the newest first."""
    with home.store.read() as connection:
        found = [one for kind in KINDS for one in rows.rows(connection, Wanted(kind=kind), limit=limit)]
        newest = sorted(found, key=lambda one: one.opened, reverse=True)[:limit]
        return tuple(_row(rows.case(connection, one.id)) for one in newest)


def _row(case: Case) -> Row:
    texts = current(case)
    out = case.fields.get("released_at", "")
    return Row(
        case.id,
        case.kind,
        case.state,
        case.title,
        tuple(sorted(one.get("language", "") for one in texts.values())),
        sum("checked_digest" not in one for one in texts.values()) if case.state == "drafted" else 0,
        release_at(case),
        datetime.fromisoformat(out) if out else None,
        case.fields.get("held", "") if case.state == "approved" else "",
    )


def waiting(home: Home) -> list[tuple[str, datetime | None]]:
    """Approved texts that wait for their hour, with it; the earliest first, those without one last."""
    found = [(one.id, one.release_at) for one in listed(home) if one.state == "approved"]
    return sorted(found, key=lambda one: (one[1] is None, str(one[1]), one[0]))


def spoken_of(home: Home) -> list[tuple[str, str]]:
    """Measures of the adopted rulebook that have a neutral public text: id and title."""
    with home.store.read() as connection:
        return [(one.id, f"{one.id}: {one.title}") for one in adopted_or_base(connection).measures if one.statement]
