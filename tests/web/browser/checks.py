"""What every page must pass in a browser: no serious fault of accessibility, nothing refused, not heavy."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # has no types
from playwright.sync_api import Page as Tab
from playwright.sync_api import Request

GRAVE = ("serious", "critical")
MOST_BYTES = 150_000


def faults(tab: Tab, *rules: str) -> list[str]:
    """Serious and critical faults of accessibility (axe-core) of the page that a tab shows, in words; of some rules
    only, if they are named.
    """
    options = {"runOnly": list(rules)} if rules else None
    found: list[dict[str, Any]] = Axe().run(tab, options=options).response["violations"]
    return [
        f"{one['id']}: {one['help']}: {node['html'][:200]}"
        for one in found
        if one["impact"] in GRAVE
        for node in one["nodes"]
    ]


def overflows(tab: Tab) -> bool:
    """Whether a page is wider than its window, so that people must scroll sideways."""
    return bool(tab.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


class Heard:
    """What a tab complains of, and how much it loads.

    Args:
        tab: Before it goes anywhere.
    """

    def __init__(self, tab: Tab) -> None:
        self.complaints: list[str] = []
        self._sizes: dict[str, int] = {}
        self._loaded: set[str] = set()
        tab.on("console", lambda one: self.complaints.append(one.text) if one.type == "error" else None)
        tab.on("pageerror", lambda one: self.complaints.append(str(one)))
        tab.on("requestfinished", self._add)

    def begin(self) -> None:
        """Listen to the next page."""
        self.complaints.clear()
        self._loaded.clear()

    @property
    def bytes(self) -> int:
        """What the page loaded; what the browser had kept counts as if it had not."""
        return sum(self._sizes[url] for url in self._loaded)

    def _add(self, one: Request) -> None:
        size = one.sizes()["responseBodySize"]
        self._sizes[one.url] = max(size, self._sizes.get(one.url, 0))
        self._loaded.add(one.url)
