"""Whether the service is well, and its figures."""

from __future__ import annotations

from moratorium import __version__
from moratorium.desk import health
from moratorium.web.api.operation import Answer, Call, Operation
from moratorium.web.api.shapes import HealthShape
from moratorium.web.api.watching import METRICS_TYPE, Figures


def well(call: Call) -> Answer:
    """Whether orders can be decided; asked without a key, so nothing of the rulebook is told."""
    trouble = health.not_ready(call.service.home)
    if trouble:
        return Answer(HealthShape("not ready", __version__, trouble), status=503)
    return Answer(HealthShape("ok", __version__, ""))


def metrics(call: Call) -> Answer:
    """Figures for Prometheus."""
    figures: Figures = call.extras["figures"]
    return Answer(figures.text(call.service), METRICS_TYPE)


OPERATIONS = (
    Operation("GET", "/v1/health", "Whether orders can be decided", well, answers=(HealthShape,)),
    Operation(
        "GET",
        "/v1/metrics",
        "Figures of this worker, for Prometheus",
        metrics,
        permission="read_metrics",
        media_type="text/plain",
    ),
)
