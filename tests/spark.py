"""Marks of tests that run Spark for real: `make test` brings it, so none of them is skipped."""

from __future__ import annotations

import pytest

QUICK_TO_START = {"JDK_JAVA_OPTIONS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"}
"""For the environment of Java: what runs for seconds is not worth compiling twice."""

ON_SPARK = (
    pytest.mark.xdist_group("spark"),  # one process starts it, once
    # PySpark leaves the sockets over which rows come to be closed by the interpreter
    pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"),
)
