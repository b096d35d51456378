"""Lists published as XML. They are read without document type declarations, so that they cannot grow in memory or
point to other files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from moratorium.errors import Fault, SourceError
from moratorium.screening.lists.entry import Entry, Reading, gathered

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def root_of(data: bytes, name: str, tag: str) -> Element:
    """The document's outermost element.

    Args:
        data: The file.
        name: Which file it is.
        tag: Name that the element must have, whatever its namespace.

    Raises:
        SourceError: not XML, cut off, with a document type declaration, or another document.

    >>> root_of(b"<a/>", "un", "CONSOLIDATED_LIST")
    Traceback (most recent call last):
    moratorium.errors.SourceError: un: `a` is not this list; expected `CONSOLIDATED_LIST`
    """
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise SourceError(
            "the file has a document type declaration", name, "its publisher writes none; refuse it"
        ) from error
    except (ParseError, ValueError, LookupError) as error:
        raise SourceError(f"not readable as XML: {error}", name, "download it again") from error
    if local(root) != tag:
        raise SourceError(f"`{local(root)}` is not this list", name, f"expected `{tag}`")
    return root


def reading_of(
    list_id: str, elements: Iterable[tuple[str, Element]], read: Callable[[Element], Entry | None], day: date | None
) -> Reading:
    """What a file's elements say, each read or reported.

    Args:
        list_id: Id of the list.
        elements: Each with its place in the file.
        read: Makes an entry; None if the element lacks a reference number or a name.
        day: When the file says that it was made.
    """
    rejected: list[Fault] = []
    notes: list[Fault] = []
    found = []
    for at, element in elements:
        entry = read(element)
        if entry is None:
            rejected.append(Fault("an entry without a reference number or a name", at))
        else:
            found.append((at, entry))
    entries = gathered(found, notes)
    return Reading(entries, (list_id,), tuple(rejected), stated_on=day, notes=tuple(notes))


def local(element: Element) -> str:
    """The element's name without its namespace."""
    return element.tag.rpartition("}")[2]


def children(element: Element, tag: str) -> Iterator[Element]:
    """The element's direct children of this name, whatever their namespace."""
    return (child for child in element if local(child) == tag)


def text_of(element: Element, tag: str) -> str:
    """Text of the first direct child of this name, without needless blanks; nothing if there is none."""
    child = next(children(element, tag), None)
    return " ".join((child.text or "").split()) if child is not None else ""
