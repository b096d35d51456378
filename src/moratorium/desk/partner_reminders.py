"""Partners reminded of notices that they have not acknowledged: one letter a notice and day, some days before it."""

from __future__ import annotations

from datetime import date, timedelta

from moratorium.desk import mail
from moratorium.desk.home import Home
from moratorium.desk.mail import Letter
from moratorium.desk.mail_words import LANGUAGES
from moratorium.desk.partners_at_hand import AWAITED, NOTICE, acknowledge_by
from moratorium.errors import InputError
from moratorium.store import Connection
from moratorium.store import partners as rows

REMINDED = timedelta(days=3)
"""So long before the day, a partner is reminded; and once more if the day is put off."""


def remind(home: Home, connection: Connection, today: date) -> int:
    """Put in the letters that are due; returns how many were put in, those that were put in before counted too.

    A partner for whom nobody can sign in is not told to go to the portal.

    Args:
        home: The state.
        connection: In a write transaction.
        today: The day of the round.
    """
    served = {one.party for one in rows.accounts(connection) if one.state == "enabled"}
    count = 0
    for notice in rows.stated(connection, NOTICE, [AWAITED]):
        due = acknowledge_by(notice)
        if due is None or today < due - REMINDED:
            continue
        values = {"number": notice.id, "until": due.isoformat(), "link": f"/partner/notices/{notice.id}"}
        for recipient in notice.parts.values():
            if recipient.get("party") in served and not recipient.get("acknowledged_at"):
                count += _posted(home, connection, recipient.get("address", ""), recipient.get("language", ""), values)
    return count


def _posted(home: Home, connection: Connection, address: str, language: str, values: dict[str, str]) -> bool:
    """One letter; an address that is none for mail, such as a street, gets none."""
    try:
        mail.check_address(address)
    except InputError:
        return False
    mail.post(home, connection, Letter("notice_reminder", address, language if language in LANGUAGES else "en", values))
    return True
