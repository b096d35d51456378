"""What the page of a case shows beside what all cases share, by kind: one row for each section.

A section is a template below ``templates/`` and a function that gives its values. On the page they stand after the
parts, in this order; in the template they are in ``own``, the case in ``found`` (``moratorium.desk.cases.Shown``). The
forms of a section are pages of the module that wrote it, with ``back="/cases/{case}"``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from moratorium.web.console import delistings, wording
from moratorium.web.console.page import Visit


class Section(NamedTuple):
    """A section of the page of a case.

    Attributes:
        template: Below ``templates``; begins with a heading of the second level.
        values: What it names as ``own``, of a case that is shown to somebody.
    """

    template: str
    values: Callable[[Visit, Any], Mapping[str, Any]]


CASE_SECTIONS: dict[str, tuple[Section, ...]] = {
    "delisting": (Section("delistings/section.html.j2", delistings.section),),
    "notice": (Section("wording/section.html.j2", wording.section),),
    "public_statement": (Section("wording/section.html.j2", wording.section),),
}
"""By kind of case, such as ``notice``."""


def sections_of(visit: Visit, found: Any) -> list[tuple[str, Mapping[str, Any]]]:
    """Templates and values of the sections of a case."""
    return [(one.template, one.values(visit, found)) for one in CASE_SECTIONS.get(found.case.kind, ())]
