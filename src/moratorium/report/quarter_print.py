"""The account of a quarter as a PDF: the same document as its page, for who must hand in paper.

The fonts that every PDF reader has hold the letters of Western Europe alone. Other letters (Cyrillic, Chinese) are
written in Latin ones, and the last page says so; who has a font file with those letters gives it, and they stay as they
are. The same account gives the same bytes.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from anyascii import anyascii
from fpdf import FPDF
from fpdf.enums import WrapMode, XPos, YPos
from fpdf.fonts import FontFace

from moratorium.desk.quarter_content import Account
from moratorium.errors import InputError
from moratorium.report.quarter_document import Block, Document, Told, document_of

_PLAIN = str.maketrans({"–": "-", "—": "-", "…": "...", "’": "'", "‘": "'", "“": '"', "”": '"', "·": "-", "`": "'"})
_MARGIN = 18.0
_INK, _SOFT, _RULE = (22, 25, 29), (74, 82, 92), (201, 206, 214)
_FONT = "account"
_FONT_FILES = (b"\0\1\0\0", b"OTTO", b"true")
"""How files of TrueType and OpenType fonts begin."""

_GIVE_FONT = "give a .ttf or .otf file"
SPELT = (
    "Some texts hold letters that the fonts of this file lack; they are written in Latin letters here. The page in "
    "HTML has them as they are, and so has a PDF made with a font file that holds them."
)


def quarter_print(account: Account, font: Path | None = None) -> bytes:
    """The PDF.

    Args:
        account: Of whichever edition.
        font: A TrueType or OpenType font file with the letters that the account needs; None takes Helvetica.

    Raises:
        InputError: the file is no font.
    """
    return _Setting(
        document_of(account), account.reaches or datetime(account.quarter.year, 1, 1, tzinfo=UTC), font
    ).pdf()


class _Sheet(FPDF):
    """Pages with their number."""

    def __init__(self, foot: str) -> None:
        super().__init__(format="A4")
        self.foot = foot

    def footer(self) -> None:
        """The quarter and the page."""
        self.set_y(-14)
        self.set_font(size=8)
        self.set_text_color(*_SOFT)
        self.cell(0, 5, f"{self.foot}, page {self.page_no()} of {{nb}}", align="C")


class _Setting:
    """One document being set."""

    def __init__(self, document: Document, at: datetime, font: Path | None) -> None:
        self._document = document
        self._is_spelt = False
        self._font = font
        self._sheet = _Sheet("")
        self._sheet.set_creation_date(at)
        self._sheet.set_margins(_MARGIN, _MARGIN)
        self._sheet.set_auto_page_break(True, 20)
        self._sheet.set_title(document.title)
        self._sheet.set_lang("en")
        self._take_font()
        self._sheet.foot = self._fit(document.title)
        self._sheet.add_page()

    def _take_font(self) -> None:
        if self._font is None:
            self._sheet.set_font("helvetica", size=9.5)
            return
        if self._font.read_bytes()[:4] not in _FONT_FILES:
            raise InputError(f"`{self._font.name}` is no font file", "--font", _GIVE_FONT)
        try:
            for style in ("", "B"):
                self._sheet.add_font(_FONT, style, self._font)
            self._sheet.set_font(_FONT, size=9.5)
        except Exception as error:  # the library raises whatever its reader of fonts raises
            raise InputError(
                f"`{self._font.name}` is no font file: {error}", "--font", "give a .ttf or .otf file"
            ) from error

    def pdf(self) -> bytes:
        """The whole file."""
        page = self._document
        self._text(page.edition, size=9, color=_SOFT)
        self._text(page.title, size=20, style="B", after=2)
        self._text(page.lead, size=11, after=2)
        self._text(page.warning, after=3)
        self._pairs(page.basis)
        for block in page.blocks:
            self._block(block)
        self._heading("How to check it")
        for line in page.proof:
            self._text(line, after=1.5)
        if self._is_spelt:
            self._text(SPELT, color=_SOFT, after=2)
        return bytes(self._sheet.output())

    def _block(self, block: Block) -> None:
        self._heading(block.title)
        for words in (block.words, block.empty):
            if words:
                self._text(words, color=_SOFT, after=1.5)
        for entry in block.entries:
            self._text(entry.title, style="B", after=1)
            self._pairs(entry.pairs)
        if block.figures:
            self._figures(block.figures)
        if block.grid is not None and block.grid.rows:
            self._table(block.grid.columns, block.grid.rows)

    def _figures(self, figures: tuple[Told, ...]) -> None:
        rows = tuple(
            (one.number, one.words, f"acts {one.first_acts}: {one.how}" if one.acts else "none") for one in figures
        )
        self._table(("Number", "Of what", "Rests on"), rows, (16, 62, 96), numbers=True)

    def _table(
        self,
        columns: tuple[str, ...],
        rows: tuple[tuple[str, ...], ...],
        widths: tuple[int, ...] = (),
        *,
        numbers: bool = False,
    ) -> None:
        self._sheet.set_font(size=8)
        self._sheet.set_draw_color(*_RULE)
        head = FontFace(emphasis="BOLD", color=_SOFT)
        with self._sheet.table(
            borders_layout="HORIZONTAL_LINES",
            headings_style=head,
            line_height=4,
            padding=(1, 1.5, 1, 0),
            text_align="LEFT",
            col_widths=widths or None,
        ) as table:
            for row in (columns, *rows):
                cells: Any = table.row()
                for place, cell in enumerate(row):
                    cells.cell(self._fit(cell), align="RIGHT" if numbers and place == 0 else "LEFT")
        self._sheet.ln(2)

    def _pairs(self, pairs: tuple[tuple[str, str], ...]) -> None:
        sheet = self._sheet
        for label, text in pairs:
            sheet.set_font(size=8.5)
            sheet.set_text_color(*_SOFT)
            sheet.cell(30, 4.4, self._fit(label))
            sheet.set_text_color(*_INK)
            sheet.multi_cell(
                0,
                4.4,
                self._fit(text),
                align="L",
                new_x=XPos.LMARGIN,
                new_y=YPos.NEXT,
                wrapmode=WrapMode.WORD if " " in text else WrapMode.CHAR,
            )
        sheet.ln(2)

    def _heading(self, text: str) -> None:
        if self._sheet.will_page_break(28):
            self._sheet.add_page()
        self._sheet.ln(3)
        self._sheet.start_section(self._fit(text))
        self._text(text, size=13, style="B", after=1)

    def _text(
        self, text: str, size: float = 9.5, style: str = "", color: tuple[int, int, int] = _INK, after: float = 0
    ) -> None:
        self._sheet.set_font(style=style, size=size)
        self._sheet.set_text_color(*color)
        self._sheet.multi_cell(0, size * 0.47, self._fit(text), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self._sheet.ln(after)
        self._sheet.set_font(style="", size=9.5)
        self._sheet.set_text_color(*_INK)

    def _fit(self, text: str) -> str:
        """The text in letters that the font has."""
        if self._font is not None:
            return text
        plain = text.translate(_PLAIN)
        try:
            plain.encode("latin-1")
        except UnicodeEncodeError:
            self._is_spelt = True
            return "".join(sign if sign.encode("latin-1", "ignore") else anyascii(sign) for sign in plain)
        return plain
