"""Import award history from an Excel or CSV file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from nominations.awards.importing import (
    MAX_MEGABYTES,
    Plan,
    import_awards,
    make_plan,
    marked_copy,
    read,
)
from nominations.people.models import Organization
from workflow.actors import SYSTEM

SHOWN_PROBLEMS = 50


class Command(BaseCommand):
    """All rows or none; with a bad row the marked copy is written beside the file, exit code 1."""

    help = "Import award history from FILE.xlsx or FILE.csv, all rows or none."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="check only, write nothing")
        parser.add_argument(
            "--organization", metavar="CODE", help="the agency the awards belong to"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        organization = self._organization(options["organization"])
        path: Path = options["file"]
        try:
            sheet = read(path.name, self._content(path))
            if options["dry_run"]:
                self._report(make_plan(sheet, organization), path, added=None)
                return
            outcome = import_awards(actor=SYSTEM, sheet=sheet, organization=organization)
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from None
        self._report(outcome.plan, path, added=outcome.added)

    def _content(self, path: Path) -> bytes:
        try:
            with path.open("rb") as file:
                return file.read(MAX_MEGABYTES * 1024 * 1024 + 1)
        except OSError as error:
            words = {"file": path, "error": error.strerror}
            raise CommandError(_("%(file)s cannot be read: %(error)s") % words) from None

    def _organization(self, code: str | None) -> Organization:
        agencies = Organization.objects.filter(units__isnull=False).distinct()
        if code:
            agencies = Organization.objects.filter(code=code)
        found = list(agencies.order_by("rank", "code"))
        if len(found) == 1:
            return found[0]
        known = ", ".join(Organization.objects.values_list("code", flat=True))
        if code:
            words = {"code": code, "known": known or "-"}
            raise CommandError(_("No agency has the code %(code)s. Known: %(known)s.") % words)
        raise CommandError(
            _("Say which agency the awards belong to: --organization CODE. Known: %(known)s.")
            % {"known": known or "-"}
        )

    def _report(self, plan: Plan, path: Path, *, added: int | None) -> None:
        if not plan.ok:
            self._refuse(plan, path)
        already = len(plan.already)
        if added is None:
            words = {"new": len(plan.entries), "already": already}
            self.stdout.write(
                _("Every row is right: %(new)s to add, %(already)s there already.") % words
            )
        else:
            words = {"added": added, "already": already}
            self.stdout.write(_("%(added)s awards added, %(already)s there already.") % words)

    def _refuse(self, plan: Plan, path: Path) -> None:
        for problem in plan.problems[:SHOWN_PROBLEMS]:
            words = {"line": problem.line, "column": problem.label, "message": problem.message}
            self.stderr.write(_("Line %(line)s, %(column)s: %(message)s") % words)
        if len(plan.problems) > SHOWN_PROBLEMS:
            self.stderr.write(
                _("and %(count)s more") % {"count": len(plan.problems) - SHOWN_PROBLEMS}
            )
        name, content, _media_type = marked_copy(plan)
        copy = path.with_name(name)
        try:
            copy.write_bytes(content)
            where = _("The file with the reasons: %(file)s") % {"file": copy}
        except OSError:
            where = _("The file with the reasons could not be written beside the original.")
        raise CommandError(
            _("%(count)s rows are wrong, nothing was imported.") % {"count": plan.bad_lines}
            + " "
            + where
        )
