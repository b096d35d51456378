"""Letters: put in with their cause or not at all, sent once, tried again, given up; no value becomes a header."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.headerregistry import Address
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moratorium.desk import mail, rounds
from moratorium.desk.home import Home
from moratorium.desk.mail import Letter
from moratorium.desk.mail_setting import MailSetting, mail_setting
from moratorium.desk.mail_words import KINDS, LANGUAGES, words, written
from moratorium.desk.sending import Round, send_due
from moratorium.errors import InputError
from moratorium.store import open_store, outbox
from tests.desk.post_office import HOST, PostOffice, post_office
from tests.desk.web import certificate

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
TO = "h.vries@dealer.example"
SENDER = Address("Trade compliance", addr_spec="compliance@maker.example")


def letter(kind: str = "hold", language: str = "en", to: str = TO, **values: str) -> Letter:
    """A letter with some value for every name."""
    return Letter(kind, to, language, {name: f"{name} of it" for name in words(kind, "en").names} | values)


class Clock:
    """A clock that is set."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def home(tmp_path: Path, database: Path | str, clock: Clock) -> Iterator[Home]:
    with open_store(database) as store:
        yield Home(tmp_path, store, clock=clock)


def posted(home: Home, *letters: Letter) -> list[str]:
    with home.store.begin() as connection:
        return [mail.post(home, connection, one) for one in letters]


def states(home: Home) -> dict[str, int]:
    with home.store.read() as connection:
        return outbox.counts(connection)


def setting(office: PostOffice, **changed: Any) -> MailSetting:
    return MailSetting(HOST, office.port, "never", "", "", SENDER, "https://console.example")._replace(**changed)


# -- put in -----------------------------------------------------------------------------------------------------------


def test_the_same_letter_is_put_in_once(home: Home) -> None:
    one, two, other = posted(home, letter(), letter(), letter(order="SO-2"))
    assert (one == two, one == other, states(home)) == (True, False, {"waiting": 2})


def test_a_letter_is_there_only_if_its_cause_is(home: Home) -> None:
    def broken() -> None:
        with home.store.begin() as connection:
            mail.post(home, connection, letter())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        broken()
    assert states(home) == {}


@pytest.mark.parametrize(
    "wrong",
    [
        Letter("holds", TO, "en", {}),
        Letter("hold", TO, "en", {"order": "SO-1"}),
        letter(to="ann"),
        letter(to="ann@a.example, bo@b.example"),
        letter(to="ann@a.example\nBcc: bo@b.example"),
        letter(to="<ann@a.example>"),
        letter(questions="x" * 5_000),
    ],
)
def test_what_cannot_be_written_is_refused_before_it_is_put_in(home: Home, wrong: Letter) -> None:
    with pytest.raises(InputError):
        posted(home, wrong)
    assert states(home) == {}


# -- sent -------------------------------------------------------------------------------------------------------------


def test_a_letter_is_sent_once_in_the_language_of_its_receiver(home: Home) -> None:
    posted(home, letter(language="nl", order="SO-7", link="/orders/SO-7"))
    with post_office() as office:
        assert send_due(home, setting(office)) == Round(sent=1)
        assert send_due(home, setting(office)) == Round()
    (message,) = office.taken
    text = message.get_body(("plain",))
    assert text is not None
    assert (message["Subject"], message["To"]) == ("Order SO-7 wordt aangehouden", TO)
    assert "https://console.example/orders/SO-7" in text.get_content()
    assert message["From"] == "Trade compliance <compliance@maker.example>"
    assert message["Auto-Submitted"] == "auto-generated"


def test_what_a_letter_said_is_wiped_when_it_was_sent(home: Home) -> None:
    posted(home, letter("reset", link="/reset/SECRET"))
    with post_office() as office:
        send_due(home, setting(office))
    with home.store.read() as connection:
        (kept,) = outbox.page(connection, None, 10)
    assert (kept.state, kept.values) == ("sent", {})
    assert "SECRET" in office.taken[0].as_string()


def test_the_message_id_is_that_of_the_content(home: Home) -> None:
    """A letter that is sent again after a kill can be told by the receiving side to be the same."""
    (id,) = posted(home, letter())
    with post_office() as office:
        send_due(home, setting(office))
    assert office.taken[0]["Message-ID"] == f"<{id[:40]}@maker.example>"


def test_letters_for_the_morning_go_as_one(home: Home, clock: Clock) -> None:
    grouped = [
        Letter(one.kind, one.to, one.language, one.values, is_grouped=True)
        for one in (letter(order="SO-1"), letter(order="SO-2"), letter("assigned", to="bo@maker.example"))
    ]
    posted(home, *grouped)
    with post_office() as office:
        assert send_due(home, setting(office)) == Round()
        clock.now = datetime(2026, 11, 3, 6, 1, tzinfo=UTC)
        assert send_due(home, setting(office)) == Round(sent=3)
    assert office.subjects() == ["2 notices of moratorium", "Order order of it is yours to look at"]


def test_a_refused_address_is_given_up_and_a_passing_fault_tried_again(home: Home, clock: Clock) -> None:
    posted(home, letter(to="gone@a.example"), letter(to="full@a.example"), letter(to="good@a.example"))
    with post_office() as office:
        office.answers = {"gone@a.example": "550 no such user", "full@a.example": "452 mailbox is full"}
        first = send_due(home, setting(office))
        office.answers = {}
        at_once = send_due(home, setting(office))
        clock.now += timedelta(minutes=1)
        later = send_due(home, setting(office))
    assert (first.sent, first.failed, first.dead) == (1, 1, 1)
    assert (at_once, later) == (Round(), Round(sent=1))
    with home.store.read() as connection:
        (dead,) = outbox.page(connection, "dead", 10)
    assert dead.fault == "the mail server refuses the address: 550 no such user"


def test_a_server_that_is_away_is_tried_for_days_with_longer_pauses_then_given_up(home: Home, clock: Clock) -> None:
    posted(home, letter())
    with post_office() as office:
        pass
    tries, begun = 0, clock.now
    while states(home) == {"waiting": 1}:
        tries += bool(send_due(home, setting(office)).fault)
        with home.store.read() as connection:
            (kept,) = outbox.page(connection, None, 1)
        clock.now = max(clock.now, kept.due)
    assert tries == len(mail.PAUSES) + 1
    assert timedelta(days=2) < clock.now - begun < timedelta(days=4)
    assert states(home) == {"dead": 1}


def test_a_connection_that_breaks_leaves_every_letter_waiting(home: Home) -> None:
    posted(home, letter(order="SO-1"), letter(order="SO-2"))
    with post_office() as office:
        office.hangs_up = True
        found = send_due(home, setting(office))
    assert (found.sent, found.dead, states(home)) == (0, 0, {"waiting": 2})


def test_rows_go_after_a_month(home: Home, clock: Clock) -> None:
    posted(home, letter())
    with post_office() as office:
        send_due(home, setting(office))
    rounds.daily(home)
    assert states(home) == {"sent": 1}
    clock.now += timedelta(days=31)
    rounds.daily(home)
    assert states(home) == {}


# -- TLS --------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def contexts(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's certificate, and a client that trusts it alone."""
    return certificate(tmp_path_factory.mktemp("mail"))


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")  # TLS is spoken already, unseen by it
@pytest.mark.parametrize("first", [True, False])
def test_tls_with_a_user(home: Home, contexts: tuple[ssl.SSLContext, ssl.SSLContext], first: bool) -> None:
    posted(home, letter())
    with post_office(contexts[0], first=first, user=("ann", "secret")) as office:
        told = setting(office, tls="first" if first else "turned", user="ann", password="secret")
        wrong = send_due(home, told._replace(password="guess"), lambda: contexts[1])
        assert wrong.fault == "the mail server does not let this user in"
        clock = home.clock
        assert isinstance(clock, Clock)
        clock.now += timedelta(minutes=1)
        assert send_due(home, told, lambda: contexts[1]).sent == 1


@pytest.mark.parametrize("first", [True, False])
def test_a_stranger_with_a_certificate_of_their_own_gets_nothing(
    home: Home, contexts: tuple[ssl.SSLContext, ssl.SSLContext], first: bool
) -> None:
    posted(home, letter())
    with post_office(contexts[0], first=first) as office:
        found = send_due(home, setting(office, tls="first" if first else "turned"))
    assert "certificate is not trusted" in found.fault
    assert office.taken == []


def test_a_server_without_tls_gets_nothing_where_tls_is_asked_for(home: Home) -> None:
    posted(home, letter())
    with post_office() as office:
        found = send_due(home, setting(office, tls="turned"))
    assert "offers no TLS" in found.fault
    assert office.taken == []


# -- words ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_says_the_same_in_three_languages(kind: str) -> None:
    needed = {language: words(kind, language).names for language in LANGUAGES}
    assert len(set(needed.values())) == 1, needed
    assert len({words(kind, language).subject for language in LANGUAGES}) == 3
    assert len({len(words(kind, language).paragraphs) for language in LANGUAGES}) == 1


HOSTILE = st.text(st.sampled_from("ab \r\n\t{}<>&\"'@:%\u2028\x00"), max_size=30)


@given(st.sampled_from(KINDS), st.sampled_from([*LANGUAGES, "de"]), st.data())
def test_nothing_in_a_value_becomes_a_header_or_markup(kind: str, language: str, data: st.DataObject) -> None:
    values = {name: data.draw(HOSTILE) for name in words(kind, "en").names}
    found = written(kind, language, values, "https://console.example")
    assert len(found.subject.splitlines()) <= 1
    assert found.html.count("<") == found.html.count(">")
    plain = written(kind, language, dict.fromkeys(values, "x"), "https://console.example")
    allowed = {"html", "meta", "body", "p", "ul", "li", "a"}
    tags = {part.split(">")[0].strip("/").split(" ")[0] for part in found.html.split("<")[1:]}
    assert tags - {"!doctype"} <= allowed
    assert plain.text.count("https://console.example") == 1


# -- the setting ------------------------------------------------------------------------------------------------------

FROM = {"MORATORIUM_MAIL_FROM": "Trade compliance <compliance@maker.example>"}


def test_without_a_server_letters_wait() -> None:
    assert mail_setting({}) is None


def test_a_setting_is_read(tmp_path: Path) -> None:
    place = tmp_path / "password"
    place.write_text("secret\n", encoding="utf-8")
    found = mail_setting(
        {
            "MORATORIUM_MAIL": "smtp://ann%40maker.example@mail.example",
            "MORATORIUM_MAIL_PASSWORD_FILE": str(place),
            "MORATORIUM_URL": "https://console.example/",
            **FROM,
        }
    )
    expected = MailSetting(
        "mail.example", 587, "turned", "ann@maker.example", "secret", SENDER, "https://console.example"
    )
    assert found == expected


@pytest.mark.parametrize(
    ("server", "others", "words"),
    [
        ("mail.example", FROM, "no mail server"),
        ("ftp://mail.example", FROM, "no mail server"),
        ("smtp://mail.example:99999999", FROM, "no mail server"),
        ("smtps://ann:secret@mail.example", FROM, "does not belong into an address"),
        ("smtp+plain://ann@mail.example", FROM, "without TLS nobody signs in"),
        ("smtps://mail.example", {}, "no sender"),
        ("smtps://ann@mail.example", {**FROM, "MORATORIUM_MAIL_PASSWORD_FILE": "/no/such"}, "cannot be read"),
    ],
)
def test_a_setting_that_cannot_be_used_is_told(server: str, others: dict[str, str], words: str) -> None:
    with pytest.raises(InputError) as error:
        mail_setting({"MORATORIUM_MAIL": server, **others})
    assert words in "\n".join(map(str, error.value.faults))
    assert "secret" not in str(error.value)
