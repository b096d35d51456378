"""The base pack: what every rulebook contains. What we do not know, we do not let through.

It is written as measures, like all others, so that its holds are explained, counted and settled in the same way.
"""

from __future__ import annotations

PARTY_LISTS = (
    "BIS-DPL",
    "BIS-EL",
    "BIS-MEU",
    "BIS-UVL",
    "CN-ECL",
    "CN-UEL",
    "EU-CFSP",
    "OFAC-CAP",
    "OFAC-CMIC",
    "OFAC-FSE",
    "OFAC-MBS",
    "OFAC-PLC",
    "OFAC-SDN",
    "OFAC-SSI",
    "OWN",
    "STATE-DTC",
    "STATE-ISN",
    "UK-SL",
    "UN",
)
"""Party lists that a reader brings: those published by states, those kept by hand, and our own."""

REFERENCE_PARTS = ("answers", "catalogue", "goods", "organisation", "parties", "territories")
"""Parts of the reference besides the party lists, as ``reference.unreadable`` names them."""

_UNREADABLE = ", ".join(f"'{part}'" for part in (*REFERENCE_PARTS, *(f"list {one}" for one in PARTY_LISTS)))

_BASE = """
- measure: base-acting-entity
  title: It is not known which of our entities acts
  kind: completeness
  ground: {{kind: own-policy, principle: what we do not know we do not let through}}
  in_force: [[null, null]]
  scope: {{where: NOT actor.identified}}
  effect: hold
  question: Which of our entities acts on {{subject}}?
  source: {{text: base pack of the program}}

- measure: base-required-role
  title: A party or place that the activity requires is not named
  kind: completeness
  ground: {{kind: own-policy, principle: what we do not know we do not let through}}
  in_force: [[null, null]]
  scope:
    where: >-
      buyer.filled IS NULL OR end_user.filled IS NULL OR ship_to.filled IS NULL
      OR activation_place.filled IS NULL OR seller.filled IS NULL
  effect: hold
  source: {{text: base pack of the program}}

- measure: base-territory
  title: The territory of a party or place is not resolved
  kind: completeness
  ground: {{kind: own-policy, principle: what we do not know we do not let through}}
  in_force: [[null, null]]
  scope: {{where: any_role.territory IS NULL}}
  effect: hold
  question: "In which territory (country, and region if it matters) is {{subject}}?"
  source: {{text: base pack of the program}}

- measure: base-activity
  title: It is not known what is to be done
  kind: completeness
  ground: {{kind: own-policy, principle: what we do not know we do not let through}}
  in_force: [[null, null]]
  scope: {{where: activity IS NULL}}
  effect: hold
  question: What is to be done?
  source: {{text: base pack of the program}}

- measure: base-reference
  title: A part of the reference cannot be read or is older than promised
  kind: completeness
  ground: {{kind: own-policy, principle: what we do not know we do not let through}}
  in_force: [[null, null]]
  scope:
    where: >-
      reference.unreadable IS NULL OR reference.unreadable IN ({unreadable})
  effect: hold
  question: "What of the reference is unreadable or older than promised? See `moratorium lists status`."
  source: {{text: base pack of the program}}

- measure: base-refused
  title: Somebody of ours refused this order
  kind: refusal
  ground: {{kind: own-policy, principle: who refuses says why}}
  in_force: [[null, null]]
  scope: {{where: refused}}
  effect: deny
  source: {{text: base pack of the program}}
"""

BASE_DOCUMENTS = {"base pack": _BASE.format(unreadable=_UNREADABLE)}
"""Texts by name."""
