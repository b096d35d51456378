"""Our parties compared anew: what changed, what it is due to, what is decided again, and what a kill leaves."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from moratorium.desk import rescreening
from moratorium.desk.record import record_one
from moratorium.desk.rescreening import BATCH
from moratorium.errors import ConflictError
from moratorium.screening.outcome import merged
from moratorium.store import erase, projections, read_acts, size
from moratorium.store.project import outcomes_of
from moratorium.terms.act import Erased, OutcomeChange, Rescreened
from tests.desk.screening_office import BOOK, DAY, LISTED, Desk, named, opened
from tests.worlds import measure_text, rulebook

ROOT = Path(__file__).resolve().parents[2]
VOLKOV = "1,Volkov Rotor Works,,entity,RU,x"
OTHER = "9,Unrelated Gardens Zutphen,,entity,NL,x"
LATER = DAY + timedelta(days=1)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Anna's desk, empty."""
    made = opened(tmp_path)
    with made.home.store:
        yield made


def told(changes: list[OutcomeChange] | tuple[OutcomeChange, ...]) -> list[tuple[str, str, str, str, str]]:
    return [(one.subject, one.entry, one.before, one.state, one.due) for one in changes]


# -- what changes ------------------------------------------------------------------------------------------------------


def test_where_no_list_is_at_hand_nothing_is_compared_and_nothing_recorded(desk: Desk) -> None:
    desk.register("C-1,Volkov Rotor Works,NL")
    with desk.home.store.read() as connection:
        before = size(connection)
    result = desk.rescreen()
    assert (result.compared, result.changes) == (0, ())
    with desk.home.store.read() as connection:
        assert size(connection) == before


def test_parties_of_the_register_their_owners_and_those_of_open_orders_are_compared(desk: Desk) -> None:
    desk.publish(VOLKOV)
    desk.register("C-1,Anna Example,NL,VOLKOV ROTOR WORKS", columns="id,name,country,owner")
    desk.check(named("SO-1", "Volkov Rotor-Works", key="C-2"))
    result = desk.rescreen()
    assert result.compared == 3
    assert told(result.changes) == [
        ("party:C-2", "OWN#1", "", "open", "first comparison"),
        ("party:VOLKOV ROTOR WORKS (no country stated)", "OWN#1", "", "open", "first comparison"),
    ]
    assert desk.is_sound()


def test_a_second_time_nothing_is_compared_and_nothing_recorded(desk: Desk) -> None:
    desk.publish(VOLKOV)
    desk.register("C-1,Volkov Rotor Works,NL", "C-2,Bo Beispiel,NL")
    assert desk.rescreen().compared == 2
    with desk.home.store.read() as connection:
        before = size(connection)
    assert (desk.rescreen().compared, desk.rescreen().changes) == (0, ())
    with desk.home.store.read() as connection:
        assert size(connection) == before


def test_a_match_appears_goes_and_each_change_says_what_it_is_due_to(desk: Desk) -> None:
    desk.register("C-1,Volkov Rotor Works,NL", "C-2,Bo Beispiel Farms,NL")
    desk.publish(OTHER)
    assert desk.rescreen().changes == ()
    desk.publish(OTHER, VOLKOV, day=LATER)
    assert told(desk.rescreen().changes) == [("party:C-1", "OWN#1", "", "open", "added to the list")]
    desk.publish(OTHER, '1,Someone Quite Different,"Bo Beispiel Farms",entity,RU,x', day=LATER + timedelta(days=1))
    changed = 'the entry changed: names + "BO BEISPIEL FARMS", + "SOMEONE QUITE DIFFERENT", - "VOLKOV ROTOR WORKS"'
    assert told(desk.rescreen().changes) == [
        ("party:C-1", "OWN#1", "open", "", changed),
        ("party:C-2", "OWN#1", "", "open", changed),
    ]
    desk.publish(OTHER, day=LATER + timedelta(days=2))
    assert told(desk.rescreen().changes) == [("party:C-2", "OWN#1", "open", "", "removed from the list")]
    assert desk.is_sound()


def test_only_new_and_changed_parties_of_a_new_register_are_compared(desk: Desk) -> None:
    desk.publish(VOLKOV)
    desk.register("C-1,Bo Beispiel,NL", "C-2,Cy Voorbeeld,NL", "C-3,Volkov Rotor Works,NL")
    assert desk.rescreen().compared == 3
    desk.register("C-1,Volkov Rotor Works,NL", "C-2,Cy Voorbeeld,NL", "C-4,Volkov Rotor Works,DE")
    result = desk.rescreen()
    assert result.compared == 2
    assert told(result.changes) == [
        ("party:C-1", "OWN#1", "", "open", "the party changed"),
        ("party:C-3", "OWN#1", "open", "", "no longer a party of ours"),
        ("party:C-4", "OWN#1", "", "open", "the party is new"),
    ]
    assert desk.is_sound()


def test_a_threshold_that_moves_over_a_score_is_a_change(desk: Desk) -> None:
    strict = rulebook(measure_text("own-listed", "{activities: all, listed: {lists: [OWN], roles: any, threshold: 1}}"))
    desk.publish(VOLKOV)
    desk.register("C-1,Volkoff Rotor Works,NL")
    assert desk.rescreen(strict).changes == ()
    (change,) = desk.rescreen().changes
    assert (change.state, change.due) == ("open", "the threshold changed")
    assert 0.8 <= float(change.score) < 1
    (gone,) = desk.rescreen(strict).changes
    assert (gone.state, gone.due) == ("", "the threshold changed")


def test_what_a_person_said_is_a_change_too_and_so_is_what_opens_it_again(desk: Desk) -> None:
    desk.publish(VOLKOV)
    desk.register("C-1,Volkov Rotor Works,NL")
    desk.rescreen()
    assert desk.say("party:C-1", "none", "OWN#1", reason="passport seen").faults == ()
    (settled,) = desk.rescreen().changes
    assert (settled.before, settled.state) == ("open", "false_positive")
    assert settled.due == "answered 2022-05-02 by anna: not the listed party (passport seen)"
    desk.publish(VOLKOV, OTHER, day=LATER)
    assert desk.rescreen().changes == ()
    desk.publish("1,Volkov Rotor Works,Rotor Trading Volkov,entity,RU,x", OTHER, day=LATER + timedelta(days=1))
    (reopened,) = desk.rescreen().changes
    assert (reopened.before, reopened.state) == ("false_positive", "reopened")
    assert reopened.due.endswith('since then the entry changed: names + "ROTOR TRADING VOLKOV"')


# -- what is decided again ---------------------------------------------------------------------------------------------


def test_orders_of_parties_whose_outcome_changed_are_decided_again_and_no_others(desk: Desk) -> None:
    desk.publish(OTHER)
    orders = [named("SO-1", "Volkov Rotor Works"), named("SO-2", "Bo Beispiel", key="C-2")]
    assert dict(desk.check(*orders).orders) == {"allow": 2}
    desk.rescreen()
    desk.publish(OTHER, VOLKOV, day=LATER)
    again = desk.rescreen().again
    assert again is not None
    assert [one.decided.decision.order for one in again.changed] == ["SO-1/sale"]
    assert dict(again.tally.orders) == {"hold": 1}
    with desk.home.store.read() as connection:
        (note,) = [one.act for one in read_acts(connection, ["came_into_force"])]
    assert note.payload.changed == (("SO-1/sale", "allow", "hold"),)


def test_orders_of_who_is_owned_by_a_party_that_changed_are_decided_again(desk: Desk) -> None:
    """The sister dealer: its own outcome does not change, that of its owner does."""
    book = rulebook(measure_text("owned", "{activities: all, listed: {lists: [OWN], roles: any, owned: 50}}"))
    desk.publish(OTHER)
    desk.register("C-1,Dealer Example,NL,Ilya Volkov,100", columns="id,name,country,owner,owner_share")
    assert dict(
        desk.check(named("SO-1", "Dealer Example"), named("SO-2", "Bo Beispiel", key="C-2"), book=book).orders
    ) == {"allow": 2}
    desk.rescreen(book)
    desk.publish(OTHER, "2,VOLKOV Ilya,,person,RU,x", day=LATER)
    again = desk.rescreen(book).again
    assert again is not None
    assert [one.decided.decision.order for one in again.changed] == ["SO-1/sale"]
    assert sum(again.tally.orders.values()) == 1


def test_what_is_decided_online_is_what_the_rescreen_came_to(desk: Desk) -> None:
    names = ("Volkov Rotor Works", "Bo Beispiel", "Rotor Works Volkov LLC", "Volkoff Rotor Works")
    orders = [named(f"SO-{number}", name, key=f"C-{number}") for number, name in enumerate(names)]
    desk.publish(VOLKOV, OTHER)
    desk.check(*orders)
    desk.say("party:C-2", "none", "OWN#1")
    desk.rescreen()
    decider = desk.decider()
    with desk.home.store.read() as connection:
        recorded = outcomes_of(connection)
    for one in orders:
        (subject,) = {subject for subject, _ in decider._enricher.parties(one)}
        parties = [party for _, party in decider._enricher.parties(one)]
        online = merged(decider._enricher.screening.hits(party, subject) for party in parties)
        assert recorded[subject].hits == tuple((key, hit.state) for key, hit in online.items())


# -- kills, and others -------------------------------------------------------------------------------------------------

MANY = 7 * BATCH
PROGRAM = """
import sys
from pathlib import Path
from moratorium.desk.rescreening import rescreen
from tests.desk.screening_office import BOOK, opened
desk = opened(Path(sys.argv[1]))
rescreen(desk.home, "test", rulebook=BOOK, advance=lambda count: print(count, flush=True))
"""


def prepared(folder: Path) -> Desk:
    """A register of which every fifth party is listed; one order waits for it."""
    desk = opened(folder)
    chance = random.Random(5)  # noqa: S311 - invented names, not keys
    words = ["".join(chance.choices("bcdfghklmnprstvz", k=7)) for _ in range(MANY)]
    desk.publish(OTHER)
    desk.register(*(f"C-{n},{word} {word[::-1]} works,NL" for n, word in enumerate(words)))
    assert dict(desk.check(named("SO-1", "Bo Beispiel", key="C-0"), book=rulebook(LISTED)).orders) == {"allow": 1}
    desk.publish(*(f"{n},{word} {word[::-1]} works,,entity,RU,x" for n, word in enumerate(words) if n % 5 == 0))
    return desk


def started(desk: Desk) -> subprocess.Popen[str]:
    paths = os.pathsep.join([str(ROOT), str(ROOT / "src")])
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(desk.folder)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": paths},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def killed(desk: Desk, batches: int) -> None:
    """Kill a run after it has recorded some batches."""
    with started(desk) as process:
        assert process.stdout is not None
        for _ in range(batches):
            process.stdout.readline()
        process.send_signal(signal.SIGKILL)


def has_ended(desk: Desk) -> bool:
    """Whether a run was done before its kill came."""
    with desk.home.store.read() as connection:
        return projections.last_rescreen(connection) is not None


def kills_change_nothing(folder: Path, kills: list[int]) -> None:
    plain, hit = prepared(folder / "plain"), prepared(folder / "hit")
    with plain.home.store, hit.home.store:
        whole = plain.rescreen()
        for batches in kills:
            killed(hit, batches)
            assert hit.is_sound()
        was_faster = has_ended(hit)
        result = hit.rescreen()
        assert sorted(told(hit.changes())) == sorted(told(plain.changes()))
        assert len(hit.changes()) >= MANY // 5
        assert sorted(told(result.changes)) == ([] if was_faster else sorted(told(whole.changes)))
        with hit.home.store.read() as connection:
            assert projections.effects(connection, ["SO-1/sale"]) == {"SO-1/sale": "hold"}
        assert hit.rescreen().compared == 0
        assert hit.is_sound()


def test_a_killed_run_is_finished_by_the_next_one_and_nothing_is_told_twice(tmp_path: Path) -> None:
    for name in ("plain", "hit"):
        (tmp_path / name).mkdir()
    kills_change_nothing(tmp_path, [1, 3])


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(8))
def test_many_kills(tmp_path: Path, seed: int) -> None:
    for name in ("plain", "hit"):
        (tmp_path / name).mkdir()
    chance = random.Random(seed)  # noqa: S311 - moments of kills
    kills_change_nothing(tmp_path, [chance.randrange(0, 3) for _ in range(5)])


def test_two_that_compare_with_different_things_at_once_do_not_mix(desk: Desk) -> None:
    desk.publish(VOLKOV)
    desk.register("C-1,Volkov Rotor Works,NL", "C-2,Bo Beispiel,NL")
    desk.rescreen()
    desk.register("C-1,Volkov Rotor Works,NL", "C-2,Bo Beispiel,NL", "C-0,Cy Voorbeeld,NL", "C-3,Ann Example,NL")

    with desk.home.store.read() as connection:
        run = rescreening._run(desk.home, connection, "first", desk.home.today(), BOOK)
    desk.publish(VOLKOV, OTHER, day=LATER)
    desk.rescreen()
    ((after, batch),) = rescreening._batches(run)
    with pytest.raises(ConflictError, match="another process compares our parties with other lists"):
        rescreening._record_batch(desk.home, run, after, batch)


def test_after_an_erasure_everybody_is_compared_anew(desk: Desk) -> None:
    desk.publish(VOLKOV)
    desk.register("C-1,Volkov Rotor Works,NL")
    desk.rescreen()
    with desk.home.store.begin() as connection:
        (index, *_) = [one.index for one in read_acts(connection, ["rescreened"])]
        erase(connection, index)
        record_one(desk.home, connection, "erased", "asked for", Erased(index, "asked for"))
    assert desk.is_sound()
    result = desk.rescreen()
    assert (result.compared, len(result.changes)) == (1, 1)
    assert desk.is_sound()
    with desk.home.store.read() as connection:
        payloads = [one.act.payload for one in read_acts(connection, ["rescreened"])]
    assert [one.ended for one in payloads if isinstance(one, Rescreened)] == [True, False, True]
