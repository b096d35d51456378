"""The contract is kept: every answer is of a status and a form that ``/openapi.json`` promises, whatever is sent."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.core.transport import Response
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from moratorium.desk import accounts
from moratorium.terms.order_form import OrderForm
from moratorium.web.api.app import OPERATIONS
from moratorium.web.api.contract import document, examples
from moratorium.web.api.deciding import EXAMPLE
from tests.desk.partner_office import HERS, notice
from tests.web.office import Office, served

pytestmark = pytest.mark.xdist_group("contract")  # what all of it looks at is made once

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
KEYED = {"approve": "approver", "keep_keys": "administrator", "read_metrics": "machine", "use_portal": "partner"}


def calls_of(office: Office, label: str) -> Any:
    """Strategy of calls of one operation, right and wrong ones."""
    schema = schemathesis.openapi.from_dict(office.http.get("/openapi.json").json())
    method, path = label.split(" ")
    return schema[path][method].as_strategy()


def sent(office: Office, case: Any, headers: dict[str, str]) -> httpx.Response:
    """Send a generated call by the client of the tests."""
    told = case.as_transport_kwargs(base_url=str(office.http.base_url), headers=headers)
    told = {
        name: value for name, value in told.items() if name in ("method", "url", "params", "json", "data", "headers")
    }
    if isinstance(told.get("data"), bytes):
        told["content"] = told.pop("data")
    return office.http.request(**told)


def check(office: Office, label: str, most: int) -> None:
    """Send many generated calls and hold the answers to the contract."""
    role = next(KEYED.get(one.permission or "", "officer") for one in OPERATIONS if f"{one.method} {one.path}" == label)
    headers = {"authorization": f"Bearer {office.keys[role]}"}

    @settings(
        max_examples=most,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=calls_of(office, label))
    def keeps(case: Any) -> None:
        answer = sent(office, case, headers)
        try:
            case.validate_response(Response.from_any(answer), checks=CHECKS)
        except FailureGroup as group:
            told = "\n".join(map(str, group.exceptions))
            raise AssertionError(f"{told}\n{answer.request.content!r}\n{answer.text}") from None

    keeps()


LABELS = [f"{one.method} {one.path}" for one in OPERATIONS]


@pytest.mark.parametrize("label", LABELS)
def test_no_answer_breaks_the_contract(contract_office: Office, label: str) -> None:
    check(contract_office, label, 12)


@pytest.mark.soak
@pytest.mark.parametrize("label", LABELS)
def test_no_answer_breaks_the_contract_for_long(contract_office: Office, label: str) -> None:
    check(contract_office, label, 500)


# -- the document -----------------------------------------------------------------------------------------------------


def test_the_document_is_what_the_service_answers(shared_office: Office) -> None:
    answer = shared_office.http.get("/openapi.json")
    assert answer.json() == json.loads(msgspec.json.encode(document(OPERATIONS)))
    assert answer.json()["openapi"] == "3.1.0"


def test_every_field_of_every_form_is_described() -> None:
    for name, schema in document(OPERATIONS)["components"]["schemas"].items():
        assert schema["description"], name
        for field, kind in schema["properties"].items():
            assert kind["description"], f"{name}.{field}"


def test_every_operation_has_a_name_of_its_own_and_examples_of_what_it_takes() -> None:
    assert len({one.name for one in OPERATIONS}) == len(OPERATIONS)
    assert all(one.example is not None for one in OPERATIONS if one.body is not None)


def test_the_examples_fit_their_forms() -> None:
    for one in OPERATIONS:
        if one.body is not None and not one.reads_bytes:
            msgspec.json.decode(json.dumps(one.example), type=one.body)
    msgspec.json.decode(json.dumps(EXAMPLE), type=OrderForm)


def test_the_examples_of_answers_are_answers() -> None:
    """Each has one of the shapes that its operation promises; those that most callers read have one."""
    shapes = {one.name: one.answers for one in OPERATIONS}
    for name, example in examples().items():
        assert any(_fits(example, one) for one in shapes[name]), name
    assert {"post_decisions", "get_orders_order", "get_holds_order", "get_queue", "get_questions"} <= set(examples())


def test_what_asks_for_the_state_that_was_seen_says_so() -> None:
    paths = document(OPERATIONS)["paths"]
    named = {
        path
        for path, methods in paths.items()
        for one in methods.values()
        if any(parameter["name"] == "If-Match" for parameter in one["parameters"])
    }
    assert {"/v1/holds/{order}/assign", "/v1/holds/{order}/clear", "/v1/proposals"} <= named
    assert "/v1/holds/{order}/comments" not in named


def _fits(example: object, shape: type) -> bool:
    try:
        msgspec.json.decode(json.dumps(example), type=shape)
    except msgspec.ValidationError:
        return False
    return True


def test_every_reference_in_the_document_is_there() -> None:
    whole = document(OPERATIONS)
    text = json.dumps(whole, default=str)
    cited = set(re.findall(r"#/components/schemas/([\w.-]+)", text))
    assert "Problem" in cited
    assert cited <= whole["components"]["schemas"].keys()


@given(st.text())
def test_a_cursor_of_a_stranger_is_no_server_error(contract_office: Office, text: str) -> None:
    answer = contract_office.call("GET", "/v1/acts", "auditor", params={"cursor": text})
    assert answer.status_code in (200, 422, 429)


@pytest.fixture(scope="session")
def contract_office(template: tuple[Path, dict[str, str]], tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A served home into which anything may be sent; a notice is out to the party of the partner."""
    with served(*template, tmp_path_factory.mktemp("contract") / "home") as found:
        accounts.invite(found.home, "partner", "partner", party=HERS)
        notice(found.home)
        found.service._is_warm = True  # there are no lists to be read, and none of these calls needs the kernel
        yield found
