"""`manage.py period_report --from 2015 --to 2019`: the figures and paragraphs of a period.

On the screen as text or JSON, with `--output` as Word, PDF, Excel or HTML as well.
"""

from __future__ import annotations

import json
from argparse import ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from nominations.documents.html_file import html_bytes
from nominations.documents.rendering import PaperFormat, render
from nominations.people.models import Organization
from nominations.statistics.period_paper import period_paper, period_workbook
from nominations.statistics.period_report import PeriodReport, period_report

PRINTED = ("text", "json")
FILES = ("docx", "pdf", "xlsx", "html")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(_("write the day as 2026-01-31")) from None


class Command(BaseCommand):
    help = "Print the award figures of a period with the yearly paragraphs of a report."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="year_from", type=int, required=True, metavar="YEAR")
        parser.add_argument("--to", dest="year_to", type=int, required=True, metavar="YEAR")
        parser.add_argument("--format", choices=(*PRINTED, *FILES), default="text")
        parser.add_argument(
            "--output", type=Path, default=None, metavar="FILE",
            help="write the report into this file; needed for docx, pdf, xlsx and html",
        )  # fmt: skip
        parser.add_argument(
            "--organization", default="", metavar="CODE",
            help="the agency; without it, the one with the most awards in these years",
        )  # fmt: skip
        parser.add_argument(
            "--known-on", type=_day, default=None, metavar="DATE",
            help="as known on this day: decided by then, not yet revoked then",
        )  # fmt: skip
        parser.add_argument("--subtree", action="store_true", help="with the agencies below")

    def handle(self, *args: Any, **options: Any) -> None:
        year_from, year_to = options["year_from"], options["year_to"]
        if not 1945 <= year_from <= year_to <= 2200:
            raise CommandError(_("The first year must not lie after the last one."))
        if options["format"] in FILES and options["output"] is None:
            raise CommandError(_("Say with --output into which file the report is to be written."))
        organization = self._organization(options["organization"], year_from, year_to)
        report = period_report(
            organization,
            year_from=year_from,
            year_to=year_to,
            known_on=options["known_on"],
            subtree=options["subtree"],
        )
        content = self._content(organization, report, options)
        if options["output"] is None:
            self.stdout.write(content.decode())
            return
        try:
            options["output"].write_bytes(content)
        except OSError as error:
            raise CommandError(
                _("The file %(file)s cannot be written: %(problem)s.")
                % {"file": options["output"], "problem": error.strerror}
            ) from None

    def _content(
        self, organization: Organization, report: PeriodReport, options: dict[str, Any]
    ) -> bytes:
        """The report in the format that was asked for."""
        wanted = options["format"]
        if wanted == "json":
            return json.dumps(report.as_data(), ensure_ascii=False, indent=2).encode()
        if wanted == "text":
            return report.as_text().encode()
        if wanted == "xlsx":
            return period_workbook(report)
        paper = period_paper(organization, report, known_on=options["known_on"])
        if wanted == "html":
            return html_bytes(paper)
        try:
            return render(paper, PaperFormat(wanted)).content
        except ValidationError as refusal:
            raise CommandError(refusal.messages[0]) from None

    def _organization(self, code: str, year_from: int, year_to: int) -> Organization:
        if code:
            found: Organization | None = Organization.objects.filter(code=code).first()
            if found is None:
                raise CommandError(_("There is no agency with the code %(code)s.") % {"code": code})
            return found
        in_period = Q(awards__year__gte=year_from, awards__year__lte=year_to)
        ranked = Organization.objects.annotate(
            given=Count("awards", filter=in_period & Q(awards__revoked_on__isnull=True))
        ).order_by("-given", "rank", "code")
        first: Organization | None = ranked.first()
        if first is None:
            raise CommandError(_("There is no agency in the system yet."))
        return first
