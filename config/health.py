"""Is it alive, is it ready: two addresses for probes, and the same answer for the command line."""

from __future__ import annotations

import logging
from typing import Any

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config.schedule import beat_age
from notifications.clock import wall_clock
from notifications.models import OutboxMessage

logger = logging.getLogger(__name__)

BEAT_LATE = 60.0
OUTBOX_LATE = 300.0


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError:
        logger.exception("the database does not answer")
        return "down"
    return "ok"


def _outbox_age() -> float:
    """Seconds the oldest due message has been waiting; 0 when nothing waits."""
    now = wall_clock()
    oldest = (
        OutboxMessage.objects.filter(sent_at=None, dropped_at=None, dead_at=None, due_at__lte=now)
        .order_by("due_at")
        .values_list("due_at", flat=True)
        .first()
    )
    return 0.0 if oldest is None else (now - oldest).total_seconds()


def _beat_age() -> float | None:
    try:
        return beat_age()
    except Exception:  # whatever the cache's client raises: the answer is "not seen"
        logger.exception("the cache does not answer")
        return None


def health_report() -> dict[str, Any]:
    """What works: `unavailable` without a database, `degraded` when messages would be late.

    Without worker, beat or broker people can go on working: only messages wait. So that is told,
    but does not take the web server out of service.
    """
    answer: dict[str, Any] = {"status": "unavailable", "database": _database()}
    if answer["database"] != "ok":
        return answer
    try:
        outbox = _outbox_age()
    except DatabaseError:
        logger.exception("the tables are not there")
        answer["database"] = "not migrated"
        return answer
    beat = _beat_age()
    answer["outbox_age_seconds"] = round(outbox, 1)
    answer["beat_age_seconds"] = None if beat is None else round(beat, 1)
    late = outbox > OUTBOX_LATE or beat is None or beat > BEAT_LATE
    answer["status"] = "degraded" if late else "ready"
    return answer


@never_cache
@require_safe
def livez(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """The process can serve people: 200, or 503 without a database."""
    answer = health_report()
    return JsonResponse(answer, status=503 if answer["status"] == "unavailable" else 200)
