"""The replay as a user runs it, without the page."""

from __future__ import annotations

import sys
from pathlib import Path

from moratorium.desk.home import open_home
from moratorium.desk.replaying import ReplayRun, replay

HERE = Path(__file__).resolve().parent


def main() -> None:
    """Replay a draft over a history.

    ``ours HISTORY OUT [RULEBOOKS [ENGINE]]``; rulebooks are a folder with ``base`` and ``draft``.
    """
    history, out = Path(sys.argv[1]), Path(sys.argv[2])
    rulebooks = Path(sys.argv[3]) if len(sys.argv) > 3 else HERE
    engine = sys.argv[4] if len(sys.argv) > 4 else "duckdb"
    replay(open_home(), ReplayRun((rulebooks / "draft",), history, base=rulebooks / "base", out=out, engine=engine))


if __name__ == "__main__":
    main()
