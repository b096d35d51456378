"""Words of the closed lists, marked for translation: what people read instead of the program's own words."""

from __future__ import annotations

from moratorium.web.console.language import N_

EFFECT_WORDS = {"allow": N_("allow"), "hold": N_("hold"), "deny": N_("deny")}

ROLE_WORDS = {
    "requester": N_("requester"),
    "officer": N_("officer"),
    "approver": N_("approver"),
    "counsel": N_("counsel"),
    "auditor": N_("auditor"),
    "administrator": N_("administrator"),
    "machine": N_("program"),
    "partner": N_("partner"),
}

ROLE_MEANINGS = {
    "requester": N_("Asks for decisions on orders of their own work: sales, service desk."),
    "officer": N_("Trade compliance: answers questions, clears holds, proposes measures."),
    "approver": N_("Approves or rejects what somebody else proposed."),
    "counsel": N_("Legal counsel: clears holds, proposes, rejects."),
    "auditor": N_("Reads everything, writes nothing."),
    "administrator": N_("Keeps accounts and keys and looks at the machine; decides nothing."),
    "machine": N_("Another program: ERP, web shop, monitoring."),
    "partner": N_("Dealer or service partner: sees what is addressed to its own party, and nothing else."),
}

STATE_WORDS = {"enabled": N_("enabled"), "disabled": N_("disabled"), "invited": N_("invited, no password yet")}
"""Of an account."""
