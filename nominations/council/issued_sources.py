"""Sources of issued papers: the minutes of a session, issued once certified, under their number."""

from __future__ import annotations

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from nominations.council.minutes import minutes_of
from nominations.council.models import VotingSession
from nominations.council.papers import count_minutes, meeting_minutes
from nominations.council.queries import agenda, visible_to
from nominations.council.session_workflow import SessionState
from nominations.documents.blocks import Paper
from nominations.issued_papers.models import IssuedKind
from nominations.issued_papers.paper_facts import EarlierPaper, PaperFacts, line_of
from nominations.issued_papers.paper_sources import DraftAddresses, IssueDetails, PaperSource
from nominations.paper_numbers.models import PaperType
from nominations.paper_numbers.series import OwnPapers
from nominations.people.models import Organization, User
from nominations.web.access import get_or_404


class _SessionSource(PaperSource):
    """Minutes are signed on the session itself, by the scrutineers and the chair."""

    def find(self, user: User, key: str) -> VotingSession:
        rows = visible_to(user).select_related("council__organization__parent")
        return get_or_404(rows, public_id=key)

    def load(self, record: str) -> VotingSession:
        rows = VotingSession.objects.select_related("council__organization__parent")
        return rows.get(pk=int(record.partition(":")[2]))

    def key_of(self, record: VotingSession) -> str:
        return str(record.public_id)

    def record_of(self, record: VotingSession) -> str:
        return record.stream

    def above(self, record: VotingSession) -> str:
        return record.get_absolute_url()

    def organization(self, record: VotingSession) -> Organization:
        return record.council.organization

    def not_yet(self, record: VotingSession) -> str:
        if record.state != SessionState.CERTIFIED:
            return _("The minutes are issued once they are signed and certified.")
        return ""

    def _signer(self, record: VotingSession) -> str:
        chair = minutes_of(record)["chair"]
        return chair.full_name if chair else ""

    def facts(self, record: VotingSession) -> PaperFacts:
        """All items of the agenda; those not passed are marked."""
        items = agenda(record)
        return PaperFacts(
            lines=tuple(line_of(item.nomination, passed=bool(item.passed)) for item in items)
        )


class MeetingMinutesSource(_SessionSource):
    kind = IssuedKind.MEETING_MINUTES

    def numbers(self, record: VotingSession) -> OwnPapers:
        """The council's own series."""
        council = record.council
        return OwnPapers(
            organization=council.organization, paper=PaperType.MINUTES, symbol=council.symbol
        )

    def draft(self, record: VotingSession) -> DraftAddresses:
        return DraftAddresses(
            preview=reverse("council:minutes", args=[record.public_id]),
            file=reverse("council:meeting_paper_file", args=[record.public_id]),
        )

    def recorded_details(self, record: VotingSession) -> IssueDetails:
        return IssueDetails(
            number=record.minutes_number,
            day=record.held_on,
            signer_name=self._signer(record),
            signer_title=_("Chair of the meeting"),
        )

    def compose(self, record: VotingSession, details: IssueDetails) -> Paper:
        return meeting_minutes(record)

    def facts(self, record: VotingSession) -> PaperFacts:
        """The facts of the minutes of the meeting, which cite those of the count."""
        found = super().facts(record)
        count = EarlierPaper(
            kind=IssuedKind.COUNT_MINUTES.value,
            record=record.stream,
            nominations=tuple(line.nomination for line in found.passed),
        )
        return PaperFacts(lines=found.lines, rests_on=(count,))


class CountMinutesSource(_SessionSource):
    kind = IssuedKind.COUNT_MINUTES
    needs_number = False

    def draft(self, record: VotingSession) -> DraftAddresses:
        return DraftAddresses(
            preview=reverse("council:count_paper", args=[record.public_id]),
            file=reverse("council:count_paper_file", args=[record.public_id]),
        )

    def recorded_details(self, record: VotingSession) -> IssueDetails:
        day = localtime(record.counted_at).date() if record.counted_at else record.held_on
        return IssueDetails(
            day=day, signer_name=self._signer(record), signer_title=_("Chair of the meeting")
        )

    def compose(self, record: VotingSession, details: IssueDetails) -> Paper:
        return count_minutes(record)
