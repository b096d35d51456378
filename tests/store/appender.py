"""A process that appends until it is stopped: ``python -m tests.store.appender PLACE NAME BATCH [BATCHES]``.

It writes to its output the size of the log after each batch that was committed, so that whoever kills it knows what
was promised.
"""

from __future__ import annotations

import os
import sys
from itertools import count

from moratorium.store import append, open_store
from tests.store.office import decided, keep_evidence, signed


def main(place: str, name: str, batch: int, batches: int | None) -> None:
    """Append batches of decisions on orders named after this process."""
    with open_store(place) as store:
        with store.begin() as connection:
            keep_evidence(connection)
        for number in count() if batches is None else range(batches):
            acts = [signed(decided(f"{name}-{number}-{place}/sale"), place) for place in range(batch)]
            with store.begin() as connection:
                added = append(connection, acts)
            os.write(sys.stdout.fileno(), f"{added.stop}\n".encode())


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]) if len(sys.argv) > 4 else None)
