"""A served home with a list of our own, a register, and a dealer who may be the listed company."""

from __future__ import annotations

import base64
from typing import Any

import httpx

from moratorium.desk import rulebooks
from tests.web.office import Office, form
from tests.worlds import measure_text

LISTED = measure_text("own-listed", "{activities: all, listed: {lists: [OWN], roles: any}}", effect="hold")
HEADING = "id,name,aliases,kind,country,reason"
VOLKOV = "1,Volkov Rotor Works,Rotor Volkov,entity,RU,x"
REGISTER = "id,name,country,owner,owner_share\nC-SO-1,Volkov Rotor Works BV,NL,Bo Beispiel,60\nP-1,Bo Beispiel,NL,,\n"


def sent(text: str) -> str:
    """A text as a file in JSON."""
    return base64.b64encode(text.encode()).decode()


def publish(office: Office, *rows: str, published: str = "2022-05-01", **more: Any) -> httpx.Response:
    """Import a version of our own list."""
    files = [{"name": "own.csv", "content": sent("\n".join((HEADING, *rows)) + "\n")}]
    body = {"published": published, "files": files, **more}
    return office.call("POST", "/v1/lists/own/versions", "administrator", json=body)


def listed_office(office: Office) -> None:
    """A list with one company, a measure that asks for it, a register, and an order of a dealer."""
    rulebooks.approve(office.home_of("bo"), rulebooks.propose_documents(office.home, {"own": LISTED}, "test"))
    assert publish(office, VOLKOV).status_code == 200
    body = {"name": "parties.csv", "content": sent(REGISTER)}
    assert office.call("POST", "/v1/register", json=body).status_code == 200
    office.decide(form("NL", "SO-1"))
    office.service.directory.read_on()


CHAIN = """id,name,country,city,address,phone,owner,owner_share,since
C-SO-1000,Volkov Rotor Works BV,NL,Zwolle,Lange Straat 12,+31 38 555 0101,Bo Beispiel,60,2021-03-01
C-SO-1000,Volkov Rotor Works BV,NL,Zwolle,Lange Straat 12,+31 38 555 0101,Cy Voorbeeld,40,2021-03-01
C-SO-1003,Nordblick Drohnen (example) GmbH,DE,Kiel,Hafenweg 3,+49 431 555 0102,Bo Beispiel,100,2020-01-01
P-1,Bo Beispiel,KZ,Almaty,Abay 10-5,,Volkov Rotor Works,80,2019-06-01
"""


def furnish_screening(office: Office) -> None:
    """Two versions of a list, a register with a chain of owners, and possible matches, one of them settled."""
    rulebooks.approve(office.home_of("bo"), rulebooks.propose_documents(office.home, {"own": LISTED}, "test"))
    first = (VOLKOV, "2,Nordblick Luftfahrt,Nordblick Drohnen,entity,DE,y", "3,Alte Werft,,vessel,DE,y")
    publish(office, *first, published="2022-04-20").raise_for_status()
    body = {"name": "parties.csv", "content": sent(CHAIN)}
    office.call("POST", "/v1/register", json=body).raise_for_status()
    office.service.directory.read_on()
    said = {
        "party": "C-SO-1003",
        "entries": ["OWN#2"],
        "verdict": "false_positive",
        "reason": "register extract compared",
    }
    office.call("POST", "/v1/dispositions", json=said).raise_for_status()
    second = (
        VOLKOV,
        "2,Nordblick Luftfahrt,Nordblick Drohnen;Nordblick Aviation,entity,DE,y",
        "4,New One,,person,NL,z",
    )
    publish(office, *second, published="2022-05-01").raise_for_status()
