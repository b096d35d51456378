"""Fetching: whole or not at all, with an end to every wait, and nothing without TLS that the setting does not name."""

from __future__ import annotations

import gc
import gzip
import random
import socket
import ssl
import time
import warnings
from collections.abc import Iterator
from datetime import date

import pytest

from moratorium.desk.fetching import LONGEST_PAUSE, PAUSES, REDIRECTS, Fetcher, origin
from moratorium.errors import SourceError
from tests.desk.web import Web, certificate, endless, gives, moved, raw, serving

LIST = b"1,EXAMPLE\r\n" * 1000
MOST = 100_000
OK = b"HTTP/1.1 200 OK\r\n"


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of the person who runs the tests."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def web() -> Iterator[Web]:
    """A mirror without TLS."""
    with serving() as server:
        yield server


@pytest.fixture(scope="module")
def contexts(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's context, and a client's that trusts it."""
    return certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def secure(contexts: tuple[ssl.SSLContext, ssl.SSLContext]) -> Iterator[Web]:
    """A publisher with TLS."""
    with serving(contexts[0]) as server:
        yield server


class Naps(list[float]):
    """Pauses asked for; nobody sleeps."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)


def fetcher(web: Web, naps: Naps | None = None, context: ssl.SSLContext | None = None, **more: float) -> Fetcher:
    """Trusts this server, and waits little."""
    given = {"timeout": 5.0, "deadline": 20.0, **more}
    return Fetcher(
        context=context or ssl.create_default_context(),
        plain=origin(web.base),
        timeout=given["timeout"],
        deadline=given["deadline"],
        most=MOST,
        sleep=Naps() if naps is None else naps,
    )


def refused(by: Fetcher, address: str) -> str:
    """The words of the refusal."""
    with pytest.raises(SourceError) as told:
        by.fetch(address)
    return str(told.value)


# -- whole ------------------------------------------------------------------------------------------------------------


def test_a_file_comes_whole_with_the_day_of_its_last_change(web: Web) -> None:
    address = web.on("/sdn.csv?x=1", gives(LIST, Last_Modified="Wed, 26 Feb 2026 23:30:00 -0500"))
    found = fetcher(web).fetch(address)
    assert (found.data, found.modified) == (LIST, date(2026, 2, 27))
    (headers,) = [headers for _, headers in web.asked]
    assert headers["User-Agent"].startswith("moratorium/")


@pytest.mark.parametrize("stated", [{}, {"Last_Modified": "yesterday"}, {"Last_Modified": "Wed, 99 Feb 2026"}])
def test_a_server_that_states_no_day_is_believed_to_state_none(web: Web, stated: dict[str, str]) -> None:
    assert fetcher(web).fetch(web.on("/a", gives(LIST, **stated))).modified is None


@pytest.mark.parametrize("coding", ["gzip", "x-gzip", "GZIP"])
def test_a_compressed_answer_is_unpacked(web: Web, coding: str) -> None:
    address = web.on("/a", gives(gzip.compress(LIST), Content_Encoding=coding))
    assert fetcher(web).fetch(address).data == LIST


def test_a_compressed_file_is_unpacked_whatever_it_is_called(web: Web) -> None:
    twice = gzip.compress(gzip.compress(LIST[:6000]) + gzip.compress(LIST[6000:]))
    assert fetcher(web).fetch(web.on("/a.csv", gives(twice, Content_Encoding="gzip"))).data == LIST


def test_a_chunked_answer_is_put_together(web: Web) -> None:
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(line), line) for line in (LIST[:5000], LIST[5000:]))
    address = web.on("/a", raw(OK + b"Transfer-Encoding: chunked\r\n\r\n", chunks, b"0\r\n\r\n"))
    assert fetcher(web).fetch(address).data == LIST


def test_an_empty_file_is_a_file(web: Web) -> None:
    """Whether a list may be empty is for its reader to say."""
    assert fetcher(web).fetch(web.on("/a", gives(b""))).data == b""


def test_a_publisher_is_spoken_to_over_tls(secure: Web, contexts: tuple[ssl.SSLContext, ssl.SSLContext]) -> None:
    address = secure.on("/a", moved("/b"), gives(b""))
    secure.on("/b", gives(LIST))
    assert fetcher(secure, context=contexts[1]).fetch(address).data == LIST


def test_over_tls_too_an_answer_says_how_long_it_is(
    secure: Web, contexts: tuple[ssl.SSLContext, ssl.SSLContext]
) -> None:
    address = secure.on("/a", raw(OK + b"\r\n", LIST, farewell=True))
    assert "does not say how long it is" in refused(fetcher(secure, context=contexts[1]), address)


# -- faults that may pass ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fault",
    [
        gives(b"", 500),
        gives(b"busy", 503),
        gives(b"", 408),
        gives(b"", 429),
        gives(LIST, Content_Length=str(len(LIST) + 1)),
        gives(LIST, Content_Length=str(len(LIST) - 1)),
        raw(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"2af8\r\n", LIST[:5000]),
        raw(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"2af8\r\n", LIST, b"\r\n"),
        raw(OK),
        endless(OK + b"\r\n", b"x" * 1024),
        raw(),
        raw(b"220 mail.example ESMTP\r\n"),
    ],
    ids=[
        "500",
        "503",
        "408",
        "429",
        "short",
        "long",
        "chunk-cut",
        "no-last-chunk",
        "head-cut",
        "no-length",
        "silent",
        "no-http",
    ],
)
def test_what_may_pass_is_tried_again(web: Web, fault: object) -> None:
    naps = Naps()
    address = web.on("/a", fault, gives(LIST))  # type: ignore[arg-type]
    assert fetcher(web, naps).fetch(address).data == LIST
    assert naps == [PAUSES[0]]


def test_what_does_not_pass_is_told_after_the_last_try(web: Web) -> None:
    naps = Naps()
    told = refused(fetcher(web, naps), web.on("/a", gives(LIST[:-1], Content_Length=str(len(LIST)))))
    assert "the answer is cut off: 10,999 of 11,000 bytes (4 times)" in told
    assert naps == list(PAUSES)
    assert len(web.asked) == len(PAUSES) + 1


def test_a_cut_connection_over_tls_is_no_end(secure: Web, contexts: tuple[ssl.SSLContext, ssl.SSLContext]) -> None:
    address = secure.on("/a", raw(OK + b"Content-Length: 90000\r\n\r\n", LIST))
    told = refused(fetcher(secure, context=contexts[1]), address)
    assert "the answer is cut off" in told


@pytest.mark.parametrize(
    ("stated", "wait"),
    [
        ({"Retry_After": "7"}, 7.0),
        ({"Retry_After": "0"}, 0.0),
        ({"Retry_After": "soon"}, PAUSES[0]),
        ({"Retry_After": "Wed, 25 Nov 2026 00:00:09 GMT", "Date": "Wed, 25 Nov 2026 00:00:00 GMT"}, 9.0),
        ({"Retry_After": "Tue, 24 Nov 2026 00:00:00 GMT", "Date": "Wed, 25 Nov 2026 00:00:00 GMT"}, 0.0),
    ],
)
def test_a_server_is_given_the_time_it_asks_for(web: Web, stated: dict[str, str], wait: float) -> None:
    def busy(handler: object) -> None:
        handler.send_response_only(429)  # type: ignore[attr-defined]
        for name, value in ({"Content_Length": "0"} | stated).items():
            handler.send_header(name.replace("_", "-"), value)  # type: ignore[attr-defined]
        handler.end_headers()  # type: ignore[attr-defined]

    naps = Naps()
    assert fetcher(web, naps).fetch(web.on("/a", busy, gives(LIST))).data == LIST
    assert naps == [wait]


def test_a_server_that_asks_for_too_much_time_is_left(web: Web) -> None:
    told = refused(fetcher(web), web.on("/a", gives(b"", 503, Retry_After="3600")))
    assert "the server answers 503 Service Unavailable; the next try would be in 3,600 s" in told
    assert len(web.asked) == 1
    assert LONGEST_PAUSE < 3600


def test_nobody_there_is_told(web: Web) -> None:
    with serving() as other:
        gone = other.base
    assert "no connection" in refused(fetcher(other), f"{gone}/a")


def test_a_host_that_is_not_known_is_told() -> None:
    told = refused(Fetcher(sleep=Naps()), "https://lists.invalid/sdn.csv")
    assert "the host's name is not known here (4 times)" in told


# -- faults that stay -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (gives(b"gone", 404), "the server answers 404 Not Found"),
        (gives(b"", 403), "the server answers 403 Forbidden"),
        (gives(b"", 204), "the server answers 204 No Content"),
        (gives(b"x" * (MOST + 1)), "the file has 100,001 bytes; at most 100,000 are taken"),
        (gives(b"", Content_Length="99999999999999"), "the file has 99,999,999,999,999 bytes"),
        (endless(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"400\r\n" + b"x" * 1024 + b"\r\n"), "goes on beyond"),
        (gives(gzip.compress(b"\0" * MOST * 20), Content_Encoding="gzip"), "unpacks to more than is taken"),
        (gives(gzip.compress(b"\0" * MOST * 20)), "unpacks to more than is taken"),
        (gives(gzip.compress(LIST)[:-9], Content_Encoding="gzip"), "the gzip file is cut short"),
        (gives(b"\x1f\x8b\x08\x00" + b"\xff" * 50), "the gzip file is damaged"),
        (gives(LIST, Content_Encoding="br"), "the answer is coded as `br`"),
    ],
)
def test_what_will_not_pass_is_told_at_once(web: Web, reply: object, words: str) -> None:
    naps = Naps()
    assert words in refused(fetcher(web, naps), web.on("/a", reply))  # type: ignore[arg-type]
    assert naps == []


def test_a_certificate_that_is_not_trusted_ends_it(secure: Web) -> None:
    naps = Naps()
    told = refused(fetcher(secure, naps), secure.on("/a", gives(LIST)))
    assert "its certificate is not trusted" in told
    assert (naps, secure.asked) == ([], [])


def test_a_certificate_for_another_host_is_not_trusted(
    secure: Web, contexts: tuple[ssl.SSLContext, ssl.SSLContext]
) -> None:
    address = secure.on("/a", gives(LIST)).replace("127.0.0.1", "localhost")
    assert "its certificate is not trusted" in refused(fetcher(secure, context=contexts[1]), address)


# -- redirects --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_few_redirects_are_followed(web: Web, status: int) -> None:
    for step in range(REDIRECTS):
        web.on(f"/{step}", moved(f"/{step + 1}", status))
    web.on(f"/{REDIRECTS}", gives(LIST))
    assert fetcher(web).fetch(web.base + "/0").data == LIST


@pytest.mark.parametrize("target", ["/a", "", "//127.0.0.1:1/b"])
def test_a_redirect_loop_ends(web: Web, target: str) -> None:
    told = refused(fetcher(web), web.on("/a", moved(target)))
    assert "more than 5 redirects" in told or "which is not HTTPS" in told
    assert len(web.asked) <= REDIRECTS + 1


@pytest.mark.parametrize("target", ["http://{http}/b", "file:///etc/hostname", "ftp://{http}/b"])
def test_a_redirect_never_leaves_tls(
    web: Web, secure: Web, contexts: tuple[ssl.SSLContext, ssl.SSLContext], target: str
) -> None:
    """Not even to the mirror that may be spoken to without it."""
    web.on("/b", gives(LIST))
    address = secure.on("/a", moved(target.format(http=web.base.removeprefix("http://"))))
    told = refused(fetcher(web, context=contexts[1]), address)
    assert "redirected to" in told
    assert "which is not HTTPS" in told
    assert web.asked == []


def test_a_mirror_may_send_to_tls_and_not_back(
    web: Web, secure: Web, contexts: tuple[ssl.SSLContext, ssl.SSLContext]
) -> None:
    web.on("/c", gives(LIST))
    address = web.on("/a", moved(secure.on("/b", moved(web.base + "/c"), gives(LIST))))
    assert "which is not HTTPS" in refused(fetcher(web, context=contexts[1]), address)
    assert fetcher(web, context=contexts[1]).fetch(address).data == LIST
    assert web.paths == ["/a", "/a"]


def test_without_tls_only_the_mirror_of_the_setting_is_asked(web: Web) -> None:
    with serving() as other:
        there = other.on("/b", gives(LIST))
        assert "the address is" in refused(fetcher(web), there)
        assert "redirected to" in refused(fetcher(web), web.on("/a", moved(there)))
        assert other.asked == []
    assert "which is not HTTPS" in refused(Fetcher(), web.base + "/a")
    assert web.paths == ["/a"]


# -- the end of every wait --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "drip",
    [
        endless(OK + b"Content-Length: 90000\r\n\r\n", b"x", pause=0.05),
        endless(OK, b"x", pause=0.05),
        endless(b"", b"H", pause=0.05),
    ],
    ids=["body", "headers", "status"],
)
def test_a_server_that_drips_is_ended_at_the_deadline(web: Web, drip: object) -> None:
    start = time.monotonic()
    told = refused(fetcher(web, deadline=0.6), web.on("/a", drip))  # type: ignore[arg-type]
    assert "not finished within 1 s" in told
    assert time.monotonic() - start < 5


def test_a_server_that_drips_over_tls_is_ended_at_the_deadline(
    secure: Web, contexts: tuple[ssl.SSLContext, ssl.SSLContext]
) -> None:
    address = secure.on("/a", endless(OK + b"Content-Length: 90000\r\n\r\n", b"x", pause=0.05))
    assert "not finished within" in refused(fetcher(secure, context=contexts[1], deadline=0.6), address)


def test_a_handshake_that_never_ends_is_ended_at_the_deadline() -> None:
    """A server that takes the greeting of TLS and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        address = f"https://127.0.0.1:{deaf.getsockname()[1]}/a"
        start = time.monotonic()
        told = refused(Fetcher(timeout=30, deadline=0.5, sleep=Naps()), address)
        assert "not finished within" in told
        assert time.monotonic() - start < 5


def test_a_server_that_says_nothing_is_asked_again_and_then_left(web: Web) -> None:
    told = refused(fetcher(web, timeout=0.1), web.on("/a", raw(b"", pause=1.0)))
    assert "no answer in time (4 times)" in told


# -- proxies ----------------------------------------------------------------------------------------------------------


def test_a_proxy_is_asked_for_the_address_with_its_password(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving() as proxy:
        monkeypatch.setenv("http_proxy", proxy.base.replace("//", "//ann:s%40cret@"))
        address = web.base + "/a"
        proxy.on(address, gives(LIST))
        assert fetcher(web).fetch(address).data == LIST
        assert proxy.asked[0][1]["Proxy-Authorization"] == "Basic YW5uOnNAY3JldA=="
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        web.on("/a", gives(b"direct"))
        assert fetcher(web).fetch(address).data == b"direct"


def test_a_proxy_that_refuses_a_tunnel_is_told(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", web.base)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # the first Pythons of 3.11 leave the refusal itself open
        assert "Tunnel connection failed: 501" in refused(fetcher(web), "https://lists.invalid/a")
        gc.collect()


# -- anything at all --------------------------------------------------------------------------------------------------


def test_whatever_a_server_sends_the_end_is_a_file_or_a_refusal(web: Web) -> None:
    """Answers with bytes changed at random: nothing but the file itself, or a SourceError."""
    dice = random.Random(20261125)  # noqa: S311 - faults, not keys
    whole = OK + b"Content-Length: %d\r\nContent-Type: text/csv\r\n\r\n" % len(LIST) + LIST
    for number in range(60):
        wrong = bytearray(whole[: dice.choice([len(whole), dice.randrange(len(whole))])])
        for _ in range(dice.randrange(4)):
            if wrong:
                wrong[dice.randrange(min(len(wrong), 90))] = dice.randrange(256)
        try:
            found = fetcher(web, timeout=2.0).fetch(web.on(f"/{number}", raw(bytes(wrong))))
        except SourceError:
            continue
        assert len(found.data) <= MOST


@pytest.mark.parametrize("target", ["https://127.0.0.1:99999/b", "https://[::/b", "https:///b", "https://a b/"])
def test_a_redirect_to_what_is_no_address_is_refused(web: Web, target: str) -> None:
    refused(fetcher(web), web.on("/a", moved(target)))
