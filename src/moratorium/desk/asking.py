"""Asking the requester: a question by mail, with a signed link under which it is answered once, without an account.

A partner who has an account finds it in the portal as well, or there alone.

What comes back is the requester's statement and moves nothing by itself: a link may be handed on, and an answer may
release a hold. An officer who takes it makes it an answer, whose source names the address that the link was sent to.
While somebody outside is asked, the clock of the hold stands still, until they reply or the link ends.

The link carries the number of the question and the day on which it ends, signed with the key of the identity that sent
it. It says nothing that a stranger could use, and nobody without that key can make another one.
"""

from __future__ import annotations

from base64 import b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import timedelta

import msgspec

from moratorium.decision.questions import Question
from moratorium.desk import jobs, mail
from moratorium.desk.answering import answered_of, expected
from moratorium.desk.hold_rules import hold_rules
from moratorium.desk.holds import held_row, somebody
from moratorium.desk.home import Home
from moratorium.desk.record import record_one
from moratorium.desk.references import References
from moratorium.desk.releasing import Done, decided_again
from moratorium.desk.saying import say, takes_another
from moratorium.errors import ConflictError, Fault, InputError, MissingError, ProofError, RefusedError
from moratorium.ledger import keys
from moratorium.ledger.base64text import from_base64
from moratorium.store import Connection, partners, projections
from moratorium.store import erase as erase_act
from moratorium.store import holds as rows
from moratorium.store.holding import name_of
from moratorium.store.holds import AskRow
from moratorium.terms.act import Erased, holder_of, signer_of
from moratorium.terms.holding import AskClosed, AskedOutside, Replied

MOST_REASON = 500
MOST_TEXT = 4_000
MOST_NAME = 200

_PURPOSE = b"moratorium: reply to a question, version 1\0"
"""Goes before what is signed, so that a signature for this is one for nothing else."""

_NO_LINK = "this link is none of ours, or was cut off"
_WHOLE = "open it as it stands in the mail, or ask who sent it for a new one"


class _Token(msgspec.Struct, frozen=True, array_like=True):
    """What a link carries: the number of the question, when it ends (seconds since 1970), who signed it."""

    ask: int
    until: int
    signer: str


@dataclass(frozen=True)
class Asked:
    """A question that was sent.

    Attributes:
        number: Log index of its act.
        link: Path of the page under which it is replied to; sent by mail, and shown to nobody else. Empty without one.
        letter: Id of the letter; empty if none is sent.
    """

    number: int
    link: str
    letter: str


@dataclass(frozen=True)
class Opened:
    """What the page behind a link shows: no more than what was sent.

    Attributes:
        ask: The question.
        order: The caller's id of the order.
        expects: What an answer looks like, in words.
    """

    ask: AskRow
    order: str
    expects: str


def waits_for_our_word(fact: str) -> bool:
    """Whether what was asked about is settled by a clearance of ours: it names a revision of a measure.

    >>> waits_for_our_word("R09@5f1b60d1"), waits_for_our_word("end_use.class")
    (True, False)
    """
    return "@" in fact


# -- sent -------------------------------------------------------------------------------------------------------------


def ask(
    home: Home,
    order_key: str,
    name: str,
    address: str = "",
    note: str = "",
    language: str = "en",
    seen: int | None = None,
    party: str = "",
) -> Asked:
    """Ask the requester of a held order what it waits for.

    Args:
        home: Who asks.
        order_key: Which order.
        name: Of the question.
        address: To whom; may be empty if a partner is asked in the portal.
        note: Written beside the question.
        language: Of the letter: ``en``, ``nl`` or ``zh``.
        seen: Version of the hold that they saw; None does not ask.
        party: Our id of the partner who is to find it in the portal; empty for none.

    Raises:
        RefusedError: nobody is named.
        MissingError: the order is not held, or does not wait for this.
        ConflictError: somebody did something about it since, or the same question is out already.
        InputError: this is no address, or nobody acts for the partner in the portal.
    """
    if home.identity is None:
        raise RefusedError("a question needs a name behind it", help="moratorium whoami --new NAME, then `--as NAME`")
    if address or not party:
        mail.check_address(address)
    with home.store.begin() as connection:
        _check_partner(connection, party)
        held_row(connection, order_key, seen)
        waits = {one.question: one for one in rows.waits_of(connection, [order_key]).get(order_key, ())}
        if name not in waits:
            raise MissingError(f"order `{order_key}` does not wait for this", "question", "look at the order again")
        wait = waits[name]
        for one in rows.asks_of(connection, [order_key]).get(order_key, ()):
            if one.state == "open" and (one.subject, one.fact) == (wait.subject, wait.fact):
                words = f"`{one.address or one.party}` was asked this already and has not replied"
                raise ConflictError(words, "question", f"withdraw question {one.act} first")
        until = (home.clock() + timedelta(days=hold_rules(connection).reply_days)).replace(microsecond=0)
        made = AskedOutside(order_key, wait.subject, wait.fact, wait.text, address, until, note.strip(), party)
        number = record_one(home, connection, "asked_outside", order_key, made)
        if not address:
            return Asked(number, "", "")
        link = f"/reply/{_sealed(home, _Token(number, int(until.timestamp()), signer_of(home.actor)))}"
        letter = mail.Letter(
            kind="question",
            to=address,
            language=language,
            values={
                "asker": holder_of(home.actor),
                "order": order_key.rpartition("/")[0],
                "question": wait.text,
                "note": made.note,
                "link": link,
                "until": until.date().isoformat(),
            },
        )
        return Asked(number, link, mail.post(home, connection, letter))


def _check_partner(connection: Connection, party: str) -> None:
    """Somebody can find the question in the portal.

    Raises:
        InputError: nobody who could sign in acts for this partner.
    """
    if party and not any(one.party == party and one.state == "enabled" for one in partners.accounts(connection)):
        raise InputError(
            f"nobody acts for `{party}` in the portal", "party", "invite somebody of theirs, or ask by mail"
        )


def _sealed(home: Home, token: _Token) -> str:
    if home.identity is None:
        raise RefusedError("a link needs a key that signs it")
    content = msgspec.json.encode(token)
    return f"{_text(content)}.{_text(home.identity.sign(_PURPOSE + content))}"


# -- replied ----------------------------------------------------------------------------------------------------------


def opened(home: Home, text: str) -> Opened:
    """What a link asks.

    Raises:
        MissingError: this is no link of ours.
        RefusedError: it has ended.
        ConflictError: it was used, or the question was withdrawn.
    """
    with home.store.read() as connection:
        found = _opened(home, connection, text)
    question = Question("answer", found.subject, found.fact, found.question)
    expects = "" if waits_for_our_word(found.fact) else expected(question)
    return Opened(found, found.order_key.rpartition("/")[0], expects)


def reply(home: Home, link: str, text: str, name: str) -> int:
    """Record what the requester wrote under a link; it serves once. Returns the log index of the act.

    Raises:
        MissingError: this is no link of ours.
        RefusedError: it has ended.
        ConflictError: it was used, or the question was withdrawn.
        InputError: nothing was written, or no name, or too much.
    """
    _check_reply(text, name)
    with home.store.begin() as connection:
        found = _opened(home, connection, link)
        made = Replied(found.act, found.order_key, text.strip(), name.strip(), found.address)
        return record_one(home, connection, "replied", found.order_key, made)


def reply_in_portal(home: Home, connection: Connection, party: str, number: int, text: str, name: str) -> int:
    """Record what a partner wrote in the portal; a question is replied to once. Returns the log index of the act.

    Args:
        home: Who writes.
        connection: In a write transaction.
        party: Our id of the partner for whom they act.
        number: Of the question.
        text: What they wrote.
        name: Their name, as they wrote it.

    Raises:
        MissingError: there is no such question to this partner.
        RefusedError: it has ended.
        ConflictError: it was replied to, or withdrawn.
        InputError: nothing was written, or no name, or too much.
    """
    _check_reply(text, name)
    found = rows.ask(connection, number)
    if found is None or not party or found.party != party:
        raise MissingError(f"no question {number} to you", help="look at your questions again")
    if found.state != "open":
        raise ConflictError("it was answered already, or withdrawn", help="nothing is left for you to do")
    if found.until < home.clock():
        raise RefusedError("the time to answer has ended", help="tell who asked to ask again")
    made = Replied(found.act, found.order_key, text.strip(), name.strip(), found.address)
    return record_one(home, connection, "replied", found.order_key, made)


def _check_reply(text: str, name: str) -> None:
    faults = []
    if not 1 <= len(text.strip()) <= MOST_TEXT:
        faults.append(Fault("write your answer", "text", f"at most {MOST_TEXT:,} characters"))
    if not 1 <= len(name.strip()) <= MOST_NAME:
        faults.append(Fault("say who you are", "name", f"at most {MOST_NAME} characters"))
    if faults:
        raise InputError.of(faults)


def _opened(home: Home, connection: Connection, text: str) -> AskRow:
    token = _unsealed(connection, text)
    if token.until < home.clock().timestamp():
        raise RefusedError("this link has ended", help="ask who sent it for a new one")
    found = rows.ask(connection, token.ask)
    if found is None:
        raise MissingError(_NO_LINK, help=_WHOLE)
    if found.state != "open":
        was_closed = found.state == "closed"
        words = "the question was withdrawn" if was_closed else "an answer was given under this link already"
        raise ConflictError(words, help="nothing is left for you to do")
    return found


def _unsealed(connection: Connection, text: str) -> _Token:
    """What a link carries, its signature checked with the key that is on record for its signer."""
    head, _, tail = text.partition(".")
    try:
        content = _bytes(head)
        token = msgspec.json.decode(content, type=_Token)
        signer = projections.identity(connection, token.signer)
        if signer is None or len(text) > MOST_TEXT:
            raise MissingError(_NO_LINK, help=_WHOLE)
        keys.verify(from_base64(signer.public_key, "the public key", keys.KEY_BYTES), _PURPOSE + content, _bytes(tail))
    except (ValueError, msgspec.MsgspecError, ProofError, InputError):
        raise MissingError(_NO_LINK, help=_WHOLE) from None
    return token


# -- taken, or done with ----------------------------------------------------------------------------------------------


def take(home: Home, number: int, answer: str, source: str = "", references: References | None = None) -> Done:
    """Make a requester's statement the answer to what they were asked; the orders that wait for it are decided again.

    Args:
        home: The officer who takes it.
        number: Of the question to the requester.
        answer: The fact as the officer reads it from the statement.
        source: What it rests on besides the statement.
        references: What was read before; None reads it.

    Raises:
        RefusedError: nobody is named, or whether somebody is the listed party is answered with the match at hand.
        MissingError: there is no such question.
        ConflictError: nobody replied, or it is done with.
        InputError: the answer does not fit the question.
    """
    somebody(home, "an answer")
    with home.store.begin() as connection:
        found = _ask(connection, number)
        if found.state != "replied":
            raise ConflictError(f"question {number} is {found.state}", help="there is no reply to take")
        if found.fact == "listed":
            raise RefusedError("whether somebody is the listed party is not answered unseen", help="look at the match")
        if waits_for_our_word(found.fact):
            help_ = "clear the hold with the reply as your reason, or refuse the order; then put the reply aside"
            raise RefusedError("what somebody outside says is no clearance", help=help_)
        way = f"link to {found.address}" if found.address else f"the portal, for partner {found.party}"
        said = f"reply by {way}, by {found.name}, question {number}"
        rests_on = f"{said}; {source.strip()}" if source.strip() else said
        cells = {"kind": "answer", "subject": found.subject, "fact": found.fact, "answer": answer.strip()}
        try:
            made = answered_of({**cells, "source": rests_on})
        except ValueError as error:
            raise InputError(str(error), "answer") from error
        takes_two = takes_another(home, connection, made, rows.hold(connection, found.order_key))
        index = say(home, connection, made)
        record_one(home, connection, "ask_closed", found.order_key, AskClosed(number, found.order_key, True))
        job = jobs.ask(home, connection, jobs.Again(f"answer about {found.subject}"), f"act {index}")
        waiting = [key for key, _ in rows.waiting(connection, name_of("answer", found.subject, found.fact))]
    proposals = (index,) if takes_two else ()
    cause = f"answer about {found.subject}"
    return decided_again(home, (index,), waiting, cause, references, proposals=proposals, job=job)


def close(home: Home, number: int, reason: str) -> int:
    """Withdraw a question to a requester, or put a reply aside; returns the log index of the act.

    Raises:
        RefusedError: nobody is named.
        MissingError: there is no such question.
        ConflictError: it is done with already.
        InputError: no reason is given.
    """
    somebody(home, "a withdrawal")
    if not reason.strip():
        raise InputError.of([Fault("it needs a reason", "reason", "say why")])
    with home.store.begin() as connection:
        found = _ask(connection, number)
        if found.state not in ("open", "replied"):
            raise ConflictError(f"question {number} is {found.state} already", help="look at the order again")
        made = AskClosed(number, found.order_key, False, reason.strip())
        return record_one(home, connection, "ask_closed", found.order_key, made)


def erase(home: Home, number: int, reason: str) -> tuple[int, ...]:
    """Erase a question to a requester with its reply: address, names and words go; that somebody was asked stays.

    An answer that was taken from the reply is an act of its own, and names the address as its source.

    Args:
        home: Acts as who erases.
        number: Of the question.
        reason: Why: a request of the person, the end of retention. It stays, so it names nobody.

    Returns:
        Log indexes of the acts that say so.

    Raises:
        RefusedError: nobody is named, the question is not done with, or its order is still held.
        InputError: no reason.
        MissingError: there is no such question, or it was erased.
    """
    somebody(home, "an erasure")
    if not 1 <= len(reason.strip()) <= MOST_REASON:
        help_ = f"say why in at most {MOST_REASON} characters, and name nobody: the reason stays"
        raise InputError.of([Fault("an erasure needs a reason", "reason", help_)])
    with home.store.begin() as connection:
        found = _ask(connection, number)
        erased = []
        for index in (number, *rows.replies_to(connection, found)):
            erase_act(connection, index)
            erased.append(record_one(home, connection, "erased", found.order_key, Erased(index, reason.strip())))
    return tuple(erased)


def _ask(connection: Connection, number: int) -> AskRow:
    found = rows.ask(connection, number)
    if found is None:
        raise MissingError(f"no question {number} to a requester", help="look at the order")
    return found


def _text(content: bytes) -> str:
    return urlsafe_b64encode(content).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
