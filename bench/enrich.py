"""From an order to rows of facts: everything that the starter rulebook asks about, looked up."""

from __future__ import annotations

from material import Material, material
from measuring import Figure, seconds, times

from moratorium.decision.decider import Decider
from moratorium.terms.order import Order


def figures(quick: bool) -> list[Figure]:
    """The bench."""
    with material(3_000 if quick else 12_000) as found:
        return _figures(found, times(quick))


def _figures(found: Material, runs: range) -> list[Figure]:
    decider = Decider(found.rulebook, found.reference)
    rows = sum(1 for order in found.orders for _ in decider.rows(order))
    figure = Figure("enrich", "facts of a line, starter rulebook", "us/line", [])
    figure.baseline = "a dictionary of the fields as stated, nothing looked up"
    for _ in runs:
        figure.runs.append(seconds(lambda: _enrich(found)) / rows * 1e6)
        figure.baseline_runs.append(seconds(lambda: [_as_stated(one) for one in found.orders]) / rows * 1e6)
    figure.note = f"{rows:,} rows of {len(found.orders):,} orders; the enricher is new in each run, as at a start"
    return [figure]


def _enrich(found: Material) -> None:
    decider = Decider(found.rulebook, found.reference)
    for order in found.orders:
        for _ in decider.rows(order):
            pass


def _as_stated(order: Order) -> list[dict[str, object]]:
    shared = {f"{role}.country": holder.address.country for role, held in order.parties.items() for holder in held}
    shared |= {f"{role}.country": place.country for role, held in order.places.items() for place in held}
    return [{**shared, "product": line.product, "quantity": line.quantity} for line in order.lines]
