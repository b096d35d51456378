"""What an ERP and an officer do with the service day by day, one method each.

Orders go in by their form; answers come out in their shapes. Left out is what people do with a page before them: many
holds at once with a preview, questions to requesters, drafts and proposals of measures, cases, statements, partners,
versions of lists, jobs, keys. Each of these is an operation of the contract, for whoever needs it from a program.
"""

from __future__ import annotations

import ssl
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from types import TracebackType
from typing import Any, TypeVar
from urllib.parse import quote

import msgspec

from moratorium.client.problems import UnavailableError
from moratorium.client.sending import Request, Sender, asked
from moratorium.terms.order_form import OrderForm
from moratorium.web.api import hold_shapes, licence_shapes, party_shapes, quarter_shapes, shapes

T = TypeVar("T")
Row = TypeVar("Row")

OrderLike = OrderForm | Mapping[str, Any]
"""An order as its form, or as the JSON of it."""

_ENCODER = msgspec.json.Encoder(decimal_format="string")

PAGE = 500


class Client:
    """A caller of the service. Use it in a ``with`` block, or close it.

    Args:
        address: Of the service, such as ``https://moratorium.example``.
        key: Made with ``moratorium key new``.
        timeout: Seconds to wait for a connection, and for each next piece of an answer.
        patience: Seconds after which a question is given up; until then it is asked again where that can help.
        context: Whose certificates are trusted; None for the system's.

    Raises:
        ValueError: the address is none.

    Every method raises a :class:`~moratorium.client.problems.ClientError` if there is no answer to work with. For an
    order that means: hold it, and ask again later.
    """

    def __init__(
        self,
        address: str,
        key: str,
        timeout: float = 30.0,
        patience: float = 60.0,
        context: ssl.SSLContext | None = None,
    ) -> None:
        self._sender = Sender(address, key, timeout, patience, context)

    def __enter__(self) -> Client:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connection."""
        self.close()

    def close(self) -> None:
        """Close this thread's connection; the next call opens another."""
        self._sender.close()

    # -- orders ---------------------------------------------------------------------------------------------------

    def decide(self, order: OrderLike, on: date | None = None) -> shapes.DecisionShape:
        """Have one order decided; it is in the log when this returns. Only ``effect == "allow"`` lets it go on.

        Args:
            order: What is wanted.
            on: Valid day; None for today. A look at another day never replaces what stands.
        """
        return self._post("/v1/decisions", order, shapes.DecisionShape, on=on)

    def decide_all(self, orders: Sequence[OrderLike], on: date | None = None) -> shapes.BatchShape:
        """Have up to 1,000 orders decided; those that cannot be read are told under ``rejected`` and wait."""
        return self._post("/v1/decisions", list(orders), shapes.BatchShape, on=on)

    def orders(self, effect: str | None = None, status: str | None = None) -> Iterator[shapes.OrderShape]:
        """All orders as they stand, in the order of their keys."""
        return self._pages("/v1/orders", shapes.OrdersShape, lambda page: page.orders, effect=effect, status=status)

    def order(self, id: str) -> tuple[shapes.WholeOrderShape, ...]:
        """The orders of your id, one for each activity, with their decisions and reasons."""
        return self._get(f"/v1/orders/{_part(id)}", shapes.OrderVariantsShape).orders

    def decided_since(self, number: int) -> shapes.StandingShape:
        """Orders whose standing decision was made by this act or a later one, oldest first; a page of them.

        Ask again from ``next``: so an ERP learns what was decided again, without being called itself.
        """
        return self._get("/v1/decisions", shapes.StandingShape, since=number, limit=PAGE)

    def explanation(self, decision: int) -> party_shapes.ExplanationShape:
        """A decision as a tree in plain words."""
        return self._get(f"/v1/decisions/{decision}/explanation", party_shapes.ExplanationShape)

    def questions(self) -> Iterator[shapes.QuestionShape]:
        """What holds wait for, the question that most orders wait for first."""
        return self._pages("/v1/questions", shapes.QuestionsShape, lambda page: page.questions)

    def answer(self, answers: Sequence[Mapping[str, Any]], again: bool = True) -> shapes.TakenShape:
        """Answer questions; see ``POST /v1/answers`` for the fields."""
        return self._post("/v1/answers", {"answers": list(answers), "again": again}, shapes.TakenShape)

    # -- held orders ----------------------------------------------------------------------------------------------

    def holds(
        self, assignee: str | None = None, question: str | None = None, late: bool = False
    ) -> Iterator[hold_shapes.HoldShape]:
        """Held orders, the one held longest first.

        Args:
            assignee: Only those of a person; an empty text for those of nobody.
            question: Only those that wait for it: its name.
            late: Only those that are late by the rules.
        """
        query = {"assignee": assignee, "question": question, "late": late or None}
        return self._pages("/v1/holds", hold_shapes.HoldsShape, lambda page: page.holds, **query)

    def hold(self, order: str, activity: str | None = None) -> hold_shapes.WholeHoldShape:
        """A held order by your id: what it waits for, and what was said of it.

        Args:
            order: Your id.
            activity: Which of several orders with this id.
        """
        return self._get(f"/v1/holds/{_part(order)}", hold_shapes.WholeHoldShape, activity=activity)

    def assign(self, order: str, to: str, activity: str | None = None) -> tuple[int, ...]:
        """Give a held order to somebody by the name they have in acts; an empty one hands it back to the queue."""
        return self._of_hold(order, "assign", {"to": to}, hold_shapes.ActsOfShape, activity).acts

    def comment(self, order: str, text: str, activity: str | None = None) -> int:
        """Leave a remark for colleagues. It settles nothing."""
        return self._of_hold(order, "comments", {"text": text}, shapes.NumberShape, activity).number

    def clear(
        self, order: str, question: str, reason: str, expires: date | None = None, activity: str | None = None
    ) -> hold_shapes.DoneShape:
        """Clear what a held order waits for; above the set value it waits for a second person.

        Args:
            order: Your id.
            question: Its name, as :meth:`hold` tells it.
            reason: Why it may go on.
            expires: First day on which the clearance no longer counts.
            activity: Which of several orders with this id.
        """
        body = {"question": question, "reason": reason, "expires": expires}
        return self._of_hold(order, "clear", body, hold_shapes.DoneShape, activity)

    def refuse(self, order: str, reason: str, activity: str | None = None) -> hold_shapes.DoneShape:
        """Refuse a held order: it is denied until the refusal is taken back."""
        return self._of_hold(order, "refuse", {"reason": reason}, hold_shapes.DoneShape, activity)

    def clearances(self) -> Iterator[hold_shapes.ClearanceShape]:
        """Clearances that wait for a second person, oldest first."""
        return self._pages("/v1/clearances", hold_shapes.ClearancesShape, lambda page: page.clearances)

    def confirm_clearance(self, number: int) -> hold_shapes.DoneShape:
        """Confirm a clearance as the second person; the orders that wait are decided again."""
        return self._post(f"/v1/clearances/{number}/confirm", None, hold_shapes.DoneShape)

    def reject_clearance(self, number: int, reason: str) -> int:
        """Reject a proposed clearance: it never clears."""
        return self._post(f"/v1/clearances/{number}/reject", {"reason": reason}, shapes.NumberShape).number

    def answers(self) -> tuple[hold_shapes.WaitingAnswerShape, ...]:
        """Answers of one person for which an order above the set value waits, oldest first."""
        return self._get("/v1/answers", hold_shapes.WaitingAnswersShape).answers

    def confirm_answer(self, number: int) -> hold_shapes.DoneShape:
        """Confirm an answer as the second person; the orders that wait are decided again."""
        return self._post(f"/v1/answers/{number}/confirm", None, hold_shapes.DoneShape)

    def reject_answer(self, number: int, reason: str) -> hold_shapes.DoneShape:
        """Turn down an answer that waits for a second person; its question is open again."""
        return self._post(f"/v1/answers/{number}/reject", {"reason": reason}, hold_shapes.DoneShape)

    def withdraw(self, number: int, reason: str) -> hold_shapes.DoneShape:
        """Take back an answer, a clearance or a refusal by the number of its act; what it settled is open again."""
        return self._post(f"/v1/acts/{number}/withdraw", {"reason": reason}, hold_shapes.DoneShape)

    # -- screening and parties ------------------------------------------------------------------------------------

    def screen(
        self, parties: Sequence[Mapping[str, Any] | str], lists: Sequence[str] = (), threshold: str | None = None
    ) -> party_shapes.ScreeningShape:
        """Compare names, or parties with what is known of them, with the lists at hand; nothing is recorded."""
        named = [{"names": [one]} if isinstance(one, str) else dict(one) for one in parties]
        body = {"parties": named, "lists": list(lists), "threshold": threshold}
        return self._post("/v1/screenings", body, party_shapes.ScreeningShape)

    def parties(self, words: str = "", asked: bool = False) -> Iterator[party_shapes.PartyRowShape]:
        """Parties by the beginnings of words of their names, in any script."""
        return self._pages(
            "/v1/parties", party_shapes.PartiesShape, lambda page: page.parties, words=words or None, asked=asked
        )

    def party(self, party: str) -> party_shapes.WholePartyShape:
        """A party as a whole; that you read it is recorded."""
        return self._get("/v1/party", party_shapes.WholePartyShape, party=party)

    def party_orders(self, party: str) -> Iterator[party_shapes.PartyOrderShape]:
        """Orders of a party."""
        return self._pages("/v1/party/orders", party_shapes.PartyOrdersShape, lambda page: page.orders, party=party)

    def matches(self, asked: bool | None = None, party: str | None = None) -> Iterator[party_shapes.MatchRowShape]:
        """List entries that parties may be, those about which a person is asked first."""
        return self._pages(
            "/v1/matches", party_shapes.MatchesShape, lambda page: page.matches, asked=asked, party=party
        )

    def match(self, party: str, entry: str) -> party_shapes.WholeMatchShape:
        """A possible match taken apart; that you read it is recorded."""
        return self._get("/v1/match", party_shapes.WholeMatchShape, party=party, entry=entry)

    def dispose(
        self, party: str, entries: Sequence[str], verdict: str, reason: str, compared: Sequence[str] = ()
    ) -> party_shapes.DisposedShape:
        """Say whether a party is the listed one: ``true_match``, ``false_positive`` or ``needs_more``."""
        body = {"party": party, "entries": entries, "verdict": verdict, "reason": reason, "compared": compared}
        return self._post("/v1/dispositions", body, party_shapes.DisposedShape)

    # -- licences -------------------------------------------------------------------------------------------------

    def authorisations(self) -> Iterator[licence_shapes.AuthorisationShape]:
        """Licences and approvals, with what is left of each."""
        return self._pages("/v1/authorisations", licence_shapes.AuthorisationsShape, lambda page: page.authorisations)

    def draw(
        self, authorisation: str, order: str, line: str = "", quantity: Decimal | None = None
    ) -> licence_shapes.DrewShape:
        """Draw from a licence for an order line; never more than is left, and the same only once."""
        body = {"authorisation": authorisation, "order": order, "line": line, "quantity": quantity}
        return self._post("/v1/drawdowns", body, licence_shapes.DrewShape)

    def release(self, drawdown: int, reason: str) -> licence_shapes.ReleasedShape:
        """Give back what was drawn."""
        return self._post(f"/v1/drawdowns/{drawdown}/release", {"reason": reason}, licence_shapes.ReleasedShape)

    # -- measures, lists, the record ------------------------------------------------------------------------------

    def measures(self) -> shapes.MeasuresShape:
        """The adopted rulebook."""
        return self._get("/v1/measures", shapes.MeasuresShape)

    def lists(self) -> tuple[shapes.ListShape, ...]:
        """The age of each list against its promise."""
        return self._get("/v1/lists", shapes.ListsShape).lists

    def acts(self, kind: str | None = None) -> Iterator[shapes.ActShape]:
        """Who did what when, oldest first."""
        return self._pages("/v1/acts", shapes.ActsShape, lambda page: page.acts, kind=kind)

    def receipt(self, number: int) -> shapes.ReceiptShape:
        """The receipt of an act, which an outsider can verify offline."""
        return self._get(f"/v1/acts/{number}/receipt", shapes.ReceiptShape)

    def account(self, quarter: str, at_size: int | None = None, edition: str = "board") -> quarter_shapes.AccountShape:
        """The account of a quarter such as ``2022-Q2``: each number with the acts that it rests on.

        Args:
            quarter: Of which.
            at_size: As of which size of the log; None for its size now.
            edition: ``board`` or ``public``.
        """
        path = f"/v1/quarters/{_part(quarter)}"
        return self._get(path, quarter_shapes.AccountShape, at_size=at_size, edition=edition)

    def acts_behind(
        self, quarter: str, figure: str, at_size: int | None = None
    ) -> Iterator[quarter_shapes.ActBehindShape]:
        """Every act that a number of the account rests on, such as ``orders-denied``, oldest first."""
        path = f"/v1/quarters/{_part(quarter)}/figures/{_part(figure)}"
        return self._pages(path, quarter_shapes.ActsBehindShape, lambda page: page.acts, at_size=at_size)

    # -- how ------------------------------------------------------------------------------------------------------

    def _get(self, path: str, shape: type[T], **query: object) -> T:
        answered = self._sender.send(Request("GET", asked(path, query), None, {}))
        return _read(answered.content, shape)

    def _post(self, path: str, body: object, shape: type[T], **query: object) -> T:
        headers = {"idempotency-key": uuid.uuid4().hex}  # the same at every try of this call, and of no other
        content = None if body is None else _ENCODER.encode(body)
        request = Request("POST", asked(path, query), content, headers)
        return _read(self._sender.send(request).content, shape)

    def _of_hold(self, order: str, act: str, body: object, shape: type[T], activity: str | None) -> T:
        return self._post(f"/v1/holds/{_part(order)}/{act}", body, shape, activity=activity)

    def _pages(self, path: str, shape: type[T], rows: Callable[[T], Sequence[Row]], **query: object) -> Iterator[Row]:
        cursor: str | None = None
        while True:
            page: Any = self._get(path, shape, **query, cursor=cursor, limit=PAGE)
            yield from rows(page)
            cursor = page.next
            if cursor is None:
                return


def _read(content: bytes, shape: type[T]) -> T:
    try:
        return msgspec.json.decode(content, type=shape)
    except msgspec.MsgspecError as error:
        raise UnavailableError(f"the answer cannot be read: {error}") from error


def _part(id: str) -> str:
    return quote(id, safe="")
