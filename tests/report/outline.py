"""What a page is made of: its elements, headings, links and labels, and its text as it is read."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_VOID = {"meta", "br"}


class Outline(HTMLParser):
    """Headings, ids, links, and whether every element that opens also closes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.headings: list[int] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.named: list[str] = []
        self.names: set[str] = set()
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.names.add(tag)
        self.open += [] if tag in _VOID else [tag]
        self.headings += [int(tag[1])] if re.fullmatch("h[1-6]", tag) else []
        self.ids += [given["id"]] if "id" in given else []
        self.links += [given["href"]] if "href" in given else []
        self.named += given.get("aria-labelledby", "").split()

    def handle_startendtag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    @property
    def targets(self) -> set[str]:
        """Ids that something links to or takes its name from."""
        return {link[1:] for link in self.links} | set(self.named)


class _Reader(HTMLParser):
    """Text by lines: one for each block, cells of a row side by side; without style and what is drawn."""

    _UNREAD = frozenset({"style", "svg", "title"})
    _BLOCKS = frozenset(
        {"p", "h1", "h2", "h3", "h4", "li", "tr", "summary", "div", "section", "article", "caption", "header", "footer"}
    )

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = [""]
        self._unread: list[str] = []

    def handle_starttag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        if tag in self._UNREAD:
            self._unread.append(tag)
        elif tag in self._BLOCKS:
            self._end()
            self.lines[-1] = "#" * int(tag[1]) + " " if re.fullmatch("h[1-6]", tag) else ""
        elif tag in ("td", "th", "dd", "small") and self.lines[-1]:
            self.lines[-1] += " | " if tag != "small" else " "

    def handle_endtag(self, tag: str) -> None:
        if self._unread and tag == self._unread[-1]:
            self._unread.pop()
        elif tag in self._BLOCKS:
            self._end()

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self.lines[-1] += re.sub(r"[ \n]+", " ", data) if self.lines[-1] else data.lstrip()

    def _end(self) -> None:
        if self.lines[-1]:
            self.lines.append("")


def text_of(page: str) -> str:
    """The page as it is read, without what is drawn."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return "\n".join(" ".join(line.replace("\N{NO-BREAK SPACE}", " ").split()) for line in reader.lines if line.strip())
