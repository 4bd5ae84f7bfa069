"""Bring the data folder up to date: tables, and the demo when there is nothing yet."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from config.site_address import serve_at

DEMO_COMMAND = "seed_demo"


class Command(BaseCommand):
    """Used by run.py before the server starts; safe to run again."""

    help = "Migrate the database and load the demo when it is empty."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-demo", action="store_true", help="leave an empty database empty")
        parser.add_argument("--host", default="", help="where the site will be served")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--first-step", type=int, default=1, help="number of the first line")

    def handle(self, *args: Any, **options: Any) -> None:
        self.step = int(options["first_step"])
        if options["host"]:
            serve_at(str(options["host"]), int(options["port"]))
        try:
            self._prepare(with_demo=not options["no_demo"])
        except KeyboardInterrupt:
            raise SystemExit(130) from None

    def _prepare(self, *, with_demo: bool) -> None:
        marker = Path(settings.DATA_DIR) / "demo.unfinished"
        if marker.exists():
            self._start_over(marker)
        self._line(_("Database"), self._migrate)
        if with_demo:
            self._line(_("Demonstration data"), lambda: self._demo(marker))

    def _line(self, title: str, work: Callable[[], str]) -> None:
        self.stdout.write(f"{self.step}. {title} ... ", ending="")
        self.stdout.flush()
        began = time.perf_counter()
        outcome = work()
        took = f"{time.perf_counter() - began:.1f}".replace(".", ",")
        self.stdout.write(_("%(outcome)s, %(took)s s") % {"outcome": outcome, "took": took})
        self.step += 1

    def _start_over(self, marker: Path) -> None:
        """The last loading was cut off: what is there is half a demo and nothing else."""
        if settings.DATABASE_URL:
            raise CommandError(
                _("Loading the demonstration data was cut off: empty the database first.")
            )
        connection.close()
        database = Path(settings.DATABASES["default"]["NAME"])
        for path in (database, *(Path(f"{database}-{part}") for part in ("wal", "shm"))):
            path.unlink(missing_ok=True)
        marker.unlink()

    def _migrate(self) -> str:
        try:
            executor = MigrationExecutor(connection)
        except DatabaseError as error:
            raise CommandError(
                _("The database cannot be used: %(error)s") % {"error": str(error).strip()}
            ) from error
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if not plan:
            return _("up to date")
        call_command("migrate", interactive=False, verbosity=0)
        return _("%(count)s changes applied") % {"count": len(plan)}

    def _demo(self, marker: Path) -> str:
        if get_user_model().objects.exists():
            return _("there already")
        if DEMO_COMMAND not in get_commands():
            return _("not available")
        marker.touch()
        call_command(DEMO_COMMAND, verbosity=0, stdout=StringIO())
        marker.unlink()
        return _("loaded")
