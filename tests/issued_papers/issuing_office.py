"""A campaign whose papers are all ready to be issued: two people and a unit, by the services."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from nominations.consultation.models import Posting
from nominations.council.models import VotingSession
from nominations.decisions.models import Decision, UpwardReport
from nominations.dossiers.models import Nomination
from nominations.issued_papers import services
from nominations.issued_papers.models import IssuedKind, IssuedPaper
from nominations.issued_papers.paper_sources import IssueDetails, source_of
from nominations.people.models import Organization, User
from nominations.states import State
from tests.cast import Cast
from tests.documents.sample_papers import HOSTILE_NAME

LONG_POSITION = (
    "Phó Trưởng phòng phụ trách theo dõi công tác tài chính hành chính, sự nghiệp xã hội"
)
SIGNER = IssueDetails(signer_name="Trần Quốc Hùng", signer_title="Phó Giám đốc")
SET = (
    IssuedKind.COUNT_MINUTES,
    IssuedKind.MEETING_MINUTES,
    IssuedKind.NOTICE,
    IssuedKind.CONSULTATION_MINUTES,
    IssuedKind.DECISION,
    IssuedKind.CERTIFICATES,
    IssuedKind.ANNUAL_REPORT,
)


@dataclass(frozen=True)
class IssuingOffice:
    """Who issues, and the record that each kind of paper is composed of."""

    cast: Cast
    nominations: tuple[int, ...]

    @property
    def secretary(self) -> User:
        return self.cast.secretary

    def record(self, kind: str) -> Any:
        source = source_of(kind)
        row: Any
        if kind in (IssuedKind.COUNT_MINUTES, IssuedKind.MEETING_MINUTES):
            row = VotingSession.objects.get()
        elif kind in (IssuedKind.NOTICE, IssuedKind.CONSULTATION_MINUTES):
            row = Posting.objects.get()
        elif kind in (IssuedKind.DECISION, IssuedKind.CERTIFICATES):
            row = Decision.objects.get()
        else:
            row = UpwardReport.objects.get()
        return source.load(source.record_of(row))

    def issue(self, kind: str, **given: Any) -> IssuedPaper:
        details = given.pop("details", SIGNER)
        return services.issue_paper(
            actor=self.secretary,
            source=source_of(kind),
            record=given.pop("record", None) or self.record(kind),
            details=details,
            **given,
        )

    def issue_until(self, kind: str) -> None:
        """Issue the papers of the set before this one."""
        for one in SET[: SET.index(IssuedKind(kind))]:
            self.issue(one)


def issuing_office() -> IssuingOffice:
    """The whole way up to the report; the consultation is closed."""
    cast = Cast.build()
    Organization.objects.filter(pk=cast.agency.pk).update(place_name="Sóc Trăng")
    hostile = cast.person(HOSTILE_NAME)
    found = cast.nominations(
        [(hostile, None), (cast.colleague, None), (None, cast.unit)], State.REPORTED, award="GK"
    )
    Nomination.objects.filter(pk=found[1].pk).update(position_name=LONG_POSITION)
    from nominations.consultation.services import close_due

    close_due()
    return IssuingOffice(cast, tuple(one.pk for one in found))
