"""Who calls, how often they may, and whether they may do this."""

from __future__ import annotations

import asyncio
import math
import threading
import time
from collections.abc import Callable
from typing import Any

from litestar import Request

from moratorium.desk.api_keys import Key
from moratorium.desk.permissions import check_may
from moratorium.desk.service import Service
from moratorium.web.api.problems import StatusError

RATES: dict[str, float] = {"machine": 2000.0, "partner": 5.0}
"""Requests a second that a key of a role may make in the long run."""

RATE = 50.0
"""The same for all other roles."""

BURST_SECONDS = 4.0
"""A key that was quiet may make so many seconds' worth at once."""

_MOST_BUCKETS = 10_000


class Buckets:
    """How often each key called: a bucket that fills steadily and gives one token for each request.

    Args:
        clock: Seconds, monotonic.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._buckets: dict[str, tuple[float, float]] = {}

    def take(self, id: str, rate: float, burst: float = BURST_SECONDS) -> float:
        """Take a token; 0.0 if there was one, else the seconds until there is.

        Args:
            id: Whose.
            rate: Tokens a second in the long run.
            burst: Who was quiet may take so many seconds' worth at once.

        >>> buckets = Buckets(lambda: 0.0)
        >>> [buckets.take("a", 0.5) for _ in range(3)]
        [0.0, 0.0, 2.0]
        """
        now, most = self._clock(), rate * burst
        with self._lock:
            if len(self._buckets) >= _MOST_BUCKETS and id not in self._buckets:
                self._buckets.clear()
            tokens, at = self._buckets.get(id, (most, now))
            tokens = min(most, tokens + (now - at) * rate)
            is_let = tokens >= 1.0
            self._buckets[id] = (tokens - 1.0 if is_let else tokens, now)
        return 0.0 if is_let else (1.0 - tokens) / rate


async def caller(request: Request[Any, Any, Any], service: Service) -> Key:
    """The key with which somebody calls.

    Raises:
        StatusError: no key, or one that opens nothing; nobody is told which of the two keys of a guess was nearer.
    """
    scheme, _, text = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not text.strip():
        raise _unknown("no key was shown", "send the header `Authorization: Bearer KEY`")
    if service.needs_ring:
        await asyncio.to_thread(service.ring)
    key = service.let_in(text.strip())
    if key is None:
        raise _unknown("the key opens nothing", "it is mistyped, expired or revoked; ask for a new one")
    request.scope["state"]["key_id"] = key.id
    return key


def _unknown(detail: str, help: str) -> StatusError:
    return StatusError(401, detail, help, {"www-authenticate": 'Bearer realm="moratorium"'})


def let_in(key: Key, permission: str, buckets: Buckets) -> None:
    """Let a caller do something.

    Raises:
        StatusError: too often.
        RefusedError: their role may not.
    """
    wait = buckets.take(key.id, RATES.get(key.role, RATE))
    if wait:
        help_ = (
            f"wait {wait:.1f} s; a key of role `{key.role}` may call {RATES.get(key.role, RATE):,.0f} times a second"
        )
        raise StatusError(429, "this key calls too often", help_, {"retry-after": str(math.ceil(wait))})
    check_may(key.role, permission)
