"""Does every part of this installation answer, and what to do if not: one line each."""

from __future__ import annotations

import logging
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from config.doctor import Finding, run_checks


class Command(BaseCommand):
    """Exit code 1 when something is wrong; what is only worth knowing does not fail."""

    help = "Check database, services, mail, folders, clock and settings; say what to do."
    requires_system_checks = []  # they are lines of the report

    def handle(self, *args: Any, **options: Any) -> None:
        found = []
        logging.disable(logging.CRITICAL)  # each fault is one line here, and no traceback
        try:
            for one in run_checks():
                found.append(one)
                self.stdout.write(_line(one))
                self.stdout.flush()
        finally:
            logging.disable(logging.NOTSET)
        faults = sum(one.is_fault for one in found)
        if faults:
            self.stdout.write(_("%(count)s faults.") % {"count": faults})
            raise SystemExit(1)
        self.stdout.write(_("Everything answers."))


def _line(one: Finding) -> str:
    mark = pgettext("a check", "ok")
    if one.is_fault:
        mark = pgettext("a check", "FAULT")
    elif one.advice:
        mark = pgettext("a check", "note")
    todo = f". {one.advice}" if one.advice else ""
    return f"[{mark}] {one.title}: {one.said}{todo}"
