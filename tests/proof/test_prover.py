"""The prover on small and on real rulebooks: what holds, what does not, and what its witnesses say."""

from __future__ import annotations

from datetime import date

import pytest

from moratorium.errors import InputError
from moratorium.measures import Rulebook
from moratorium.proof.properties import spelt_out
from moratorium.proof.prover import Question, prove
from tests.proof.worlds import DAY, asked, book, period, proof, question, starter
from tests.worlds import SUSPENSION, measure_text

RU = measure_text("ru", "{activities: all, territories: {roles: any, within: [RU]}}")
UA = measure_text("ua", "{activities: all, territories: {roles: any, within: [UA]}}")
CRIMEA = measure_text("crimea", "{activities: all, territories: {roles: any, within: [UA-43]}}")
DRONES = measure_text(
    "drones", "{activities: all, products: {hs: ['8806']}, territories: {roles: [end_user], within: [KZ]}}"
)
LISTED = measure_text("listed", "{activities: all, listed: {lists: [OFAC-SDN], roles: any}}")


def effects(text: str, base: Rulebook, draft: Rulebook | None = None) -> tuple[str, str]:
    """The result, and what base and draft say of the witness."""
    found = proof(text, base, draft)
    if found.witness is None:
        return found.result, ""
    words = [found.witness.base.effect, *([found.witness.draft.effect] if found.witness.draft else [])]
    return found.result, "/".join(words)


@pytest.mark.parametrize(
    ("text", "documents", "expected"),
    [
        ("never allow where any role within RU", (RU,), "holds"),
        ("never allow where any role within UA-43", (RU,), "witness"),
        ("never allow where any role within UA-43", (UA,), "holds"),
        ("never allow where any role within UA", (CRIMEA,), "witness"),
        ("always deny where any role within UA-43", (CRIMEA,), "holds"),
        ("always deny where any role within RU and product in hs:8806", (DRONES,), "witness"),
        ("always deny where end user within KZ and product in hs:880692", (DRONES,), "holds"),
        ("always deny where end user within KZ and product in hs:88", (DRONES,), "witness"),
        ("always deny where buyer.listed IN ('OFAC-SDN')", (LISTED,), "holds"),
        ("always stop where any role within RU", (RU,), "holds"),
        ("never deny where any role within NL", (RU,), "witness"),
        ("never deny", (), "holds"),
        ("never hold", (), "witness"),
    ],
)
def test_what_a_rulebook_does_to_every_order(text: str, documents: tuple[str, ...], expected: str) -> None:
    assert proof(text, book(*documents)).result == expected


def test_a_lift_that_leaves_a_region_open_is_found() -> None:
    """Ukraine is lifted; Crimea lies in it, whoever controls it, and opens with it unless a measure stays."""
    both, lifted, kept = book(RU, UA), book(RU), book(RU, CRIMEA)
    assert effects("draft allows nothing that base denies", both, lifted) == ("witness", "deny/allow")
    assert effects("draft allows nothing that base denies, except any role within UA", both, kept) == ("holds", "")
    assert effects("never allow where any role within UA-43", both, lifted) == ("witness", "deny/allow")
    assert effects("never allow where any role within UA-43", both, kept) == ("holds", "")


def test_an_exception_excuses_only_what_it_names() -> None:
    repairs = measure_text(
        "ru",
        "{activities: all, territories: {roles: any, within: [RU]}}",
        exemptions="[{id: repairs, title: repairs, where: activity = 'repair'}]",
    )
    text = "draft allows nothing that base denies"
    assert effects(text, book(RU), book(repairs)) == ("witness", "deny/allow")
    assert effects(f"{text}, except activity = 'repair'", book(RU), book(repairs)) == ("holds", "")
    assert effects(f"{text}, except activity = 'warranty'", book(RU), book(repairs)) == ("witness", "deny/allow")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("measure crimea is subsumed by ua", "holds"),
        ("measure ua is subsumed by crimea", "witness"),
        ("measures ua and crimea are the same", "witness"),
        ("measures ua and ua are the same", "holds"),
        ("measure never can never apply", "holds"),
        ("measure ua can never apply", "witness"),
    ],
)
def test_measures_beside_each_other(text: str, expected: str) -> None:
    never = measure_text("never", '{activities: all, where: "quantity > 5 AND quantity < 3"}')
    assert proof(text, book(UA, CRIMEA, never)).result == expected


def test_a_window_that_begins_later_leaves_the_days_before_it_open() -> None:
    later = book(
        measure_text(
            "ru", "{activities: all, territories: {roles: any, within: [RU]}}", in_force="[[2027-01-01, null]]"
        )
    )
    text = "never allow where any role within RU"
    found = proof(text, later)
    assert found.witness is not None
    assert DAY <= found.witness.day < date(2027, 1, 1)
    assert proof(text, later, period=period(date(2027, 1, 1))).result == "holds"
    assert proof(text, later, period=period(DAY, date(2027, 1, 2))).result == "witness"


def test_who_belongs_to_a_group_depends_on_the_day() -> None:
    union = book(measure_text("eu", "{activities: all, territories: {roles: any, within: [EU]}}"))
    text = "never allow where any role within GB"
    assert proof(text, union, period=period(date(2019, 1, 1), date(2020, 2, 1))).result == "holds"
    found = proof(text, union, period=period(date(2019, 1, 1)))
    assert found.witness is not None
    assert found.witness.day >= date(2020, 2, 1)


def test_a_cleared_hold_lets_an_order_pass_and_no_clearance_lifts_a_denial() -> None:
    holding = book(measure_text("ru", "{activities: all, territories: {roles: any, within: [RU]}}", "hold"))
    text = "never allow where any role within RU"
    found = proof(text, holding, clearances=True)
    assert found.witness is not None
    assert "a person cleared what `ru` holds" in found.witness.assumptions
    assert proof(text, holding).result == "holds"
    assert proof(text, book(RU), clearances=True).result == "holds"


def test_what_is_reported_or_inactive_lets_an_order_pass() -> None:
    scope = "{activities: all, where: end_user.military}"
    reports = measure_text("flag", scope, "hold", unknown="{report: not asked}")
    asleep = measure_text("asleep", scope, active="{inactive: not verified}")
    text = "never allow where any role within KZ"
    assert proof(text, book(reports)).result == "witness"
    found = proof("always deny where end_user.military", book(asleep))
    assert found.witness is not None
    assert [one.status for one in found.witness.base.findings if one.measure == "asleep"] == ["inactive"]
    assert proof("always deny where end_user.military", book(asleep), dormant=lambda _: "").result == "holds"


def test_every_denial_is_grounded_or_shown() -> None:
    text = "every denial within EU has a ground in law or own policy dated before it"
    dated = measure_text("dated", "{activities: all}", dates="{announced: 2022-04-26}")
    assert proof(text, book(measure_text("bare", "{activities: all}"))).result == "witness"
    assert proof(text, book(dated)).result == "holds"
    assert proof(text, book(dated), period=period(date(2022, 1, 1))).result == "witness"


def test_a_witness_is_small_and_says_what_is_assumed() -> None:
    found = proof("never allow where end user within KZ", book(RU)).witness
    assert found is not None
    (record,) = found.records
    assert record["end_user.country"] == "KZ"
    roles, parts = ("buyer", "end_user", "ship_from", "ship_to"), ("id", "name", "country")
    needed = {f"{role}.{part}" for role in roles for part in parts}
    assert set(record) <= {"order", "line", "activity", "product", *needed}
    assert len(found.assumptions) == 1


def test_days_that_move_by_months_are_counted_as_the_calendar_does() -> None:
    young = measure_text(
        "young", "{activities: all, where: \"buyer.incorporated_on > placed_on - INTERVAL '1' MONTH\"}"
    )
    same_day = "buyer.incorporated_on = DATE '2023-02-28' AND placed_on = DATE '2023-03-31'"
    assert proof(f"never deny where {same_day}", book(young)).result == "holds"
    assert proof(f"always deny where {same_day.replace('03-31', '03-28')}", book(young)).result == "witness"
    assert proof("always deny where buyer.incorporated_on > placed_on", book(young)).result == "holds"


def test_a_time_that_is_too_short_decides_nothing() -> None:
    one: Question = question(starter(), timeout=0.0001)
    found = prove(asked("never allow where any role within RU", starter()), one)
    assert (found.result, found.witness) == ("undecided", None)
    assert found.note.startswith("not decided within 0.0001 s")


# -- the text ---------------------------------------------------------------------------------------------------------


def test_all_faults_of_a_property_are_told_with_the_nearest_names() -> None:
    with pytest.raises(InputError) as caught:
        asked("never allw where any role within RUX and buyer.militry", book(RU))
    told = [str(fault) for fault in caught.value.faults]
    assert ["allw" in told[0], "buyer.militry" in told[1], "RUX" in told[2]] == [True] * 3
    assert all("did you mean" in one for one in told[:2])


def test_an_unknown_measure_is_told_with_the_nearest() -> None:
    with pytest.raises(InputError) as caught:
        asked("measures crime and uaa are the same", book(UA, CRIMEA))
    assert [fault.help for fault in caught.value.faults] == ["did you mean `crimea`?", "did you mean `ua`?"]


@pytest.mark.parametrize(
    "text", ["", "never", "drafts allow nothing", "measure ua", "never allow where", "never allow wo RU"]
)
def test_what_is_no_property_is_refused_with_examples(text: str) -> None:
    with pytest.raises(InputError, match=r"is not a property"):
        asked(text, book(UA))


def test_short_forms_are_spelt_out_and_quotes_left_alone() -> None:
    assert spelt_out("end user within KZ, UA-43") == "end_user.territory IN ('KZ', 'UA-43')"
    assert spelt_out("product in hs:88, eccn:9A012") == "(product.hs6 LIKE '88%' OR product.eccn LIKE '9A012%')"
    assert spelt_out("buyer.industry = 'any role within RU'") == "buyer.industry = 'any role within RU'"
    with pytest.raises(InputError, match="names no goods"):
        spelt_out("product in hz:88")


def test_the_suspension_of_2022_lets_nothing_through() -> None:
    assert proof("never allow where any role within RU, UA", book(SUSPENSION)).result == "holds"
