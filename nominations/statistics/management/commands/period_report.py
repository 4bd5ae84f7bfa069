"""`manage.py period_report --from 2015 --to 2019`: the figures and paragraphs of a period."""

from __future__ import annotations

import json
from argparse import ArgumentTypeError
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from nominations.people.models import Organization
from nominations.statistics.period_report import period_report


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
        parser.add_argument("--format", choices=("text", "json"), default="text")
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
        report = period_report(
            self._organization(options["organization"], year_from, year_to),
            year_from=year_from,
            year_to=year_to,
            known_on=options["known_on"],
            subtree=options["subtree"],
        )
        if options["format"] == "json":
            self.stdout.write(json.dumps(report.as_data(), ensure_ascii=False, indent=2))
        else:
            self.stdout.write(report.as_text())

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
