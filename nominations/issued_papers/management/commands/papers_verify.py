"""Verify every issued paper against its hashes and the history; exit code 1 if one is broken."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from nominations.issued_papers.verification import PapersVerified, paper_breaks


class Command(BaseCommand):
    """Names every issued paper that is not as it was issued."""

    help = "Verify issued papers: bytes of the files, columns of the rows, entries of the history."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--limit", type=int, default=20, help="how many breaks to name")

    def handle(self, *args: Any, **options: Any) -> None:
        counted, found = PapersVerified(), 0
        for one in paper_breaks(counted):
            found += 1
            if found <= options["limit"]:
                self.stdout.write(f"BROKEN {one}")
        self.stdout.write(f"{counted.papers} papers, {counted.files} files, {found} broken")
        if found:
            sys.exit(1)
