"""What the public record says of the suspension of 2022 and what led to it: 55 dated events, each with its mark.

The words are ours, the addresses are those of the texts that were read. An event is *as reported*: V1 in an official
text, V2 in a secondary one, U a claim that nobody verified and on which nothing may rest. Private persons, and
companies that others accuse, are not named.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib import resources

import msgspec

NOT_RELIED_ON = "U"


class Event(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something that is reported to have happened.

    Attributes:
        id: Its name in the chronology.
        when: As exactly as it is known: a day, a month, a year.
        entered_on: Day on which the demo enters it: its own, or the last day of its month or year.
        mark: How well it was read: V1, V2, R or U.
        record: What becomes of it: the kind of record.
        words: What is reported, in our words.
        until: Its last day, if it lasted.
        measures: Measures and blocking rules of the starter rulebook that hold this.
        levers: What of it nobody controls by suspending orders.
        check: What would have to be checked before relying on it.
        sources: Addresses of the texts that were read.
    """

    id: str
    when: str = msgspec.field(name="date")
    entered_on: date
    mark: str
    record: str
    words: str
    until: str = ""
    measures: tuple[str, ...] = ()
    levers: tuple[str, ...] = ()
    check: str = ""
    sources: tuple[str, ...] = ()

    @property
    def is_verified(self) -> bool:
        """Whether anything may rest on it."""
        return self.mark != NOT_RELIED_ON

    @property
    def note(self) -> str:
        """What stands on the record that it becomes: whose words these are, and how far they go."""
        told = "Reported of another maker" if self.is_verified else "UNVERIFIED CLAIM about another maker, no fact"
        lines = [
            f"{told}, and entered here for an invented one. {self.id}, {self.when}, mark {self.mark}: {self.words}",
            f"Read in: {' '.join(self.sources) or 'no source at hand'}",
        ]
        if self.check:
            lines.append(f"To check before relying on it: {self.check}")
        if self.levers:
            lines.append(f"Not yet controlled: {', '.join(self.levers)}")
        return "\n".join(lines)


class _Document(msgspec.Struct):
    about: str
    as_of: date
    events: tuple[Event, ...]


@cache
def events() -> tuple[Event, ...]:
    """All events, in the order of the chronology."""
    content = resources.files("moratorium.demo").joinpath("data", "events.json").read_bytes()
    return msgspec.json.decode(content, type=_Document).events
