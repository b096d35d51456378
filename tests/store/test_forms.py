"""Payloads of older programs are read as those of today; what they do not say stays empty."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from moratorium.store.acts import PAYLOADS
from moratorium.store.forms import readers
from moratorium.terms.act import Answered, Kept, Settled
from moratorium.terms.canon import canonical

READERS = readers(PAYLOADS)


def old(value: str, *settles: str, fact: str = "listed") -> bytes:
    """An answer as version 1 wrote it."""
    made = {"subject": "party:C-7", "fact": fact, "value": value, "source": "call", "settles": settles}
    return canonical({**made, "expires": date(2027, 1, 1)})


def read(content: bytes) -> Answered:
    found = READERS["answered"](msgspec.Raw(content))
    assert isinstance(found, Answered)
    return found


@pytest.mark.parametrize(
    ("value", "settles", "matches"),
    [
        ("none", ("UN#1",), ()),
        ("no", ("UN#1",), ()),
        ("UN", ("UN#1", "OWN#A"), ("UN#1",)),
        ("UN, OWN;X", ("UN#1", "OWN#A"), ("UN#1", "OWN#A")),
        ("BIS-EL", ("UN#1", "OWN#A"), ("UN#1", "OWN#A")),  # whoever named another list did not say "none"
        ("none", ("UN#1", "UN#1"), ()),
    ],
)
def test_an_old_answer_about_entries_says_of_each_what_was_said_and_not_what_was_compared(
    value: str, settles: tuple[str, ...], matches: tuple[str, ...]
) -> None:
    found = read(old(value, *settles))
    assert found.settles == tuple(Settled(key, "", "", "", key in matches) for key in dict.fromkeys(settles))
    assert (found.value, found.source, found.expires) == (value, "call", date(2027, 1, 1))


def test_an_old_answer_about_another_fact_stays_an_answer_about_that_fact() -> None:
    assert read(old("NL", "UN#1", fact="territory")).settles == ()


def test_what_is_written_today_is_read_as_it_is() -> None:
    plain = Answered("party:C-7", "territory", "NL", "call")
    about = Answered("party:C-7", "listed", "UN", "call", (Settled("UN#1", "e" * 64, "p" * 64, "v", True),))
    assert [read(canonical(one)) for one in (plain, about)] == [plain, about]
    kept = Kept("map", "d" * 64, "map.yaml")
    assert READERS["kept"](msgspec.Raw(canonical(kept))) == kept


@pytest.mark.parametrize("settles", [[1], [None], "UN#1", [{"entry": "UN#1"}]])
def test_what_no_program_wrote_is_refused(settles: object) -> None:
    made = {"subject": "s", "fact": "listed", "value": "none", "source": "call", "settles": settles}
    with pytest.raises(msgspec.ValidationError):
        read(canonical(made))
