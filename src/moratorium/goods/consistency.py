"""Questions about a product whose statements contradict each other. Told, never corrected.

Source: Harmonized System 2022, heading 8806 (mass bands and flight mode); our own reading of figures that cannot be
true together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from moratorium.goods.codes import HsBand
from moratorium.terms.vocabulary import Value

Doubt = tuple[str, str]
"""What contradicts, and what to check."""


def contradictions(facts: Mapping[str, Value], bands: Sequence[HsBand]) -> Iterator[Doubt]:
    """Statements on one product that contradict each other.

    Args:
        facts: By attribute, typed.
        bands: Codes of heading 8806.

    >>> band = HsBand("880692", 250, 7000, "other", "more than 250 g and not more than 7 kg", "V2")
    >>> [message for message, _ in contradictions({"hs6": "880692", "mtow_g": Decimal(250)}, [band])]
    ['HS 880692 is for more than 250 g and not more than 7 kg, but `mtow_g` is 250']
    """
    hs6, kind = facts.get("hs6"), facts.get("kind")
    band = next((band for band in bands if band.hs6 == hs6), None)
    if band is not None:
        yield from _against_band(facts, band)
    if isinstance(hs6, str) and hs6.startswith("8806"):
        if bands and band is None:
            yield f"heading 8806 has no code {hs6}", "check the HS code"
        if kind not in (None, "aircraft"):
            yield f"HS {hs6} is for complete unmanned aircraft, but `kind` is {kind}", "check the HS code and the kind"
    elif kind == "aircraft" and hs6 is not None:
        yield f"`kind` is aircraft, but HS {hs6} is not of heading 8806", "check: before 2022 it was 8802 or 8525"
    yield from _impossible(facts)


def _against_band(facts: Mapping[str, Value], band: HsBand) -> Iterator[Doubt]:
    mtow, mode, autonomous = facts.get("mtow_g"), facts.get("hs_flight_mode"), facts.get("autonomous_navigation")
    if isinstance(mtow, Decimal) and not band.holds(mtow):
        yield f"HS {band.hs6} is for {band.text}, but `mtow_g` is {mtow:f}", "check the HS code and the weight"
    if mode is not None and mode != band.flight_mode:
        yield f"HS {band.hs6} is for {band.text}, but `hs_flight_mode` is {mode}", "check the HS code and the mode"
    if autonomous is True and band.flight_mode == "remote_control_only":
        yield (
            f"HS {band.hs6} is for remote-controlled flight only, but `autonomous_navigation` is yes",
            "check the HS code: what can also fly a programmed route is 8806.9x",
        )


def _impossible(facts: Mapping[str, Value]) -> Iterator[Doubt]:
    empty, mtow = facts.get("empty_weight_g"), facts.get("mtow_g")
    if isinstance(empty, Decimal) and isinstance(mtow, Decimal) and empty > mtow:
        yield f"`empty_weight_g` {empty:f} is more than `mtow_g` {mtow:f}", "check both weights, in grams"
    if facts.get("thermal_camera") is False and facts.get("thermal_netd_mk") is not None:
        yield "`thermal_camera` is no, but `thermal_netd_mk` is stated", "check whether a thermal camera is fitted"
