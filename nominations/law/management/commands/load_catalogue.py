"""`manage.py load_catalogue`: the award types of data/catalogue.toml into the database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from nominations.law import catalogue
from nominations.law.datafile import DataFileError


class Command(BaseCommand):
    help = "Create or update the award types out of the catalogue file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--file", type=Path, default=catalogue.FILE, help="another catalogue")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            created, updated = catalogue.load_award_types(options["file"])
        except DataFileError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(
            _("Award types: %(created)s created, %(updated)s updated.")
            % {"created": created, "updated": updated}
        )
