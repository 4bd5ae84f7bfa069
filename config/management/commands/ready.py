"""The answer of `/readyz` for the health checks of processes without a web server."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config import health


class Command(BaseCommand):
    """Exit code 1 when the database is away or, if asked, when beat gave no sign of life."""

    help = "Print the state of database, outbox and beat; exit code 1 when not ready."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--beat-within", type=float, help="seconds since beat was seen")
        parser.add_argument("--outbox-within", type=float, help="seconds a due message may wait")

    def handle(self, *args: Any, **options: Any) -> None:
        answer = health.health_report()
        self.stdout.write(json.dumps(answer))
        if answer["status"] == "unavailable":
            raise CommandError("The database is not ready.")
        beat, within = answer["beat_age_seconds"], options["beat_within"]
        if within is not None and (beat is None or beat > within):
            raise CommandError("Beat gave no sign of life in time.")
        within = options["outbox_within"]
        if within is not None and answer["outbox_age_seconds"] > within:
            raise CommandError("Messages wait too long: is a worker running?")
