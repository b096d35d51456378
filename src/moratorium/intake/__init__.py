"""Where files come in: what an ERP or web shop exported becomes orders. Nothing here judges anything.

============== ==================================================================================
module         what is in it
============== ==================================================================================
tables         any table file as rows of text: delimited text, Excel, JSON Lines, Parquet, Arrow, gzipped or not
mapping        the map: which column feeds which field; proposed, written, corrected, read
orders         rows and a map become orders; what cannot is rejected with its reason
order_forms    orders handed in by another program as JSON
rejected       rejected rows as a file to mend, safe to open in a spreadsheet
organisation   our own entities, from ``organisation.yaml``
holding        rules for holds, from ``holds.yaml``
parties        the register of parties: names, numbers, owners and directors
partitioned    tables in folders whose names state further columns
catalogue      catalogue rows for the goods room
names_file     names to be screened
============== ==================================================================================

Behind ``tables``: ``files`` (bytes), ``encodings``, ``delimited``, ``workbook``, ``jsonlines``, ``columnar`` (Parquet),
``arrow``, ``rows``.
Behind ``parties``: ``relations`` (owners and directors with shares and dates).
Behind ``mapping``: ``fields`` (what can be mapped), ``mapfile``, ``headings``, ``evidence``, ``propose``, ``render``.
Behind ``orders``: ``cells`` (numbers, days, flags), ``plan`` (a map bound to a table), ``scattered``, ``gather``.
"""

from moratorium.intake.catalogue import catalogue_rows
from moratorium.intake.mapping import Mapping, parse_mapping, propose, render
from moratorium.intake.names_file import Asked, NamesFile, kind_of
from moratorium.intake.orders import Reading, read_orders
from moratorium.intake.organisation import read_organisation
from moratorium.intake.parties import read_parties
from moratorium.intake.partitioned import Partitioned, stated_by
from moratorium.intake.rejected import Rejected, RejectedFile, safe_cell, write_rejected
from moratorium.intake.tables import Row, Table, open_table

__all__ = [
    "Asked",
    "Mapping",
    "NamesFile",
    "Partitioned",
    "Reading",
    "Rejected",
    "RejectedFile",
    "Row",
    "Table",
    "catalogue_rows",
    "kind_of",
    "open_table",
    "parse_mapping",
    "propose",
    "read_orders",
    "read_organisation",
    "read_parties",
    "render",
    "safe_cell",
    "stated_by",
    "write_rejected",
]
