"""What is counted from judged cases: effects before and after, by month and territory, measures, licences."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from moratorium.history.cases import CONTEXT, UNDATED
from moratorium.history.findings import Found, Said
from moratorium.history.impact import KINDS, Asked, Kind, Licence, Slice, Touched, Worth, kind_of
from moratorium.history.judging import SUMS, Cases
from moratorium.history.schema import ROW, column_name
from moratorium.history.sums import Sum, moves, sums
from moratorium.terms.effect import Effect


@dataclass
class Counting:
    """Counts judged cases.

    Args:
        cases: The cases, judged.
    """

    cases: Cases

    @cached_property
    def by_verdict(self) -> dict[int, Sum]:
        """Lines of each verdict."""
        rows = self.cases.tables.rows(f"SELECT verdict, currency, {SUMS} FROM judged GROUP BY ALL")
        return {verdict: found for (verdict,), found in sums(rows, "verdict").items()}

    def judged(self) -> Worth:
        """Lines that were judged."""
        total = Sum()
        for one in self.by_verdict.values():
            total.join(one)
        return total.worth

    def undated(self) -> Worth:
        """Lines without a day."""
        rows = self.cases.tables.rows(f"SELECT currency, {SUMS} FROM cube WHERE {CONTEXT} = {UNDATED} GROUP BY ALL")
        return sums(rows).get((), Sum()).worth

    def moves(self, book: int) -> dict[tuple[int, int], Sum]:
        """All lines by effect under the base and under a draft.

        Args:
            book: Number of the draft; the base is 0.
        """
        found: dict[tuple[int, int], Sum] = {}
        for verdict, lines in self.by_verdict.items():
            said = self.cases.verdicts[verdict]
            found.setdefault((said[0].effect, said[book].effect), Sum()).join(lines)
        return found

    def other_reasons(self, book: int) -> int:
        """Lines with the same effect for other reasons."""
        return sum(
            lines.lines
            for verdict, lines in self.by_verdict.items()
            if _differ_in_reasons(self.cases.verdicts[verdict][0], self.cases.verdicts[verdict][book])
        )

    def months(self, book: int) -> tuple[Slice, ...]:
        """All lines by month."""
        return self._slices("month", book, _month)

    def territories(self, book: int) -> tuple[Slice, ...]:
        """All lines by where they go."""
        return self._slices("territory", book, str)

    def _slices(self, key: str, book: int, name: Callable[[Any], str]) -> tuple[Slice, ...]:
        rows = self.cases.tables.rows(
            f"SELECT {key} AS key, e0 AS before, e{book} AS after, currency, {SUMS} "
            f"FROM judged JOIN effects USING (verdict) GROUP BY ALL"
        )
        return sliced(rows, name)

    def touched(self, book: int) -> tuple[Touched, ...]:
        """Changed lines by kind."""
        return self._touched(book, "true")

    def open(self, book: int) -> tuple[Touched, ...]:
        """Those of open orders."""
        return self._touched(book, "open")

    def _touched(self, book: int, where: str) -> tuple[Touched, ...]:
        rows = self.cases.tables.rows(
            f"SELECT e0 AS before, e{book} AS after, currency, {SUMS} FROM judged JOIN effects USING (verdict) "
            f"WHERE {where} AND e0 <> e{book} GROUP BY ALL"
        )
        found = by_kind(rows)
        return tuple(Touched(kind, found[kind].worth) for kind in KINDS if kind in found)

    def measures(self, book: int) -> Iterator[Asked]:
        """What each measure says under the base and under a draft."""
        sides: tuple[tuple[Literal["base", "draft"], int], ...] = (("base", 0), ("draft", book))
        for side, number in sides:
            all_: dict[Found, Sum] = {}
            changed: dict[Found, int] = {}
            for verdict, lines in self.by_verdict.items():
                said = self.cases.verdicts[verdict]
                for one in said[number].found:
                    all_.setdefault(one, Sum()).join(lines)
                    if said[0].effect is not said[book].effect:
                        changed[one] = changed.get(one, 0) + lines.lines
            yield from self._asked(side, number, all_, changed)

    def _asked(
        self, side: Literal["base", "draft"], number: int, all_: dict[Found, Sum], changed: dict[Found, int]
    ) -> Iterator[Asked]:
        measures = {one.id: one for one in self.cases.question.books[number].measures}
        for one in sorted(all_, key=lambda found: (found.measure, found.status)):
            measure = measures[one.measure]
            yield Asked(
                measure=one.measure,
                title=measure.title,
                revision=measure.revision,
                side=side,
                status=one.status,
                effect=one.effect,
                worth=all_[one].worth,
                changed=changed.get(one, 0),
            )

    # -- licences -----------------------------------------------------------------------------------------------------

    def licences(self, book: int) -> Iterator[Licence]:
        """Lines that hang on a licence, by licence."""
        verdicts = self.cases.verdicts
        facts = sorted({fact for said in verdicts for one in (said[0], said[book]) for fact in one.licences})
        rows = self._on_file(facts) if facts else []
        for fact in facts:
            counted = {state: Sum() for state in ("needed", "freed", "idle", "kept")}
            on_file = dict.fromkeys(counted, 0)
            for row in rows:
                state = _state(verdicts[row["verdict"]][0], verdicts[row["verdict"]][book], fact)
                if state is not None:
                    counted[state].add(row["currency"], row["lines"], row["worth"], row["unvalued"])
                    on_file[state] += row["lines"] if row[column_name(fact)] else 0
            yield Licence(
                fact=fact,
                needed=counted["needed"].worth,
                needed_on_file=on_file["needed"],
                freed=counted["freed"].worth,
                freed_on_file=on_file["freed"],
                kept=counted["kept"].worth,
                idle=counted["idle"].worth,
                idle_on_file=on_file["idle"],
            )

    def _on_file(self, facts: list[str]) -> list[dict[str, Any]]:
        """Lines of verdicts that hang on a licence, by which licences are on file."""
        tables = self.cases.tables
        tables.make_facts("covered", self.cases.history, facts)
        hanging = [number for number, said in enumerate(self.cases.verdicts) if any(one.licences for one in said)]
        return tables.rows(
            f"SELECT verdict, currency, {', '.join(map(column_name, facts))}, {SUMS} "
            f"FROM cube JOIN cases USING ({ROW}, {CONTEXT}) JOIN covered USING ({ROW}) "
            f"WHERE verdict IN ({', '.join(map(str, hanging))}) GROUP BY ALL"
        )


def _differ_in_reasons(before: Said, after: Said) -> bool:
    return before.effect is after.effect and _stopping(before) != _stopping(after)


def _stopping(said: Said) -> list[Found]:
    return [one for one in said.found if one.effect != "allow"]


def _state(before: Said, after: Said, fact: str) -> str | None:
    """What becomes of the need for a licence."""
    match fact in before.licences, fact in after.licences:
        case True, True:
            return "kept"
        case False, True:
            return "needed"
        case True, False:
            return "idle" if after.effect else "freed"
    return None


def by_kind(rows: Sequence[dict[str, Any]]) -> dict[Kind, Sum]:
    """Sums of rows that also have ``before`` and ``after``, by how the lines change."""
    found: dict[Kind, Sum] = {}
    for (before, after), one in sums(rows, "before", "after").items():
        kind = kind_of(Effect(before).word, Effect(after).word)
        if kind is not None:
            found.setdefault(kind, Sum()).join(one)
    return found


def sliced(rows: Sequence[dict[str, Any]], name: Callable[[Any], str]) -> tuple[Slice, ...]:
    """Sums of rows that also have ``key``, ``before`` and ``after``, by key."""
    by_key: dict[Any, dict[tuple[int, int], Sum]] = {}
    for (key, before, after), one in sums(rows, "key", "before", "after").items():
        by_key.setdefault(key, {})[before, after] = one
    found = (Slice("" if key is None else name(key), moves(some)) for key, some in by_key.items())
    return tuple(sorted(found, key=lambda one: one.key))


def _month(number: int) -> str:
    """A month as people write it.

    >>> _month(2022 * 12 + 3)
    '2022-04'
    """
    return f"{number // 12:04d}-{number % 12 + 1:02d}"
