"""Parties against lists: reading a published list, and comparing one party with it."""

from __future__ import annotations

import gzip
from datetime import date

from material import material, shared
from measuring import Figure, seconds, times

from moratorium.screening import SOURCES, Index, ListVersion, index, read_version, screen
from moratorium.terms.party import Party

DAY = date(2022, 5, 2)
SDN = "data/lists/ofac-sdn/sdn-2022-05-08.csv.gz"


def figures(quick: bool) -> list[Figure]:
    """The bench: the official list if it is at hand, else the demo's own."""
    with material(3_000) as found:
        own = found.world.own_list.read_bytes()
        parties = [holder for order in found.orders for held in order.parties.values() for holder in held]
    source, data = _list(own, quick)
    read = [seconds(lambda: read_version(source, data, DAY)) for _ in times(quick)]
    version, _ = read_version(source, data, DAY)
    reading = Figure("screen", f"the list {source} read, {version.count:,} entries", "s", read)
    built = Figure("screen", "its index built", "s", [seconds(lambda: index([version])) for _ in times(quick)])
    return [reading, built, _screened(version, parties, times(quick))]


def _list(own: bytes, quick: bool) -> tuple[str, dict[str, bytes]]:
    path = None if quick else shared(SDN)
    if path is None:
        return "own", {SOURCES["own"][0]: own}
    return "ofac-sdn", {SOURCES["ofac-sdn"][0]: gzip.decompress(path.read_bytes())}


def _screened(version: ListVersion, parties: list[Party], runs: range) -> Figure:
    listed = index([version])
    plain = {name.text.lower(): entry.id for entry in version.entries for name in entry.names}
    figure = Figure("screen", "a party compared with the list", "us/party", [], "a dictionary of lower-case names")
    for _ in runs:
        figure.runs.append(seconds(lambda: _compare(parties, listed)) / len(parties) * 1e6)
        naive = seconds(lambda: [plain.get(name.lower()) for party in parties for name in party.names])
        figure.baseline_runs.append(naive / len(parties) * 1e6)
    figure.note = f"{len(parties):,} parties of orders, with repetitions; the dictionary misses what normalising finds"
    return figure


def _compare(parties: list[Party], listed: Index) -> None:
    for party in parties:
        screen(party, listed)
