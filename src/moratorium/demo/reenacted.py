"""The story of 2022 at the invented maker: every event of the public record becomes the record it would have been.

Everything goes through the service's public operations, by three people and a program with keys of their own, and by
three partners; each act is dated as in the story. What is reported stands on the record with its mark and its sources.
Answers, findings and names beyond that are invented for the demo and say so. What nobody verified is entered as a claim
that we cannot tell, and no date or decision rests on it.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Protocol

from moratorium.demo.public_events import Event, events
from moratorium.errors import RefusedError

WATCH, DIVERSION = "law-watch", "diversion-report"
SUSPENSION, NOTICE_TO = "OWN-2022-04-26-RU-UA", ("en", "nl", "zh")
COPIES = 1_000
INVENTED = "INVENTED for the demo"
KAZAKH_DEALER = "C-9001"
PARTNERS = {"dealer-one": "C-0001", "dealer-two": "C-0002", "dealer-three": "C-0003"}
"""Name of the account of each partner who is told, and the party for whom it acts."""

_COPIED = "Your maker helps to do harm. Take its drones off your shelves at once! (example of a message sent in copies)"
_ZONE = "T07:00:00+00:00"


class Caller(Protocol):
    """Calls an operation of the service with the key of somebody."""

    def __call__(self, key: str, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        """Status and answer."""


class Reenactment:
    """The story, event by event.

    Args:
        call: Calls the service.
        keys: A key for each of ``ann`` (officer), ``bo`` (approver), ``cy`` (counsel), ``erp`` (machine), and of each
            partner.
        size: Tells how many acts the log holds.
        copies: How many equal messages the flood of March 2022 consists of.
    """

    def __init__(self, call: Caller, keys: Mapping[str, str], size: Callable[[], int], copies: int = COPIES) -> None:
        self._call = call
        self._keys = keys
        self._size = size
        self._copies = copies
        self._by_day: dict[date, list[Event]] = {}
        for event in events():
            self._by_day.setdefault(event.entered_on, []).append(event)
        self._handlers: Mapping[str, Callable[[Event], None]] = {
            "CH001": self._receiver, "CH010": self._allegation, "CH011": self._opinion, "CH012": self._letter_dated,
            "CH013": self._letter, "CH014": self._letter_answered, "CH015": self._flood, "CH016": self._delisting,
            "CH017": self._stated, "CH018": self._rebuttal, "CH019": self._corrected, "CH020": self._diversion,
            "CH021": self._policy, "CH022": self._suspension, "CH023": self._stated, "CH024": self._claim,
            "CH025": self._not_encrypted, "CH027": self._stated, "CH031": self._claim, "CH033": self._receiver_ended,
            "CH034": self._crop_sprayers, "CH047": self._geofence_ended, "CH055": self._unverified_law,
        }  # fmt: skip
        self.cases: dict[str, str] = {}
        self.acts: dict[str, range] = {}
        self.refused = ""

    # -- by day ---------------------------------------------------------------------------------------------------

    def days(self, after: date) -> list[date]:
        """Days after one on which something is entered."""
        return sorted(day for day in self._by_day if day > after)

    def day(self, day: date) -> None:
        """Enter what is reported of a day."""
        for event in self._by_day.get(day, ()):
            before = self._size()
            self._handlers.get(event.id, self._filed)(event)
            self.acts[event.id] = range(before, self._size())

    def begin(self) -> None:
        """What is open before the first event: the file in which law and lists are followed."""
        question = "What changes in law and lists calls for a measure of ours, or for a change of one?"
        self.cases[WATCH] = self._open(
            "consultation", "Law and lists, followed for our measures", fields={"question": question}
        )

    def proposed(self, document: str, reason: str) -> int:
        """The suspension is drafted, those concerned are heard, and it is proposed; returns the number of the proposal.

        It changes nothing before another person has approved it.
        """
        draft = self._ask("ann", "POST", "/v1/drafts", {"document": document, "reason": reason})
        self._step(
            WATCH,
            "ask",
            fields={"measure": SUSPENSION, "answer_by": "2022-04-25"},
            parts=[("opinion", {"name": "counsel", "capacity": "counsel"})],
        )
        heard = {"heard": "answered", "answered_on": "2022-04-25", "weight": "decisive"}
        answer = "The suspension rests on our own ground and cites no law; both countries are treated alike."
        self._step(
            WATCH,
            "summarise",
            fields={
                "summary": "Counsel sees no law that forbids it. Users in rescue ask for exemptions by two people."
            },
            parts=[("opinion 2", {**heard, "answer": answer, "response": "so decided"})],
        )
        number = self._ask(
            "ann", "POST", "/v1/proposals", {"change": "propose", "document": document, "reason": reason}
        )
        self._ask("ann", "DELETE", f"/v1/drafts/{draft['id']}")
        return int(number["number"])

    def approved(self, number: int) -> str:
        """Another person approves it, and open orders are decided again: a few at once, many as a job.

        Returns:
            Id of the job, which a worker has to do; empty if it is done.
        """
        return str(self._ask("bo", "POST", f"/v1/proposals/{number}/approve").get("job") or "")

    # -- law, lists, and what is only heard of --------------------------------------------------------------------

    def _filed(self, event: Event) -> None:
        """An event that asks for no case of its own is entered where it belongs."""
        case = DIVERSION if event.record == DIVERSION else WATCH
        self._enter(case, event.note, links=[("measure", id) for id in event.measures])

    def _unverified_law(self, event: Event) -> None:
        """Law that nobody verified is filed as a claim; the measure that would hold it stays inactive."""
        self._filed(event)

    def _opinion(self, event: Event) -> None:
        said = {
            "name": "a federation of drone owners in Ukraine, as reported",
            "capacity": "user group",
            "heard": "answered",
            "answer": event.words,
            "answered_on": event.entered_on.isoformat(),
            "weight": "strong",
            "response": "A receiver that was sold cannot be switched off by us; dealers are not to be pressed for whom "
            f"they supply lawfully. ({INVENTED})",
        }
        self._enter(WATCH, event.note, parts=[("opinion", said)])

    def _claim(self, event: Event) -> None:
        """What nobody verified is a claim, letter for letter, of which we cannot tell; and it is left so."""
        id = self._open(
            "allegation",
            f"Unverified: {event.words}",
            event,
            {"text": event.words, "language": "en", "channel": "told without a source", "author": "not known"},
            mark=True,
        )
        self.cases[event.id] = id
        self._step(event.id, "split", parts=[("claim", {"text": event.words})])
        claim = {
            "position": "cannot_be_told",
            "answer": "We cannot tell, and rely on none of it.",
            "basis": f"no source at hand; {event.check}",
        }
        self._step(event.id, "draft", parts=[("claim 1", claim)])
        reason = {"reason": "unverified; it is looked at again when a source is found"}
        self._step(event.id, "leave", "cy", fields=reason)

    # -- allegations and statements -------------------------------------------------------------------------------

    def _allegation(self, event: Event) -> None:
        fields = {
            "text": event.words,
            "language": "en",
            "channel": "a social network, as reported",
            "author": "the author of a public thread (not named here)",
        }
        self.cases["allegation"] = self._open(
            "allegation", "Thread on the detection receiver", event, fields, mark=True
        )
        claims = (
            "The detection receiver works for the Russian forces.",
            "The receivers in Ukraine were degraded on purpose.",
        )
        self._step("allegation", "split", parts=[("claim", {"text": one}) for one in claims])

    def _stated(self, event: Event) -> None:
        self.cases[event.id] = self._statement(event, f"Statement of {event.when}, as reported")

    def _rebuttal(self, event: Event) -> None:
        """Each claim is answered with what the answer rests on; a second person approves it before it is out."""
        self.cases["statement"] = self._statement(event, "Statement on recent allegations, as reported")
        basis = f"the statement of {event.when}, and that we keep no record of who uses a receiver ({INVENTED})"
        answers = (
            {"position": "cannot_be_told", "answer": "We have no control over what was sold.", "basis": basis},
            {"position": "rejected", "answer": "Nothing was degraded on purpose; malfunctions are looked into.",
             "basis": f"reports of malfunctions to the support desk ({INVENTED})"},
        )  # fmt: skip
        self._step("allegation", "draft", parts=[(f"claim {n}", one) for n, one in enumerate(answers, 1)])
        self._step("allegation", "approve", "bo")
        out = {"answered_on": event.when, "answer_channel": "our newsroom", "statement": self.cases["statement"]}
        self._step("allegation", "answer", fields=out, note=event.note)

    def _corrected(self, event: Event) -> None:
        """What was read more widely than it was meant is said anew, claim by claim, and whoever got it is told."""
        words = (
            "What was denied is this: actively supporting the Russian military with hardware and flight data. "
            "We have seen footage that suggests a use by forces, cannot confirm it, and have no control over use."
        )
        self.cases["correction"] = self._statement(event, "What exactly was denied, as reported", words)
        number = self._part("statement", "recipient", {"name": "a news agency", "sent_at": f"2022-03-28{_ZONE}"})
        wrong = (
            "It was reported as a denial of every point; the agency corrected its report. It now says what is denied."
        )
        path = f"/v1/cases/{self.cases['statement']}/superseding"
        self._ask("ann", "POST", path, {"by": self.cases["correction"], "what_was_wrong": wrong})
        told = {"told_at": f"{event.when}{_ZONE}"}
        parts = [(f"recipient {n}", told) for n in self._untold("statement", number)]
        self._step("statement", "correct", parts=parts)
        self._footage(event)

    def _policy(self, event: Event) -> None:
        self._filed(event)
        self._stated(event)

    def _statement(self, event: Event, title: str, words: str = "") -> str:
        """A statement, read by counsel, approved by a third person, and out."""
        text = f"{title}\n\n{words or event.words}"
        said = {"text": text, "language": "en"}
        id = self._open("public_statement", title, event, {"audience": "public"}, [("version", said)])
        self._read_by(id, 1, "cy")
        self._take(id, "review", "cy")
        self._take(id, "approve", "bo")
        out = {"released_at": f"{event.entered_on}{_ZONE}", "channel": "our newsroom, as reported"}
        self._take(id, "publish", fields=out)
        return id

    def _read_by(self, id: str, version: int, who: str) -> None:
        """Another person reads a text; each hit of the check is answered: the words are as reported."""
        path = f"/v1/cases/{id}/versions/{version}"
        found = self._ask(who, "GET", f"{path}/check")["found"]
        reasons = {one["id"]: "the words are those that were reported, and are kept as they are" for one in found}
        self._ask(who, "POST", f"{path}/acceptance", {"reasons": reasons})

    # -- authorities ----------------------------------------------------------------------------------------------

    def _letter_dated(self, event: Event) -> None:
        """Dated on one day, published on another: the request is opened when it came, and keeps both dates."""
        fields = {
            "authority": "Ministry of Digital Transformation of Ukraine, as reported",
            "authority_territory": "UA",
            "reference": f"letter dated {event.when}",
            "received_on": event.entered_on.isoformat(),
            "addressed_to": "KR-CN",
            "scope": "numbers and identities of units in Ukraine, where they were bought and activated; a map by "
            "region; help with activation; receivers; units bought elsewhere blocked; business in Russia ended",
        }
        self.cases["request"] = self._open("authority_request", "Letter on units in Ukraine", event, fields)

    def _letter(self, event: Event) -> None:
        basis = {"legal_basis": "names none", "verified_how": "published under the minister's own account, as reported"}
        self._step("request", "verify", fields=basis, note=event.note)
        ruled = {"choice_of_law": f"no blocking rule forbids to say what is not held; counsel, 2022-03-16 ({INVENTED})"}
        names = ("units in Ukraine with place of purchase and activation", "map of units by region",
                 "help with activation problems", "units bought elsewhere to be blocked")  # fmt: skip
        self._step("request", "assess", "cy", ruled, [("category", {"name": name}) for name in names])

    def _letter_answered(self, event: Event) -> None:
        """By category: not held, and shown to be so; refused, with the reason; handed over, with its file."""
        guide = self._file("request", "activation-help.txt", f"Where activation is helped with ({INVENTED}).")
        looked = {
            "searched": f"order records, support desk, activation service ({INVENTED})",
            "query": "by country: UA",
        }
        outcomes = (
            {**looked, "outcome": "not_held", "result": "no register of places of activation is kept"},
            {**looked, "outcome": "not_held", "result": "no map can be made: no places of units are kept"},
            {**looked, "outcome": "handed_over", "records": "1", "digest": guide},
            {"outcome": "refused", "reason": "single units cannot be disabled; a geofence would meet every unit there, "
             "and needs a formal request, which this letter is not"},
        )  # fmt: skip
        self._step("request", "search", parts=[(f"category {n}", one) for n, one in enumerate(outcomes, 1)])
        self._step("request", "approve", "bo", {"answer": event.words})
        self._step("request", "answer", fields={"answered_on": event.when}, note=event.note)
        said = "A geofence can be set on a formal request; it would meet every unit in the place, whoever flies it."
        self.cases["geofence"] = self._technical(event, said)

    # -- misuse ---------------------------------------------------------------------------------------------------

    def _flood(self, event: Event) -> None:
        """A thousand equal messages are one report of one source, and say nothing of whether it is so."""
        message = {"text": _COPIED, "language": "en", "channel": "accounts of partners, as reported"}
        taken = self._ask("erp", "POST", "/v1/misuse-messages/batch", {"messages": [message] * self._copies})["taken"]
        (self.cases["flood"],) = {one["case"] for one in taken}
        self._step("flood", "assess", note=event.note)
        finding = "One text in many copies; it names no unit, no place and no day."
        self._step("flood", "not_confirm", fields=_graded("E", "5", finding, "one observation: a unit, a place, a day"))

    def _footage(self, event: Event) -> None:
        fields = {"summary": "Footage that suggests a use of our products by forces, as reported", "territory": "UA"}
        self.cases["footage"] = self._open("misuse_report", "Footage of a use by forces", event, fields)
        self._step("footage", "assess")
        finding = "The footage was seen; unit, place and day cannot be told from it, and we have no control over use."
        changed = "the original file with its data, or a serial number that can be read"
        self._step("footage", "notice", fields=_graded("F", "6", finding, changed))
        self._forbidden("footage", "confirm")

    def _forbidden(self, case: str, step: str) -> None:
        """A step that the lifecycle does not have from here is refused, whoever asks for it."""
        status, answered = self._call(self._keys["bo"], "POST", f"/v1/cases/{self.cases[case]}/steps", {"step": step})
        if status != 403:
            raise RefusedError(f"a step that is not in the table was answered with {status}", self.cases[case])
        self.refused = str(answered["detail"])

    def _diversion(self, event: Event) -> None:
        fields = {"summary": "A new dealer whose owner may also own a seller in a suspended country", "territory": "KZ"}
        self.cases[DIVERSION] = self._open(
            "misuse_report", "Diversion through a new dealer", event, fields, links=[("party", KAZAKH_DEALER)]
        )
        self._step(DIVERSION, "assess")
        finding = f"Its orders are held by a red flag until its ownership is shown. ({INVENTED})"
        changed = "its ownership from a register, and to whom it sold"
        self._step(DIVERSION, "notice", fields=_graded("B", "3", finding, changed))

    def _crop_sprayers(self, event: Event) -> None:
        fields = {"summary": "Crop sprayers stopped at a border, as reported", "territory": "KZ"}
        self.cases["sprayers"] = self._open("misuse_report", "Crop sprayers on the way to a builder", event, fields)
        self._step("sprayers", "assess")
        finding = "Reported by customs; no serial number is published, so no unit of ours can be told from it."
        self._step("sprayers", "notice", fields=_graded("B", "2", finding, "the serial numbers of the units"))

    # -- technical claims -----------------------------------------------------------------------------------------

    def _receiver(self, event: Event) -> None:
        said = "A receiver decodes what units broadcast of themselves, over a range of up to about 50 km, as claimed."
        self.cases["receiver"] = self._technical(event, said)

    def _receiver_ended(self, event: Event) -> None:
        self._out_of_date("receiver", event, "The receiver is no longer made; what becomes of those in use is unclear.")

    def _geofence_ended(self, event: Event) -> None:
        self._out_of_date("geofence", event, "Zones became warnings: a geofence advises and bars nobody.")

    def _not_encrypted(self, event: Event) -> None:
        """Said with assurance, and wrong: superseded by what is so, and whoever was told is told."""
        self.cases["encrypted"] = self._technical(event, "The signals that a receiver reads are encrypted.")
        self.cases["not encrypted"] = self._technical(event, "The signals that a receiver reads are not encrypted.")
        wrong = {"what_was_wrong": event.words, "superseded_by": self.cases["not encrypted"]}
        outlet = {"name": "a technology magazine", "sent_at": f"2022-03-28{_ZONE}", "told_at": f"{event.when}{_ZONE}"}
        self._step("encrypted", "supersede", fields=wrong)
        self._step("encrypted", "correct", parts=[("recipient", outlet)], note=event.note)

    def _technical(self, event: Event, text: str) -> str:
        fields = {"text": text, "language": "en", "channel": "as reported"}
        id = self._open("technical_claim", text, event, fields)
        self.cases[id] = id
        self._file(id, "basis.txt", f"What it rested on, as reported: {event.words}")
        self._take(id, "substantiate", fields={"basis": "public reports, as noted"})
        self._take(id, "approve", "bo", {"valid_until": f"{event.entered_on.year + 4}-01-01"})
        return id

    def _out_of_date(self, case: str, event: Event, words: str) -> None:
        self._step(case, "supersede", fields={"what_was_wrong": words}, note=event.note)
        self._step(case, "retire", "cy", {"reason": "nobody was told it by us; it stood on our product page"})

    # -- partners and the suspension ------------------------------------------------------------------------------

    def _delisting(self, event: Event) -> None:
        """Both sides' words are kept, each with its author."""
        self.cases["delisting"] = self._open(
            "delisting", "A retailer takes our range out", event, {"partner": "an electronics retailer, as reported"}
        )
        said = (
            ("partner", "Taken out of the range group-wide until further notice, on information from various sources."),
            ("company", "A partner has suspended sales as a precaution."),
        )
        wordings = [("wording", {"author": who, "text": text, "language": "en"}) for who, text in said]
        since = {
            "since": event.when,
            "scope": "the whole range, in all its shops and countries, as reported",
            "reason_stated": "information from various sources, without details, as reported",
        }
        self._step("delisting", "confirm", fields=since, parts=wordings)
        answer = f"We asked on which information it rests, and offered to answer each point. ({INVENTED})"
        self._step("delisting", "answer", fields={"answer": answer, "answered_on": event.when})

    def _suspension(self, event: Event) -> None:
        """The public text, filled from the measure and read by others; each partner is told and acknowledges."""
        hour = f"{event.when}{_ZONE}"
        wanted = {"measure": SUSPENSION, "languages": NOTICE_TO, "release_at": hour}
        said = self._ask("ann", "POST", "/v1/statements", {**wanted, "kind": "public_statement", "audience": "public"})
        told = self._ask("ann", "POST", "/v1/statements", {**wanted, "kind": "notice", "audience": "partners"})
        self.cases["suspension"], self.cases["notice"] = said["case"], told["case"]
        for id in (said["case"], told["case"]):
            for version in range(1, len(NOTICE_TO) + 1):
                self._read_by(id, version, "cy")
        self._take(said["case"], "review", "cy")
        self._take(said["case"], "approve", "bo", note=event.note)
        self._ask("ann", "POST", f"/v1/cases/{said['case']}/release", {})
        self._notice(told["case"], hour)

    def _notice(self, id: str, hour: str) -> None:
        partners = zip(PARTNERS.items(), NOTICE_TO, strict=True)
        recipients = [
            {"name": f"{name} (example)", "language": language, "party": party} for (name, party), language in partners
        ]
        self._ask("ann", "POST", f"/v1/cases/{id}/recipients", {"recipients": recipients})
        shown = [(f"recipient {n}", {"sent_at": hour}) for n in range(1, len(recipients) + 1)]
        self._take(id, "approve", "bo")
        self._enter("notice", "Shown to each partner in the portal.", parts=shown)
        self._ask("ann", "POST", f"/v1/cases/{id}/release", {})
        for (name, _), language in zip(PARTNERS.items(), NOTICE_TO, strict=True):
            text = self._ask(name, "GET", f"/v1/portal/notices/{id}?language={language}")
            signed = {"name": f"{name} (example)", "digest": text["digest"]}
            self._ask(name, "POST", f"/v1/portal/notices/{id}/acknowledgement", signed)

    # -- calls ----------------------------------------------------------------------------------------------------

    def _ask(self, who: str, method: str, path: str, body: Any = None) -> Any:
        status, answered = self._call(self._keys[who], method, path, body)
        if status >= 400:
            raise RefusedError(f"{method} {path} by {who} was answered with {status}: {answered}")
        return answered

    def _open(
        self,
        kind: str,
        title: str,
        event: Event | None = None,
        fields: Mapping[str, str] | None = None,
        parts: list[tuple[str, dict[str, str]]] | None = None,
        links: list[tuple[str, str]] | None = None,
        *,
        mark: bool = False,
    ) -> str:
        read = {"source": " ".join(event.sources) or "none at hand", "mark": event.mark} if event and mark else {}
        body = {
            "kind": kind,
            "title": title if len(title) <= 120 else f"{title[:119]}…",
            "note": event.note if event else "",
            "fields": {**(fields or {}), **read},
            "parts": _parts(parts or []),
            "links": [{"kind": kind, "target": target} for kind, target in links or []],
        }
        return str(self._ask("ann", "POST", "/v1/cases", body)["case"])

    def _step(
        self,
        case: str,
        step: str,
        who: str = "ann",
        fields: Mapping[str, str] | None = None,
        parts: list[tuple[str, dict[str, str]]] | None = None,
        note: str = "",
    ) -> None:
        self._take(self.cases[case], step, who, fields, parts, note)

    def _take(
        self,
        id: str,
        step: str,
        who: str = "ann",
        fields: Mapping[str, str] | None = None,
        parts: list[tuple[str, dict[str, str]]] | None = None,
        note: str = "",
    ) -> None:
        body = {"step": step, "note": note, "fields": dict(fields or {}), "parts": _parts(parts or [])}
        self._ask(who, "POST", f"/v1/cases/{id}/steps", body)

    def _enter(
        self,
        case: str,
        note: str,
        parts: list[tuple[str, dict[str, str]]] | None = None,
        links: list[tuple[str, str]] | None = None,
    ) -> None:
        linked = [{"kind": kind, "target": target} for kind, target in links or []]
        body = {"note": note, "parts": _parts(parts or []), "links": linked}
        self._ask("ann", "POST", f"/v1/cases/{self.cases[case]}/entries", body)

    def _part(self, case: str, kind: str, fields: dict[str, str]) -> int:
        """Enter a new part; returns its number."""
        self._ask("ann", "POST", f"/v1/cases/{self.cases[case]}/entries", {"parts": _parts([(kind, fields)])})
        return max(self._numbers(case, kind))

    def _numbers(self, case: str, kind: str) -> list[int]:
        whole = self._ask("ann", "GET", f"/v1/cases/{self.cases[case]}")
        return [one["number"] for one in whole["parts"] if one["kind"] == kind]

    def _untold(self, case: str, newest: int) -> list[int]:
        """Recipients who were not told by letter."""
        whole = self._ask("ann", "GET", f"/v1/cases/{self.cases[case]}")
        return [
            one["number"]
            for one in whole["parts"]
            if one["kind"] == "recipient" and one["number"] <= newest and not one["fields"].get("told_at")
        ]

    def _file(self, case: str, name: str, words: str) -> str:
        """Attach a text; returns its digest."""
        body = {"name": name, "content": b64encode(words.encode()).decode(), "words": words[:200], "evidence": True}
        kept = self._ask("ann", "POST", f"/v1/cases/{self.cases[case]}/files", body)
        return str(kept["files"][0]["digest"])


def _graded(reliability: str, credibility: str, finding: str, would_change: str) -> dict[str, str]:
    return {
        "reliability": reliability,
        "credibility": credibility,
        "finding": finding,
        "would_change": would_change,
    }


def _parts(parts: list[tuple[str, dict[str, str]]]) -> list[dict[str, Any]]:
    """Parts in their form; ``claim 2`` adds to the second claim, ``claim`` begins a new one."""
    told = []
    for name, fields in parts:
        kind, _, number = name.partition(" ")
        told.append({"kind": kind, "number": int(number or 0), "fields": fields})
    return told
