"""How an ERP asks before it confirms an order: one call, an answer or a stop. Needs nothing but Python.

    MORATORIUM_URL=http://127.0.0.1:8080 MORATORIUM_KEY=... python3 erp.py SO-1001 IE

Three things to copy: nothing but an `allow` goes on; no answer is never taken for one; and the idempotency key makes it
safe to ask again after a cut connection.
"""

from __future__ import annotations

import json
import os
import sys
import time
import urllib.error
import urllib.request
from typing import Any

TRIES = 60


def order(id: str, country: str) -> dict[str, Any]:
    """The form of an order, from the ERP's own tables."""
    customer = {"id": "C-7", "names": ["Kilbrack Survey (example) Ltd"], "address": {"country": country}}
    return {
        "id": id,
        "activity": "sale",
        "placed_on": "2026-02-02",
        "currency": "EUR",
        "parties": {"buyer": [customer], "end_user": [customer]},
        "places": {"ship_to": [{"country": country}]},
        "lines": [{"number": "1", "product": "KST-P3", "quantity": "2", "value": "3780.00"}],
    }


def decide(form: dict[str, Any]) -> dict[str, Any] | None:
    """The decision, or None if there was none; then the order waits."""
    body = json.dumps(form).encode()
    headers = {
        "authorization": f"Bearer {os.environ['MORATORIUM_KEY']}",
        "content-type": "application/json",
        "idempotency-key": f"{form['id']}-1",  # a new number when the order itself changes
    }
    request = urllib.request.Request(os.environ["MORATORIUM_URL"] + "/v1/decisions?on=2026-02-02", body, headers)
    for _ in range(TRIES):
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                found: dict[str, Any] = json.load(answer)
                return found
        except urllib.error.HTTPError as error:
            problem = json.load(error)
            if error.code not in (429, 503):
                print(f"{problem['detail']}; {problem['help']}", file=sys.stderr)
                return None
            time.sleep(float(error.headers.get("retry-after", "1")))
        except OSError:
            time.sleep(0.5)
    return None


def main() -> int:
    """0 if the order may go on, 1 if it waits or stops."""
    decision = decide(order(sys.argv[1], sys.argv[2]))
    if decision is None:
        print("no decision: the order waits")
        return 1
    print(f"{decision['order']}: {decision['effect']} (act {decision['decision']})")
    for line in decision["lines"]:
        for finding in line["findings"]:
            if finding["effect"] != "allow":
                print(f"  line {line['line']}: {finding['effect']}: {finding['title']}")
    for question in decision["questions"]:
        print(f"  ask: {question['question']}")
    return 0 if decision["effect"] == "allow" else 1


if __name__ == "__main__":
    sys.exit(main())
