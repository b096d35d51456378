"""What the prover answers is so: no order breaks what holds, and every witness breaks what does not."""

from __future__ import annotations

from hypothesis import event, given, note, settings
from hypothesis import strategies as st

from moratorium.decision.facts import Enricher
from moratorium.measures import Rulebook
from moratorium.proof.prover import World
from moratorium.proof.witness import judged, ready_on
from tests.proof.test_encode_laws import books
from tests.proof.worlds import DAY, orders, parts, proof, question, with_parts


@settings(max_examples=settings().max_examples // 10)
@given(books(), st.sampled_from(["allow", "hold", "deny"]), st.data())
def test_no_order_breaks_what_holds_and_every_witness_breaks_what_does_not(
    book: Rulebook, effect: str, data: st.DataObject
) -> None:
    """``proof`` looks at a witness once more; of what holds, orders of many kinds are tried.

    Now and then a property stays undecided, since no order that breaks it can be written down; that is told as such.
    """
    note(
        str([(one.id, one.effect.word, one.unknown, one.condition) for one in book.measures if one.id.startswith("m")])
    )
    found = proof(f"never {effect}", book)
    event(found.result)
    if found.result != "holds":
        return
    one = question(book)
    asking = World(one).asking
    enricher = Enricher(with_parts(**data.draw(parts)), asking.facts, asking.goods_lists, asking.entries, asking.lists)
    measures = ready_on(book, DAY, one.reference, one.dormant)
    for facts in enricher.rows(data.draw(orders()), day=DAY):
        assert judged(facts.row, measures, frozenset()).effect != effect
