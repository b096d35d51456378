"""``python -m bench.screening.sweep``: recall and alerts of ``ours`` at every threshold, written as JSON.

``page`` prints docs/thresholds.md from it. Every set is asked once, at the lowest threshold; the rest is counting.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.measuring import machine
from bench.screening.outcome import ALL, LEAST, THRESHOLDS, Outcome
from bench.screening.run import measured
from bench.screening.sets import NEGATIVE, POSITIVE

FILE = Path(__file__).with_name("thresholds.json")
"""Where the figures are kept, beside the sets that they were measured on."""

SETS = (
    *(f"alias-{variant}/{name}" for name in ("sdn", "csl", "un") for variant in ("near", "close", "related", "all")),
    *(f"mistakes/{name}" for name in ("sdn", "csl", "un")),
    *(name for name in POSITIVE if name.startswith(("romanised-", "script-"))),
    *NEGATIVE,
)
"""Those of the page."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask every set and write the figures."""
    parser = argparse.ArgumentParser(prog="python -m bench.screening.sweep", description=__doc__)
    parser.add_argument("sets", nargs="*", help="only these", metavar="SET")
    parser.add_argument("--names", type=int, default=0, help="at most so many names of each set; 0: all", metavar="N")
    parser.add_argument("--json", type=Path, default=FILE, metavar="FILE")
    given = parser.parse_args(arguments)
    makers = {**POSITIVE, **NEGATIVE}
    found = []
    for name in given.sets or SETS:
        asked = makers[name]()
        (each,) = measured(asked, ("ours",), given.names, None)
        found.append(figures(each, asked.about))
        print(f"{name:32} {len(each.queries):6,} names  {each.share(0.8):.4f} at 0.80", flush=True)
    given.json.write_text(json.dumps(document(found, commit()), indent=None, ensure_ascii=False) + "\n", "utf-8")
    return 0


def figures(each: Outcome, about: str) -> dict[str, Any]:
    """One set's shares at every threshold: for all kinds of listed party together and for each kind."""
    kinds = (ALL, *each.kinds())
    return {
        "set": each.set,
        "about": about,
        "positive": each.is_positive,
        "names": len(each.queries),
        "of_kind": {kind: _count(each, kind) for kind in kinds},
        "shares": {kind: [round(each.share(at, kind) or 0.0, 5) for at in THRESHOLDS] for kind in kinds},
        "by_trait": _by_trait(each),
        "pairs": [sum(score >= at - 1e-9 for score in each.pairs) for at in THRESHOLDS],
    }


def _count(each: Outcome, kind: str) -> int:
    """How many queries stand behind a share: of a positive set those of the kind, of a negative set all."""
    return sum(kind in scores for scores in each.scores) if each.is_positive else len(each.queries)


def _by_trait(each: Outcome) -> dict[str, list[float]]:
    traits = each.traits()
    if not each.is_positive or len(traits) > 20:
        return {}
    return {trait: [round(each.share(at, trait=trait) or 0.0, 5) for at in THRESHOLDS[::5]] for trait in sorted(traits)}


def document(found: Iterable[Mapping[str, Any]], revision: str) -> dict[str, Any]:
    """Everything, with the day, the revision and the machine."""
    return {
        "measured": time.strftime("%Y-%m-%d", time.gmtime()),
        "revision": revision,
        "machine": {name: value for name, value in machine().items() if name != "load_average"},
        "least": LEAST,
        "thresholds": list(THRESHOLDS),
        "sets": list(found),
    }


def commit() -> str:
    """The revision of the sources, with a word where they differ from it."""
    command = ["git", "describe", "--always", "--dirty", "--abbrev=12"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, cwd=FILE.parent)
    return ran.stdout.strip() or "unknown"


if __name__ == "__main__":
    sys.exit(main())
