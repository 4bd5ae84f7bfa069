"""The achievement reports of the nominations on an agenda, as a kind of print run."""

from __future__ import annotations

from django.utils.translation import gettext as _

from nominations.council.models import VotingSession
from nominations.council.queries import visible_to
from nominations.dossiers.models import Nomination
from nominations.dossiers.models.managers import NominationQuerySet
from nominations.dossiers.printed_reports import ReportPrints
from nominations.dossiers.wording import words
from nominations.people.models import Organization, User
from nominations.web.access import get_or_404
from nominations.web.refusals import not_allowed
from workflow.actors import Actor


class AgendaReports(ReportPrints):
    """Readers of the session print those of its reports that they may see."""

    kind = "agenda_reports"
    slug = "bao-cao-thanh-tich-phien-hop"

    def require(self, actor: Actor, record: VotingSession) -> None:
        """Refuse (NotAllowed) an actor who may not see the session."""
        if not visible_to(actor).filter(pk=record.pk).exists():
            raise not_allowed(
                "no_part", _("Only those who have a part in the meeting print its reports.")
            )

    def find(self, user: User, key: str) -> VotingSession:
        return get_or_404(visible_to(user).select_related("council__organization"), public_id=key)

    def key_of(self, record: VotingSession) -> str:
        return str(record.public_id)

    def load(self, record: str) -> VotingSession:
        rows = VotingSession.objects.select_related("council__organization")
        return rows.get(pk=int(record.partition(":")[2]))

    def record_of(self, record: VotingSession) -> str:
        return record.stream

    def above(self, record: VotingSession) -> str:
        return record.get_absolute_url()

    def organization(self, record: VotingSession) -> Organization:
        return record.council.organization

    def title(self, record: VotingSession) -> str:
        return words().say("report.run", record=record.name)

    def nominations(self, record: VotingSession) -> NominationQuerySet:
        rows = Nomination.objects.filter(ballot_items__session=record)
        return rows.order_by("ballot_items__position", "ballot_items__id")
