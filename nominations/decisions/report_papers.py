"""Papers sent upward: the submission for awards of the level above, the report on own awards, the
supplementary report on awards revoked since."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from nominations.awards.issuer_name import head_position
from nominations.council.models import BallotItem
from nominations.council.session_workflow import SessionState
from nominations.decisions.listed_awards import (
    ExtraCells,
    award_annex,
    award_sentence,
    decision_words,
    group_lines,
    kinds_of,
)
from nominations.decisions.models import DecisionLine, Revocation, UpwardReport
from nominations.decisions.papers import sessions_of
from nominations.decisions.queries import AwardGroup, grouped_by_award, reports_before
from nominations.decisions.sealed_package import priorities_of
from nominations.documents.agency_texts import AgencyTexts, agency_texts
from nominations.documents.blocks import (
    Addressees,
    Alignment,
    Block,
    Closing,
    Column,
    LegalBases,
    Paper,
    Paragraph,
    Title,
)
from nominations.documents.paper_words import day_text, paper_words
from nominations.documents.recipient_words import say_of
from nominations.documents.standard_parts import (
    bases_of,
    letterhead_of,
    recipients,
    short_name,
    signature_on,
)
from nominations.dossiers.wording import period_text
from nominations.paper_numbers.models import PaperType

KINDS = {
    UpwardReport.Kind.SUBMISSION: PaperType.SUBMISSION,
    UpwardReport.Kind.ANNUAL_REPORT: PaperType.REPORT,
    UpwardReport.Kind.SUPPLEMENT: PaperType.REPORT,
}
"""The reports as papers, with their abbreviation."""
_FILES = {
    UpwardReport.Kind.SUBMISSION: "to_trinh",
    UpwardReport.Kind.ANNUAL_REPORT: "bao_cao_khen_thuong",
    UpwardReport.Kind.SUPPLEMENT: "bao_cao_bo_sung",
}


def has_paper(report: UpwardReport) -> bool:
    """Whether a paper can be composed from the report."""
    return report.recipient is not None


def report_paper(report: UpwardReport) -> Paper:
    """The submission or the report with its list; only if `has_paper`."""
    if report.recipient is None:
        raise ValueError("a report upward without an addressee is no paper")
    lines = list(
        report.lines.select_related("nomination__award_type", "nomination__unit").order_by(
            "position", "id"
        )
    )
    groups, kind = grouped_by_award(lines), report.kind
    period = period_text(report.campaign or (lines[0].nomination.campaign if lines else None))
    values = {
        "agency": short_name(report.organization),
        "recipient": report.recipient.name,
        "period": period,
    }
    subject = decision_words().say(f"{kind}.subject", period=period).strip()
    texts = agency_texts(report.organization, report.issued_on)
    return Paper(
        file_name=_FILES[UpwardReport.Kind(kind)],
        title=subject,
        letterhead=letterhead_of(
            report.organization,
            number=report.number,
            paper=KINDS[UpwardReport.Kind(kind)].value,
            day=report.issued_on,
        ),
        blocks=(
            Title(name=decision_words().say(f"{kind}.name"), subject=subject),
            Addressees(label=paper_words().say("addressees"), names=(report.recipient.name,)),
            *_body(report, groups, lines, values, texts),
            Closing(
                left=recipients(texts.lines(f"{kind}.recipients", recipient=report.recipient.name)),
                right=signature_on(
                    head_position(report.organization), report.organization, report.issued_on
                ),
            ),
        ),
        appendices=(_list(report, groups, lines, period),),
    )


def _body(
    report: UpwardReport,
    groups: Sequence[AwardGroup],
    lines: Sequence[Any],
    values: dict[str, Any],
    texts: AgencyTexts,
) -> Iterable[Block]:
    kind = report.kind
    sessions = sessions_of(line.nomination_id for line in lines)
    is_submission = kind == UpwardReport.Kind.SUBMISSION
    if is_submission:
        held = [
            decision_words().say(
                "submission.minutes",
                council=session.council.name,
                date=day_text(session.held_on),
                number=session.minutes_number,
            )
            for session in sessions
            if session.minutes_number and session.held_on
        ]
        yield LegalBases(lines=(*bases_of(report.issued_on), *held))
    yield Paragraph(text=award_sentence(f"{kind}.opening", groups, **values))
    yield from group_lines(groups, f"{kind}.group")
    if kind == UpwardReport.Kind.SUPPLEMENT:
        yield from _reported(report)
    if report.in_priority_order:
        yield Paragraph(text=say_of(decision_words(), "submission.priority", kinds_of(groups)))
    if is_submission and sessions:
        council = sessions[-1].council.name
        yield Paragraph(text=texts.say("submission.assurance", council=council, **values))
    yield Paragraph(text=texts.say(f"{kind}.closing", **values))


def _reported(report: UpwardReport) -> Iterable[Block]:
    """The papers that reported the awards before their revocation."""
    papers = [
        decision_words().say(
            "supplement.reported_one",
            paper=decision_words().say(f"{one.kind}.name").capitalize(),
            number=one.number,
            date=day_text(one.issued_on),
        )
        for one in reports_before(report)
    ]
    if papers:
        yield Paragraph(text=decision_words().say("supplement.reported", papers="; ".join(papers)))


def _list(
    report: UpwardReport, groups: Sequence[AwardGroup], lines: Sequence[Any], period: str
) -> Any:
    kind, ids = report.kind, [line.nomination_id for line in lines]
    if kind == UpwardReport.Kind.SUBMISSION:
        heading, more = "submission.vote", _votes(ids)
    else:
        heading = f"{kind}.decision"
        more = _revocations(ids) if kind == UpwardReport.Kind.SUPPLEMENT else _decisions(ids)
    columns = [Column(heading=decision_words().say(heading), width=3, alignment=Alignment.CENTRE)]
    if report.in_priority_order:
        more = _with_priorities(lines, more)
        said = decision_words().say("submission.priority_column")
        columns.insert(0, Column(heading=said, width=2, alignment=Alignment.CENTRE))
    return award_annex(
        groups,
        name=decision_words().say("annex.one"),
        title=say_of(decision_words(), f"{kind}.list", kinds_of(groups), period=period.upper()),
        note=decision_words().say(
            f"{kind}.note",
            number=report.number,
            date=day_text(report.issued_on),
            agency=short_name(report.organization),
        ),
        columns=columns,
        more=more,
    )


def _with_priorities(lines: Sequence[Any], more: ExtraCells) -> ExtraCells:
    """The cells with the priority of each line, before the other extra cells."""
    places = priorities_of(line.nomination for line in lines)
    return lambda line: (str(places[line.nomination_id]), *more(line))


def _votes(nomination_ids: Sequence[int]) -> ExtraCells:
    """ "8/9 (88,89%)" of the certified vote on each; "" without a vote."""
    items = BallotItem.objects.filter(
        nomination_id__in=nomination_ids, passed=True, session__state=SessionState.CERTIFIED
    )
    votes = {
        item.nomination_id: decision_words().say(
            "submission.result", favour=item.in_favour, base=item.base, share=item.share
        )
        for item in items.order_by("pk")
    }
    return lambda line: (votes.get(line.nomination_id, ""),)


def _decisions(nomination_ids: Sequence[int]) -> ExtraCells:
    """Number and day of the decision that conferred each."""
    found = DecisionLine.objects.filter(nomination_id__in=nomination_ids).select_related("decision")
    papers = {
        line.nomination_id: decision_words().say(
            "annual_report.paper",
            number=line.decision.number,
            date=f"{line.decision.signed_on:%d/%m/%Y}",
        )
        for line in found
        if line.decision.signed_on is not None
    }
    return lambda line: (papers.get(line.nomination_id, ""),)


def _revocations(nomination_ids: Sequence[int]) -> ExtraCells:
    """Number and day of the decision that revoked each."""
    rows = Revocation.objects.filter(nomination_id__in=nomination_ids).order_by("recorded_at", "id")
    papers = {
        row.nomination_id: decision_words().say(
            "supplement.paper", number=row.paper_number, date=f"{row.paper_date:%d/%m/%Y}"
        )
        for row in rows
    }
    return lambda line: (papers.get(line.nomination_id, ""),)
