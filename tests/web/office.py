"""A served home for tests: a suspension of deliveries to Russia and Ukraine, two people, and a key for each role."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import httpx
from litestar.testing import TestClient

from moratorium.desk import api_keys, rulebooks, whoami
from moratorium.desk.home import Home
from moratorium.desk.identities import Identity
from moratorium.desk.permissions import ROLES
from moratorium.desk.references import keep_part
from moratorium.desk.service import IDENTITY, Service
from moratorium.store import open_store, requests
from moratorium.web.api.app import make_app
from moratorium.web.api.watching import Figures
from tests.worlds import SUSPENSION, measure_text

NOON = datetime(2022, 5, 2, 12, tzinfo=UTC)
WATCH = measure_text("watch-by", scope="{activities: all, territories: {roles: any, within: [BY]}}", effect="hold")
ORGANISATION = "entities:\n  - {id: KR-NL, seat: NL, name: Kestrel Robotics Europe (example), persons: [NL]}\n"


def form(country: str | None = "NL", id: str = "SO-1", **fields: Any) -> dict[str, Any]:
    """The form of a sale of one piece to one buyer, who is the end user, in a country."""
    buyer = {"id": f"C-{id}", "names": [f"Buyer of {id} (example)"], "address": {"country": country} if country else {}}
    return {
        "id": id,
        "activity": "sale",
        "placed_on": "2022-05-01",
        "currency": "EUR",
        "parties": {"buyer": [buyer], "end_user": [buyer]},
        "places": {"ship_to": [buyer["address"]]} if country else {},
        "lines": [{"number": "1", "product": "P-1", "quantity": "1", "value": "100.00"}],
        **fields,
    }


@dataclass
class Office:
    """A served home.

    Attributes:
        path: Its folder.
        keys: A key for each role; the name behind each is the role itself, of the approver ``bo``.
        service: What is served.
        http: A client without a key.
        figures: What the service counts.
        log: Where the log of requests goes.
    """

    path: Path
    keys: dict[str, str]
    service: Service
    http: TestClient[Any]
    figures: Figures

    @cached_property
    def home(self) -> Home:
        """The home, acting as ann."""
        return self.home_of("ann")

    def home_of(self, name: str) -> Home:
        """The home, acting as somebody."""
        return replace(self.service.home, identity=Identity.load(self.path, name))

    def call(self, method: str, path: str, role: str = "officer", **given: Any) -> httpx.Response:
        """Call with the key of a role."""
        headers = {"authorization": f"Bearer {self.keys[role]}", **given.pop("headers", {})}
        return self.http.request(method, path, headers=headers, **given)

    def decide(self, body: Any, role: str = "machine", **given: Any) -> httpx.Response:
        """Hand in an order, or a batch."""
        return self.call("POST", "/v1/decisions", role, json=body, **given)


def build(folder: Path, database: Path | str | None = None) -> dict[str, str]:
    """Make the home, with its database in it or elsewhere; returns a key for each role."""
    with open_store(database or folder) as store:
        home = Home(folder, store, clock=lambda: NOON)
        for name in ("ann", "bo", IDENTITY):
            whoami.make(home, name)
        ann, bo = (replace(home, identity=Identity.load(folder, name)) for name in ("ann", "bo"))
        rules, organisation = folder / "rules", folder / "organisation.yaml"
        rules.mkdir()
        (rules / "suspension.yaml").write_text(SUSPENSION, encoding="utf-8")
        (rules / "watch.yaml").write_text(WATCH, encoding="utf-8")
        organisation.write_text(ORGANISATION, encoding="utf-8")
        with store.begin() as connection:
            keep_part(ann, connection, "organisation", organisation)
            requests.prepare(connection)
        rulebooks.approve(bo, rulebooks.propose_adoption(ann, rules))
        named = {"officer": "ann", "approver": "bo"}
        return {role: api_keys.make(ann, named.get(role, role), role) for role in ROLES}


@contextmanager
def served(template: Path, keys: dict[str, str], folder: Path, **changed: Any) -> Iterator[Office]:
    """A copy of a home, served in this process."""
    shutil.copytree(template, folder, dirs_exist_ok=True)
    home = Home(folder, open_store(folder), Identity.load(folder, IDENTITY), lambda: NOON)
    figures = Figures()
    service = Service(replace(home, **changed), figures.transaction)
    app = make_app(service, figures)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield Office(folder, keys, service, client, figures)
