"""``python -m bench.screening``."""

from __future__ import annotations

import sys

from bench.screening.run import main

if __name__ == "__main__":
    sys.exit(main())
