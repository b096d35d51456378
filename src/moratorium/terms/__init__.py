"""The vocabulary of the house: what an order, a party, an effect and a fact are. Values only, no behaviour elsewhere.

============== ==================================================================
module         what is in it
============== ==================================================================
truth          three-valued logic over ``bool | None``
members        sets of which not everything may be known
effect         ``allow < hold < deny``
time           half-open windows of days
quarter        a quarter of a calendar year
canon          canonical bytes (RFC 8785) and digests
repeated       names that stand twice in one object of JSON
party          parties, addresses, and the closed list of roles
activity       activities and the roles each requires
order          orders and their lines
money          amounts of money as people read and type them
organisation   our own entities and which of them act on an order
vocabulary     the table of facts a measure may ask about
lifecycle      states, transitions and four eyes, as tables
act            what somebody did at an instant: the unit of the record
============== ==================================================================
"""
