"""Shapes that many threads read for the first time at once: the process lives."""

from __future__ import annotations

import subprocess
import sys

import pytest

from moratorium.desk.shapes_ready import make_shapes_ready

AT_ONCE = """
import sys, threading
sys.setswitchinterval(1e-6)
import msgspec
from moratorium.desk.shapes_ready import make_shapes_ready
from moratorium.terms.order_form import OrderForm
make_shapes_ready()
begin = threading.Barrier(8)
def read():
    begin.wait()
    msgspec.json.decode(b'{"id":"SO-1","activity":"sale","lines":[{"number":"1","product":"P"}]}', type=OrderForm)
threads = [threading.Thread(target=read) for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
"""


def test_every_shape_is_made_ready() -> None:
    assert make_shapes_ready() >= make_shapes_ready() > 10


@pytest.mark.soak
@pytest.mark.parametrize("_", range(40))
def test_many_threads_read_a_shape_for_the_first_time(_: int) -> None:
    """Without this one in eight processes died here."""
    assert subprocess.run([sys.executable, "-c", AT_ONCE], check=False).returncode == 0
