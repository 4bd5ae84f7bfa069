"""Compile the message catalogues, or check that they are complete."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config import catalogues


class Command(BaseCommand):
    """`catalogues compile` merges every PO file of a language; `check` lists what is missing."""

    help = "Compile the message catalogues (compile) or list untranslated messages (check)."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=("compile", "check"))
        parser.add_argument("--force", action="store_true", help="compile even when up to date")

    def handle(self, *args: Any, **options: Any) -> None:
        root = Path(settings.BASE_DIR)
        try:
            if options["action"] == "compile":
                self._compile(root / "locale", force=options["force"])
            else:
                self._check(root)
        except catalogues.CatalogueError as error:
            raise CommandError(f"The catalogues contradict each other:\n{error}") from None

    def _compile(self, locale: Path, *, force: bool) -> None:
        behind = catalogues.po_folders(locale) if force else catalogues.stale_folders(locale)
        for folder in behind:
            count = catalogues.compile_folder(folder)
            self.stdout.write(f"{folder.parent.name}: {count} messages")
        if not behind:
            self.stdout.write("The catalogues are up to date.")

    def _check(self, root: Path) -> None:
        missing = catalogues.missing_translations(root)
        for use in missing:
            context, msgid = use.key
            shown = f" (context {context!r})" if context else ""
            self.stdout.write(f"{use.where}: {msgid!r}{shown}")
        if missing:
            raise CommandError(f"{len(missing)} messages have no Vietnamese translation.")
        self.stdout.write("Every message has a Vietnamese translation.")
