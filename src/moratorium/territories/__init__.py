"""Territories: where an address lies, and what lies within a territory on a day.

A code is one of ISO 3166-1 (``UA``), ISO 3166-2 (``UA-43``), a named area without an ISO code (``X-UA-DNR``) or a
named group with dated members (``EU``). A place resolves to a *set*: what is stated and what is derived, joined.

============ ======================================================================
module       what is in it
============ ======================================================================
spelling     one key for every way to write a name; parts of an address
tables       the data files as values
gazetteer    every code, and what each spelling can mean
containment  what lies within and what overlaps, by day; codes lifted to countries
stated       what the country field says, whole or taken apart
locality     what region, city and postcode say of a place
resolve      an address into certain and possible territories, with notes
atlas        all of it as one value
============ ======================================================================

The data lies in ``data/``; its sources and terms are in ``data/NOTICE.md``. It is not legal advice.
"""

from moratorium.territories.atlas import Atlas, read_atlas
from moratorium.territories.resolve import Resolution
from moratorium.territories.tables import ATLAS_FILES

__all__ = ["ATLAS_FILES", "Atlas", "Resolution", "read_atlas"]
