"""The certificates of a signed decision as a print run makes them."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from nominations.decisions import queries
from nominations.decisions.certificates import certificates_title, listed_certificates
from nominations.decisions.models import Decision
from nominations.people.models import Organization, User
from nominations.print_runs.print_sources import PrintablePaper, PrintSource
from nominations.web.access import get_or_404


class CertificatePrints(PrintSource):
    kind = "certificates"
    slug = "giay-khen"
    label = _("Certificates")
    on_blanks = True

    def find(self, user: User, key: str) -> Decision:
        rows = queries.visible_to(user).select_related("organization__parent")
        return get_or_404(rows, public_id=key)

    def key_of(self, record: Decision) -> str:
        return str(record.public_id)

    def load(self, record: str) -> Decision:
        rows = Decision.objects.select_related("organization__parent", "campaign")
        return rows.get(pk=int(record.partition(":")[2]))

    def record_of(self, record: Decision) -> str:
        return record.stream

    def above(self, record: Decision) -> str:
        return record.get_absolute_url()

    def organization(self, record: Decision) -> Organization:
        return record.organization

    def title(self, record: Decision) -> str:
        return certificates_title(record)

    def papers(self, record: Decision, reader: User) -> Sequence[PrintablePaper]:
        """One for each line that gets a certificate, under its number in the annex."""
        return [
            PrintablePaper(
                key=f"nomination:{line.nomination_id}",
                number=str(place),
                name=line.nomination.subject_name,
                paper=certificate,
            )
            for place, line, certificate in listed_certificates(record)
        ]
