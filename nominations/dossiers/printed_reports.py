"""Achievement reports as a kind of print run: those of a campaign that the reader may see.

The layout follows from the nomination. The last submitted version is printed, never an open one.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nominations.chunking import key_chunks
from nominations.dossiers.achievement_paper import achievement_paper, report_day
from nominations.dossiers.boards.permissions import may_see_board
from nominations.dossiers.campaign_workflow import HELD
from nominations.dossiers.models import Campaign, Nomination, Report
from nominations.dossiers.models.managers import NominationQuerySet
from nominations.dossiers.nomination_list_paper import submitted_nominations
from nominations.dossiers.subject_records import subject_records
from nominations.dossiers.wording import words
from nominations.people.models import Organization, User
from nominations.people.queries import agency_ids
from nominations.print_runs.print_sources import PrintablePaper, PrintSource
from nominations.web.access import get_or_404
from nominations.web.refusals import not_allowed, refused
from workflow.actors import Actor

GROUPS: Mapping[str, Any] = {
    "danh-hieu": gettext_lazy("Award"),
    "don-vi": gettext_lazy("Unit"),
}


class ReportPrints(PrintSource):
    """The submitted reports of some nominations, without those that the reader may not see."""

    label = gettext_lazy("Achievement reports")
    group_labels = GROUPS

    @abstractmethod
    def nominations(self, record: Any) -> NominationQuerySet:
        """The nominations of the record in the order of the list, for any reader."""

    def papers(self, record: Any, reader: User) -> Sequence[PrintablePaper]:
        """One paper for each nomination; its key contains the version of the report, so that a
        corrected report is not a reprint."""
        frozen = Report.objects.filter(nomination=OuterRef("pk"), frozen_at__isnull=False)
        last = Subquery(frozen.order_by("-number").values("number")[:1])
        seen = self.nominations(record).visible_to(reader).annotate(report_number=last)
        rows: list[Any] = list(seen.select_related("award_type", "unit"))
        found = [
            PrintablePaper(
                key=f"nomination:{row.pk}:{row.report_number or 0}",
                number=str(place),
                name=f"{row.subject_name}, {row.award_type.name}",  # a nomination may have several
                paper=None,
                problem="" if row.report_number else _("The report has not been submitted yet."),
                groups={"danh-hieu": row.award_type.name, "don-vi": row.unit.name},
            )
            for place, row in enumerate(rows, 1)
        ]
        if not found:
            raise refused("no_reports", _("There are no submitted reports here that you may read."))
        return found

    def readable(self, user: User, keys: Iterable[str]) -> frozenset[str]:
        """The keys whose nominations the account may see today."""
        named = {key: _version(key)[0] for key in keys}
        seen: set[int] = set()
        for some in key_chunks(named.values()):
            rows = Nomination.objects.visible_to(user).filter(pk__in=some)
            seen.update(rows.order_by().values_list("pk", flat=True))
        return frozenset(key for key, pk in named.items() if pk in seen)

    def composed(self, record: Any, papers: Sequence[PrintablePaper]) -> Iterator[PrintablePaper]:
        """The papers of the keys, with the records of their subjects."""
        versions = {one.key: _version(one.key) for one in papers}
        rows = _nominations({pk for pk, _number in versions.values()})
        reports = {
            (one.nomination_id, one.number): one
            for one in Report.objects.filter(nomination__in=rows, frozen_at__isnull=False)
        }
        chosen = [reports[one] for one in versions.values() if one in reports]
        days = {one.nomination_id: report_day(one) for one in chosen}
        records = subject_records(rows.values(), days=days)
        for paper in papers:
            report = reports.get(versions[paper.key])
            if report is None:
                yield paper
                continue
            row = rows[report.nomination_id]
            yield replace(paper, paper=achievement_paper(row, report, records[row.pk]))


def _version(key: str) -> tuple[int, int]:
    """The nomination and the number of its report that the key names."""
    _word, pk, number = key.split(":")
    return int(pk), int(number)


def _nominations(pks: Iterable[int]) -> dict[int, Nomination]:
    """The nominations with everything that a report prints, by id."""
    related = ("organization", "campaign", "award_type", "person", "collective", "unit")
    rows = Nomination.objects.filter(pk__in=pks).select_related(*related)
    return {row.pk: row for row in rows}


class CampaignReports(ReportPrints):
    kind = "campaign_reports"
    slug = "bao-cao-thanh-tich"

    def require(self, actor: Actor, record: Campaign) -> None:
        """Refuse (NotAllowed) an actor who may see neither the agency's dossiers nor those of a
        unit."""
        if not (isinstance(actor, User) and may_see_board(actor, record)):
            raise not_allowed(
                "not_reader",
                _("Only those who read the dossiers of the agency or of a unit print reports."),
            )

    def find(self, user: User, key: str) -> Campaign:
        rows = Campaign.objects.filter(organization_id__in=agency_ids(user), state__in=HELD)
        return get_or_404(rows.select_related("organization"), pk=key)

    def key_of(self, record: Campaign) -> str:
        return str(record.pk)

    def load(self, record: str) -> Campaign:
        rows = Campaign.objects.select_related("organization")
        return rows.get(pk=int(record.partition(":")[2]))

    def record_of(self, record: Campaign) -> str:
        return record.stream

    def above(self, record: Campaign) -> str:
        return record.get_absolute_url()

    def organization(self, record: Campaign) -> Organization:
        return record.organization

    def title(self, record: Campaign) -> str:
        return words().say("report.run", record=record.name)

    def nominations(self, record: Campaign) -> NominationQuerySet:
        return submitted_nominations(record)
