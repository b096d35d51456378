"""Sensitive reads are acts: whoever looks at personal data of a party or at a case leaves a trace that stays.

At most one act a person, subject and hour, so that going back and forth does not drown the record.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from datetime import datetime, timedelta

from moratorium.desk.home import Home
from moratorium.desk.record import record_one
from moratorium.store import accounts
from moratorium.terms.account import Looked
from moratorium.terms.act import holder_of

ONCE_IN = timedelta(hours=1)

_MOST = 10_000
_known: OrderedDict[tuple[str, str, str], datetime] = OrderedDict()
_lock = threading.Lock()


def note_look(home: Home, subject: str, page: str, reason: str = "") -> None:
    """Record that the home's identity looks at something personal, unless that is on record within the hour.

    Call it before anything is shown: what cannot be recorded is not shown.

    Args:
        home: Acts as who looks.
        subject: At what: ``party:C-7``, ``order:SO-1/sale``, ``case:12``.
        page: Where they see it.
        reason: Why, if they were asked to say.

    Raises:
        SourceError: the database cannot be used now.
    """
    now, who = home.clock(), holder_of(home.actor)
    key = (str(home.store.place), who, subject)
    with _lock:
        if key in _known and timedelta(0) <= now - _known[key] < ONCE_IN:
            return
    with home.store.begin() as connection:
        if accounts.looked_since(connection, who, subject, now - ONCE_IN):
            return
        record_one(home, connection, "looked", subject, Looked(subject, page, reason))
    with _lock:
        _known[key] = now
        _known.move_to_end(key)
        while len(_known) > _MOST:
            _known.popitem(last=False)
