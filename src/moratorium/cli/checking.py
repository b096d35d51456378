"""The deciding commands: reading the file, writing decisions, questions and rejected rows, and the exit code."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO

from moratorium.cli.session import Format, note, read_day
from moratorium.decision.decider import Decider
from moratorium.desk import answering, confirming, files, rulebooks
from moratorium.desk.again import decide_again
from moratorium.desk.checking import Recorded, Tally, ignore
from moratorium.desk.home import Home
from moratorium.errors import InputError
from moratorium.report.figures import Figures
from moratorium.report.gather import report_data
from moratorium.report.lines import CSV_COLUMNS, JsonLines, csv_rows
from moratorium.report.page import write_report
from moratorium.report.summary import again_summary, counted, summary
from moratorium.terms.order import Order

Sink = Callable[[Recorded], None]


@dataclass(frozen=True)
class CheckOptions:
    """The options of ``check``, as given."""

    file: Path
    rulebook: Path | None
    on: str | None
    known_at: str | None
    map: Path | None
    actor: str | None
    out: Path | None
    questions: Path | None
    organisation: Path | None
    catalogue: Path | None
    parties: Path | None
    report: Path | None
    format: Format | None

    @property
    def day(self) -> date | None:
        """The valid day; None for each order's own date."""
        return None if self.on == "order-date" else read_day(self.on, "--on") if self.on else date.max


def run_check(home: Home, options: CheckOptions) -> int:
    """Decide a file of orders; see ``moratorium check --help``."""
    if options.rulebook and options.known_at:
        raise InputError("--known-at is for the adopted rulebook", "--rulebook", "give one of the two")
    targets = {"--out": options.out, "--questions": options.questions, "--report": options.report}
    _check_targets(options.file, targets)
    given = {"organisation": options.organisation, "catalogue": options.catalogue, "parties": options.parties}
    run = files.CheckRun(
        file=options.file,
        map=options.map,
        rulebook=options.rulebook,
        known_at=options.known_at,
        day=home.today() if options.day == date.max else options.day,
        actor=options.actor,
        parts={part: path for part, path in given.items() if path is not None},
    )
    beside = options.out.parent if options.out else Path()
    report = _Report(home, run)
    with _writer(options.out, options.format) as sink, files.progress() as advance:
        begin = report.watch(sink) if options.report else lambda _: sink
        checked = files.check_file(home, run, begin, beside / "rejected.csv", advance)
    for line in checked.told:
        note(line)
    tally = checked.tally
    if options.report:
        report.write(options.report, checked)
    _write_beside(tally, options.questions or beside / "questions.csv", beside / "rejected.csv")
    text = summary(tally)
    print(text) if options.out or _format(options) is Format.table else note(text)
    return exit_code(tally)


class _Report:
    """Gathers what the page shows while decisions are written elsewhere."""

    def __init__(self, home: Home, run: files.CheckRun) -> None:
        self._home = home
        self._run = run
        self._figures: Figures | None = None

    def watch(self, sink: Sink) -> Callable[[Decider], Sink]:
        """What ``check_file`` begins with: decisions go to the sink and are counted for the page."""

        def begin(decider: Decider) -> Sink:
            figures = self._figures = Figures(decider)

            def both(recorded: Recorded) -> None:
                figures.add(recorded)
                sink(recorded)

            return both

        return begin

    def write(self, path: Path, checked: files.Checked) -> None:
        """Write the page."""
        lead = f"The orders of {self._run.file.name}."
        data = report_data(
            self._home, checked.decider, checked.tally, lead=lead, day=self._run.day, figures=self._figures
        )
        write_report(path, data)
        note(f"the report is in {path}")


def _check_targets(file: Path, targets: dict[str, Path | None]) -> None:
    """Where results will be written is looked at before anything is decided."""
    for option, path in targets.items():
        if path is None:
            continue
        if not path.parent.is_dir():
            raise InputError(f"no folder `{path.parent}`", option, "make it first")
        if path.is_dir():
            raise InputError(f"`{path}` is a folder", option, "give the name of a file")
        if path.resolve() == file.resolve():
            raise InputError(f"`{path}` holds the orders and would be written over", option, "give another name")


def _format(options: CheckOptions) -> Format:
    return options.format or (Format.table if sys.stdout.isatty() and not options.out else Format.json)


def _write_beside(tally: Tally, questions: Path, rejected: Path) -> None:
    path, count = answering.write_questions(questions, tally.questions.ranked())
    note(f"{counted(count, 'question')} in {path}" if count else f"no questions; {path} has its header only")
    if tally.rejected:
        note(f"{counted(tally.rejected, 'rejected row')} with reasons in {rejected}")


def exit_code(tally: Tally) -> int:
    """2 if rows were rejected, else 20 if something is denied, 10 if something is held, 0 if neither."""
    if tally.rejected:
        return 2
    return 20 if tally.lines["deny"] else 10 if tally.lines["hold"] else 0


@contextmanager
def _writer(out: Path | None, format: Format | None) -> Iterator[Sink]:
    """Where decisions go. A file appears whole, under its name, when the run has ended."""
    chosen = format or (Format.table if out is None and sys.stdout.isatty() else Format.json)
    if out is None:
        yield _sink(sys.stdout, chosen)
        sys.stdout.flush()
        return
    part = out.with_name(out.name + ".part")
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            yield _sink(file, Format.json if chosen is Format.table else chosen)
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)


def _sink(file: IO[str], format: Format) -> Sink:
    match format:
        case Format.table:
            return ignore
        case Format.csv:
            writer = csv.writer(file)
            writer.writerow(CSV_COLUMNS)
            return lambda recorded: writer.writerows(csv_rows(recorded))
    lines = JsonLines()

    def write(recorded: Recorded) -> None:
        file.write(b"".join(lines.of(recorded)).decode())

    return write


def run_answer(home: Home, file: Path, day: date | None, rulebook: Path | None, questions: Path | None = None) -> int:
    """Record answers, decide again, list what changed; see ``moratorium answer --help``."""
    if rulebook is not None:
        rulebooks.read(rulebooks.documents_in(rulebook))  # its faults come before anything is recorded
    given, faults = answering.read_answers(file)
    for fault in faults:
        note(f"not taken: {fault}")
    taken = answering.answer(home, given) if given else answering.Taken()
    for fault in taken.faults:
        note(f"not taken: {fault}")
    recorded = counted(len(taken.indexes), "answer")
    note(f"{recorded} recorded")
    code = run_again(home, day, rulebook, f"{recorded} from {file.name}", questions) if taken.indexes else 0
    if waiting := sum(one.act in taken.indexes for one in confirming.open_answers(home)):
        note(f"{counted(waiting, 'answer')} to orders above the set value: moratorium --as NAME holds answers")
    return 2 if faults or taken.faults else code


def run_again(
    home: Home,
    day: date | None,
    rulebook: Path | None,
    cause: str = "asked for",
    questions: Path | None = None,
    among: Callable[[Order], bool] | None = None,
) -> int:
    """Decide open orders again, or those ``among`` them; see ``moratorium again --help``."""
    result = decide_again(home, cause, day, rulebooks.given(home, rulebook) if rulebook else None, among=among)
    print(again_summary(result))
    waiting = result.tally.questions.ranked()
    if questions is not None:
        path, count = answering.write_questions(questions, waiting)
        note(f"{counted(count, 'question')} left, in {path}")
    elif waiting:
        note(f"{counted(len(waiting), 'question')} left; write them with --questions FILE")
    return exit_code(result.tally)
