"""Search in what was entered on cases: one function over two full-text engines, SQLite's FTS5 and PostgreSQL's.

Both are handed the same words, cut here and not by them, so that they find the same: letters and digits in lower case
without accents; each sign of Chinese, Japanese or Korean is a word of its own, and several in a row are looked for in
that order. The index follows the table of texts by triggers, so it cannot be forgotten.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import (
    DDL,
    ColumnElement,
    Connection,
    FromClause,
    Integer,
    Row,
    Select,
    column,
    event,
    select,
    table,
    text,
)

from moratorium.errors import InputError
from moratorium.store.tables import case_texts, cases

MOST_WORDS = 10_000
"""Words of one entry that can be found; both engines keep the places of so many."""

MOST_ASKED = 20
NEAR = 5_000
"""Newest entries that PostgreSQL reads one by one before it asks its index of words."""

_PLANS = ("enable_seqscan", "enable_indexscan", "enable_indexonlyscan")
_AROUND = 8
_LONGEST = 60
_WORD = re.compile(r"[^\W_]+\*?")


def _ddl(moment: str, dialect: str, *statements: str) -> None:
    for statement in statements:
        made = DDL(statement)  # type: ignore[no-untyped-call]  # SQLAlchemy's has no types
        event.listen(case_texts, moment, made.execute_if(dialect=dialect))


_ddl(
    "after_create",
    "sqlite",
    "CREATE VIRTUAL TABLE case_search USING fts5(words, content='case_texts', content_rowid='act', "
    "tokenize='unicode61 remove_diacritics 0')",
    "CREATE TRIGGER case_texts_in AFTER INSERT ON case_texts BEGIN "
    "INSERT INTO case_search (rowid, words) VALUES (new.act, new.words); END",
    "CREATE TRIGGER case_texts_out AFTER DELETE ON case_texts BEGIN "
    "INSERT INTO case_search (case_search, rowid, words) VALUES ('delete', old.act, old.words); END",
)
_ddl("before_drop", "sqlite", "DROP TABLE IF EXISTS case_search")
_ddl(
    "after_create",
    "postgresql",
    "ALTER TABLE case_texts ADD COLUMN vector tsvector "
    "GENERATED ALWAYS AS (to_tsvector('pg_catalog.simple', words)) STORED",
    "CREATE INDEX case_texts_by_word ON case_texts USING gin (vector)",
)


def words_of(*texts: str) -> str:
    """The words of some texts as they are indexed, in their order.

    >>> words_of("Seen near Kyïv, on 26/4", "暂停销售")
    'seen near kyiv on 26 4 暂 停 销 售'
    """
    found = (word for one in texts for run in _runs(one) for word in run)
    return " ".join(word for _, word in zip(range(MOST_WORDS), found, strict=False))


def _runs(words: str) -> list[list[str]]:
    """Words; signs that are written without spaces between them stay together, each a word."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", words).casefold() if not unicodedata.combining(sign))
    runs = []
    for word in _WORD.findall(unicodedata.normalize("NFC", plain)):
        for is_single, group in groupby(word, key=_stands_alone):
            signs = list(group)
            runs.append(signs if is_single else ["".join(signs)[:_LONGEST]])
    return [run for run in runs if run != ["*"]]


def _stands_alone(sign: str) -> bool:
    return "\u2e80" <= sign <= "\u9fff" or "\uac00" <= sign <= "\ud7ff" or sign >= "\U00020000"


def search(
    connection: Connection, asked: str, kind: str | None = None, before: int | None = None, limit: int = 50
) -> list[Row[Any]]:
    """Entries in which all of these words occur, the newest first.

    Args:
        connection: To the store.
        asked: Words; one that ends with ``*`` stands for all that begin so.
        kind: Only cases of this kind.
        before: Only acts before this log index, for the next page.
        limit: At most so many.

    Returns:
        Rows with ``case``, ``act``, ``kind``, ``state`` and ``title``.

    Raises:
        InputError: nothing to search for, or too much.
    """
    runs = _runs(asked)
    if not runs:
        raise InputError("nothing to search for", "words", "write a word of two letters or more, or a number")
    if len(runs) > MOST_ASKED:
        raise InputError(f"more than {MOST_ASKED} words", "words", "leave some out")
    of, dialect = case_texts.c, connection.dialect.name
    found, newest, match = _FOUND[dialect]
    chosen = select(of.case, of.act, cases.c.kind, cases.c.state, cases.c.title).select_from(found)
    chosen = chosen.where(text(match).bindparams(asked=_QUERIES[dialect](runs)))
    if kind is not None:
        chosen = chosen.where(cases.c.kind == kind)
    if before is not None:
        chosen = chosen.where(newest < before)
    chosen = chosen.order_by(newest.desc())
    return _ASK[dialect](connection, chosen, before, limit)


def _in_one(connection: Connection, chosen: Select[Any], _: int | None, limit: int) -> list[Row[Any]]:
    """FTS5 hands out what it finds newest first, and stops when the page is full."""
    return list(connection.execute(chosen.limit(limit)))


def _in_two(connection: Connection, chosen: Select[Any], before: int | None, limit: int) -> list[Row[Any]]:
    """First among the newest entries, one by one, which fills a page with common words; the rest by the index of words.

    Left alone PostgreSQL takes every word for a common one, and reads all entries for a rare one.
    """
    of = case_texts.c.act
    newest = select(of).order_by(of.desc()).offset(NEAR).limit(1)
    floor = connection.execute(newest if before is None else newest.where(of < before)).scalar()
    if floor is None:
        return list(connection.execute(chosen.limit(limit)))
    found = list(connection.execute(chosen.where(of > floor).limit(limit)))
    if len(found) == limit:
        return found
    for plan in _PLANS:
        connection.exec_driver_sql(f"SET LOCAL {plan} = off")
    found += connection.execute(chosen.where(of <= floor).limit(limit - len(found)))
    for plan in _PLANS:
        connection.exec_driver_sql(f"SET LOCAL {plan} = on")
    return found


def _fts5(runs: Sequence[Sequence[str]]) -> str:
    return " AND ".join(f'"{" ".join(run).removesuffix("*")}"{"*" * run[-1].endswith("*")}' for run in runs)


def _tsquery(runs: Sequence[Sequence[str]]) -> str:
    return " & ".join("(" + " <-> ".join(_lexeme(word) for word in run) + ")" for run in runs)


def _lexeme(word: str) -> str:
    return f"'{word.removesuffix('*')}'{':*' * word.endswith('*')}"


def excerpt(connection: Connection, act: int, asked: str) -> str:
    """The words of an entry around the first that was asked for, as they are indexed."""
    words = (connection.execute(select(case_texts.c.words).where(case_texts.c.act == act)).scalar() or "").split()
    wanted = [word for run in _runs(asked) for word in run]
    places = (place for place, word in enumerate(words) if any(_meets(word, one) for one in wanted))
    first = next(places, 0)
    start, end = max(0, first - _AROUND), first + 2 * _AROUND
    return f"{'… ' * (start > 0)}{' '.join(words[start:end])}{' …' * (end < len(words))}"


def _meets(word: str, asked: str) -> bool:
    return word.startswith(asked[:-1]) if asked.endswith("*") else word == asked


_QUERIES = {"sqlite": _fts5, "postgresql": _tsquery}
_ASK = {"sqlite": _in_one, "postgresql": _in_two}
_INDEX = table("case_search", column("rowid", Integer))
_FOUND: dict[str, tuple[FromClause, ColumnElement[int], str]] = {
    "sqlite": (
        _INDEX.join(case_texts, case_texts.c.act == _INDEX.c.rowid).join(cases, cases.c.id == case_texts.c.case),
        _INDEX.c.rowid,
        "case_search MATCH :asked",
    ),
    "postgresql": (
        case_texts.join(cases, cases.c.id == case_texts.c.case),
        case_texts.c.act,
        "case_texts.vector @@ CAST(:asked AS tsquery)",
    ),
}
"""How each engine is asked: in what, in which order, and the condition. Words hold letters and digits alone, so nothing
in them can be taken for a sign. FTS5 hands out what it finds in the order of its row ids, newest first as well, so that
a word of a million entries costs no more than a page of them."""


def tidy(connection: Connection) -> None:
    """Write the index anew after an erasure, so that no word of it stays in SQLite's file."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("INSERT INTO case_search (case_search) VALUES ('optimize')")
