"""What orders share is what each of them has alone: parties of whom nothing is known lend their facts to no other.

Everybody here sits in one place, so that whoever is wrongly taken for a stranger gets a stranger's facts.
"""

from __future__ import annotations

from collections.abc import Hashable
from datetime import UTC, date, datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from moratorium.decision.facts import Enricher, Row
from moratorium.decision.partners import partners_of
from moratorium.decision.reference import answers_on
from moratorium.screening import ListVersion, index
from moratorium.screening.disposition import Disposition, said
from moratorium.screening.lists import Entry, ListName
from moratorium.terms.act import Answered
from moratorium.terms.members import Members
from moratorium.terms.order import Line, Order
from moratorium.terms.party import Address, Identifier, Party, Relation
from moratorium.terms.vocabulary import VOCABULARY
from tests.worlds import DAY, reference

SKY = Entry("50788", "OFAC-SDN", "entity", (ListName("NEBESNAYA MEKHANIKA", "primary"),))
ROTOR = Entry("7", "OFAC-SDN", "entity", (ListName("Bad Rotors (example)", "primary"),))
SDN = ListVersion("ofac-sdn", ("OFAC-SDN",), date(2022, 1, 1), "0" * 64, 2, (SKY, ROTOR))
PLACE = Address("KZ")
HOUSE = Address("KZ", city="Almaty", text="Abay 10 - 5")

OWNED = Party("R-1", ("Quiet Meadow (example)",), PLACE, relations=(Relation("owner", "R-2", Decimal(60)),))
LISTED = Party("R-2", ("Nebesnaya Mekhanika",), HOUSE)
ARMY = Party("R-3", facts={"military": True})
STATED = Answered("party:Q-1", "territory", "RU", "a call")
MEANT = Disposition(
    "party:Q-2", SKY.key, "e" * 64, "p" * 64, SDN.digest, True, "a letter", "ann", datetime(2022, 4, 1, tzinfo=UTC)
)
WORLD = reference(
    index=index([SDN]),
    parties={"R-1": OWNED, "R-2": LISTED, "R-3": ARMY},
    partners=partners_of([("Q-3", date(2022, 4, 1))], []),
    answers=answers_on(DAY, [STATED], [], said([MEANT], {})),
)
STRANGERS = (
    Party("S-1", ("Green Valley Mapping (example)",), PLACE),
    Party("S-2", ("Blue Harbour Films (example)",), PLACE),
    Party(None, ("Red Mesa Optics (example)",), PLACE),
    Party("S-3", (), PLACE),
    Party("S-4", ("Trading Company",), PLACE),
    Party("S-5", ("Green Valley Mapping (example)",), PLACE, (Identifier("tax", "123456789"),)),
)
KNOWN = (
    Party("R-1", ("Quiet Meadow (example)",), PLACE),
    Party(None, ("Quiet Meadow (example)",), PLACE),
    Party("K-1", ("White Cliff Survey (example)",), HOUSE),
    Party("K-2", ("Bad Rotors (example)",), PLACE),
    Party("R-3", ("Low Tide Logistics (example)",), PLACE),
    Party("K-3", ("Grey Fox Trading (example)",), PLACE, facts={"military": True}),
    Party(None, (), PLACE),
    *(Party(f"Q-{number}", ("Still Water Agri (example)",), PLACE) for number in (1, 2, 3)),
)
ROLES = ("buyer", "consignee", "end_user")
ORDERS = st.builds(
    Order,
    id=st.sampled_from(("1", "2")),
    activity=st.sampled_from(("sale", "repair")),
    lines=st.just((Line("1", "P-1"),)),
    parties=st.dictionaries(
        st.sampled_from(ROLES), st.lists(st.sampled_from(STRANGERS + KNOWN), min_size=1, max_size=2).map(tuple)
    ),
    places=st.sampled_from(({}, {"ship_to": (PLACE,)})),
    assumed=st.sampled_from((frozenset[str](), frozenset({"end_user"}))),
)
ASKED = frozenset(name for name in VOCABULARY if name.startswith((*ROLES, "ship_to", "any_role")))
LISTS = frozenset({"OFAC-SDN", "UN"})


def enricher() -> Enricher:
    return Enricher(WORLD, ASKED, lists=LISTS)


@given(st.lists(ORDERS, min_size=1, max_size=4))
def test_what_orders_share_is_what_each_has_alone(orders: list[Order]) -> None:
    shared, rows = enricher(), dict[Hashable, Row]()
    for one in orders:
        (found,), (alone,) = (list(by.rows(one, day=DAY)) for by in (shared, enricher()))
        assert list(found.row.items()) == list(alone.row.items())
        assert rows.setdefault(found.key, found.row) == found.row


def test_strangers_in_one_place_have_one_row_and_whoever_is_known_one_of_their_own() -> None:
    by = enricher()
    rows = [next(by.rows(Order("1", "sale", (Line("1"),), parties={"buyer": (one,)}))) for one in STRANGERS + KNOWN]
    first = rows[0]
    assert [row.key == first.key for row in rows[: len(STRANGERS)]] == [True, True, True, False, False, True]
    assert not any(row.key == first.key for row in rows[len(STRANGERS) :])
    assert first.row["buyer.listed"] == Members.of(possible=["UN"])
