"""Import award history from an Excel or CSV file: `import_table awards` under its older name."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from nominations.importing.management.commands import import_table
from nominations.importing.registry import importer_of


class Command(import_table.Command):
    """All rows or none; with a bad row the marked copy is written beside the file, exit code 1."""

    help = "Import award history from FILE.xlsx or FILE.csv, all rows or none."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        self.add_options(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        self.run(importer_of("awards"), options)
