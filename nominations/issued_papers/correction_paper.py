"""The decision to correct an issued paper, composed from the differences."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from nominations.awards.issuer_name import head_position
from nominations.documents.blocks import Closing, Paper, Paragraph
from nominations.documents.decision_layout import DecisionArticle, decision_layout
from nominations.documents.paper_words import PaperWords, day_text, paper_words
from nominations.documents.recipient_words import say_of
from nominations.documents.standard_parts import (
    bases_of,
    letterhead_of,
    recipients,
    short_name,
    signature_of,
)
from nominations.issued_papers.models import IssuedKind, IssuedPaper, PaperRelation
from nominations.issued_papers.paper_facts import PaperFacts
from nominations.issued_papers.paper_sources import IssueDetails, PaperSource, source_of
from nominations.issued_papers.queries import visible_to
from nominations.issued_papers.record_differences import Difference, differences, facts_today
from nominations.issued_papers.wording import WORDS
from nominations.law.models import RecipientKind
from nominations.paper_numbers.models import PaperPurpose, PaperType
from nominations.paper_numbers.series import OwnPapers
from nominations.people.models import Organization, User
from nominations.web.access import get_or_404
from workflow import clock


def _words() -> PaperWords:
    return paper_words(WORDS)


def name_in_papers(paper: IssuedPaper) -> str:
    """ "Quyết định khen thưởng số 45/QĐ-STC ngày 05 tháng 3 năm 2026"."""
    date = day_text(paper.dated_on)
    kind = str(paper.get_kind_display())
    if not paper.number:
        return _words().say("correction.paper_without_number", kind=kind, date=date)
    return _words().say("correction.paper_with_number", kind=kind, number=paper.number, date=date)


class CorrectionSource(PaperSource):
    """The source of corrections; number, day and signer are entered by hand."""

    kind = IssuedKind.CORRECTION
    checks_set = False  # a correction resolves a contradiction

    def find(self, user: User, key: str) -> IssuedPaper:
        rows = visible_to(user).exclude(kind=IssuedKind.CORRECTION)
        return get_or_404(rows.select_related("organization__parent"), public_id=key)

    def load(self, record: str) -> IssuedPaper:
        return IssuedPaper.objects.get(public_id=record.partition(":")[2])

    def key_of(self, record: IssuedPaper) -> str:
        return str(record.public_id)

    def record_of(self, record: IssuedPaper) -> str:
        return record.stream

    def above(self, record: IssuedPaper) -> str:
        return record.get_absolute_url()

    def organization(self, record: IssuedPaper) -> Organization:
        return record.organization

    def not_yet(self, record: IssuedPaper) -> str:
        if source_of(record.kind).has_editions:
            return _("Such a paper is not corrected by a decision. Make a later edition of it.")
        if not differences(record):
            return _(
                "The record says what the issued paper says. Correct the record first, then issue"
                " the decision to correct the paper."
            )
        return ""

    def numbers(self, record: IssuedPaper) -> OwnPapers:
        """Decisions of the agency, to correct."""
        return OwnPapers(
            organization=record.organization,
            paper=PaperType.DECISION,
            purpose=PaperPurpose.CORRECT,
        )

    def recorded_details(self, record: IssuedPaper) -> IssueDetails:
        return IssueDetails()

    def facts(self, record: IssuedPaper) -> PaperFacts:
        """The facts of the paper with the correction."""
        return facts_today(record)

    def issued_facts(self, record: IssuedPaper, details: IssueDetails) -> PaperFacts:
        """The facts under the number and day of the corrected paper, not of the correction."""
        return self.facts(record)

    def follows(self, record: IssuedPaper) -> tuple[IssuedPaper, PaperRelation]:
        return record, PaperRelation.CORRECTS

    def compose(self, record: IssuedPaper, details: IssueDetails) -> Paper:
        agency, named = record.organization, name_in_papers(record)
        say, head = _words().say, head_position(agency)
        subject = say("correction.subject", paper=named)
        return decision_layout(
            file_name="quyet_dinh_dinh_chinh",
            subject=subject,
            letterhead=letterhead_of(
                agency,
                number=details.number,
                paper=PaperType.DECISION.value,
                day=details.day,
                year=(details.day or clock.today()).year,
            ),
            issuer=f"{head} {short_name(agency)}",
            bases=(
                *bases_of(details.day or clock.today()),
                say("correction.base", paper=named),
                say("correction.proposal"),
            ),
            articles=_articles(record),
            closing=Closing(
                left=recipients(
                    (say("correction.recipients_articles", last=3), paper_words().say("archive"))
                ),
                right=signature_of(head, name=details.signer_name, title=details.signer_title),
            ),
        )


def _articles(record: IssuedPaper) -> list[DecisionArticle]:
    """The articles, with a numbered line for each corrected item."""
    named, say = name_in_papers(record), _words().say
    agency = short_name(record.organization)
    found = differences(record)
    kinds = {one.line.kind for one in found if one.line is not None}
    corrected = [Paragraph(text=line) for line in correction_lines(found)]
    return [
        (say("correction.first", paper=named), corrected),
        (say("correction.others", paper=named), []),
        (say_of(_words(), "correction.force", kinds, paper=named, agency=agency), []),
    ]


def correction_lines(found: list[Difference]) -> list[str]:
    """A numbered line for each difference."""
    last = len(found)
    return [_line(one, place, "." if place == last else ";") for place, one in enumerate(found, 1)]


def _line(one: Difference, place: int, mark: str) -> str:
    say, values = _words().say, {"place": place, "mark": mark}
    if one.line is None:
        field = say(f"correction.field.{one.field}")
        difference_values = {"field": f"{field[:1].upper()}{field[1:]}", **_values(one)}
        return say("correction.whole", **values, **difference_values)
    subject = ", ".join(filter(None, (one.line.name, one.line.post)))
    if not one.field:
        return say(
            "correction.added" if one.after else "correction.removed", **values, subject=subject
        )
    return say(
        "correction.line",
        **values,
        subject=subject,
        field=say(f"correction.field.{_field(one)}"),
        **_values(one),
    )


def _field(one: Difference) -> str:
    """What is corrected; what a line of a household says as its unit is its address."""
    is_household = one.line is not None and one.line.kind == RecipientKind.HOUSEHOLD
    return "address" if is_household and one.field == "unit" else one.field


def _values(one: Difference) -> dict[str, Any]:
    def shown(value: str) -> str:
        if one.field == "kind":
            return str(RecipientKind(value).label)
        return value or _words().say("correction.empty")

    return {"before": shown(one.before), "after": shown(one.after)}
