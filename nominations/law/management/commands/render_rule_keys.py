"""Write the generated part of docs/rules.md, or report whether it is up to date."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from nominations.law.key_reference import with_generated_part


class Command(BaseCommand):
    """Every key, word, attested matter and paper code of the rule files, in Markdown."""

    help = "Render the keys of the rule files; with --check only compare, exit code 1 if old."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing, only compare")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(settings.BASE_DIR) / "docs" / "rules.md"
        present = path.read_text(encoding="utf-8")
        text = with_generated_part(present)
        if present == text:
            self.stdout.write(f"{path.name} is up to date")
        elif options["check"]:
            self.stdout.write(f"{path.name} is old: run manage.py render_rule_keys")
            sys.exit(1)
        else:
            path.write_text(text, encoding="utf-8")
            self.stdout.write(f"{path.name} written")
