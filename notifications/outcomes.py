"""What became of a message: sent, tried again later, dropped with a reason, or given up."""

from __future__ import annotations

import logging
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from notifications.clock import wall_clock
from notifications.models import OutboxMessage

log = logging.getLogger(__name__)

MAX_ATTEMPTS = 12
FIRST_DELAY = timedelta(seconds=30)
MAX_DELAY = timedelta(hours=6)
REASON_LENGTH = 500


@dataclass(slots=True)
class DeliveryOutcome:
    """What one pass did, in messages: sent, failed for now, given up, dropped with a reason."""

    sent: int = 0
    failed: int = 0
    dead: int = 0
    dropped: int = 0

    @property
    def handled(self) -> int:
        return self.sent + self.failed + self.dead + self.dropped

    def __add__(self, other: DeliveryOutcome) -> DeliveryOutcome:
        return DeliveryOutcome(
            self.sent + other.sent,
            self.failed + other.failed,
            self.dead + other.dead,
            self.dropped + other.dropped,
        )


def retry_delay(attempts: int) -> timedelta:
    """How long to wait after that many failed attempts: doubling, capped, a quarter of jitter."""
    plain = min(FIRST_DELAY * (1 << min(attempts - 1, 20)), MAX_DELAY)
    return plain * random.uniform(0.75, 1.25)  # noqa: S311  (spread, not secrecy)


@dataclass(slots=True)
class DeliveryPass:
    """One pass of delivery: writes each outcome to its row and counts it."""

    fixed_now: datetime | None = None
    tally: DeliveryOutcome = field(default_factory=DeliveryOutcome)
    resting: set[str] = field(default_factory=set)  # outside channels found down in this pass

    @property
    def now(self) -> datetime:
        return self.fixed_now or wall_clock()

    def sent(self, ids: Sequence[int]) -> None:
        OutboxMessage.objects.filter(pk__in=ids).update(
            sent_at=self.now, lease_until=None, last_error=""
        )
        self.tally.sent += len(ids)

    def failed(self, message: OutboxMessage, error: Exception) -> None:
        """The attempt counted in `message.attempts` failed: later again, or a dead letter."""
        if message.attempts >= MAX_ATTEMPTS:
            self.dead(message, _text(error))
            return
        self.postponed(message, error, retry_delay(message.attempts))

    def postponed(self, message: OutboxMessage, error: Exception, wait: timedelta) -> None:
        """Not now: due again after `wait`, with the attempts counted in `message`."""
        self._write(
            message,
            attempts=message.attempts,
            due_at=self.now + wait,
            transmitting_at=message.transmitting_at,
            last_error=_text(error),
        )
        self.tally.failed += 1
        log.info("message %s failed, attempt %s", message.pk, message.attempts)

    def dropped(self, message: OutboxMessage, reason: str) -> None:
        """Closed without delivery, for a reason that needs no action."""
        self._write(message, dropped_at=self.now, last_error=clean_reason(reason))
        self.tally.dropped += 1

    def dead(self, message: OutboxMessage, reason: str) -> None:
        """Given up: shown to administrators, who may send it again."""
        self._write(
            message, dead_at=self.now, attempts=message.attempts, last_error=clean_reason(reason)
        )
        self.tally.dead += 1
        log.warning("message %s is a dead letter", message.pk)

    def _write(self, message: OutboxMessage, **values: object) -> None:
        OutboxMessage.objects.filter(pk=message.pk).update(lease_until=None, **values)


def clean_reason(reason: str) -> str:
    """Text that every database accepts: without NUL and lone surrogates, bounded in length."""
    safe = reason.encode("utf-8", "replace").decode("utf-8").replace("\x00", "")
    return safe[:REASON_LENGTH]


def _text(error: Exception) -> str:
    return clean_reason(f"{type(error).__name__}: {error}")
