"""The example of an ERP, run against the service: a hold blocks the delivery, no answer never unblocks it."""

from __future__ import annotations

import importlib.util
import itertools
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from moratorium.client import Client
from moratorium.desk import rulebooks
from tests.client.serving import Served
from tests.web.office import form
from tests.worlds import measure_text

FILE = Path(__file__).resolve().parents[2] / "docs/examples/erp/integration.py"
NUMBERS = itertools.count(1)


def example() -> Any:
    """The example, as a module."""
    spec = importlib.util.spec_from_file_location("erp_integration", FILE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def erp(erp_file: Path, served: Served) -> Iterator[Any]:
    """The ERP, with a client that gives up soon."""
    with Client(served.url, served.office.keys["machine"], timeout=10, patience=0.3) as client:
        made = example().Erp(erp_file, client)
        yield made
        made.close()


def named(country: str | None = "NL") -> dict[str, Any]:
    """An order with an id of its own."""
    return form(country, f"ERP-{next(NUMBERS)}")


@pytest.mark.parametrize(("country", "delivery"), [("NL", "free"), ("BY", "blocked"), ("RU", "blocked")])
def test_only_an_allow_frees_the_delivery(erp: Any, country: str, delivery: str) -> None:
    one = named(country)
    assert erp.enter(one) == delivery
    assert erp.ship(one["id"]) is (delivery == "free")


@pytest.mark.parametrize("trouble", [[503] * 40, [0] * 40, [500], [200]])
def test_without_an_answer_it_stays_blocked_and_the_next_round_asks_again(
    erp: Any, served: Served, trouble: list[int]
) -> None:
    one = named()
    served.trouble[:] = list(trouble)
    assert erp.enter(one) == "blocked"
    assert erp.why(one["id"]).startswith("not decided")
    assert erp.ship(one["id"]) is False
    served.trouble.clear()
    erp.poll()
    assert erp.delivery(one["id"]) == "free"


def test_an_order_that_cannot_be_read_stays_blocked_and_says_what_to_mend(erp: Any) -> None:
    one = {**named(), "activity": "sael"}
    assert erp.enter(one) == "blocked"
    assert "sael" in erp.why(one["id"])


def test_a_measure_of_tonight_blocks_what_was_free_and_stops_what_has_left(erp: Any, served: Served) -> None:
    waits, left = named("CH"), named("CH")
    assert erp.enter(waits) == erp.enter(left) == "free"
    assert erp.ship(left["id"])
    erp.poll()
    office = served.office
    text = measure_text("stop-ch", scope="{activities: all, territories: {roles: any, within: [CH]}}")
    number = rulebooks.propose_documents(office.home, {"stop": text}, "test")
    office.call("POST", f"/v1/proposals/{number}/approve", "approver").raise_for_status()
    assert erp.poll() == 2
    assert erp.delivery(waits["id"]) == "blocked"
    assert [id for id, _ in erp.alarms()] == [left["id"]]
    body = {"change": "lift", "measure": "stop-ch", "day": str(date(2022, 5, 2)), "reason": "test is over"}
    number = office.call("POST", "/v1/proposals", "officer", json=body).json()["number"]
    office.call("POST", f"/v1/proposals/{number}/approve", "approver").raise_for_status()
    erp.poll()
    assert erp.delivery(waits["id"]) == "free"


def test_a_round_without_news_changes_nothing(erp: Any, served: Served) -> None:
    erp.enter(named())
    erp.poll()
    assert erp.poll() == 0
    served.trouble[:] = [503] * 40
    assert erp.poll() == 0
    served.trouble.clear()


def test_it_is_a_program_too(served: Served, erp_file: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    monkeypatch.setenv("MORATORIUM_URL", served.url)
    monkeypatch.setenv("MORATORIUM_KEY", served.office.keys["machine"])
    monkeypatch.setattr(sys, "argv", ["integration.py", str(erp_file), "poll"])
    assert example().main() == 0
    assert "deliveries blocked or unblocked" in capsys.readouterr().out
