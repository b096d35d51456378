"""The end of the story: a few answers settle many orders, and one denial is proved to an outsider."""

from __future__ import annotations

from pathlib import Path

from moratorium.decision.questions import Asked
from moratorium.demo import folder as places
from moratorium.demo.answers import Given, choose, fill_in
from moratorium.demo.office import Office
from moratorium.demo.trading import Trade
from moratorium.desk import answering, proofs
from moratorium.desk.again import Again, decide_again
from moratorium.desk.home import Home
from moratorium.errors import InputError
from moratorium.report.content import Proof
from moratorium.report.page import proof_of


def answer(office: Office, trade: Trade, ranked: list[Asked], folder: Path) -> tuple[tuple[Given, ...], Again]:
    """Answer the questions that settle most, through the file that a person would fill in, and decide again.

    Raises:
        InputError: an answer could not be read back.
    """
    given = choose(ranked)
    answering.write_questions(folder / places.QUESTIONS, ranked)
    fill_in(folder / places.QUESTIONS, folder / places.ANSWERS, given)
    read, faults = answering.read_answers(folder / places.ANSWERS)
    if faults:
        raise InputError.of(list(faults))
    answering.answer(office.ann, read)
    trade.under(office.current(trade.decider))
    rulebook = trade.decider.rulebook
    return given, decide_again(office.ann, f"{len(read)} answers", office.clock.day, rulebook, trade.take)


def first_denied(trade: Trade) -> str:
    """Id of the first order that is denied."""
    denied = (one.decided.order.id for _, one in sorted(trade.latest.items()) if one.decided.decision.effect == "deny")
    return next(denied)


def prove(home: Home, order: str, folder: Path) -> tuple[Proof, str]:
    """Sign the log, write the receipt of an order's decision, and verify it as a stranger would.

    Args:
        home: The state.
        order: Whose latest decision is proved.
        folder: Where the demo writes.

    Returns:
        The proof, and what was verified in words.

    Raises:
        ProofError: the receipt does not verify.
    """
    place = folder / places.PROOF / "receipt.json"
    place.parent.mkdir(exist_ok=True)
    bundle = proofs.receipt(home, proofs.act_of(home, order))
    proofs.write_bundle(bundle, place)
    verified = proofs.verify_file(place, bundle.vkey)
    words = f"The denial of order {order} has a receipt beside this page."
    return proof_of(home, f"{places.PROOF}/{place.name}", words), verified[0].removeprefix("verified: ")
