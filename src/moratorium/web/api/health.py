"""Whether the service is well, and its figures."""

from __future__ import annotations

from moratorium import __version__
from moratorium.desk import health
from moratorium.web.api.operation import Answer, Call, Operation
from moratorium.web.api.shapes import HealthShape
from moratorium.web.api.watching import METRICS_TYPE, Figures


def well(call: Call) -> Answer:
    """Whether there is something to decide by; asked without a key, so nothing of the rulebook is told."""
    health.check_decidable(call.service.home)
    return Answer(HealthShape("ok", __version__))


def ready(call: Call) -> Answer:
    """Whether orders that come now are decided at once."""
    call.service.check_ready()
    return Answer(HealthShape("ok", __version__))


def metrics(call: Call) -> Answer:
    """Figures for Prometheus."""
    figures: Figures = call.extras["figures"]
    return Answer(figures.text(call.service), METRICS_TYPE)


OPERATIONS = (
    Operation(
        "GET",
        "/v1/health",
        "Whether orders can be decided",
        well,
        answers=(HealthShape,),
        description="200 if the state can be read and a rulebook was adopted, else 503 with the reason.",
    ),
    Operation(
        "GET",
        "/v1/ready",
        "Whether orders that come now are decided at once",
        ready,
        answers=(HealthShape,),
        description=(
            "As `/v1/health`, and 503 too while rulebook and lists are being read after a start. An order that comes "
            "in that time waits for it, or is told to come again if it takes long, as on a first start."
        ),
    ),
    Operation(
        "GET",
        "/v1/metrics",
        "Figures of this worker, for Prometheus",
        metrics,
        permission="read_metrics",
        media_type="text/plain",
    ),
)
