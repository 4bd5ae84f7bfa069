"""Sources of issued papers: the notice and the minutes of a consultation."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from nominations.awards.issuer_name import head_position
from nominations.consultation.models import PostedItem, Posting
from nominations.consultation.papers import closing_minutes, notice_paper
from nominations.consultation.queries import closing_day, visible_to
from nominations.council.models import BallotItem
from nominations.council.session_workflow import SessionState
from nominations.documents.blocks import Paper
from nominations.documents.standard_parts import number_line
from nominations.dossiers.models import Nomination
from nominations.issued_papers.models import IssuedKind
from nominations.issued_papers.paper_facts import EarlierPaper, PaperFacts, line_of
from nominations.issued_papers.paper_sources import DraftAddresses, IssueDetails, PaperSource
from nominations.issued_papers.prepared_paper import signed_paper
from nominations.paper_numbers.models import PaperType
from nominations.paper_numbers.series import OwnPapers
from nominations.people.authorization import sole_holder
from nominations.people.models import Organization, User
from nominations.people.roles import Role
from nominations.states import State
from nominations.web.access import get_or_404


class _PostingSource(PaperSource):
    def find(self, user: User, key: str) -> Posting:
        return get_or_404(visible_to(user).select_related("organization__parent"), public_id=key)

    def load(self, record: str) -> Posting:
        rows = Posting.objects.select_related("organization__parent")
        return rows.get(pk=int(record.partition(":")[2]))

    def key_of(self, record: Posting) -> str:
        return str(record.public_id)

    def record_of(self, record: Posting) -> str:
        return record.stream

    def above(self, record: Posting) -> str:
        return record.get_absolute_url()

    def organization(self, record: Posting) -> Organization:
        return record.organization

    def facts(self, record: Posting) -> PaperFacts:
        items = list(
            record.items.select_related("nomination__award_type").order_by(
                "nomination__award_type__rank", "id"
            )
        )
        return PaperFacts(
            lines=tuple(line_of(item.nomination) for item in items),
            rests_on=meetings_of([item.nomination_id for item in items]),
        )


def meetings_of(nomination_ids: list[int]) -> tuple[EarlierPaper, ...]:
    """The certified minutes that passed the nominations, as papers cite them."""
    found: dict[int, tuple[BallotItem, list[int]]] = {}
    items = BallotItem.objects.filter(
        nomination_id__in=nomination_ids, passed=True, session__state=SessionState.CERTIFIED
    ).select_related("session")
    for item in items.order_by("session_id", "nomination_id"):
        found.setdefault(item.session_id, (item, []))[1].append(item.nomination_id)
    return tuple(
        EarlierPaper(
            kind=IssuedKind.MEETING_MINUTES.value,
            record=item.session.stream,
            number=item.session.minutes_number,
            day=item.session.held_on.isoformat() if item.session.held_on else "",
            nominations=tuple(ids),
        )
        for item, ids in found.values()
    )


class NoticeSource(_PostingSource):
    kind = IssuedKind.NOTICE
    number_is_registered = False

    def draft(self, record: Posting) -> DraftAddresses:
        return DraftAddresses(
            preview=reverse("consultation:notice_paper", args=[record.public_id]),
            file=reverse("consultation:notice_paper_file", args=[record.public_id]),
        )

    def not_yet(self, record: Posting) -> str:
        return ""

    def numbers(self, record: Posting) -> OwnPapers:
        """Notices of the agency."""
        return OwnPapers(organization=record.organization, paper=PaperType.NOTICE)

    def keep_number(self, record: Posting, number: str, day: date) -> None:
        Posting.objects.filter(pk=record.pk).update(notice_number=number)
        record.notice_number = number

    def recorded_details(self, record: Posting) -> IssueDetails:
        return IssueDetails(number=record.notice_number, day=record.posted_on)

    def compose(self, record: Posting, details: IssueDetails) -> Paper:
        return signed_paper(notice_paper(record), details, head_position(record.organization))

    def elsewhere(self, facts: PaperFacts, missing: Collection[int]) -> Mapping[int, str]:
        """Why nominations are not on this notice: on another one, not requiring one, or no longer
        in the procedure."""
        posted = dict.fromkeys(
            PostedItem.objects.filter(nomination_id__in=missing).values_list(
                "nomination_id", flat=True
            ),
            "",
        )
        moved = Nomination.objects.filter(pk__in=missing).exclude(state=State.COUNCIL_VOTED)
        return {**dict.fromkeys(moved.values_list("pk", flat=True), ""), **posted}


class ConsultationMinutesSource(_PostingSource):
    kind = IssuedKind.CONSULTATION_MINUTES
    needs_number = False

    def draft(self, record: Posting) -> DraftAddresses:
        return DraftAddresses(
            preview=reverse("consultation:minutes", args=[record.public_id]),
            file=reverse("consultation:minutes_paper_file", args=[record.public_id]),
        )

    def likely_signer(self, record: Posting) -> str:
        """The secretary, who writes and signs the minutes."""
        clerk = sole_holder(Role.SECRETARY, record.organization, on=closing_day(record))
        return clerk.full_name if clerk else ""

    def not_yet(self, record: Posting) -> str:
        if record.is_open:
            return _("The minutes are issued once the consultation is closed.")
        return ""

    def numbers(self, record: Posting) -> OwnPapers:
        """The agency's numbers of minutes; optional."""
        return OwnPapers(organization=record.organization, paper=PaperType.MINUTES)

    def recorded_details(self, record: Posting) -> IssueDetails:
        return IssueDetails(day=closing_day(record))

    def compose(self, record: Posting, details: IssueDetails) -> Paper:
        """The minutes with their number; without one the line is left out."""
        paper, number = signed_paper(closing_minutes(record), details, ""), details.number
        symbol = record.organization.symbol
        line = number_line(number, PaperType.MINUTES.value, symbol) if number else ""
        return replace(paper, letterhead=replace(paper.letterhead, number=line))

    def facts(self, record: Posting) -> PaperFacts:
        """The facts of the minutes, which cite the notice and the council's minutes."""
        found = super().facts(record)
        notice = EarlierPaper(
            kind=IssuedKind.NOTICE.value,
            record=record.stream,
            number=record.notice_number,
            day=record.posted_on.isoformat(),
            nominations=tuple(line.nomination for line in found.lines),
        )
        return PaperFacts(lines=found.lines, rests_on=(notice, *found.rests_on))

    def elsewhere(self, facts: PaperFacts, missing: Collection[int]) -> Mapping[int, str]:
        """The same as for the notice."""
        return NoticeSource().elsewhere(facts, missing)
