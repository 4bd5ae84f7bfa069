"""Import a table from an Excel or CSV file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from nominations.importing.annotated_file import marked_copy
from nominations.importing.file_reader import MAX_MEGABYTES, read_table
from nominations.importing.models import ImportRun
from nominations.importing.plan import ImportPlan, RowProblem, no_progress
from nominations.importing.registry import Importer, importer_of, importers
from nominations.importing.runs import sweep
from workflow.actors import SYSTEM

SHOWN_PROBLEMS = 50


class Command(BaseCommand):
    """All rows or none; with a bad row the marked copy is written beside the file, exit code 1."""

    help = "Import FILE.xlsx or FILE.csv as a table of this KIND, all rows or none."

    def add_arguments(self, parser: ArgumentParser) -> None:
        kinds = [importer.kind for importer in importers()]
        parser.add_argument("kind", choices=[*kinds, "waiting"], help="waiting: finish uploads")
        parser.add_argument("file", type=Path, nargs="?")
        self.add_options(parser)

    def add_options(self, parser: ArgumentParser) -> None:
        """What every command that imports takes."""
        parser.add_argument("--dry-run", action="store_true", help="check only, write nothing")
        parser.add_argument("--organization", metavar="CODE", help="the agency the rows belong to")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["kind"] == "waiting":
            sweep()
            return
        if options["file"] is None:
            raise CommandError(_("Say which file to import."))
        self.run(importer_of(options["kind"]), options)

    def run(self, importer: Importer, options: dict[str, Any]) -> None:
        """Check the file, and write its rows unless it is a dry run."""
        organization = self._organization(options["organization"])
        path: Path = options["file"]
        try:
            sheet = read_table(path.name, self._content(path), importer.table)
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from None
        if options["dry_run"]:
            plan = importer.plan(sheet, organization, None, no_progress)
        else:
            with transaction.atomic():
                type(organization).objects.select_for_update(of=("self",)).get(pk=organization.pk)
                plan = importer.plan(sheet, organization, None, no_progress)
                if plan.ok and plan.entries:
                    importer.write(plan, actor=SYSTEM)
        if not plan.ok:
            self._refuse(plan, path)
        self._report(importer, plan, dry=options["dry_run"])

    def _content(self, path: Path) -> bytes:
        try:
            with path.open("rb") as file:
                return file.read(MAX_MEGABYTES * 1024 * 1024 + 1)
        except OSError as error:
            words = {"file": path, "error": error.strerror}
            raise CommandError(_("%(file)s cannot be read: %(error)s") % words) from None

    def _organization(self, code: str | None) -> Any:
        everyone = ImportRun.agencies()
        agencies = everyone.filter(units__isnull=False).distinct()
        if code:
            agencies = everyone.filter(code=code)
        found = list(agencies.order_by("rank", "code"))
        if len(found) == 1:
            return found[0]
        known = ", ".join(everyone.values_list("code", flat=True))
        if code:
            words = {"code": code, "known": known or "-"}
            raise CommandError(_("No agency has the code %(code)s. Known: %(known)s.") % words)
        raise CommandError(
            _("Say which agency the rows belong to: --organization CODE. Known: %(known)s.")
            % {"known": known or "-"}
        )

    def _report(self, importer: Importer, plan: ImportPlan, *, dry: bool) -> None:
        words = {
            "added": plan.added,
            "changed": plan.changed,
            "already": len(plan.already),
            "noun": importer.noun,
        }
        if dry:
            text = _(
                "Every row is right: %(added)s to add, %(changed)s to change,"
                " %(already)s there already."
            )
        else:
            text = _("Added %(added)s %(noun)s, changed %(changed)s; %(already)s there already.")
        self.stdout.write(text % words)
        for notice in (*plan.notices, *plan.warnings):
            self.stdout.write(notice)

    def _refuse(self, plan: ImportPlan, path: Path) -> None:
        problems: list[RowProblem] = plan.problems
        for problem in problems[:SHOWN_PROBLEMS]:
            place = capfirst(problem.place)
            self.stderr.write(f"{place}, {problem.label}: {problem.message}")
        if len(problems) > SHOWN_PROBLEMS:
            self.stderr.write(_("and %(count)s more") % {"count": len(problems) - SHOWN_PROBLEMS})
        name, content, _media_type = marked_copy(plan.sheet, problems)
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
