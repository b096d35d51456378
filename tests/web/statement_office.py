"""An office with statements as it has them after some weeks: one to be read, one that is out and was copied wrongly."""

from __future__ import annotations

from moratorium.desk import cases, statements, wording
from moratorium.desk.cases import Words
from moratorium.terms.case import Part
from tests.web.office import Office

OUT = "A pause\n\nWe review compliance requirements. Until then we pause our business in two countries."
QUOTED = (
    "On what was said of us\n\nA post says that we act because of Russia. We act on our own principle, and no product "
    "of ours is made for an attack."
)
DUTCH = "Over wat er over ons is gezegd\n\nWij handelen op grond van ons eigen beginsel."


def furnish_statements(office: Office) -> None:
    """Draft, read and release them, as several people do."""
    out = _opened(office, "The pause", ("en", OUT))
    people = {name: office.service.acting_for(name) for name in ("bo", "cor")}
    wording.accept(people["bo"], out, 1, {})
    cases.take_step(people["bo"], out, "review")
    cases.take_step(people["cor"], out, "approve")
    statements.release(office.home, out)
    statements.compare_copy(office.home, out, 1, OUT.replace("pause our", "stop all").encode(), "a network")
    _opened(office, "Answer to the post", ("en", QUOTED), ("nl", DUTCH))


def _opened(office: Office, title: str, *texts: tuple[str, str]) -> str:
    parts = tuple(Part("version", 0, {"text": text, "language": code}) for code, text in texts)
    return cases.open_case(office.home, "public_statement", Words(title, fields={"audience": "public"}, parts=parts))
