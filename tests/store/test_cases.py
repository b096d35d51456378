"""Cases in the store: the register that acts make, search in their words, erasing without a hole in either."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from moratorium.errors import ConflictError, InputError, MissingError, RefusedError
from moratorium.store import (
    Connection,
    Store,
    append,
    attachments,
    case_search,
    cases,
    copy,
    erase,
    fsck,
    open_store,
    tables,
)
from moratorium.terms.act import Act, Erased
from moratorium.terms.case import Attachment, CaseEntered, CaseMoved, Link, Part
from tests.store.office import START, act, signed

ID = "MR-2022-0001"


def moved(
    step: str = "open", before: str = "", state: str = "received", case: str = ID, due: date | None = None
) -> Act:
    """A step of a misuse report."""
    return act("case_moved", case, CaseMoved(case, "misuse_report", step, before, state, due))


def entered(case: str = ID, **given: Any) -> Act:
    """Words on a case."""
    return act("case_entered", case, CaseEntered(case, **given))


def record(store: Store, *acts: Act) -> range:
    with store.begin() as connection:
        return append(connection, [signed(one, number) for number, one in enumerate(acts)])


def gone(store: Store, index: int) -> None:
    with store.begin() as connection:
        erase(connection, index)
        append(connection, [signed(act("erased", ID, Erased(index, "asked for")), 99)])


def test_the_register_holds_a_case_as_its_acts_make_it(store: Store) -> None:
    record(
        store, moved(due=date(2022, 4, 29)), entered(title="Over a village"), moved("assess", "received", "assessed")
    )
    with store.read() as connection:
        row, case = cases.row(connection, ID), cases.case(connection, ID)
    assert (row.state, row.title, row.due, row.is_closed) == ("assessed", "Over a village", None, False)
    assert (row.opened, row.act) == (0, 2)
    assert (case.state, case.title, len(case.events)) == ("assessed", "Over a village", 3)
    assert fsck(store) == ()


def test_a_step_that_the_table_does_not_have_is_refused_by_the_store_too(store: Store) -> None:
    record(store, moved())
    with pytest.raises(RefusedError, match="cannot `confirm`"):
        record(store, moved("confirm", "received", "confirmed"))
    with pytest.raises(RefusedError, match="cannot `assess`"):
        record(store, moved("assess", "asked", "assessed"))
    with pytest.raises(RefusedError, match="leads to `assessed`"):
        record(store, moved("assess", "received", "confirmed"))
    with pytest.raises(ConflictError, match="already"):
        record(store, moved())
    with pytest.raises(MissingError, match="no case"):
        record(store, moved("assess", "received", "assessed", "MR-2022-0009"))
    with pytest.raises(MissingError, match="no case"):
        record(store, entered("MR-2022-0009", note="x"))
    assert fsck(store) == ()


def test_ids_count_up_within_a_kind_and_year(store: Store) -> None:
    with store.begin() as connection:
        assert cases.next_id(connection, "MR", 2022) == ID
    record(store, moved(), moved(case="MR-2021-0001"), moved(case="MR-2022-0002"))
    with store.begin() as connection:
        assert cases.next_id(connection, "MR", 2022) == "MR-2022-0003"
        assert cases.next_id(connection, "AL", 2022) == "AL-2022-0001"


def test_pages_of_the_register_are_chosen_by_kind_state_deadline_and_link(store: Store) -> None:
    record(
        store,
        moved(due=date(2022, 5, 1)),
        moved(case="MR-2022-0002", due=date(2022, 5, 9)),
        entered("MR-2022-0002", links=(Link("order", "SO-1/sale"), Link("case", ID))),
        moved("assess", "received", "assessed", "MR-2022-0002", date(2022, 5, 9)),
    )

    def ids(**wanted: Any) -> list[str]:
        with store.read() as connection:
            return [one.id for one in cases.rows(connection, cases.Wanted(**wanted))]

    assert ids() == ["MR-2022-0002", ID]
    assert ids(state="received") == ids(due_by=date(2022, 5, 1)) == [ID]
    assert ids(link=("order", "SO-1/sale")) == ["MR-2022-0002"]
    assert ids(kind="allegation") == ids(is_closed=True) == []
    with store.read() as connection:
        assert [one.id for one in cases.rows(connection, cases.Wanted(), before=1)] == [ID]
        assert cases.cases_with(connection, "case", ID) == ("MR-2022-0002",)
        assert [one.id for one in cases.due(connection, date(2022, 5, 9))] == [ID, "MR-2022-0002"]
        assert cases.counts(connection, cases.Wanted())["misuse_report", "assessed"] == 1


# -- search -----------------------------------------------------------------------------------------------------------


def found(store: Store, words: str, **given: Any) -> list[int]:
    with store.read() as connection:
        return [one.act for one in case_search.search(connection, words, **given)]


@pytest.fixture
def talked_of(store: Store) -> Store:
    """A case with words in several languages."""
    said = (
        "Seen near Kyïv, a crop sprayer with a load",
        "无限期暂停在俄罗斯和乌克兰的销售",
        "Дрон над селом, серийный номер 1581F5BKD",
        "tijdelijke opschorting; seen twice",
    )
    record(store, moved(), *(entered(note=one) for one in said))
    return store


@pytest.mark.parametrize(
    ("words", "acts"),
    [
        ("seen", [4, 1]),
        ("SEEN kyiv", [1]),
        ("Kyïv", [1]),
        ("暂停", [2]),
        ("停暂", []),
        ("销售 乌克兰", [2]),
        ("дрон", [3]),
        ("1581f5bkd", [3]),
        ("1581*", [3]),
        ("spray", []),
        ("spray*", [1]),
        (ID, [4, 3, 2, 1]),
        ("seen' OR 'x", []),
        ('"seen" NOT twice', []),
        ("near*village & ! | <-> ( ) : ^", []),
    ],
)
def test_both_databases_find_the_same(talked_of: Store, words: str, acts: list[int]) -> None:
    assert found(talked_of, words) == acts


def test_a_search_is_paged_and_kept_to_a_kind(talked_of: Store) -> None:
    assert found(talked_of, "seen", limit=1) == [4]
    assert found(talked_of, "seen", before=4) == [1]
    assert found(talked_of, "seen", kind="allegation") == []
    assert found(talked_of, "seen", kind="misuse_report") == [4, 1]


def test_nothing_and_too_much_cannot_be_searched_for(store: Store) -> None:
    with pytest.raises(InputError, match="nothing to search for"):
        found(store, "* - ?!")
    with pytest.raises(InputError, match="more than"):
        found(store, "a " * 21)


# -- erasing ----------------------------------------------------------------------------------------------------------


def with_file(connection: Connection, content: bytes, **given: Any) -> Act:
    digest = attachments.put(connection, content, "text/plain")
    return entered(attachments=(Attachment(digest, "letter.txt", "text/plain", len(content)),), **given)


def test_erasing_words_keeps_the_state_the_count_and_the_proof(store: Store) -> None:
    with store.begin() as connection:
        acts = [moved(), entered(title="First"), with_file(connection, b"Jan Jansen", title="Jan Jansen saw it")]
        acts += [moved("assess", "received", "assessed")]
        append(connection, [signed(one, number) for number, one in enumerate(acts)])
    (digest,) = {"a" * 64, *_digests(store)} - {"a" * 64}
    gone(store, 2)
    with store.read() as connection:
        row, case = cases.row(connection, ID), cases.case(connection, ID)
        assert (row.state, row.title) == ("assessed", "First")
        assert (case.state, case.title, case.attachments) == ("assessed", "First", ())
        assert [event.payload is None for event in case.events] == [False, False, True, False]
        with pytest.raises(MissingError, match="no file"):
            attachments.get(connection, digest)
    assert found(store, "jansen") == []
    assert fsck(store) == ()


def _digests(store: Store) -> list[str]:
    with store.read() as connection:
        return list(connection.execute(select(tables.attachments.c.digest)).scalars())


def test_a_file_stays_as_long_as_one_entry_cites_it(store: Store) -> None:
    with store.begin() as connection:
        acts = [moved(), with_file(connection, b"x"), with_file(connection, b"x", note="again")]
        append(connection, [signed(one, number) for number, one in enumerate(acts)])
    gone(store, 1)
    assert len(_digests(store)) == 1
    gone(store, 2)
    assert _digests(store) == []
    assert fsck(store) == ()


def test_an_erased_word_is_nowhere_in_the_file(tmp_path: Path) -> None:
    """SQLite's file, its index of words and its log of writes."""
    with open_store(tmp_path) as store:
        record(store, moved(), *(entered(note=f"note {number}") for number in range(50)))
        record(store, entered(note="Mustermannxyz", parts=(Part("message", 1, {"copy_of": "c", "likeness": "b1 b2"}),)))
        assert found(store, "mustermannxyz") == [51]
        gone(store, 51)
        assert fsck(store) == ()
    assert all(b"ustermannxyz" not in path.read_bytes() for path in tmp_path.glob("moratorium.db*"))


def test_a_copied_record_carries_files_and_can_be_searched(store: Store, tmp_path: Path) -> None:
    with store.begin() as connection:
        acts = [moved(), with_file(connection, b"evidence", note="seen at noon")]
        append(connection, [signed(one, number) for number, one in enumerate(acts)])
    (tmp_path / "other").mkdir()
    with open_store(tmp_path / "other") as other:
        copy(store, other)
        assert _digests(other) == _digests(store)
        assert found(other, "noon") == [1]
        assert fsck(other) == ()


def test_fsck_tells_of_a_file_that_was_changed_or_taken_away(store: Store) -> None:
    with store.begin() as connection:
        append(connection, [signed(moved()), signed(with_file(connection, b"evidence"), 1)])
    with store.begin() as connection:
        connection.execute(text("UPDATE attachments SET content = :other").bindparams(other=b"forged"))
    assert [fault.message for fault in fsck(store)] == ["a file differs from its digest"]
    with store.begin() as connection:
        connection.execute(text("DELETE FROM attachments"))
    (fault,) = fsck(store)
    assert "is cited but not kept" in fault.message


# -- copies of a message ----------------------------------------------------------------------------------------------


def test_earlier_messages_are_found_by_text_and_by_bands(store: Store) -> None:
    def message(number: int, copy_of: str, bands: str) -> Part:
        return Part("message", number, {"text": f"text {copy_of}", "copy_of": copy_of, "likeness": bands})

    record(
        store,
        moved(),
        entered(parts=(message(1, "t1", "a b c"), message(2, "t2", "c d"))),
        entered(parts=(message(3, "t1", "a b c"),)),
    )
    with store.read() as connection:
        assert cases.equal_message(connection, "t1") == cases.Met(1, 1, ID)
        assert cases.equal_message(connection, "t9") is None
        near = cases.near_messages(connection, ("a", "c", "x"))
        assert [one.number for one in near] == [1, 2], "each text once, the one with more in common first"
        assert cases.text_of_message(connection, near[1]) == "text t2"
        assert cases.next_message(connection, ID) == 4
    gone(store, 1)
    with store.read() as connection:
        assert cases.equal_message(connection, "t2") is None
        assert cases.equal_message(connection, "t1") == cases.Met(2, 3, ID)


def test_steps_of_a_period_are_counted_whatever_became_of_their_words(store: Store) -> None:
    record(store, moved(), entered(note="x"), moved("assess", "received", "assessed"))
    gone(store, 1)
    wanted = {("misuse_report", "assessed")}
    with store.read() as connection:
        found_ = cases.steps(connection, wanted, START, START + timedelta(days=1))
        assert [(one.act, one.case, one.state) for one in found_] == [(2, ID, "assessed")]
        assert cases.steps(connection, wanted, START - timedelta(days=1), START) == ()


def test_what_lies_far_back_is_found_too(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL looks at the newest entries first, and asks its index for the rest."""
    monkeypatch.setattr(case_search, "NEAR", 3)
    record(store, moved(), *(entered(note="rare" if number in (2, 8) else "common") for number in range(1, 10)))
    assert found(store, "rare") == [8, 2]
    assert found(store, "rare", before=8) == [2]
    assert found(store, "common", limit=2) == [9, 7]
    assert found(store, "common") == [9, 7, 6, 5, 4, 3, 1]
    assert found(store, "common", limit=4, before=7) == [6, 5, 4, 3]


def test_who_looks_after_a_case_is_who_was_named_last(store: Store) -> None:
    """Whoever was named before comes back if the newest entry is erased; some cases nobody looks after."""
    other = "MR-2022-0002"
    record(store, moved(), entered(fields={"owner": "ann"}), entered(fields={"owner": "bo"}), moved(case=other))

    def of(owner: str) -> list[str]:
        with store.read() as connection:
            return [row.id for row in cases.rows(connection, cases.Wanted(owner=owner))]

    assert (of("bo"), of("ann"), of("")) == ([ID], [], [other])
    with store.read() as connection:
        assert cases.owners(connection, [ID, other]) == {ID: "bo"}
    gone(store, 2)
    assert (of("bo"), of("ann")) == ([], [ID])
    assert fsck(store) == ()
