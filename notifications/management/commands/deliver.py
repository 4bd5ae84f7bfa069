"""`manage.py deliver`: deliver everything due, without any broker or worker."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from notifications.delivery import deliver_due
from notifications.outcomes import DeliveryOutcome

PASS = 200


class Command(BaseCommand):
    # Messages must go out whatever else is wrong with the installation.
    requires_system_checks = ()
    help = "Deliver all messages that are due. Exit code 1 when some had to be given up."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--limit", type=int, default=0, help="At most so many messages.")
        parser.add_argument("--once", action="store_true", help=f"One pass of {PASS} messages.")

    def handle(self, *args: Any, **options: Any) -> None:
        total = DeliveryOutcome()
        limit: int = options["limit"]
        while True:
            size = min(PASS, limit - total.handled) if limit else PASS
            step = deliver_due(limit=size)
            total = total + step
            is_done = step.handled < size or (limit and total.handled >= limit)
            if is_done or options["once"]:
                break
        self.stdout.write(
            f"sent {total.sent}, failed for now {total.failed}, "
            f"dropped {total.dropped}, dead letters {total.dead}"
        )
        if total.dead:
            sys.exit(1)
