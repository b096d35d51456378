"""An office with cases as it has them after some weeks: a report, an allegation, a request, a consultation."""

from __future__ import annotations

from moratorium.desk import cases
from moratorium.desk.cases import File, Words
from moratorium.desk.misuse import Reported, take_message
from moratorium.terms.case import Link, Part
from tests.web.office import Office


def furnish_cases(office: Office) -> None:
    """Open the cases, as ann and bo do."""
    _report(office)
    _allegation(office)
    _request(office)
    _consultation(office)


def _report(office: Office) -> None:
    text = "A sprayer of yours flew over the village with a load, near the old mill, on Monday."
    fields = {"seen_on": "2022-04-25", "territory": "UA", "serial": "1581F5BKD229001ABC12"}
    taken = take_message(office.home, Reported(text, "en", "a network", "somebody near the mill", "", fields))
    for number in range(3):
        take_message(office.home, Reported(f"{text} https://t.example/{number}", "en", "a network"))
    film = File(b"frame 17 of the film", "frame.txt", "a frame of the film", is_evidence=True)
    cases.enter(office.home, taken.case, Words(note="asked the sender for the original file"), [film])
    cases.take_step(office.home, taken.case, "assess")


def _allegation(office: Office) -> None:
    said = {"text": "They switched it off for one side. They handed over places.", "language": "en"}
    fields = {**said, "channel": "a network", "author": "V. S. (example)"}
    id = cases.open_case(office.home, "allegation", Words("Two points in a post", fields=fields))
    claims = tuple(Part("claim", 0, {"text": one}) for one in ("They switched it off.", "They handed over places."))
    cases.take_step(office.home, id, "split", Words(parts=claims))


def _request(office: Office) -> None:
    fields = {
        "authority": "A ministry (example)",
        "authority_territory": "UA",
        "received_on": "2022-03-16",
        "scope": "when and where units were activated",
        "legal_basis": "none is named",
        "verified_how": "call back by the number of the public register",
        "addressed_to": "KR-NL",
    }
    id = cases.open_case(office.home, "authority_request", Words("Letter of 16 March", fields=fields))
    cases.take_step(office.home, id, "verify")
    cases.take_step(office.home, id, "assess", Words(parts=(Part("category", 0, {"name": "activations by place"}),)))
    cases.enter(office.home, id, Words(links=(Link("measure", "suspension"),)))


def _consultation(office: Office) -> None:
    fields = {"question": "What must go on if deliveries stop?", "measure": "suspension"}
    id = cases.open_case(office.home, "consultation", Words("Before the suspension", fields=fields))
    asked = tuple(Part("opinion", 0, {"name": name, "capacity": "dealer"}) for name in ("A dealer", "Another"))
    cases.take_step(office.home, id, "ask", Words(fields={"answer_by": "2022-05-10"}, parts=asked))
    answer = {"heard": "answered", "answer": "repairs under way", "answered_on": "2022-05-01", "weight": "strong"}
    cases.enter(office.home, id, Words(parts=(Part("opinion", 1, answer),)))
