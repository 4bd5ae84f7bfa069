"""How the papers of plans and movements are issued: the year's plan, a movement's, its reports."""

from __future__ import annotations

from copy import copy
from datetime import date
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from nominations.documents.blocks import Paper
from nominations.issued_papers.edition_source import EditionSource
from nominations.issued_papers.models import IssuedKind, IssuedPaper
from nominations.issued_papers.paper_sources import DraftAddresses, IssueDetails
from nominations.issued_papers.queries import issued_paper_of
from nominations.movements.issued_record_keys import response_record, review_record
from nominations.movements.models import EmulationPlan, Movement, MovementReport
from nominations.movements.movement_workflow import SHOWN
from nominations.movements.own_paper_numbers import name_own_paper
from nominations.movements.papers import plan_paper, response_paper, review_paper
from nominations.movements.plan_workflow import PlanState
from nominations.movements.queries import movements_visible_to, plans_visible_to
from nominations.paper_numbers.models import PaperPurpose, PaperType
from nominations.paper_numbers.series import OwnPapers
from nominations.people.models import Organization, User
from nominations.web.access import get_or_404


class _TextSource(EditionSource):
    """A number that was typed in stands in the record; one that is given here is written there."""

    address: str

    def key_of(self, record: Any) -> str:
        return str(record.pk)

    def draft(self, record: Any) -> DraftAddresses:
        return DraftAddresses(
            preview=reverse(self.address, args=[record.pk]),
            file=reverse(f"{self.address}_file", args=[record.pk]),
        )

    def _recorded_details(self, record: Any, number: str, day: date | None) -> IssueDetails:
        """The record's number, unless it is still that of the edition before."""
        earlier = self.earlier(record)
        if earlier is not None and (earlier.number, earlier.dated_on) == (number, day):
            return IssueDetails()
        return IssueDetails(number=number, day=day)


class PlanSource(_TextSource):
    """The plan of a year, before it is put in force or while it is."""

    kind = IssuedKind.EMULATION_PLAN
    address = "movements:plan_paper"

    def find(self, user: User, key: str) -> EmulationPlan:
        return get_or_404(plans_visible_to(user), pk=_pk(key))

    def load(self, record: str) -> EmulationPlan:
        rows = EmulationPlan.objects.select_related("organization__parent")
        return rows.get(pk=int(record.split(":")[1]))

    def held(self, record: EmulationPlan) -> EmulationPlan:
        rows = EmulationPlan.objects.select_for_update(no_key=True, of=("self",))
        return rows.select_related("organization__parent").get(pk=record.pk)

    def record_of(self, record: EmulationPlan) -> str:
        return record.stream

    def above(self, record: EmulationPlan) -> str:
        return record.get_absolute_url()

    def organization(self, record: EmulationPlan) -> Organization:
        return record.organization

    def not_yet(self, record: EmulationPlan) -> str:
        if record.state not in (PlanState.DRAFT, PlanState.IN_FORCE):
            return _("A plan that was replaced or discarded is not issued.")
        if not all(one.strip() for one in (record.theme, record.tasks, record.solutions)):
            return _("Write the theme, the tasks and the solutions of the plan first.")
        return ""

    def numbers(self, record: EmulationPlan) -> OwnPapers:
        """Plans of the agency."""
        return OwnPapers(organization=record.organization, paper=PaperType.PLAN)

    def recorded_details(self, record: EmulationPlan) -> IssueDetails:
        return IssueDetails(number=record.paper_number, day=record.paper_date)

    def keep_number(self, record: EmulationPlan, number: str, day: date) -> None:
        EmulationPlan.objects.filter(pk=record.pk).update(paper_number=number, paper_date=day)
        record.paper_number, record.paper_date = number, day
        name_own_paper(
            record.organization, subject=record.stream, paper=PaperType.PLAN,
            purpose=PaperPurpose.PLAN, number=number, day=day,
        )  # fmt: skip

    def text_paper(self, record: EmulationPlan, details: IssueDetails) -> Paper:
        shown = copy(record)
        shown.paper_number, shown.paper_date = details.number, details.day
        return plan_paper(shown)

    def earlier(self, record: EmulationPlan) -> IssuedPaper | None:
        before = EmulationPlan.objects.filter(
            organization=record.organization_id, year=record.year, edition__lt=record.edition
        )
        records = [one.stream for one in before]
        rows = IssuedPaper.objects.filter(kind=self.kind, record__in=records)
        return rows.order_by("-id").first() if records else None


class ResponseSource(_TextSource):
    """The plan by which the agency answers a movement, or carries out its own."""

    kind = IssuedKind.RESPONSE_PLAN
    address = "movements:response_paper"

    def find(self, user: User, key: str) -> Movement:
        return get_or_404(movements_visible_to(user), pk=_pk(key))

    def load(self, record: str) -> Movement:
        rows = Movement.objects.select_related("organization__parent")
        return rows.get(pk=int(record.split(":")[1]))

    def held(self, record: Movement) -> Movement:
        return _held_movement(record.pk)

    def record_of(self, record: Movement) -> str:
        return response_record(record)

    def above(self, record: Movement) -> str:
        return record.get_absolute_url()

    def organization(self, record: Movement) -> Organization:
        return record.organization

    def not_yet(self, record: Movement) -> str:
        if record.state not in SHOWN:
            return _("The plan of a movement is issued once the movement is launched.")
        if not record.response_content.strip():
            return _("Write what the plan of the movement says first.")
        return ""

    def numbers(self, record: Movement) -> OwnPapers:
        """Plans of the agency."""
        return OwnPapers(organization=record.organization, paper=PaperType.PLAN)

    def recorded_details(self, record: Movement) -> IssueDetails:
        return self._recorded_details(record, record.response_number, record.response_date)

    def keep_number(self, record: Movement, number: str, day: date) -> None:
        Movement.objects.filter(pk=record.pk).update(response_number=number, response_date=day)
        record.response_number, record.response_date = number, day
        name_own_paper(
            record.organization, subject=f"response:{record.pk}", paper=PaperType.PLAN,
            purpose=PaperPurpose.PLAN, number=number, day=day,
        )  # fmt: skip

    def text_paper(self, record: Movement, details: IssueDetails) -> Paper:
        shown = copy(record)
        shown.response_number, shown.response_date = details.number, details.day
        return response_paper(shown)

    def earlier(self, record: Movement) -> IssuedPaper | None:
        before = record.response_edition - 1
        return issued_paper_of(self.kind, response_record(record, before)) if before else None


class ReviewSource(_TextSource):
    """The report on an interim or the final review of a movement."""

    kind = IssuedKind.MOVEMENT_REVIEW
    address = "movements:review_paper"

    def find(self, user: User, key: str) -> MovementReport:
        seen = movements_visible_to(user).order_by().values("pk")
        rows = MovementReport.objects.filter(movement__in=seen)
        return get_or_404(rows.select_related("movement__organization__parent"), pk=_pk(key))

    def load(self, record: str) -> MovementReport:
        rows = MovementReport.objects.select_related("movement__organization__parent")
        return rows.get(pk=int(record.split(":")[1]))

    def held(self, record: MovementReport) -> MovementReport:
        """Reviews are written under the lock of their movement."""
        _held_movement(record.movement_id)
        rows = MovementReport.objects.select_related("movement__organization__parent")
        return rows.get(pk=record.pk)

    def record_of(self, record: MovementReport) -> str:
        return review_record(record)

    def above(self, record: MovementReport) -> str:
        return record.movement.get_absolute_url()

    def organization(self, record: MovementReport) -> Organization:
        return record.movement.organization

    def not_yet(self, record: MovementReport) -> str:
        if record.movement.state not in SHOWN:
            return _("Nothing is issued of a movement that was cancelled.")
        return ""

    def numbers(self, record: MovementReport) -> OwnPapers:
        """Reports of the agency."""
        return OwnPapers(organization=record.movement.organization, paper=PaperType.REPORT)

    def recorded_details(self, record: MovementReport) -> IssueDetails:
        return self._recorded_details(record, record.number, record.dated)

    def keep_number(self, record: MovementReport, number: str, day: date) -> None:
        MovementReport.objects.filter(pk=record.pk).update(number=number, dated=day)
        record.number, record.dated = number, day
        name_own_paper(
            record.movement.organization, subject=f"movement_report:{record.pk}",
            paper=PaperType.REPORT, purpose=PaperPurpose.REPORT, number=number, day=day,
        )  # fmt: skip

    def text_paper(self, record: MovementReport, details: IssueDetails) -> Paper:
        shown = copy(record)
        shown.number, shown.dated = details.number, details.day
        return review_paper(shown)

    def earlier(self, record: MovementReport) -> IssuedPaper | None:
        before = record.edition - 1
        return issued_paper_of(self.kind, review_record(record, before)) if before else None


def _pk(key: str) -> int:
    if not key.isdecimal() or len(key) > 18:
        raise Http404
    return int(key)


def _held_movement(pk: int) -> Movement:
    rows = Movement.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("organization__parent").get(pk=pk)
