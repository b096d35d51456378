"""The replay as a user runs it, without the page."""

from __future__ import annotations

import sys
from pathlib import Path

from moratorium.desk.home import open_home
from moratorium.desk.replaying import ReplayRun, replay

HERE = Path(__file__).resolve().parent


def main() -> None:
    """Replay the draft over a history."""
    history, out = Path(sys.argv[1]), Path(sys.argv[2])
    replay(open_home(), ReplayRun((HERE / "draft",), history, base=HERE / "base", out=out))


if __name__ == "__main__":
    main()
