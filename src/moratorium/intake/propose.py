"""Proposes a map for a table: columns by their headings, checked against a sample; notations by proof.

What no column states but every order needs is written under ``assume``, where it is visible and counted. What could be
read in two ways is written as ``?`` with two examples, and the map is refused until somebody answers.
"""

from __future__ import annotations

from itertools import islice
from pathlib import PurePath

from moratorium.intake import evidence
from moratorium.intake.evidence import Verdict
from moratorium.intake.fields import FIELDS
from moratorium.intake.headings import assign
from moratorium.intake.mapfile import ASK, RETURNS, ROW, WORDED, Mapping
from moratorium.intake.rows import Table
from moratorium.terms.vocabulary import Kind, among_words

SAMPLE_ROWS = 20_000
_SAMPLE_CELLS = 2_000_000
_MAX_WORDS = 40

_MEANINGS = {
    "activity": {
        "sale": """order, sales order, verkoop, verkoopорder, standard, or, verkauf, terminauftrag, продажа,
            销售, 销售订单""",
        "take_back": """return, returns, refund, credit, credit memo, re, retour, retoure, gutschrift, возврат,
            退货, 退款""",
        "repair": "repair, service, reparatie, reparatur, ремонт, 维修",
        "warranty": "warranty, garantie, гарантия, 保修",
        "spares": "spare part, spare parts, onderdelen, ersatzteil, ersatzteile, запчасти, 配件, 备件",
        "quote": "quote, quotation, offerte, angebot, предложение, 报价",
        "shipment": "delivery, levering, lieferung, отгрузка, 发货",
        "training": "training, schulung, обучение, 培训",
    },
    "status": {
        "open": """new, pending, processing, on hold, confirmed, unfulfilled, backorder, in behandeling, nieuw,
            offen, neu, in bearbeitung, открыт, новый, в обработке, 未发货, 待发货, 处理中""",
        "shipped": """sent, dispatched, in transit, fulfilled, verzonden, onderweg, versandt,
            geliefert teilweise, отгружен, 已发货, 运输中""",
        "closed": """delivered, complete, completed, done, cancelled, canceled, afgeleverd, geleverd, voltooid,
            geannuleerd, geliefert, abgeschlossen, storniert, erledigt, доставлен, выполнен, закрыт, отменен,
            已完成, 已签收, 已取消""",
    },
}  # fmt: skip


class _Sample:
    """The first rows of a table, by column."""

    def __init__(self, table: Table) -> None:
        bound = max(min(SAMPLE_ROWS, _SAMPLE_CELLS // max(len(table.columns), 1)), 100)
        rows = [row.values for row in islice(table.rows(), bound) if row.error is None]
        self.count = len(rows)
        self._at = {column: index for index, column in enumerate(table.columns)}
        self._rows = rows

    def stated(self, column: str) -> list[str]:
        """What the column states in the sample."""
        index = self._at[column]
        return evidence.stated(values[index] for values in self._rows)


def propose(table: Table) -> Mapping:
    """A map for the table, from its headings and up to some 20,000 of its rows.

    Returns:
        A map to show (see `render`), correct and read again. It may hold questions (``?``).

    Raises:
        InputError: the table cannot be read.
    """
    sample = _Sample(table)
    columns = _fitting(assign(table.columns), sample)
    notes: dict[str, tuple[str, ...]] = {}
    formats = _formats(columns, sample, notes)
    words = _words(columns, sample)
    if "order" not in columns:
        columns = {"order": ASK, **columns}
        notes["columns.order"] = (f"no column is named like an order id; name it, or write `{ROW}`",)
    columns.setdefault("line", ROW)
    return Mapping(
        name=_plain_name(table.name),
        columns={field: columns[field] for field in FIELDS if field in columns},
        assume=_assumed(columns),
        formats=formats,
        words=words,
        returns=RETURNS if "quantity" in columns else None,
        unused=_unused(table, sample, columns),
        notes=notes | _gaps(columns),
    )


def _plain_name(name: str) -> str:
    return PurePath(name).name.split(".")[0] or "map"


def _fitting(columns: dict[str, str], sample: _Sample) -> dict[str, str]:
    """Columns whose sample does not contradict their field; an undated table's only column of days is its date."""
    fitting = {}
    for field, column in columns.items():
        texts, kind = sample.stated(column), FIELDS[field].kind
        fits = evidence.are_numbers(texts) if kind is Kind.NUMBER else kind is not Kind.DAY or evidence.are_days(texts)
        if fits:
            fitting[field] = column
    return fitting


def _formats(columns: dict[str, str], sample: _Sample, notes: dict[str, tuple[str, ...]]) -> dict[str, str]:
    formats = {}
    judged = (("dates", Kind.DAY, evidence.date_order), ("decimal", Kind.NUMBER, evidence.decimal_sign))
    for name, kind, judge in judged:
        fields = [field for field in columns if FIELDS[field].kind is kind]
        if fields:
            together = judge([text for field in fields for text in sample.stated(columns[field])])
            if together.notation or together.examples:
                formats[name] = together.notation or ASK
            if together.examples and together.notation is None:
                notes[f"formats.{name}"] = _question(name, together)
    ids = [columns[field] for field in columns if field.endswith(".id") or field in ("order", "product")]
    if any(evidence.are_whole_ids(sample.stated(column)) for column in ids):
        formats["ids"] = "whole"
    return formats


def _question(name: str, verdict: Verdict) -> tuple[str, ...]:
    shown = " and ".join(f"`{example}`" for example in verdict.examples)
    if name == "dates":
        return (f"in which order do day, month and year stand in {shown}? write ymd, dmy or mdy",)
    return (f"which is the decimal sign in {shown}? write '.' or ','",)


def _words(columns: dict[str, str], sample: _Sample) -> dict[str, dict[str, str]]:
    """What the file's own words for fields with a closed list mean; unknown ones are asked for."""
    words: dict[str, dict[str, str]] = {}
    for field, known in WORDED.items():
        if field not in columns:
            continue
        found = list(dict.fromkeys(sample.stated(columns[field])))
        if len(found) > _MAX_WORDS:
            del columns[field]
            continue
        meanings = {word: _meaning(field, word) or ASK for word in found if among_words(word, known) is None}
        if meanings:
            words[field] = meanings
    return words


def _meaning(field: str, word: str) -> str | None:
    lowered = " ".join(word.casefold().replace("_", " ").split())
    for meaning, listed in _MEANINGS.get(field, {}).items():
        if lowered in {one.strip() for one in listed.replace("\n", " ").split(",")}:
            return meaning
    return None


def _assumed(columns: dict[str, str]) -> dict[str, str]:
    """What an order needs and no column states: from the nearest role that one does."""
    assumed = {} if "activity" in columns else {"activity": "sale"}
    given = {FIELDS[field].role for field in columns if field in FIELDS and FIELDS[field].role}
    if "buyer" not in given:
        source = next((role for role in ("consignee", "end_user", "ship_to") if role in given), None)
        assumed |= {"buyer": f"= {source}"} if source else {}
    holder = next((role for role in ("consignee", "buyer") if role in given or role in assumed), None)
    for role in ("ship_to", "end_user"):
        if holder and role not in given:
            assumed[role] = f"= {holder}"
    return assumed


def _gaps(columns: dict[str, str]) -> dict[str, tuple[str, ...]]:
    """What nobody can know from the file, in words."""
    gaps: dict[str, tuple[str, ...]] = {}
    if "currency" not in columns:
        gaps["constants.currency"] = ("no column states the currency; if all values share one: currency: EUR",)
    if "status" not in columns:
        gaps["columns.status"] = ("no column states open, shipped or closed: every order is taken as open",)
    if "seller.id" not in columns:
        gaps["constants.seller.id"] = ("the seller is the default seller of organisation.yaml, unless: seller.id: ID",)
    if not any(field.endswith(".country") for field in columns):
        gaps["columns.country"] = ("no column states a country: every order will be held for its territory",)
    return gaps


def _unused(table: Table, sample: _Sample, columns: dict[str, str]) -> dict[str, str]:
    used = set(columns.values())
    return {one: next(iter(sample.stated(one)), "")[:60] for one in table.columns if one not in used}
