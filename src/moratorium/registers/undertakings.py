"""The kind of case that holds what a partner undertakes: end-use statements and clauses against re-export.

An undertaking counts from the day on which it begins until the day before it ends, and only once a person of ours has
accepted it: what a partner hands in is a statement, and a statement alone releases nothing. Another person than whoever
put it on record accepts it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from moratorium.errors import Fault
from moratorium.registers.lifecycle import Due, Field, Kind, Lifecycle, State, Step

END_USE, NO_REEXPORT = "end_use_statement", "no_reexport"
UNDERTAKINGS = (END_USE, NO_REEXPORT)
"""What a partner can undertake."""

KIND = "undertaking"
COUNTS = "accepted"
"""The state in which an undertaking counts, within its validity."""

_REASON = Field("reason", "why")

UNDERTAKING = Lifecycle(
    KIND,
    "UT",
    "Undertaking",
    "A partner states the end use of goods, or undertakes not to re-export them. It counts once a person of ours has "
    "accepted it, and only within its validity.",
    (
        State("handed_in", "handed in; nobody of ours has accepted it, and it counts for nothing"),
        State(COUNTS, "accepted; counts within its validity"),
        State("refused", "not accepted, for a reason on record", is_end=True),
        State("ended", "counts no longer: run out, taken back, replaced or found wrong", is_end=True),
    ),
    (
        Field("party", "our id of the partner who undertakes it"),
        Field("undertaking", "what it is", Kind.CHOICE, UNDERTAKINGS),
        Field("text", "what they undertake, letter for letter; or it is on the file", is_fixed=True),
        Field("language", "language of the text", Kind.LANGUAGE),
        Field("digest", "SHA-256 of the text", Kind.DIGEST, is_fixed=True, is_derived=True),
        Field("products", "our ids of the products that it is about, separated by blanks; all, if none is named"),
        Field("orders", "ids of the orders that it is about, separated by blanks; all of theirs, if none is named"),
        Field("end_user", "our id of the end user; any, if none is named"),
        Field("territories", "codes of the territories to which goods may not be re-exported, such as RU BY"),
        Field("valid_from", "first day on which it counts", Kind.DAY),
        Field("valid_until", "first day on which it no longer counts", Kind.DAY),
        Field("signed_by", "who signed it, as they wrote their name"),
        Field("checked", "what was checked before it was accepted, and how"),
        _REASON,
    ),
    (),
    (
        Step(
            "open",
            "take it in",
            (),
            "handed_in",
            needs=("party", "undertaking", "valid_from", "valid_until", "signed_by"),
            due=Due(5),
        ),
        Step(
            "accept",
            "accept it; it counts from now on, within its validity",
            ("handed_in",),
            COUNTS,
            needs=("checked",),
            apart_from=("open",),
            due=Due(365, "valid_until"),
        ),
        Step("refuse", "do not accept it", ("handed_in",), "refused", needs=("reason",)),
        Step("end", "it counts no longer", (COUNTS,), "ended", needs=("reason",)),
    ),
)


def undertaking_faults(said: Mapping[str, str], *, has_file: bool) -> Iterator[Fault]:
    """What does not fit of an undertaking as a whole; each field alone was looked at before.

    Args:
        said: What is stated of it.
        has_file: Whether a file is on the case.
    """
    if not said.get("text") and not has_file:
        yield Fault(
            "there is neither a text nor a file", "text", "write what is undertaken, or hand in the signed file"
        )
    since, until = said.get("valid_from", ""), said.get("valid_until", "")
    if since and until and until <= since:
        yield Fault("it ends before it begins", "valid_until", "give the first day on which it no longer counts")
    if said.get("undertaking") == NO_REEXPORT and not said.get("territories"):
        yield Fault("it names no territory", "territories", "name those to which nothing is re-exported, such as RU BY")
