"""What ought to become of each planted line, told by the story that planted it and never by the decision engine.

The tests and the bench compare decisions with it; nothing else reads it. Two labels are kept for a line, because time
passes: what was right on the day on which the order was placed, and what is right in the end. They differ for orders
that were honest when placed and still undelivered when the suspension came into force.
"""

from __future__ import annotations

import enum

import msgspec

from moratorium.demo.catalogue import UNCATALOGUED, Product
from moratorium.demo.places import EU001, leaves_the_eu


class Label(enum.Enum):
    """What is right for a line."""

    HONEST = "honest"
    """Nothing stands against it, by law or by the maker's own rules, and the record says all that matters."""
    FORBIDDEN = "forbidden"
    """It may not be done."""
    QUESTIONABLE = "questionable"
    """Somebody has to ask first; what is right depends on the answer."""


class Truth(msgspec.Struct, frozen=True):
    """Labels of one line and the story behind them.

    Attributes:
        label: What is right in the end.
        reason: Why, in a few words; empty for an honest line.
        story: Name of the story that planted it.
        when_placed: What was right on the day of the order, if that was something else.
    """

    label: Label
    reason: str = ""
    story: str = "regular trade"
    when_placed: Label | None = None

    @property
    def at_first(self) -> Label:
        """What was right on the day of the order."""
        return self.when_placed or self.label


HONEST = Truth(Label.HONEST)


def asked(reason: str, story: str = "regular trade") -> Truth:
    """A line on which somebody has to ask first."""
    return Truth(Label.QUESTIONABLE, reason, story)


def forbidden(reason: str, story: str) -> Truth:
    """A line that was never allowed."""
    return Truth(Label.FORBIDDEN, reason, story)


def caught(reason: str, story: str) -> Truth:
    """A line that was honest when placed and had not been delivered when the suspension came into force."""
    return Truth(Label.FORBIDDEN, reason, story, Label.HONEST)


def of_export(product: Product, licence: str, origin: str, destination: str) -> Truth:
    """Truth of a line about which only its classification and its way out of the Union can be asked.

    >>> from moratorium.demo.catalogue import PRODUCTS
    >>> of_export(PRODUCTS["OSP-M4W"], "", "NL", "TR").reason
    'dual-use item leaves the EU and no authorisation is stated'
    >>> of_export(PRODUCTS["OSP-M4W"], "", "NL", "DE").label
    <Label.HONEST: 'honest'>
    """
    if product is UNCATALOGUED:
        return asked("product is not in the catalogue", "unknown product")
    if licence or product.eu_annex1 == "none" or not leaves_the_eu(origin, destination):
        return HONEST
    if not product.eu_annex1:
        return asked("gust speed is missing, so nobody knows whether it is a dual-use item", "missing gust speed")
    return asked("dual-use item leaves the EU and no authorisation is stated", "missing licence")


def general_authorisation(destination: str) -> str:
    """The Union general authorisation that covers a destination, or empty.

    >>> general_authorisation("GB"), general_authorisation("TR")
    ('EU001', '')
    """
    return "EU001" if destination in EU001 else ""


COLUMNS = ("order", "activity", "line", "label", "reason", "when_placed", "story")
"""Columns of ``truth.csv``."""


def row(truth: Truth, order: str, activity: str, line: str) -> dict[str, str]:
    """Row of ``truth.csv``."""
    return {
        "order": order,
        "activity": activity,
        "line": line,
        "label": truth.label.value,
        "reason": truth.reason,
        "when_placed": truth.at_first.value,
        "story": truth.story,
    }
