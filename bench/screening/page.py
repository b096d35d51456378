"""``python -m bench.screening.page``: docs/thresholds.md, printed from the measured figures and nothing else."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.screening.sweep import FILE

PAGE = Path(__file__).resolve().parents[2] / "docs" / "thresholds.md"
SHOWN = (0.60, 0.65, 0.70, 0.75, 0.78, 0.80, 0.82, 0.85, 0.90, 0.95, 1.00)
"""Thresholds of the tables; the JSON has every hundredth."""

_FAMILIES = (
    ("Aliases taken out of the index", "alias-"),
    ("Mistakes of people, forms and scanners", "mistakes"),
    ("Other romanisations", "romanised-"),
    ("Names in their own script against Latin names", "script-"),
)
_FALSE = (
    ("Invented customers", "customers/"),
    ("Invented customers in their own script", "customers-own-script/"),
    ("Parties that stand on other lists only", "others/"),
    ("Names made to be mistaken", "hard/"),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the page into its file, or with ``--check`` tell whether it is what the figures say."""
    parser = argparse.ArgumentParser(prog="python -m bench.screening.page", description=__doc__)
    parser.add_argument("--json", type=Path, default=FILE, metavar="FILE")
    parser.add_argument("--check", action="store_true", help="1 if the page differs from the figures")
    given = parser.parse_args(arguments)
    text = page(json.loads(given.json.read_text("utf-8")))
    if given.check:
        return int(PAGE.read_text("utf-8") != text)
    PAGE.write_text(text, "utf-8")
    return 0


def page(measured: Mapping[str, Any]) -> str:
    """The page."""
    return "\n".join(_lines(measured)).rstrip() + "\n"


def _lines(measured: Mapping[str, Any]) -> Iterator[str]:
    on = measured["machine"]
    yield from (
        "# Thresholds: what is found and what is asked in vain",
        "",
        "A name is asked about where its score reaches the threshold that the rulebook states for the list and "
        "the kind of listed party. A lower threshold finds more and asks more in vain. These tables show both on the "
        "project's evaluation sets, so that whoever states a threshold knows its price.",
        "",
        f"Measured on {measured['measured']} with the sources at `{measured['revision']}`, on {on['cores']} cores of "
        f"{on['cpu']}, {on['system']}, Python {on['python']}. Printed by `python -m bench.screening.page` from the "
        "figures of `python -m bench.screening.sweep`; do not edit by hand. How the sets are made stands in "
        "`bench/screening/README.md`.",
        "",
        "The sets were made from public lists (`sdn`: OFAC SDN of 2021-07-07; `csl`: US Consolidated Screening List of "
        "2026-07-31; `un`: UN of 2026-02-27; `all`: the lists together). Your own parties are other parties: a figure "
        "here is evidence, not a promise. A score is not a probability.",
        "",
        "## What is found",
        "",
        "Recall: the share of names whose own entry is asked about.",
        "",
    )
    for title, prefix in _FAMILIES:
        yield from _family(title, [each for each in measured["sets"] if each["set"].startswith(prefix)], measured, 1, 3)
    yield from ("## What is asked in vain", "", "Names of nobody listed on which there is a question, per 1,000.", "")
    for title, prefix in _FALSE:
        yield from _family(
            title, [each for each in measured["sets"] if each["set"].startswith(prefix)], measured, 1000, 1
        )


def _family(
    title: str, sets: Sequence[Mapping[str, Any]], measured: Mapping[str, Any], scale: int, digits: int
) -> Iterator[str]:
    if not sets:
        return
    yield from (f"### {title}", "")
    yield "| set | kind | names | " + " | ".join(f"{at:.2f}" for at in SHOWN) + " |"
    yield "| --- | --- | ---: | " + " | ".join("---:" for _ in SHOWN) + " |"
    places = [measured["thresholds"].index(at) for at in SHOWN]
    for each in sets:
        for kind, shares in each["shares"].items():
            if each["of_kind"][kind] >= 20:
                cells = " | ".join(f"{scale * shares[place]:.{digits}f}" for place in places)
                yield f"| `{each['set']}` | {kind} | {each['of_kind'][kind]:,} | {cells} |"
    yield ""
    told: dict[str, list[str]] = {}
    for each in sets:
        told.setdefault(each["about"], []).append(f"`{each['set']}`")
    yield from (f"- {', '.join(names)}: {about}." for about, names in told.items())
    yield ""


if __name__ == "__main__":
    sys.exit(main())
