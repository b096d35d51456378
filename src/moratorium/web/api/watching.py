"""What the service tells of itself: a number for each request, a line in its log, figures for Prometheus.

A line holds the operation, not its path; the public part of the key, not whose it is; and nothing of what was sent. So
the log holds no personal data and no secrets; who did what stands in the record.
"""

from __future__ import annotations

import contextlib
import io
import re
import secrets
import sys
import time
import traceback
from datetime import UTC, datetime
from itertools import count
from typing import Any, TextIO

import msgspec
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from moratorium.desk import jobs, mail
from moratorium.desk.service import Service

METRICS_TYPE = "text/plain; version=0.0.4"
"""Of the text that every version of Prometheus reads; the framework adds the charset."""

_US = "moratorium"
_NUMBER = re.compile(r"[A-Za-z0-9._-]{8,64}")
_PROCESS = secrets.token_hex(4)
_NUMBERS = count(1)
"""Numbers of requests: which process, and the how many-th of it; drawing each by lot would give up the processor."""

_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)


class Figures:
    """Figures of one worker process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "moratorium_requests", "Requests answered.", ("operation", "status"), registry=self.registry
        )
        self.seconds = Histogram(
            "moratorium_request_seconds", "Time to answer.", ("operation",), buckets=_BUCKETS, registry=self.registry
        )
        self.recorded = Counter("moratorium_orders_decided", "Orders decided and recorded.", registry=self.registry)
        self.batches = Histogram(
            "moratorium_orders_in_transaction",
            "Orders recorded in one transaction.",
            buckets=(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000),
            registry=self.registry,
        )
        self.waiting = Gauge("moratorium_orders_waiting", "Orders that wait to be decided.", registry=self.registry)
        self.acts = Gauge("moratorium_acts", "Acts in the log.", registry=self.registry)
        self.reads = Gauge(
            "moratorium_reference_reads", "Times that rulebook and reference were read.", registry=self.registry
        )
        self.jobs = Gauge("moratorium_jobs", "Jobs, by how they stand.", ("state",), registry=self.registry)
        self.letters = Gauge("moratorium_letters", "Letters, by how they stand.", ("state",), registry=self.registry)

    def transaction(self, orders: int) -> None:
        """Note one transaction."""
        self.recorded.inc(orders)
        self.batches.observe(orders)

    def text(self, service: Service) -> bytes:
        """All figures, as Prometheus reads them."""
        self.waiting.set(service.writer.waiting)
        self.reads.set(service.writer.current.reads)
        self.acts.set(service.acts())
        for gauge, counted in ((self.jobs, jobs.counts(service.home)), (self.letters, mail.counts(service.home))):
            for state, number in counted.items():
                gauge.labels(state).set(number)
        return generate_latest(self.registry)


class Watch:
    """Wraps the application: numbers requests, logs them, counts them.

    Args:
        app: What is wrapped.
        figures: Where requests are counted.
        log: Where lines go; None for nowhere.
    """

    def __init__(self, app: ASGIApp, figures: Figures, log: TextIO | None) -> None:
        self._app = app
        self._figures = figures
        self._log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request through."""
        if scope["type"] != ScopeType.HTTP:
            await self._app(scope, receive, send)
            return
        state: dict[str, Any] = scope["state"]
        number = state["request_id"] = _number(scope)
        status, start = 500, time.perf_counter()

        async def numbered(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), (b"x-request-id", number.encode())]
            await send(message)

        try:
            await self._app(scope, receive, numbered)
        finally:
            self._note(scope, state, status, time.perf_counter() - start)

    def _note(self, scope: Scope, state: dict[str, Any], status: int, seconds: float) -> None:
        operation = state.get("operation") or _operation(scope)
        self._figures.requests.labels(operation, str(status)).inc()
        self._figures.seconds.labels(operation).observe(seconds)
        if self._log is not None:
            line = {
                "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
                "request": state["request_id"],
                "operation": operation,
                "status": status,
                "ms": round(seconds * 1000, 1),
                "key": state.get("key_id", ""),
            }
            if "unforeseen" in state:
                line["error"] = _where(state["unforeseen"])
            with contextlib.suppress(OSError):  # a full disk under the log keeps nobody from an answer
                self._log.write(msgspec.json.encode(line).decode() + "\n")


def _number(scope: Scope) -> str:
    """The number that the caller gave the request, if it is one, else a new one."""
    given = next((value for name, value in scope["headers"] if name == b"x-request-id"), b"").decode("latin-1")
    return given if _NUMBER.fullmatch(given) else f"{_PROCESS}{next(_NUMBERS):08x}"


def _operation(scope: Scope) -> str:
    handler = scope.get("route_handler")
    return getattr(handler, "name", None) or "none"


def _where(error: BaseException) -> list[str]:
    """Kind of an error that nobody foresaw, and the lines of the program that it came through; not its message, which
    may hold what was sent.
    """
    frames = traceback.extract_tb(error.__traceback__)
    ours = (frame for frame in frames if f"/{_US}/" in frame.filename)
    return [type(error).__name__, *(f"{one.filename.rpartition(f'{_US}/')[2]}:{one.lineno}" for one in ours)]


def standard_log() -> TextIO:
    """Where the log of requests goes: standard output, a JSON object a line."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(line_buffering=True)
    return sys.stdout
