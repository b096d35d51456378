"""A mail server of this machine that keeps what it takes, and refuses what it is told to."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from threading import Thread
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

HOST = "127.0.0.1"


class PostOffice:
    """What a server took, and what it says to whom.

    Attributes:
        port: Where it listens.
        taken: Messages, in order.
        answers: What it answers for an address instead of taking it, such as ``550 no such user``.
        hangs_up: Whether it ends every connection before a message.
    """

    def __init__(self) -> None:
        self.port = 0
        self.taken: list[EmailMessage] = []
        self.answers: dict[str, str] = {}
        self.hangs_up = False

    async def handle_RCPT(self, server: Any, _: Any, envelope: Any, address: str, __: list[str]) -> str:  # noqa: N802 - its name
        """Take or refuse a receiver."""
        if self.hangs_up:
            server.transport.close()
            return "421 good bye"
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 taken"

    async def handle_DATA(self, _: Any, __: Any, envelope: Any) -> str:  # noqa: N802 - its name
        """Keep a message."""
        found = message_from_bytes(envelope.content, policy=default)
        assert isinstance(found, EmailMessage)
        self.taken.append(found)
        return "250 taken"

    def subjects(self) -> list[str]:
        """Of what it took, sorted."""
        return sorted(str(one["Subject"]) for one in self.taken)


@contextmanager
def post_office(
    tls: ssl.SSLContext | None = None, *, first: bool = False, user: tuple[str, str] | None = None
) -> Iterator[PostOffice]:
    """A server for the length of a block.

    Args:
        tls: Its certificate; None for none.
        first: Whether it speaks TLS from the start; otherwise it offers to turn to it.
        user: Who must sign in, and with what.
    """
    office = PostOffice()

    def let_in(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        return AuthResult(success=(data.login.decode(), data.password.decode()) == user, handled=False)

    options: dict[str, Any] = {"hostname": HOST, "enable_SMTPUTF8": True}
    if user:
        options |= {"authenticator": let_in, "auth_required": True, "auth_require_tls": not first}
    if tls is not None and not first:
        options |= {"tls_context": tls, "require_starttls": True}
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever, daemon=True)
    thread.start()

    def wait(work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, loop).result(10)

    server = wait(loop.create_server(lambda: SMTP(office, loop=loop, **options), HOST, 0, ssl=tls if first else None))
    office.port = server.sockets[0].getsockname()[1]
    try:
        yield office
    finally:
        wait(_ended(server, loop))
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


async def _ended(server: asyncio.Server, loop: asyncio.AbstractEventLoop) -> None:
    """Until nothing is under way any more; a server is closed on its own loop alone."""
    server.close()
    others = asyncio.all_tasks(loop) - {asyncio.current_task(loop)}
    for one in others:
        one.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    await asyncio.sleep(0)
