"""A case is the fold of its acts: newest value counts, verbatim texts stay, erased words leave the state alone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from moratorium.errors import InputError, RefusedError
from moratorium.registers import Case, Event, case_of, check_entered, with_event
from moratorium.registers.lifecycle import MOST_TEXT
from moratorium.terms.case import Attachment, CaseEntered, CaseMoved, Link, Part
from tests.registers.office import AT, DIGEST, FILE

ID = "AL-2022-0001"
OPENED = CaseMoved(ID, "allegation", "open", "", "received", date(2022, 4, 28))


def fold(*payloads: CaseMoved | CaseEntered | None) -> Case:
    return case_of(Event(index, "ann", AT + timedelta(hours=index), one) for index, one in enumerate(payloads))


def words(**given: object) -> CaseEntered:
    return CaseEntered(ID, **given)  # type: ignore[arg-type]


def test_the_newest_value_of_a_field_counts_and_the_earlier_one_stays_in_the_timeline() -> None:
    case = fold(OPENED, words(fields={"author": "V. S."}, title="Seven points"), words(fields={"author": "V. Sh."}))
    assert case.fields == {"author": "V. Sh."}
    assert case.title == "Seven points"
    entered = case.events[1].payload
    assert isinstance(entered, CaseEntered)
    assert entered.fields == {"author": "V. S."}


def test_parts_add_up_by_their_number() -> None:
    first = words(parts=(Part("claim", 1, {"text": "it was degraded"}), Part("claim", 2, {"text": "it was not"})))
    case = fold(OPENED, first, words(parts=(Part("claim", 1, {"position": "rejected"}),)))
    assert case.parts_of("claim") == {
        1: {"text": "it was degraded", "position": "rejected"},
        2: {"text": "it was not"},
    }


def test_links_and_files_are_there_once() -> None:
    link = Link("measure", "suspension-ru-ua-2022")
    case = fold(OPENED, words(links=(link,), attachments=(FILE,)), words(links=(link,), attachments=(FILE,)))
    assert case.links == (link,)
    assert case.attachments == (FILE,)


def test_erased_words_are_gone_and_the_state_is_not() -> None:
    split = CaseMoved(ID, "allegation", "split", "received", "split")
    case = fold(OPENED, None, split)
    assert (case.state, case.fields, case.due) == ("split", {}, "")
    assert not case.is_closed
    assert len(case.events) == 3


def test_a_case_begins_by_being_opened() -> None:
    with pytest.raises(InputError, match="begins when it is opened"):
        fold(words(note="x"))
    with pytest.raises(InputError, match="no acts"):
        fold()
    with pytest.raises(RefusedError, match="cannot `open`"):
        with_event(fold(OPENED), Event(9, "ann", AT, OPENED))


def faults(case: Case, entered: CaseEntered, **given: bool) -> list[str]:
    try:
        check_entered(case, entered, **given)
    except InputError as error:
        return [str(one) for one in error.faults]
    return []


def test_a_text_is_never_edited() -> None:
    """A statement that turns out wrong is superseded by another act; its own words stay as they were said."""
    case = fold(OPENED, words(fields={"text": "completely false"}, parts=(Part("claim", 1, {"text": "first"}),)))
    (told,) = faults(case, words(fields={"text": "utterly false"}))
    assert told.startswith("text: `text` is stated already and stays as it is")
    assert faults(case, words(fields={"text": "completely false"})) == []
    (told,) = faults(case, words(parts=(Part("claim", 1, {"text": "second"}),)))
    assert told.startswith("claim 1, text: `text` is stated already")
    twice = (Part("claim", 2, {"text": "one"}), Part("claim", 2, {"text": "other"}))
    assert len(faults(case, words(parts=twice))) == 1, "not within one entry either"


def test_all_faults_are_told_at_once() -> None:
    bad = words(
        title="two\nlines",
        note="x" * (MOST_TEXT + 1),
        fields={"nonsense": "x", "answered_on": "26.4.2022", "mark": "V9", "language": "English", "digest": DIGEST},
        parts=(Part("claim", 0, {}), Part("opinion", 1, {}), Part("claim", 1, {"position": "maybe", "act": "-1"})),
        links=(Link("ship", "x"), Link("order", " "), Link("act", "x")),
    )
    told = faults(fold(OPENED), bad)
    for place in (
        *("title", "note", "nonsense", "answered_on", "mark", "language", "digest", "claim 0", "opinion 1"),
        *("claim 1, position", "claim 1, act", "link ship:x", "link order: ", "link act:x"),
    ):
        assert any(one.startswith(f"{place}: ") for one in told), place
    assert len(told) == 14


def test_what_the_program_works_out_only_the_program_states() -> None:
    entered = words(fields={"digest": DIGEST})
    assert faults(fold(OPENED), entered)
    assert faults(fold(OPENED), entered, is_derived=True) == []


def test_a_file_that_is_named_is_on_the_case() -> None:
    entered = words(parts=(Part("claim", 1, {"evidence": DIGEST}),))
    assert faults(fold(OPENED), entered)[0].startswith("claim 1, evidence: no file on the case")
    assert faults(fold(OPENED, words(attachments=(FILE,))), entered) == []
    both = words(parts=entered.parts, attachments=(Attachment(DIGEST, "x", "text/plain", 1),))
    assert faults(fold(OPENED), both) == []
