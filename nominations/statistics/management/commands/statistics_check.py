"""Counts the figures anew from the lines of decisions and says where they differ."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from nominations.statistics.consistency import faults


class Command(BaseCommand):
    help = (
        "Compares the counts of awards with the award lines, and these with decisions, answers"
        " from above and revocations. Prints every difference; exit code 1 where there is one."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        found = 0
        for line in faults():
            found += 1
            self.stdout.write(line)
        if found:
            raise CommandError(_("The figures differ in %(count)s places.") % {"count": found})
        self.stdout.write(_("The figures agree with the lines of all decisions."))
