"""Lists published as XML. They are read without document type declarations, so that they cannot grow in memory or
point to other files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from moratorium.errors import SourceError

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
