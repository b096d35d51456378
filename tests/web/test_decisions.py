"""Orders handed in over HTTP: decided as ``check`` decides them, recorded before they are answered, and never twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import msgspec
import pytest

from moratorium.store import act_at, fsck, open_store, size
from moratorium.terms.act import holder_of, signer_of
from moratorium.web.api.shapes import BatchShape, DecisionShape, Problem
from tests.web.office import Office, form, served


def decided(office: Office, body: dict[str, Any], **given: Any) -> DecisionShape:
    """One order decided, read by the shape that the contract promises."""
    answer = office.decide(body, **given)
    assert answer.status_code == 200, answer.text
    return msgspec.json.decode(answer.content, type=DecisionShape, strict=True)


def acts(office: Office) -> int:
    """Size of the log."""
    with office.home.store.read() as connection:
        return size(connection)


@pytest.mark.parametrize(("country", "effect"), [("NL", "allow"), ("BY", "hold"), ("RU", "deny"), (None, "hold")])
def test_an_order_is_decided_by_the_adopted_rulebook(office: Office, country: str | None, effect: str) -> None:
    found = decided(office, form(country))
    assert (found.order, found.activity, found.effect, found.new) == ("SO-1", "sale", effect, True)
    assert bool(found.questions) is (effect == "hold")
    assert [line.effect for line in found.lines] == [effect]


def test_what_is_answered_is_in_the_log_in_the_name_of_the_key_and_signed_by_the_service(office: Office) -> None:
    found = decided(office, form("RU"))
    with office.home.store.read() as connection:
        act = act_at(connection, found.decision).act
    assert (holder_of(act.actor), signer_of(act.actor)) == ("machine", "service")
    assert act.payload.inputs == found.inputs
    assert fsck(office.home.store) == ()


def test_the_same_order_handed_in_again_is_the_same_decision(office: Office) -> None:
    first, again = decided(office, form("RU")), decided(office, form("RU"))
    assert (again.decision, again.new) == (first.decision, False)


def test_a_batch_decides_what_can_be_read_and_tells_what_cannot(office: Office) -> None:
    bad = form("NL", "SO-2", lines=[{"number": "1", "quantity": -2}])
    answer = office.decide([form("RU"), bad, 5, form("NL", "SO-3")])
    found = msgspec.json.decode(answer.content, type=BatchShape)
    assert [(one.order, one.effect) for one in found.decisions] == [("SO-1", "deny"), ("SO-3", "allow")]
    assert [(one.position, one.order) for one in found.rejected] == [(1, "SO-2"), (2, None)]
    assert found.rejected[0].faults[0].place == "lines[0].quantity"
    assert "take_back" in found.rejected[0].faults[0].mend


def test_a_batch_that_repeats_an_order_records_it_once(office: Office) -> None:
    before = acts(office)
    found = msgspec.json.decode(office.decide([form("RU"), form("RU")]).content, type=BatchShape)
    assert found.decisions[0].decision == found.decisions[1].decision
    assert acts(office) == before + 1


@pytest.mark.parametrize("number", [0, 1001])
def test_a_batch_has_a_bound(office: Office, number: int) -> None:
    assert office.decide([form("NL", f"SO-{i}") for i in range(number)]).status_code == 422


def test_all_that_is_wrong_with_an_order_is_told_at_once(office: Office) -> None:
    body = form("NL", status="gone", facts={"nope": 1}, lines=[{"number": "1", "value": "NaN"}])
    answer = office.decide(body)
    problem = msgspec.json.decode(answer.content, type=Problem)
    assert answer.status_code == problem.status == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert {fault.place for fault in problem.faults} >= {"facts.nope", "lines[0].value"}
    assert any("`gone`" in fault.message for fault in problem.faults)


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (form("NL", lines=[{"number": 1}]), "lines[0].number"),
        (form("NL", lines=[{"number": "1", "quantity": []}]), "lines[0].quantity"),
        (form("NL", placed_on="yesterday"), "placed_on"),
        (form("NL", buyers=[]), ""),
        ({"activity": "sale"}, ""),
        (7, ""),
    ],
)
def test_a_wrong_type_is_told_with_its_place(office: Office, body: object, place: str) -> None:
    answer = office.decide(body)
    assert answer.status_code == 422
    assert answer.json()["faults"][0]["place"] == place


def test_fractions_keep_the_digits_that_were_written(office: Office) -> None:
    raw = msgspec.json.encode(form("NL")).replace(b'"100.00"', b"0.1000000000000000055511151231")
    answer = office.call("POST", "/v1/decisions", "machine", content=raw, headers={"content-type": "application/json"})
    problem = answer.json()
    assert (answer.status_code, problem["faults"][0]["place"]) == (422, "lines[0].value")
    assert "0.1000000000000000055511151231" in problem["detail"]


def test_a_look_at_another_day_does_not_replace_what_stands(office: Office) -> None:
    now = decided(office, form("RU"))
    then = office.decide(form("RU"), params={"on": "2022-04-25"}).json()
    assert (now.effect, then["effect"], then["day"]) == ("deny", "allow", "2022-04-25")
    again = decided(office, form("RU"))
    assert (again.decision, again.new) == (now.decision, False)


# -- what is asked twice ----------------------------------------------------------------------------------------------


def test_the_same_request_with_the_same_key_gets_the_same_bytes(office: Office) -> None:
    key = {"idempotency-key": "order-1"}
    first = office.decide(form("BY"), headers=key)
    assert office.decide(form("BY"), headers=key).content == first.content


def test_another_request_with_the_same_key_is_a_conflict_and_decides_nothing(office: Office) -> None:
    key = {"idempotency-key": "order-1"}
    office.decide(form("BY"), headers=key)
    before = acts(office)
    answer = office.decide(form("BY", "SO-2"), headers=key)
    assert (answer.status_code, acts(office)) == (409, before)
    assert answer.json()["faults"][0]["place"] == "Idempotency-Key"


def test_callers_do_not_share_keys_of_requests(office: Office) -> None:
    key = {"idempotency-key": "1"}
    assert office.decide(form("BY"), headers=key).status_code == 200
    assert office.decide(form("NL", "SO-2"), "officer", headers=key).status_code == 200


@pytest.mark.parametrize("key", ["", "a b", "x" * 201])
def test_a_key_that_is_none_is_refused(office: Office, key: str) -> None:
    assert office.decide(form("BY"), headers={"idempotency-key": key}).status_code == 422


def test_the_same_request_made_many_times_at_once_is_done_once(office: Office) -> None:
    before = acts(office)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: office.decide(form("BY"), headers={"idempotency-key": "once"}), range(24)))
    assert {one.status_code for one in answers} == {200}
    assert len({one.content for one in answers}) == 1
    assert acts(office) == before + 1


def test_many_callers_at_once_each_get_their_own_decision(office: Office) -> None:
    countries = ["NL", "BY", "RU"]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda i: office.decide(form(countries[i % 3], f"SO-{i}")).json(), range(60)))
    assert [one["order"] for one in answers] == [f"SO-{i}" for i in range(60)]
    assert [one["effect"] for one in answers] == ["allow", "hold", "deny"] * 20
    assert fsck(office.home.store) == ()


# -- when it cannot be recorded ---------------------------------------------------------------------------------------


def test_an_order_that_cannot_be_recorded_is_never_answered_with_a_decision(
    template: tuple[Path, dict[str, str]], tmp_path: Path
) -> None:
    """Another program holds the database: the caller is asked to come again, and nothing of it is in the log."""
    folder = tmp_path / "home"
    with served(*template, folder) as office:
        assert office.decide(form("NL", "SO-0")).status_code == 200
    with open_store(folder, wait=0.05) as impatient, open_store(folder) as other:
        with served(template[0], template[1], tmp_path / "unused", store=impatient, path=folder) as office:
            with other.begin():
                answer = office.decide(form("NL", "SO-1"))
            assert (answer.status_code, "retry-after" in answer.headers) == (503, True)
            assert "effect" not in answer.json()
            assert office.decide(form("NL", "SO-1")).json()["effect"] == "allow"
        assert fsck(other) == ()
