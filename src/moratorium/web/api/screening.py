"""Names compared with the lists; our parties, whom they may be on the lists, and what people say of that."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from moratorium.desk import asked_names, list_versions, party_file, possible_matches, reading, registering
from moratorium.desk.rescreening import Rescreen
from moratorium.errors import InputError
from moratorium.terms.order_form import AddressForm, IdentifierForm, Name
from moratorium.terms.party import Address, Identifier, Party
from moratorium.web.api import party_shapes as shapes
from moratorium.web.api.looking import Page, cursor_of, number_of, place_of
from moratorium.web.api.operation import Answer, Call, Operation
from moratorium.web.api.recording import Word, Words, again_shape, done_once
from moratorium.web.api.shapes import AgainShape, ChangedShape, Cursor, Limit

Verdict = Literal["true_match", "false_positive", "needs_more"]
State = Literal["open", "reopened", "true_match", "false_positive"]
Names = Annotated[tuple[Name, ...], Meta(max_length=50)]


class AskedForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody to be compared with the lists.

    Attributes:
        names: As written, in any script; at least one, or a number.
        id: Your id of it, which comes back with the answer.
        kind: ``person``, ``entity``, ``vessel`` or ``aircraft``, if you know.
        address: Where it sits; its country confirms or contradicts a match.
        identifiers: Official numbers.
        birth_dates: Of a person.
    """

    names: Names = ()
    id: Annotated[str, Meta(max_length=200)] = ""
    kind: Literal["person", "entity", "vessel", "aircraft", "unknown", ""] = ""
    address: AddressForm = AddressForm()
    identifiers: Annotated[tuple[IdentifierForm, ...], Meta(max_length=50)] = ()
    birth_dates: Names = ()


class ScreeningForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Names to be compared with the lists at hand; nothing of it is recorded.

    Attributes:
        parties: Who is asked about.
        lists: Lists or sources to tell of, such as ``UN`` or ``ofac-sdn``; none for all at hand.
        threshold: Least score from 0.6 to 1, instead of those of the rulebook.
    """

    parties: Annotated[tuple[AskedForm, ...], Meta(min_length=1, max_length=asked_names.MOST)]
    lists: Annotated[tuple[Name, ...], Meta(max_length=100)] = ()
    threshold: Annotated[str, Meta(max_length=20)] | None = None


class PartiesQuery(Page, frozen=True, forbid_unknown_fields=True):
    """Which parties.

    Attributes:
        words: Each begins a word of a name, in any script, or of your id.
        asked: Whether only those that may be a listed party, about which a person is asked.
        cursor: The `next` of the page before.
        limit: At most so many.
    """

    words: Annotated[str, Meta(max_length=500)] = ""
    asked: bool = False


class PartyQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which party.

    Attributes:
        party: Your id of it, or the key of answers about it.
        on: Day for shares and seats; default today.
    """

    party: Word
    on: date | None = None


class PartyOrdersQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Orders of which party.

    Attributes:
        party: Your id of it, or the key of answers about it.
        cursor: The `next` of the page before.
        limit: At most so many.
    """

    party: Word
    cursor: Cursor | None = None
    limit: Limit = 100


class MatchesQuery(Page, frozen=True, forbid_unknown_fields=True):
    """Which possible matches.

    Attributes:
        asked: Whether only those about which a person is asked: `open` and `reopened`.
        state: Only in this state.
        list: Only of this list.
        party: Only of this party: the key of answers about it.
        cursor: The `next` of the page before.
        limit: At most so many.
    """

    asked: bool | None = None
    state: State | None = None
    list: Annotated[str, Meta(max_length=100)] | None = None
    party: Word | None = None


class MatchQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which possible match.

    Attributes:
        party: Your id of the party, or the key of answers about it.
        entry: Key of the entry, such as ``OFAC-SDN#36``.
    """

    party: Word
    entry: Word


class DispositionForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What you say of possible matches of one party.

    Attributes:
        party: Your id of the party, or the key of answers about it.
        entries: Keys of the entries.
        verdict: ``true_match``, ``false_positive``, or ``needs_more``: you cannot tell yet, and it stays open.
        reason: What it rests on; for ``needs_more``, what is needed and from whom.
        expires: First day on which it no longer counts.
        compared: As the match had it when you looked: if one side has changed since, you are told, not taken.
    """

    party: Word
    entries: Annotated[tuple[Word, ...], Meta(min_length=1, max_length=100)]
    verdict: Verdict
    reason: Words
    expires: date | None = None
    compared: Annotated[tuple[Word, ...], Meta(max_length=100)] = ()


class RescreeningForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All parties to be compared anew with all lists at hand.

    Attributes:
        cause: Why; goes into the record.
    """

    cause: Words


class RegisterForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Your register of parties, with who owns and directs them. It replaces the one of before.

    Attributes:
        name: Name of the file; its ending tells the format, such as ``parties.csv`` or ``parties.xlsx``.
        content: The file in base64; it may be gzipped.
    """

    name: Annotated[str, Meta(min_length=1, max_length=200)]
    content: bytes


# -- names ------------------------------------------------------------------------------------------------------------


def screen(call: Call) -> Answer:
    """Compare names with the lists at hand."""
    body: ScreeningForm = call.body
    asked = [asked_names.asked_of(one.id or str(i), _party(one), one.kind) for i, one in enumerate(body.parties)]
    found = asked_names.screen_names(call.service.directory, asked, body.lists, body.threshold)
    return Answer(
        shapes.ScreeningShape(
            found.on,
            found.score,
            _as(found.against, tuple[shapes.AgainstShape, ...]),
            found.cautions,
            tuple(map(_screened, found.found)),
        )
    )


def _party(one: AskedForm) -> Party:
    numbers = tuple(Identifier(each.kind, each.value, each.country) for each in one.identifiers)
    address = Address(**msgspec.structs.asdict(one.address))
    return Party(names=one.names, address=address, identifiers=numbers, birth_dates=one.birth_dates)


def _screened(one: asked_names.Found) -> shapes.ScreenedShape:
    return shapes.ScreenedShape(
        one.asked.id, one.result, one.words, tuple(map(_possible, one.possible)), one.lookalikes
    )


def _possible(one: asked_names.Possible) -> shapes.PossibleShape:
    match = one.match
    return shapes.PossibleShape(
        entry_shape(one.entry),
        match.version,
        match.published,
        round(match.score, 4),
        match.met,
        match.value,
        match.name,
        match.quality,
        _as(one.aligned, shapes.AlignedShape),
        _as(one.evidence, tuple[shapes.EvidenceShape, ...]),
    )


def entry_shape(entry: Any) -> shapes.EntryShape:
    """A list entry whole."""
    fields = {name: getattr(entry, name) for name in shapes.EntryShape.__struct_fields__ if name != "entry"}
    fields["names"] = _as(entry.names, tuple[shapes.ListNameShape, ...])
    fields["identifiers"] = _as(entry.identifiers, tuple[shapes.IdentifierShape, ...])
    fields["addresses"] = _as(entry.addresses, tuple[shapes.AddressShape, ...])
    return shapes.EntryShape(entry=entry.key, **fields)


def _as(value: Any, kind: Any) -> Any:
    """A value of the desk in the shape whose fields have the same names."""
    return msgspec.convert(value, kind, from_attributes=True)


# -- parties ----------------------------------------------------------------------------------------------------------


def parties(call: Call) -> Answer:
    """A page of parties."""
    query: PartiesQuery = call.query
    found, behind = party_file.found(
        call.home, call.service.directory, query.words, query.asked, _pair(query.cursor), query.limit
    )
    more = cursor_of(f"{found[-1].name}\0{found[-1].subject}") if len(found) == query.limit else None
    return Answer(shapes.PartiesShape(tuple(map(party_row, found)), behind, more))


def _pair(cursor: str | None) -> tuple[str, str]:
    """The name and the subject of a cursor."""
    name, _, subject = place_of(cursor).partition("\0")
    return name, subject


def party_row(row: Any) -> shapes.PartyRowShape:
    """A party in a list."""
    return shapes.PartyRowShape(row.subject, row.id, row.name, row.country, bool(row.register), row.asked)


def party(call: Call) -> Answer:
    """A party as a whole; that somebody read it is recorded."""
    query: PartyQuery = call.query
    row = party_file.one(call.home, call.service.directory, query.party)
    reading.note_look(call.home, row.subject, call.operation)
    found = party_file.whole(call.home, call.service.directory, row.subject, query.on)
    return Answer(
        shapes.WholePartyShape(
            party_row(found.row),
            found.day,
            stated_shape(found.stated) if found.stated is not None else None,
            tuple(map(stated_shape, found.spelled)),
            tuple(_match_row(one, found.row.name, found.row.country) for one in found.matches),
            tuple(map(remark_shape, found.remarks)),
            _as(found.owners, tuple[shapes.OwnerShape, ...]),
            found.more_owners,
            _as(found.in_common, tuple[shapes.InCommonShape, ...]),
            found.found,
        )
    )


def stated_shape(party: Party) -> shapes.StatedPartyShape:
    """A party as somebody states it."""
    return _as(party, shapes.StatedPartyShape)  # type: ignore[no-any-return]


def party_orders(call: Call) -> Answer:
    """A page of orders of a party."""
    query: PartyOrdersQuery = call.query
    found = party_file.orders(call.home, call.service.directory, query.party, place_of(query.cursor), query.limit)
    more = cursor_of(found[-1][0].key) if len(found) == query.limit else None
    return Answer(shapes.PartyOrdersShape(tuple(_order(row, roles) for row, roles in found), more))


def _order(row: Any, roles: tuple[str, ...]) -> shapes.PartyOrderShape:
    activity = row.key.rpartition("/")[2]
    return shapes.PartyOrderShape(row.id, activity, row.status, row.placed_on, row.effect, row.act, roles)


def register(call: Call) -> Answer:
    """Take a register of parties, and compare all parties anew."""
    body: RegisterForm = call.body

    def work() -> shapes.RegisterShape:
        faults = registering.keep_register(call.home, body.name, body.content)
        told = tuple(map(str, faults))
        found = registering.compare_anew(call.home, call.service.directory, f"register {body.name}")
        return shapes.RegisterShape(told, rescreened_shape(found))

    return done_once(call, work)


# -- possible matches -------------------------------------------------------------------------------------------------


def matches(call: Call) -> Answer:
    """A page of possible matches."""
    query: MatchesQuery = call.query
    wanted = possible_matches.wanted(query.asked, query.state, query.list, query.party)
    found, behind = possible_matches.listed(
        call.home, call.service.directory, wanted, _after(query.cursor), query.limit
    )
    more = None
    if len(found) == query.limit:
        is_asked, score, subject, entry = possible_matches.place_of(found[-1].row)
        more = cursor_of(f"{int(is_asked)}\0{score}\0{subject}\0{entry}")
    shown = tuple(_match_row(one.row, one.name, one.country) for one in found)
    return Answer(shapes.MatchesShape(shown, behind, more))


def _after(cursor: str | None) -> tuple[bool, int, str, str] | None:
    if not cursor:
        return None
    parts = place_of(cursor).split("\0")
    if len(parts) != 4:
        raise InputError("this is no cursor", "cursor", "send back the `next` of the page before")
    return parts[0] == "1", number_of(parts[1], "cursor"), parts[2], parts[3]


def _match_row(row: Any, name: str, country: str) -> shapes.MatchRowShape:
    return shapes.MatchRowShape(
        row.subject, name, country, row.entry, row.list, row.listed, row.kind, row.state, row.score / 10_000
    )


def match(call: Call) -> Answer:
    """One possible match, as it is now; that somebody read it is recorded."""
    query: MatchQuery = call.query
    found = possible_matches.whole(call.home, call.service.directory, query.party, query.entry)
    reading.note_look(call.home, found.party.subject, call.operation)
    return Answer(
        shapes.WholeMatchShape(
            party=party_row(found.party),
            spelled=stated_shape(found.spelled),
            entry=entry_shape(found.entry),
            aligned=_as(found.aligned, shapes.AlignedShape),
            evidence=_as(found.evidence, tuple[shapes.EvidenceShape, ...]),
            said=tuple(map(remark_shape, found.remarks)),
            **{name: getattr(found, name) for name in _SAME},
        )
    )


_SAME = (
    *("version", "published", "threshold", "state", "score", "met", "asked", "listed", "quality"),
    *("changes", "compared"),
)


def remark_shape(one: Any) -> shapes.RemarkShape:
    """What somebody said of a match."""
    told = (one.verdict, one.reason, one.version, one.expires, one.by, one.at, one.withdrawn)
    return shapes.RemarkShape(one.act, one.subject, one.entry, *told)


def dispositions(call: Call) -> Answer:
    """A page of what people said."""
    query: Page = call.query
    before = number_of(place_of(query.cursor), "cursor") if query.cursor else None
    found = possible_matches.said(call.home, before, query.limit)
    acts = list(dict.fromkeys(one.act for one in found))
    more = cursor_of(str(acts[-1])) if len(acts) == query.limit else None
    return Answer(shapes.DispositionsShape(tuple(map(remark_shape, found)), more))


def dispose(call: Call) -> Answer:
    """Record what somebody says, and decide the orders that it concerns again."""
    body: DispositionForm = call.body
    said = possible_matches.Said(body.party, body.entries, body.verdict, body.reason, body.expires, body.compared)

    def work() -> shapes.DisposedShape:
        done = possible_matches.dispose(call.home, call.service.directory, said)
        changed = tuple(
            ChangedShape(one.decided.decision.order, one.before or "none", one.decided.decision.effect, one.index)
            for one in done.changed
        )
        again = AgainShape(call.home.today(), len(done.decided), changed) if body.verdict != "needs_more" else None
        return shapes.DisposedShape(done.indexes, again, done.job)

    return done_once(call, work)


# -- re-screening -----------------------------------------------------------------------------------------------------


def rescreenings(call: Call) -> Answer:
    """A page of re-screenings."""
    query: Page = call.query
    before = number_of(place_of(query.cursor), "cursor") if query.cursor else None
    found = list_versions.runs(call.home, before, query.limit)
    more = cursor_of(str(found[-1].row.act)) if len(found) == query.limit else None
    return Answer(shapes.RunsShape(tuple(map(_run, found)), more))


def _run(one: list_versions.Run) -> shapes.RunShape:
    row = one.row
    return shapes.RunShape(row.act, row.by, row.at, one.cause, row.compared, row.ended, _outcomes(one.changes))


def _outcomes(changes: Iterable[Any]) -> tuple[shapes.OutcomeShape, ...]:
    return tuple(
        shapes.OutcomeShape(one.subject, one.entry, one.name, one.before, one.state, one.score, one.due)
        for one in changes
    )


def rescreened_shape(found: Rescreen | str) -> shapes.RescreenedShape:
    """What comparing all parties anew came to, or the job that does it."""
    if isinstance(found, str):
        return shapes.RescreenedShape(0, (), None, found)
    again = again_shape(found.again) if found.again is not None else None
    return shapes.RescreenedShape(found.compared, _outcomes(found.changes), again, "")


def rescreen_all(call: Call) -> Answer:
    """Compare all parties anew."""
    known, cause = call.service.directory, call.body.cause
    return done_once(call, lambda: rescreened_shape(registering.compare_anew(call.home, known, cause)))


OPERATIONS = (
    Operation(
        "POST",
        "/v1/screenings",
        "Compare names with the lists at hand; nothing is recorded",
        screen,
        answers=(shapes.ScreeningShape,),
        permission="screen",
        description=(
            "As a decision would compare them: which words met which, what each was worth, what dates, countries and "
            "numbers say. Nothing found is told with list, version, day and threshold, and never as more."
        ),
        body=ScreeningForm,
        example={
            "parties": [
                {
                    "id": "C-7",
                    "names": ["Nebesnaya Mekhanika (example)"],
                    "kind": "entity",
                    "address": {"country": "RU"},
                }
            ],
            "lists": ["ofac-sdn", "UN"],
        },
        statuses=(404,),
    ),
    Operation(
        "GET",
        "/v1/parties",
        "Parties of the register and of orders, by name",
        parties,
        answers=(shapes.PartiesShape,),
        permission="read_parties",
        query=PartiesQuery,
        has_etag=True,
    ),
    Operation(
        "GET",
        "/v1/party",
        "A party: what is known of it, its owners, what it has in common with others; that it was read is recorded",
        party,
        answers=(shapes.WholePartyShape,),
        permission="read_parties",
        query=PartyQuery,
        statuses=(404,),
        has_etag=True,
    ),
    Operation(
        "GET",
        "/v1/party/orders",
        "Orders of a party, with its roles in them",
        party_orders,
        answers=(shapes.PartyOrdersShape,),
        permission="read_parties",
        query=PartyOrdersQuery,
        statuses=(404,),
        has_etag=True,
    ),
    Operation(
        "POST",
        "/v1/register",
        "Hand in the register of parties with owners and shares; all parties are compared anew",
        register,
        answers=(shapes.RegisterShape,),
        permission="keep_register",
        body=RegisterForm,
        example={
            "name": "parties.csv",
            "content": "aWQsbmFtZSxjb3VudHJ5CkMtNyxLaWxicmFjayBTdXJ2ZXkgKGV4YW1wbGUpIEx0ZCxJRQo=",
        },
        statuses=(409,),
        takes_key=True,
    ),
    Operation(
        "GET",
        "/v1/matches",
        "List entries that parties may be: those about which a person is asked first, then by score",
        matches,
        answers=(shapes.MatchesShape,),
        permission="read_parties",
        query=MatchesQuery,
        has_etag=True,
    ),
    Operation(
        "GET",
        "/v1/match",
        "A possible match taken apart, and why it is asked again; that it was read is recorded",
        match,
        answers=(shapes.WholeMatchShape,),
        permission="read_parties",
        query=MatchQuery,
        statuses=(404,),
        has_etag=True,
    ),
    Operation(
        "GET",
        "/v1/dispositions",
        "What people said of possible matches, newest first",
        dispositions,
        answers=(shapes.DispositionsShape,),
        permission="read_parties",
        query=Page,
        has_etag=True,
    ),
    Operation(
        "POST",
        "/v1/dispositions",
        "Say whether a party is the listed one, with a reason; orders that it concerns are decided again",
        dispose,
        answers=(shapes.DisposedShape,),
        permission="answer",
        description="It counts until the entry or the party changes; then it is asked again, and the change is shown.",
        body=DispositionForm,
        example={
            "party": "C-7",
            "entries": ["OFAC-SDN#36"],
            "verdict": "false_positive",
            "reason": "another company number in the trade register, extract of 2022-04-25",
        },
        statuses=(404, 409),
        takes_key=True,
    ),
    Operation(
        "GET",
        "/v1/rescreenings",
        "Times at which all parties were compared anew, with every outcome that changed and what it is due to",
        rescreenings,
        answers=(shapes.RunsShape,),
        permission="read_parties",
        query=Page,
        has_etag=True,
    ),
    Operation(
        "POST",
        "/v1/rescreenings",
        "Compare all parties anew with all lists at hand",
        rescreen_all,
        answers=(shapes.RescreenedShape,),
        permission="decide_again",
        body=RescreeningForm,
        example={"cause": "yearly review"},
        statuses=(409,),
        takes_key=True,
    ),
)
