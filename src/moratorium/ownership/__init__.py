"""Ownership: who is owned by listed parties, and who hangs together with them. It yields facts, never verdicts.

========== ===================================================================
module     what is in it
========== ===================================================================
holdings   shares between parties with their dates, and everybody above a party
aggregate  the 50 per cent rule, in three values, list by list
chain      how a company comes to be owned, as a value and in words
links      the same owner, director, address or telephone number
contacts   addresses and numbers in a form that can be compared
========== ===================================================================

Who is on which list is handed in; this room compares nobody with anything.
"""

from moratorium.ownership.aggregate import ANY_LIST, HALF, Owned, aggregate
from moratorium.ownership.chain import Chain, Part, words
from moratorium.ownership.contacts import address_key, phone_key
from moratorium.ownership.holdings import Holding, above, by_owned, holds_on, valid
from moratorium.ownership.links import MOST_SHARING, TELLING_SHARE, Link, Links, Trait

__all__ = [
    "ANY_LIST",
    "HALF",
    "MOST_SHARING",
    "TELLING_SHARE",
    "Chain",
    "Holding",
    "Link",
    "Links",
    "Owned",
    "Part",
    "Trait",
    "above",
    "address_key",
    "aggregate",
    "by_owned",
    "holds_on",
    "phone_key",
    "valid",
    "words",
]
