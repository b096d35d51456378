"""The command line. Each command parses, calls one use case of the desk, and renders; nothing is decided here.

Modules load when a command runs, so that ``moratorium --help`` answers at once.
"""

from __future__ import annotations

import sys

from moratorium.cli.app import run


def main() -> int:
    """Run the command line; returns the exit code."""
    return run(sys.argv[1:])
