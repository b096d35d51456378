"""Acts: somebody did something at an instant."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from moratorium.errors import InputError
from moratorium.terms.act import UNAUTHENTICATED, Act, Answered, Approved, Erased
from moratorium.terms.canon import canonical

AT = datetime(2022, 4, 26, 9, 30, tzinfo=UTC)


def test_an_instant_without_a_zone_is_no_instant() -> None:
    with pytest.raises(InputError, match=r"^answered: an act needs an instant with a time zone$"):
        Act("answered", "party:C-7", "Ann", datetime(2022, 4, 26), None)
    in_kyiv = datetime(2022, 4, 26, tzinfo=timezone(timedelta(hours=3)))
    assert Act("answered", "party:C-7", "Ann", in_kyiv, None).at == datetime(2022, 4, 25, 21, tzinfo=UTC)


def test_the_document_of_an_act_covers_everything_of_it() -> None:
    payload = Answered("party:C-7", "territory", "NL", "a call")
    document = Act("answered", "party:C-7", "Ann", AT, payload).document()
    assert canonical(document).decode() == (
        '{"actor":"Ann","at":"2022-04-26T09:30:00Z","kind":"answered",'
        '"payload":{"fact":"territory","source":"a call","subject":"party:C-7","value":"NL"},"subject":"party:C-7"}'
    )


def test_acts_that_differ_in_anything_differ_in_bytes() -> None:
    one = Act("approved", "rulebook", "Ann", AT, Approved(3, "d"))
    others = [
        Act("rejected", "rulebook", "Ann", AT, Approved(3, "d")),
        Act("approved", "other", "Ann", AT, Approved(3, "d")),
        Act("approved", "rulebook", UNAUTHENTICATED, AT, Approved(3, "d")),
        Act("approved", "rulebook", "Ann", AT + timedelta(seconds=1), Approved(3, "d")),
        Act("approved", "rulebook", "Ann", AT, Approved(4, "d")),
        Act("approved", "rulebook", "Ann", AT, Erased(3, "d")),
    ]
    assert len({canonical(act.document()) for act in (one, *others)}) == 7
