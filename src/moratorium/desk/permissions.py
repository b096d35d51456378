"""Who may do what in the service: one table. What is not in it nobody may do.

The command line has no roles: whoever may read the home folder may do everything there, and acts under a name of their
own. Two pairs of eyes are no permission but a rule of the measures themselves; it looks at the person, not at the role.
"""

from __future__ import annotations

from typing import NamedTuple

from moratorium.errors import RefusedError

ROLES: dict[str, str] = {
    "requester": "asks for decisions on orders of their own work: sales, service desk",
    "officer": "trade compliance: answers questions, clears holds, proposes measures",
    "approver": "approves or rejects what somebody else proposed",
    "counsel": "legal counsel: clears holds, proposes, rejects",
    "auditor": "reads everything, writes nothing",
    "administrator": "keeps keys and looks at the machine; decides nothing",
    "machine": "another program: ERP, web shop, monitoring",
    "partner": "dealer or service partner: sees what is addressed to its own party, and nothing else",
}
"""Every key has one of these roles."""


class Permission(NamedTuple):
    """Something that can be done, in words, and the roles that may."""

    meaning: str
    roles: frozenset[str]


def _may(meaning: str, *roles: str) -> Permission:
    return Permission(meaning, frozenset(roles))


PERMISSIONS: dict[str, Permission] = {
    "decide": _may("hand in orders for decision", "requester", "officer", "counsel", "machine"),
    "decide_again": _may("have open orders decided again", "officer", "approver", "counsel"),
    "read_orders": _may(
        "read orders and their decisions", "requester", "officer", "approver", "counsel", "auditor", "machine"
    ),
    "read_questions": _may(
        "read what holds wait for", "requester", "officer", "approver", "counsel", "auditor", "machine"
    ),
    "read_measures": _may(
        "read measures, their history and proposals",
        *("requester", "officer", "approver", "counsel", "auditor", "administrator", "machine"),
    ),
    "read_lists": _may(
        "read the age of the lists", "officer", "approver", "counsel", "auditor", "administrator", "machine"
    ),
    "read_acts": _may("read who did what and when", "officer", "approver", "counsel", "auditor"),
    "read_receipts": _may("have a receipt made", "officer", "approver", "counsel", "auditor"),
    "answer": _may("answer a question, also whether somebody is the listed party", "officer", "counsel"),
    "clear": _may("clear a hold, with a reason", "officer", "counsel"),
    "read_holds": _may(
        "read the queue of holds, and what was said of them", "officer", "approver", "counsel", "auditor"
    ),
    "read_hold_rules": _may("read the rules for holds", "officer", "approver", "counsel", "auditor", "administrator"),
    "work_on_holds": _may("take or hand over held orders, leave remarks", "officer", "approver", "counsel"),
    "ask_requester": _may("ask the requester of a held order, take or close their reply", "officer", "counsel"),
    "release": _may("answer or clear for all orders that wait, as previewed", "officer", "counsel"),
    "confirm_clearance": _may(
        "confirm or reject an answer or a clearance that another person gave", "officer", "approver", "counsel"
    ),
    "refuse": _may("refuse a held order, with a reason", "officer", "counsel"),
    "withdraw": _may("take back an answer, a clearance or a refusal", "officer", "counsel"),
    "keep_hold_rules": _may("say above which value two people release, and how long a hold may wait", "administrator"),
    "propose": _may("propose a measure, its extension or its end", "officer", "approver", "counsel"),
    "approve": _may("approve what another person proposed", "approver"),
    "reject": _may("reject a proposal, with a reason", "officer", "approver", "counsel"),
    "screen": _may(
        "compare names with the lists, without a record",
        *("requester", "officer", "approver", "counsel", "auditor", "machine"),
    ),
    "read_parties": _may(
        "read parties, their owners, whom they may be on the lists, and what was said of that",
        *("officer", "approver", "counsel", "auditor"),
    ),
    "keep_register": _may("hand in the register of parties", "officer", "administrator"),
    "keep_lists": _may("import a version of a list", "officer", "administrator"),
    "read_authorisations": _may(
        "read licences and approvals, and what is drawn",
        "requester",
        "officer",
        "approver",
        "counsel",
        "auditor",
        "machine",
    ),
    "keep_authorisations": _may("put licences and approvals on record", "officer", "counsel"),
    "draw": _may("draw from a licence for an order line, and give back", "officer", "counsel", "machine"),
    "replay": _may("have drafts replayed over the history", "officer", "approver", "counsel"),
    "prove": _may("have a property of a rulebook proved", "officer", "approver", "counsel"),
    "build_history": _may("hand in past orders and have the history built of them", "officer", "administrator"),
    "read_replays": _may(
        "read what came of replays, proofs and builds of the history", "officer", "approver", "counsel", "auditor"
    ),
    "read_jobs": _may(
        "see how far jobs are",
        *("requester", "officer", "approver", "counsel", "auditor", "administrator", "machine"),
    ),
    "cancel_jobs": _may(
        "stop jobs that they asked for", "requester", "officer", "approver", "counsel", "administrator", "machine"
    ),
    "cancel_any_job": _may("stop jobs that others asked for", "administrator"),
    "read_cases": _may("read cases and their files", "officer", "approver", "counsel", "auditor"),
    "open_cases": _may(
        "open a case; its lifecycle says which", "officer", "approver", "counsel", "requester", "machine"
    ),
    "work_cases": _may("add to a case, move it on; its lifecycle says which", "officer", "approver", "counsel"),
    "read_partners": _may(
        "read the register of partners: acknowledgements, what they undertook",
        "officer",
        "approver",
        "counsel",
        "auditor",
    ),
    "use_portal": _may(
        "use the portal: read what is addressed to its party, acknowledge, answer, undertake", "partner"
    ),
    "erase_words": _may(
        "erase what was entered on a case, or a question to a requester with its reply; with a reason", "counsel"
    ),
    "keep_public_form": _may("open or close the public form on which misuse is reported", "administrator"),
    "read_quarters": _may("read the account of a quarter", "officer", "approver", "counsel", "auditor"),
    "read_metrics": _may("read figures of the service", "auditor", "administrator", "machine"),
    "keep_keys": _may("make, list and revoke keys", "administrator"),
    "keep_accounts": _may("invite people, give them roles, disable them", "administrator"),
    "use_console": _may("sign in; keep one's own password, sessions and language", *ROLES.keys() - {"machine"}),
}
"""The table; ``docs/permissions.md`` is printed from it."""


def may(role: str, act: str) -> bool:
    """Whether a role may do something.

    >>> may("approver", "approve"), may("machine", "approve"), may("auditor", "no such act")
    (True, False, False)
    """
    found = PERMISSIONS.get(act)
    return found is not None and role in found.roles


def check_may(role: str, act: str) -> None:
    """Let a role do something, or not.

    Raises:
        RefusedError: it may not; says which roles may.
    """
    if not may(role, act):
        found = PERMISSIONS.get(act)
        meaning = found.meaning if found else act
        roles = ", ".join(name for name in ROLES if found and name in found.roles) or "nobody"
        raise RefusedError(f"a key of role `{role}` may not: {meaning}", help=f"needs one of: {roles}")
