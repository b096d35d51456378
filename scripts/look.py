"""Every page of the console as a picture: light, dark, and as wide as a phone. For people to look at.

``python scripts/look.py [--into FOLDER] [--home HOME] [--only /path ...]`` serves a small home (or the one that is
named), follows links from the first page, and writes ``FOLDER/PAGE.light.png``, ``.dark.png`` and ``.phone.png``.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from playwright.sync_api import sync_playwright

from tests.web.browser import site as sites
from tests.web.browser.conftest import DESK, FLAGS, PHONE
from tests.web.browser.crawling import found_pages
from tests.web.browser.site import Site

WAYS = {"light": (DESK, "light"), "dark": (DESK, "dark"), "phone": (PHONE, "light")}


def main() -> None:
    """Make the pictures."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--into", type=Path, default=Path("look"))
    asked.add_argument("--home", type=Path, default=None, help="a home with accounts ann, bo, ...; a copy is served")
    asked.add_argument("--only", nargs="*", default=(), help="addresses to look at instead of following links")
    asked.add_argument("--role", default="officer", help="whose look, with --only")
    given = asked.parse_args()
    given.into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder)
        if given.home is None:
            sites.furnish(made)
        else:
            shutil.copytree(given.home, made / "home")
        cookies = sites.people(made / "home")
        with sites.serving(made / "home") as url:
            site = Site(url, made / "home", cookies)
            pages = (
                {one: (one, given.role) for one in given.only}
                if given.only
                else {**found_pages(site), "/sign-in": ("/sign-in", "")}
            )
            look(site, pages, given.into)


def look(site: Site, pages: dict[str, tuple[str, str]], into: Path) -> None:
    """A picture of each page in each way."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        for path, (address, role) in sorted(pages.items()):
            for way, ((width, height), scheme) in WAYS.items():
                context = browser.new_context(
                    viewport={"width": width, "height": height},
                    color_scheme=scheme,  # type: ignore[arg-type]  # one of the two words of WAYS
                )
                if role:
                    context.add_cookies([{"name": "moratorium", "value": site.cookies[role], "url": site.url}])
                tab = context.new_page()
                tab.goto(site.url + address, wait_until="networkidle")
                name = path.strip("/").replace("/", "_").replace("{", "").replace("}", "").replace(":", "-") or "today"
                tab.screenshot(path=into / f"{name[:80]}.{way}.png", full_page=True)
                context.close()
            print(path, address)
        browser.close()


if __name__ == "__main__":
    main()
