"""What every page must pass in a browser: no serious fault of accessibility, nothing refused, not heavy."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # has no types
from playwright.sync_api import Page as Tab

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
        self.bytes = 0
        tab.on("console", lambda one: self.complaints.append(one.text) if one.type == "error" else None)
        tab.on("pageerror", lambda one: self.complaints.append(str(one)))
        tab.on("requestfinished", lambda one: self._add(one.sizes()))

    def _add(self, sizes: Any) -> None:
        self.bytes += sizes["responseBodySize"]
