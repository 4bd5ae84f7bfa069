"""Write docs/workflow.md from the tables, or report whether it is up to date."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from workflow.render import document


class Command(BaseCommand):
    """Diagram, matrix and rules of every registered workflow, in Markdown."""

    help = "Render the workflows; with --check only compare, exit code 1 if the file is old."

    def add_arguments(self, parser: ArgumentParser) -> None:
        default = str(Path(settings.BASE_DIR) / "docs" / "workflow.md")
        parser.add_argument("--output", default=default, help="file to write, - for the screen")
        parser.add_argument("--check", action="store_true", help="change nothing, only compare")

    def handle(self, *args: Any, **options: Any) -> None:
        text = document()
        if options["output"] == "-":
            self.stdout.write(text, ending="")
            return
        path = Path(options["output"])
        present = path.read_text(encoding="utf-8") if path.is_file() else None
        if present == text:
            self.stdout.write(f"{path.name} is up to date")
        elif options["check"]:
            self.stdout.write(f"{path.name} is old: run manage.py render_workflow")
            sys.exit(1)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            self.stdout.write(f"{path.name} written")
