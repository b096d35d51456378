"""What-if: a draft is edited again and again, and its impact told each time.

Three times are told, since "from edit to impact" may mean each: on a profile that is held open, as a console does; in
one process that opens it each time; and the whole command, with the start of Python and all that it loads.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from moratorium.desk.home import open_home
from moratorium.desk.replaying import ReplayRun, opened_profile, what_if

HERE = Path(__file__).resolve().parent
EDITS = (
    ("[RU, UA, BY]", "[RU, UA, BY, KZ]"),
    ("[RU, UA, BY]", "[RU, UA, BY, AM]"),
    ("[RU, UA, BY]", "[RU, BY]"),
    ("[RU, UA, BY]", "[UA]"),
    ("2022-03-01", "2022-05-01"),
    ("2022-03-01", "2022-03-12"),
)
"""What is written in the first measure for what: territories, and a window that begins with a month or within one."""

COMMAND = "import sys; from moratorium.cli import main; sys.exit(main())"


def main() -> None:
    """Print seconds, and processor seconds of this process, of making the profile and of each edit."""
    history = Path(sys.argv[1])
    home = open_home()
    with TemporaryDirectory() as folder:
        for path in (HERE / "draft").iterdir():
            (Path(folder) / path.name).write_text(path.read_text("utf-8"), "utf-8")
        run = ReplayRun((Path(folder),), history, base=HERE / "base")
        profile = _timed(lambda: what_if(home, run, True, lambda _: None))
        again = [_timed(lambda: what_if(home, run, False, lambda _: None)) for _ in _edited(Path(folder))]
        start = time.perf_counter()
        with opened_profile(home, run, False, lambda _: None) as judged:
            judged(run)
            opened = time.perf_counter() - start
            edits = [_timed(lambda: judged(run)) for _ in _edited(Path(folder))]
        asked = ["what-if", folder, "--base", str(HERE / "base"), "--history", str(history)]
        command = [sys.executable, "-c", COMMAND, *asked]
        whole = [_timed(lambda: subprocess.run(command, check=True, capture_output=True)) for _ in range(3)]
    sizes = {path.name: path.stat().st_size / 1e6 for path in (history / "profile").iterdir()}
    found = {"profile": profile, "opened": opened, "edits": edits, "opened each time": again}
    print(json.dumps({**found, "command": [seconds for seconds, _ in whole], "megabytes": sizes}))


def _edited(folder: Path) -> Iterator[None]:
    """The draft, edited in one way after the other."""
    text = (HERE / "draft" / "m01.yaml").read_text("utf-8")
    for old, new in EDITS:
        (folder / "m01.yaml").write_text(text.replace(old, new), "utf-8")
        yield


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds, and processor seconds."""
    start, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - start, time.process_time() - cpu


if __name__ == "__main__":
    main()
