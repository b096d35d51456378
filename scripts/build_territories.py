"""Build the generated files of ``src/moratorium/territories/data`` from CLDR and ISO tables.

Usage::

    npm pack cldr-core@48.2.0 cldr-localenames-full@48.2.0 cldr-subdivisions-full@48.2.0 iso-3166@4.4.0
    for f in *.tgz; do mkdir -p "${f%-[0-9]*}" && tar xzf "$f" -C "${f%-[0-9]*}"; done
    python scripts/build_territories.py FOLDER_OF_THE_FOUR

What the script chooses is in ``territories_names.json`` beside it. Written are ``countries.json``, ``names.json`` and
``subdivisions.json``; ``areas.json``, ``localities.json`` and ``spellings.json`` beside them are kept by hand. The same
input gives the same bytes.
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from moratorium.territories.spelling import spelled

OUT = Path(__file__).resolve().parent.parent / "src/moratorium/territories/data"
AS_OF = "CLDR 48.2.0; iso-3166 4.4.0"
CHOICES: dict[str, Any] = json.loads(Path(__file__).with_name("territories_names.json").read_text(encoding="utf-8"))
_KINDS = ("oblast", "region", "province", "obl", "krai", "kray", "territory", "republic", "okrug")
_NOT_A_PLACE = {"", "jewish"}
_TABLE = re.compile(r"code: '([^']+)',\s*name:\s*('[^\n]*'|\"[^\n]*\"),\s*parent: '([^']+)'")
_ASSIGNED = re.compile(
    r"name:\s*('[^\n]*'|\"[^\n]*\"),\s*state: 'assigned',\s*alpha2: '(..)',\s*alpha3: '(...)',\s*numeric: '(\d{3})'"
)


def _load(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _unquoted(literal: str) -> str:
    return literal[1:-1].replace("\\'", "'")


def _leaf(document: Any, key: str) -> Any:
    """The value of ``key``, wherever it lies in nested maps of one entry."""
    while key not in document:
        document = next(value for name, value in document.items() if name not in ("identity", "version"))
    return document[key]


def countries(source: Path) -> dict[str, list[str]]:
    """Alpha-2 code -> English name, alpha-3, numeric, ISO's own name; the 249 assigned codes and Kosovo."""
    assigned = _ASSIGNED.findall((source / "iso-3166/package/1.js").read_text(encoding="utf-8"))
    english = _leaf(_load(source / "cldr-localenames-full/package/main/en/territories.json"), "localeDisplayNames")
    names = english["territories"]
    rows = {
        two: [CHOICES["preferred"].get(two, names[two]).replace("’", "'"), three, digits, _unquoted(iso)]
        for iso, two, three, digits in assigned
    }
    rows["XK"] = [CHOICES["preferred"]["XK"], "XKX", "", "Kosovo"]
    return {
        code: [rows[code][0].replace("&", "and").replace("St. ", "Saint "), *rows[code][1:]] for code in sorted(rows)
    }


def _spellings(source: Path, known: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Pairs (key, code) of all localised names."""
    wanted = frozenset(known) | {"EU"}
    for language in CHOICES["languages"]:
        path = source / f"cldr-localenames-full/package/main/{language}/territories.json"
        for label, name in _leaf(_load(path), "localeDisplayNames")["territories"].items():
            code = label.split("-alt-")[0]
            if code in wanted and (language == "en" or not label.endswith("-alt-short")):
                yield spelled(name), code


def names(source: Path, known: dict[str, list[str]]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Keys of one territory by code, and keys that several territories share."""
    found: dict[str, set[str]] = defaultdict(set)
    for key, code in _spellings(source, known):
        found[key].add(code)
    for code, (name, _three, _digits, iso) in known.items():
        found[spelled(name)].add(code)
        found[spelled(iso)].add(code)
    usable = {key: codes for key, codes in found.items() if _is_name(key)}
    single: dict[str, list[str]] = defaultdict(list)
    for key, codes in sorted(usable.items()):
        if len(codes) == 1:
            single[next(iter(codes))].append(key)
    shared = {key: sorted(codes) for key, codes in sorted(usable.items()) if len(codes) > 1}
    return {code: single[code] for code in sorted(single)}, shared


def _is_name(key: str) -> bool:
    """Short Latin keys are codes and abbreviations, which ISO and the hand-kept file decide."""
    return len(key) > 3 or (not key.isascii() and bool(key))


def subdivisions(
    source: Path, known: dict[str, list[str]]
) -> tuple[dict[str, list[str]], dict[str, str], dict[str, str]]:
    """Code -> English name and further keys; parents that the code does not tell; codes that are countries too."""
    rows = _TABLE.findall((source / "iso-3166/package/2.js").read_text(encoding="utf-8"))
    english = _leaf(_load(source / "cldr-subdivisions-full/package/subdivisions/en/en.json"), "localeDisplayNames")
    labels = english["subdivisions"]
    table: dict[str, list[str]] = {}
    parents: dict[str, str] = {}
    for code, literal, parent in sorted(rows):
        iso = _unquoted(literal)
        label = labels.get(code.replace("-", "").lower(), iso)
        name = _name(code, label, iso)
        keys = {spelled(name), spelled(iso), spelled(label), *_russian(code, label)}
        table[code] = [name, *sorted(keys - _NOT_A_PLACE)]
        if parent != code.partition("-")[0]:
            parents[code] = parent
    return table, parents, _same(source, table, known)


def _name(code: str, label: str, iso: str) -> str:
    if code.startswith("UA-"):
        return str(CHOICES["ukraine"][code[3:]])
    return f"{label.removesuffix(' Province')} oblast" if code.startswith("RU-") and iso.endswith("oblast'") else label


def _russian(code: str, name: str) -> Iterator[str]:
    """Keys of a Russian region: the chosen spellings, ``X oblast``, ``X krai`` and the like.

    An adjective alone is left out: it is a street as often as a region.
    """
    if not code.startswith("RU-"):
        return
    for label in CHOICES["russia"][code[3:]]:
        yield spelled(label)
        for long, short in (("область", "обл"), ("автономный округ", "АО")):
            if label.endswith(long):
                yield spelled(label.removesuffix(long) + short)
    if code not in ("RU-MOW", "RU-MOS", "RU-SPE"):
        stem = name.removesuffix(" Krai").removesuffix(" Okrug")
        yield from (spelled(f"{stem} {kind}") for kind in _KINDS)
        yield from (spelled(f"{kind} {stem}") for kind in ("oblast", "republic of", "republik", "republiek", "region"))


def _same(source: Path, table: dict[str, list[str]], known: Iterable[str]) -> dict[str, str]:
    """Subdivision codes of what has a country code of its own, such as ``US-PR`` and ``CN-HK``."""
    aliases = _leaf(_load(source / "cldr-core/package/supplemental/aliases.json"), "metadata")["alias"][
        "subdivisionAlias"
    ]
    spoken = {key.upper(): row["_replacement"] for key, row in aliases.items() if row["_replacement"] in known}
    found = {code: spoken[code.replace("-", "")] for code in table if code.replace("-", "") in spoken}
    extra = {"CN-HK": "HK", "CN-MO": "MO", "CN-TW": "TW", "NL-BQ1": "BQ", "NL-BQ2": "BQ", "NL-BQ3": "BQ", "NO-21": "SJ",
             "NO-22": "SJ", "FR-971": "GP", "FR-972": "MQ", "FR-973": "GF", "FR-974": "RE", "FR-976": "YT"}  # fmt: skip
    return dict(sorted({**found, **{code: country for code, country in extra.items() if code in table}}.items()))


def _write(name: str, document: dict[str, Any]) -> None:
    """One entry a line, so that a change of one name is a change of one line."""
    lines = []
    for key, value in document.items():
        if isinstance(value, dict):
            entries = ",\n".join(f"    {json.dumps(k)}: {json.dumps(v, ensure_ascii=False)}" for k, v in value.items())
            lines.append(f"  {json.dumps(key)}: {{\n{entries}\n  }}")
        else:
            lines.append(f"  {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}")
    text = "{\n" + ",\n".join(lines) + "\n}\n"
    (OUT / name).write_text(text, encoding="utf-8")
    print(f"{name}: {len(text.encode()):,} bytes")


def main(source: Path) -> None:
    """Write the three generated files."""
    known = countries(source)
    single, shared = names(source, known)
    table, parents, same = subdivisions(source, known)
    about = "Generated by scripts/build_territories.py; do not edit. Terms: NOTICE.md."
    _write(
        "countries.json",
        {"about": f"{about} Code: name, alpha-3, numeric, ISO name.", "source": AS_OF, "countries": known},
    )
    _write(
        "names.json",
        {
            "about": f"{about} Keys of names in {len(CHOICES['languages'])} languages.",
            "source": AS_OF,
            "names": single,
            "several": shared,
        },
    )
    _write(
        "subdivisions.json",
        {"about": f"{about} Code: name, keys.", "source": AS_OF, "names": table, "parents": parents, "same": same},
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
