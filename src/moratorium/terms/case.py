"""Acts of a case: what became of it, and what was said of it. They are two acts, since only one of them can be erased.

*Moved* holds the skeleton: which case, of which kind, which step, which state, until when. Nothing of it is personal,
so it stays, and the register can be counted for ever. *Entered* holds the words: fields, parts, links, files. It may
name people, so its payload can be erased; the skeleton and every leaf of the log stay.
"""

from __future__ import annotations

from datetime import date

import msgspec

OPEN = "open"
"""The step with which every case begins."""

LINKS = ("order", "serial", "party", "measure", "case", "act")
"""What a case may point to: an order's key, a serial number, a party, a measure, another case, an act of the log."""


class CaseMoved(msgspec.Struct, frozen=True, omit_defaults=True):
    """A case took a step of its lifecycle.

    Attributes:
        case: Its id, such as ``MR-2022-0007``.
        kind: Its kind, such as ``misuse_report``.
        step: Name of the transition; ``open`` for the first.
        before: State before it; empty for the first.
        state: State after it.
        due: Day by which the next step is due; None without a deadline.
    """

    case: str
    kind: str
    step: str
    before: str
    state: str
    due: date | None = None


class Part(msgspec.Struct, frozen=True, omit_defaults=True):
    """One of several like things in a case: a claim, a message, a data category, somebody asked, a recipient.

    Attributes:
        kind: Such as ``claim``.
        number: From 1, in its kind; what is entered later under the same number adds to it.
        fields: What is said of it, as text, by name.
    """

    kind: str
    number: int
    fields: dict[str, str] = {}


class Link(msgspec.Struct, frozen=True, order=True):
    """What a case points to.

    Attributes:
        kind: One of :data:`LINKS`.
        target: Its key, number or id.
    """

    kind: str
    target: str


class Attachment(msgspec.Struct, frozen=True, omit_defaults=True):
    """A file on a case, kept under its digest.

    Attributes:
        digest: SHA-256 of what is kept.
        name: File name, for people.
        media: Media type, told from the content and not from the name.
        bytes: Size of what is kept.
        original: SHA-256 of what was handed in, where location data was taken out before it was kept; else empty.
        words: What it is.
    """

    digest: str
    name: str
    media: str
    bytes: int
    original: str = ""
    words: str = ""


class CaseEntered(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something was entered on a case.

    Attributes:
        case: Its id.
        step: The transition that it was given for; empty if it was entered by itself.
        title: One line for people; empty leaves the title as it is.
        note: What somebody wants to say, in words.
        fields: Fields of the case, as text, by name; a later entry supersedes an earlier one.
        parts: Parts that are new or added to.
        links: What the case points to from now on.
        attachments: Files on it from now on.
    """

    case: str
    step: str = ""
    title: str = ""
    note: str = ""
    fields: dict[str, str] = {}
    parts: tuple[Part, ...] = ()
    links: tuple[Link, ...] = ()
    attachments: tuple[Attachment, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing.

        >>> CaseEntered("MR-2022-0007", "assess").is_empty, CaseEntered("MR-2022-0007", note="called back").is_empty
        (True, False)
        """
        return not (self.title or self.note or self.fields or self.parts or self.links or self.attachments)
