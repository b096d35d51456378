"""Proofs: how long ten properties take over the starter rulebook with everything switched on, and a whole witness diff.

Processor time of one process, so that other work on the machine does not count; the wall clock stands beside it. There
is no baseline: nothing else that we know of answers for every order.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from measuring import Figure, aimed, run, times

from moratorium.desk import package, proving, rulebooks
from moratorium.measures import Rulebook
from moratorium.proof import parse_property
from moratorium.proof.days import Period
from moratorium.proof.differences import differences
from moratorium.proof.prover import Question, prove
from moratorium.proof.warnings import warnings

FIRST = date(2026, 11, 28)
PROPERTIES = (
    "never allow where any role within RU and product in hs:8806",
    "never allow where any role within RU and NOT activity = 'take_back'",
    "never allow where end user within UA-43 and product.subject_to_ear and NOT activity = 'take_back'",
    "never allow where any_role.listed IN ('OFAC-SDN') and actor.territory IN ('US')",
    "always deny where buyer.military and activity = 'sale'",
    "never allow where activity IS NULL",
    "never deny where any role within NL",
    "measure EU-692-2014 is subsumed by OWN-2022-04-26-RU-UA",
    "measure R01 can never apply",
    "every denial within EU has a ground in law or own policy dated before it",
)
"""Some hold and some do not."""


def figures(quick: bool) -> list[Figure]:
    """The bench."""
    book = _switched_on(rulebooks.read(package.starter()))
    asked = proving.question_of(book, None, Period(FIRST), 60.0)._replace(dormant=proving.nothing_sleeps)
    found = [_property(text, asked, quick) for text in PROPERTIES[: 3 if quick else None]]
    return [*found, _diff(asked, quick), _warnings(asked, quick), _cold(quick)]


def _switched_on(book: Rulebook) -> Rulebook:
    return Rulebook(tuple(msgspec.structs.replace(one, active=True) for one in book.measures), book.blocking)


def _property(text: str, asked: Question, quick: bool) -> Figure:
    measures = [one.id for one in asked.base.measures]
    about = parse_property(text, measures, asked.reference.atlas.knows, asked.reference.atlas.suggest)
    proofs = []
    runs = [_seconds(lambda: proofs.append(prove(about, asked))) for _ in times(quick)]
    figure = Figure("proofs", f"{text[:57]}", "s", [cpu for cpu, _ in runs])
    figure.note = f"{proofs[-1].result}; {len(measures)} measures; wall clock {_spread([wall for _, wall in runs])} s"
    return aimed(figure, at_most=1)


def _diff(asked: Question, quick: bool) -> Figure:
    """Ukraine lifted from the suspension."""
    text = package.starter()
    changed = {**text, "own.yaml": text["own.yaml"].replace("within: [RU, UA]", "within: [RU]", 1)}
    draft = _switched_on(rulebooks.read(changed))
    found = []
    runs = [_seconds(lambda: found.append(differences(asked._replace(draft=draft)))) for _ in times(quick)]
    figure = Figure("proofs", "witness diff: Ukraine lifted from the suspension", "s", [cpu for cpu, _ in runs])
    complete = "complete" if found[-1].is_complete else found[-1].note
    figure.note = f"{len(found[-1].ways)} ways, {complete}; wall clock {_spread([wall for _, wall in runs])} s"
    return aimed(figure, at_most=5)


def _warnings(asked: Question, quick: bool) -> Figure:
    found = []
    runs = [_seconds(lambda: found.append(warnings(asked))) for _ in times(quick)]
    figure = Figure("proofs", "measure check by proof, the starter rulebook", "s", [cpu for cpu, _ in runs])
    figure.note = f"{len(found[-1].told)} told; wall clock {_spread([wall for _, wall in runs])} s"
    return figure


def _cold(quick: bool) -> Figure:
    """The command as a person calls it: program, rulebook and solver loaded anew."""
    with TemporaryDirectory() as folder:
        rules = Path(folder) / "rules"
        rules.mkdir()
        for name, text in package.starter().items():
            (rules / name).write_text(text, "utf-8")
        program = "import sys; from moratorium.cli import main; sys.exit(main())"
        command = [sys.executable, "-c", program, "--home", f"{folder}/home"]
        command += ["prove", PROPERTIES[0], "--rulebook", str(rules)]
        ran = [run(command) for _ in times(quick)]
    if any(one.code not in (0, 10, 20) for one in ran):
        raise RuntimeError(f"the command ended with {[one.code for one in ran]}")
    figure = Figure("proofs", "`moratorium prove`, cold, the command as a whole", "s", [one.cpu for one in ran])
    figure.note = f"wall clock {_spread([one.wall for one in ran])} s"
    return figure


def _seconds(work: Callable[[], object]) -> tuple[float, float]:
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    return time.process_time() - cpu, time.perf_counter() - wall


def _spread(values: list[float]) -> str:
    return f"{min(values):.2f} .. {max(values):.2f}"
