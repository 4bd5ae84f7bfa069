"""Verify the whole history against the records; exit code 1 if it is broken."""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from workflow.verification import VerificationCounts, chain_breaks


class Command(BaseCommand):
    """Names the first broken entry of every broken history."""

    help = (
        "Verify the history: hashes, links, gaps, heads, and that it leads to the present states."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--limit", type=int, default=20, help="how many breaks to name")

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        verified = VerificationCounts()
        found = 0
        for one in chain_breaks(verified):
            found += 1
            if found <= options["limit"]:
                self.stdout.write(f"BROKEN {one}")
        seconds = time.monotonic() - started
        self.stdout.write(
            f"{verified.events} entries in {verified.streams} histories, {found} broken,"
            f" {seconds:.1f} s"
        )
        if found:
            sys.exit(1)
