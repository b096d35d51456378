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
from moratorium.desk import answering, files, rulebooks
from moratorium.desk.again import decide_again
from moratorium.desk.checking import Recorded, Tally, ignore
from moratorium.desk.home import Home
from moratorium.errors import InputError
from moratorium.report.lines import CSV_COLUMNS, JsonLines, csv_rows
from moratorium.report.summary import again_summary, summary

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
    format: Format | None

    @property
    def day(self) -> date | None:
        """The valid day; None for each order's own date."""
        return None if self.on == "order-date" else read_day(self.on, "--on") if self.on else date.max


def run_check(home: Home, options: CheckOptions) -> int:
    """Decide a file of orders; see ``moratorium check --help``."""
    if options.rulebook and options.known_at:
        raise InputError("--known-at is for the adopted rulebook", "--rulebook", "give one of the two")
    _check_targets(options.file, {"--out": options.out, "--questions": options.questions})
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
    with _writer(options.out, options.format) as sink, files.progress() as advance:
        tally, told = files.check_file(home, run, sink, beside / "rejected.csv", advance)
    for line in told:
        note(line)
    _write_beside(tally, options.questions or beside / "questions.csv", beside / "rejected.csv")
    text = summary(tally)
    print(text) if options.out or _format(options) is Format.table else note(text)
    return exit_code(tally)


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
    note(f"{count:,} questions in {path}" if count else f"no questions; {path} has its header only")
    if tally.rejected:
        note(f"{tally.rejected:,} rejected rows with reasons in {rejected}")


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


def run_answer(home: Home, file: Path, day: date | None, rulebook: Path | None) -> int:
    """Record answers, decide again, list what changed; see ``moratorium answer --help``."""
    if rulebook is not None:
        rulebooks.read(rulebooks.documents_in(rulebook))  # its faults come before anything is recorded
    given, faults = answering.read_answers(file)
    for fault in faults:
        note(f"not taken: {fault}")
    if given:
        answering.answer(home, given)
    note(f"{len(given):,} answers recorded")
    code = run_again(home, day, rulebook, f"{len(given)} answers from {file.name}") if given else 0
    return 2 if faults else code


def run_again(home: Home, day: date | None, rulebook: Path | None, cause: str = "asked for") -> int:
    """Decide open orders again; see ``moratorium again --help``."""
    result = decide_again(home, cause, day, rulebooks.given(home, rulebook) if rulebook else None)
    print(again_summary(result))
    return exit_code(result.tally)
