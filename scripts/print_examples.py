"""Examples of answers in the OpenAPI document: made by asking a small office, never written by hand.

``python scripts/print_examples.py`` serves the office of the tests in this process, calls what can be called, and keeps
each answer in ``src/moratorium/web/api/data/examples.json``. A test reads every one of them by its shape.
"""

from __future__ import annotations

import json
import sys
import tempfile
from http import HTTPStatus
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from moratorium.desk.permissions import ROLES, may
from moratorium.web.api.app import OPERATIONS
from moratorium.web.api.operation import JSON, Operation
from tests.web.case_office import furnish_cases
from tests.web.office import Office, build, form, served
from tests.web.screening_office import furnish_screening

ROOT = Path(__file__).resolve().parent.parent
INTO = ROOT / "src/moratorium/web/api/data/examples.json"
MOST_BYTES = 4_000
"""A longer answer is no example but a listing."""

PATHS = {"order": "SO-1003", "measure": "suspension", "number": "", "source": "own"}
QUERIES = {
    "/v1/party": "?party=party:C-SO-1000",
    "/v1/party/orders": "?party=party:C-SO-1000",
    "/v1/parties": "?words=buyer",
}
SECRET = {"post_keys"}
"""What they answer is a key: it is shown to its caller alone, and no example of one lies about."""

LIMITED = "?limit=1"


def main() -> None:
    """Write the file anew."""
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "template"
        template.mkdir()
        with served(template, build(template), Path(folder) / "home") as office:
            office.decide([form(one, f"SO-{1000 + n}") for n, one in enumerate(("NL", "RU", "DE", "BY"))])
            furnish_screening(office)
            furnish_cases(office)
            found = {one.name: answer for one in OPERATIONS if (answer := _asked(office, one)) is not None}
    INTO.write_text(json.dumps(found, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
    print(f"{len(found)} of {len(OPERATIONS)} operations")


def _asked(office: Office, one: Operation) -> Any:
    """What an operation answers, if it answers with a form of its own and not at too great a length."""
    if one.media_type != JSON or not one.answers:
        return None
    path = one.path
    for name, value in PATHS.items():
        path = path.replace(f"{{{name}}}", value)
    if "{" in path or "//" in path or path.endswith("/"):
        return None
    limit = LIMITED if "limit" in one.query.__struct_fields__ and one.method == "GET" else ""
    role = next((role for role in ROLES if one.permission is None or may(role, one.permission)), "officer")
    given = {"json": one.example} if one.body is not None else {}
    answer = office.call(one.method, path + QUERIES.get(path, limit), role, **given)
    if answer.status_code != HTTPStatus.OK or len(answer.content) > MOST_BYTES or one.name in SECRET:
        return None
    found = answer.json()
    return found if any(found.values()) else None


if __name__ == "__main__":
    main()
