"""What-if: a draft is edited again and again, and its impact told each time, within one process."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from moratorium.desk.home import open_home
from moratorium.desk.replaying import ReplayRun, what_if

HERE = Path(__file__).resolve().parent
EDITS = ("[RU, UA, BY]", "[RU, UA, BY, KZ]", "[RU, UA, BY, AM]", "[RU, BY]", "[UA]", "[RU, UA, GE]")


def main() -> None:
    """Print the seconds of each edit, and of making the profile."""
    history = Path(sys.argv[1])
    home = open_home()
    with TemporaryDirectory() as folder:
        for path in (HERE / "draft").iterdir():
            (Path(folder) / path.name).write_text(path.read_text("utf-8"), "utf-8")
        run = ReplayRun((Path(folder),), history, base=HERE / "base")
        start = time.perf_counter()
        what_if(home, run, True, lambda _: None)
        profile = time.perf_counter() - start
        seconds = []
        for edit in EDITS:
            text = (HERE / "draft" / "m01.yaml").read_text("utf-8").replace("[RU, UA, BY]", edit)
            (Path(folder) / "m01.yaml").write_text(text, "utf-8")
            start = time.perf_counter()
            what_if(home, run, False, lambda _: None)
            seconds.append(time.perf_counter() - start)
    megabytes = sum(path.stat().st_size for path in (history / "profile").iterdir()) / 1e6
    print(json.dumps({"profile": profile, "seconds": seconds[1:], "megabytes": megabytes}))


if __name__ == "__main__":
    main()
