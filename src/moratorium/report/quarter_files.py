"""The account of a quarter as a file: a page or a PDF, told by its name; it is there whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from moratorium.desk.quarter_content import Account
from moratorium.report.quarter_page import quarter_page


def write_account(path: Path, account: Account, font: Path | None = None) -> None:
    """Write an account.

    Args:
        path: Ends in ``.pdf``, else a page is written.
        account: Of whichever edition.
        font: For a PDF, a font file that holds letters beyond those of Western Europe.

    Raises:
        InputError: the font is none.
        OSError: the place cannot be written.
    """
    content = _content(path, account, font)
    with NamedTemporaryFile("wb", dir=path.parent, prefix=".account-", delete=False) as file:
        file.write(content)
    os.chmod(file.name, 0o644)
    Path(file.name).replace(path)


def _content(path: Path, account: Account, font: Path | None) -> bytes:
    if path.suffix.lower() == ".pdf":
        from moratorium.report.quarter_print import quarter_print  # the library of PDF is large

        return quarter_print(account, font)
    return quarter_page(account).encode()
