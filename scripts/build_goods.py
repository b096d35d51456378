"""Make the data files of ``src/moratorium/goods/data`` from the collected sources.

    python scripts/build_goods.py [folder with rules/products.json and ccl.json.gz]

The product ships the generated files and never reads the sources. Each file says where it comes from, as of which day,
and how well it is verified (its mark). Run again when a source changes; the difference is reviewed like code.
"""

from __future__ import annotations

import gzip
import json
import os
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "src" / "moratorium" / "goods" / "data"
NOTICE = "Compiled from public sources for the stated day. Not legal advice: check the official text."

AIRCRAFT = ("aircraft",)
HARDWARE = ("aircraft", "controller", "detection_receiver", "ground_station", "payload", "spare")
CAMERAS = ("aircraft", "detection_receiver", "ground_station", "payload", "spare")
ITEMS = "The announcement is about engines, payloads, radio and counter-drone equipment for UAVs."

CONCERNS: dict[str, tuple[tuple[str, ...], str]] = {
    "EU-9A012.a": (AIRCRAFT, "The entry is about complete unmanned aircraft; parts and kits are 9A012.b."),
    "US-9A012": (AIRCRAFT, "The entry is about complete unmanned aircraft; parts and kits are 9A012.b."),
    "EU-9A112": (AIRCRAFT, "The entry is about complete unmanned aerial vehicles."),
    "US-9A120": (AIRCRAFT, "The entry is about complete unmanned aerial vehicles."),
    "WA-6A003.b.4.b": (CAMERAS, "The entry is about cameras: fitted, in the kit, or sold apart as payload or spare."),
    "CN-28-2023": (AIRCRAFT, "The announcement is about complete unmanned aircraft."),
    "CN-27-2023": (
        HARDWARE,
        ITEMS,
    ),
    "CN-31-2024": (
        HARDWARE,
        ITEMS,
    ),
}
"""Kinds of product that an entry's text can be about. A kind is left out only if it cannot be the thing at all, so that
a charger does not become "perhaps an unmanned aircraft" for want of an endurance."""

EXCEPT = {"EU-9A112": "EU-9A012.a", "US-9A120": "US-9A012"}
"""The entry covers only what the other one does not (FACTS 2.6: "not 9A012 and …")."""

UNVERIFIED = {"CN-31-2024": "true"}
"""Parts of an entry whose figures nobody has read: where this is met, "not met" is not known."""

BY_CLASSIFICATION = {"US-9A991": "product.eccn LIKE '9A991%'"}
"""Entries without figures: membership is the classification that a person signed, never computed."""

SPECIAL = {
    "multispectral_bands_nm": "product.multispectral_other_bands",
    "thermal_band_nm": "product.thermal_band_780_30000",
}
"""Lists and ranges of the source, which the vocabulary keeps as one yes or no."""

RELATIONS = {"gt": ">", "ge": ">=", "lt": "<", "le": "<="}

ENTITLED = {
    "880710": "propellers and rotors, and parts thereof",
    "880720": "under-carriages and parts thereof",
    "880730": "other parts of aeroplanes, helicopters or unmanned aircraft",
    "880790": "other parts of heading 8806",
}


def words(node: dict[str, Any]) -> str:
    """A predicate of the source as condition text; leaves marked recalled (R) are left out (see ``doubtful``)."""
    if "all" in node:
        return " AND ".join(bracketed(part) for part in node["all"])
    if "any" in node:
        return " OR ".join(bracketed(part) for part in node["any"] if not is_doubtful(part))
    field, value = node["f"].removeprefix("item."), node["v"]
    match node["op"]:
        case "eq" if value is True:
            return f"product.{field}"
        case "eq":
            return f"product.{field} = '{value}'"
        case "in":
            return f"product.{field} IN ({', '.join(repr(one) for one in value)})"
        case "any_not_in" | "overlaps":
            return SPECIAL[field]
        case "present_and_ne":
            return f"product.{field} <> '{value}'"
    return f"product.{field} {RELATIONS[node['op']]} {value}"


def bracketed(node: dict[str, Any]) -> str:
    """The text, in brackets if it is made of parts."""
    return f"({words(node)})" if "all" in node or "any" in node else words(node)


def is_doubtful(node: dict[str, Any]) -> bool:
    """Whether the branch rests on a figure that is only recalled."""
    return any(part.get("mark") == "R" for part in node.get("all", ()))


def doubtful(node: dict[str, Any]) -> str:
    """Branches that rest on a recalled figure, without that figure."""
    branches = [part for part in node.get("any", ()) if is_doubtful(part)]
    texts = [words({"all": [one for one in part["all"] if one.get("mark") != "R"]}) for part in branches]
    return " OR ".join(texts)


def control(entry: dict[str, Any], by_id: dict[str, dict[str, Any]], as_of: str) -> dict[str, Any]:
    """One control entry in our form."""
    id = entry["id"]
    predicate = by_id[entry["predicate_ref"]]["predicate"] if "predicate_ref" in entry else entry["predicate"]
    condition = words(predicate) if predicate else BY_CLASSIFICATION.get(id, "")
    if id in EXCEPT:
        other = by_id[EXCEPT[id]]
        other = by_id[other["predicate_ref"]] if "predicate_ref" in other else other
        condition = f"NOT ({words(other['predicate'])}) AND ({condition})"
    kinds, why = CONCERNS.get(id, ((), ""))
    notes = [entry.get("notes"), entry.get("precondition") and f"Precondition: {entry['precondition']}.", why]
    notes.append(entry.get("check") and f"To be checked: {entry['check']}.")
    notes.append("Membership is the classification that a person signed." if id in BY_CLASSIFICATION else None)
    return {
        "id": id,
        "jurisdiction": entry["jurisdiction"],
        "title": entry["list"],
        "concerns": f"product.kind IN ({', '.join(repr(kind) for kind in kinds)})" if kinds else "",
        "condition": condition,
        "unverified": UNVERIFIED.get(id) or (doubtful(predicate) if predicate else ""),
        "valid_from": entry.get("valid_from"),
        "valid_to": entry.get("valid_to"),
        "source": entry["source"],
        "as_of": as_of,
        "mark": entry["mark"],
        "notes": " ".join(note for note in notes if note),
    }


def controls(products: dict[str, Any]) -> dict[str, Any]:
    """``controls.json``."""
    by_id = {entry["id"]: entry for entry in products["control_entries"]}
    entries = [control(entry, by_id, products["as_of"]) for entry in products["control_entries"]]
    return {"notice": NOTICE, "entries": entries}


def chpl(products: dict[str, Any]) -> dict[str, Any]:
    """``chpl.json``."""
    source = products["chpl"]
    items = [
        {"code": item["hs6"], "tier": item["tier"], "text": item["description"], "text_mark": item["description_mark"]}
        for item in source["items"]
    ]
    return {
        "notice": NOTICE,
        "id": "CHPL",
        "title": "Common High Priority List",
        "published": source["published"],
        "as_of": source["checked_in_source"],
        "mark": "V2",
        "source": source["source"],
        "notes": source["note"],
        "items": sorted(items, key=lambda item: item["code"]),
    }


def hs88(products: dict[str, Any]) -> dict[str, Any]:
    """``hs88.json``: the mass bands of heading 8806 and the codes of heading 8807."""
    bands = [
        {
            "hs6": band["hs6"],
            "over_g": band["mtow_over_g"],
            "upto_g": band["mtow_upto_g"],
            "flight_mode": band["flight_mode"],
            "text": band["text"],
            "mark": band["mark"],
        }
        for band in products["hs8806"]
    ]
    return {
        "notice": NOTICE,
        "title": "Harmonized System 2022, headings 8806 and 8807",
        "as_of": products["as_of"],
        "mark": "V2",
        "source": sorted({source for band in products["hs8806"] for source in band["source"]}),
        "notes": "Bands are of maximum take-off weight: more than .. but not more than. Texts are ours.",
        "bands": bands,
        "parts": [{"hs6": hs6, "text": text, "mark": "R"} for hs6, text in ENTITLED.items()],
    }


def eccn(ccl: dict[str, Any]) -> dict[str, Any]:
    """``eccn.json``."""
    return {
        "notice": NOTICE,
        "title": ccl["citation"],
        "as_of": ccl["ecfrIssueDate"],
        "mark": "V1",
        "source": [ccl["source"]["url"]],
        "entries": [
            {"eccn": entry["eccn"], "text": entry["heading"], "reasons": entry["reasonForControl"] or ""}
            for entry in ccl["entries"]
        ],
    }


def main() -> None:
    """Write the four files."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else Path(os.environ.get("MORATORIUM_SHARED", "../shared")) / "data")
    products = json.loads((folder / "rules" / "products.json").read_text(encoding="utf-8"))
    ccl = json.loads(gzip.decompress((folder / "ccl.json.gz").read_bytes()))
    documents = {
        "chpl.json": chpl(products),
        "controls.json": controls(products),
        "eccn.json": eccn(ccl),
        "hs88.json": hs88(products),
    }
    for name, document in documents.items():
        text = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=False) + "\n"
        (TARGET / name).write_text(text, encoding="utf-8")
        print(f"{name}: {len(text):,} characters")


if __name__ == "__main__":
    main()
