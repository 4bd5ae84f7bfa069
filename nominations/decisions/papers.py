"""The decision as a paper, composed from the record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.translation import gettext as _

from nominations.awards.amounts import amount_in_words
from nominations.awards.issuer_name import head_position, issuer_of
from nominations.awards.prizes import prize_totals
from nominations.council.models import BallotItem, VotingSession
from nominations.council.session_workflow import SessionState
from nominations.decisions.decision_workflow import DecisionState
from nominations.decisions.listed_awards import (
    acts_text,
    award_annex,
    award_sentence,
    by_authority,
    decision_words,
    group_lines,
    kinds_of,
)
from nominations.decisions.models import Decision
from nominations.decisions.prizes import lines_of_decision
from nominations.decisions.queries import AwardGroup, lines_of
from nominations.documents.agency_texts import AgencyTexts, agency_texts
from nominations.documents.blocks import Appendix, Closing, Paper
from nominations.documents.decision_layout import DecisionArticle, decision_layout
from nominations.documents.paper_words import BLANK, day_text, roman_numeral
from nominations.documents.recipient_words import naming_households, say_of
from nominations.documents.standard_parts import (
    bases_of,
    letterhead_of,
    recipients,
    short_name,
    signature_of,
)
from nominations.dossiers.wording import period_text
from nominations.paper_numbers.models import PaperType
from nominations.web.refusals import refused
from nominations.web.templatetags.bangvang import vn_number
from workflow import clock


def citing_day(decision: Decision) -> date:
    """The day whose law the paper cites: the day of signing, for a draft today."""
    return decision.signed_on or clock.today()


def sessions_of(nomination_ids: Iterable[int]) -> list[VotingSession]:
    """The sessions whose certified minutes passed the nominations, the earliest first."""
    items = BallotItem.objects.filter(
        nomination_id__in=list(nomination_ids), passed=True, session__state=SessionState.CERTIFIED
    )
    return list(
        VotingSession.objects.filter(pk__in=items.values("session_id"))
        .select_related("council")
        .order_by("held_on", "pk")
    )


def decision_paper(decision: Decision) -> Paper:
    """The decision with its annexes; a draft leaves number, day and signature blank.

    Refuses (ValidationError) a decision with an empty list.
    """
    lines = lines_of(decision)
    if not lines:
        raise refused("empty", _("The list is empty. Put somebody on it first."))
    own, proposed = by_authority(lines)
    period = period_text(decision.campaign)
    acts = acts_text(own) or decision_words().say("acts.proposed")
    subject = decision_words().say("decision.subject", acts=acts, period=period).strip()
    sessions = sessions_of(line.nomination_id for line in lines)
    annexes = _annexes(decision, own, proposed, period)
    agency, head = decision.organization, head_position(decision.organization)
    texts = agency_texts(agency, decision.signed_on)
    articles = _articles(decision, own, proposed, period, texts)
    is_signed = decision.state == DecisionState.SIGNED
    return decision_layout(
        file_name="quyet_dinh_khen_thuong",
        subject=subject,
        letterhead=letterhead_of(
            agency,
            number=decision.number,
            paper=PaperType.DECISION.value,
            day=decision.signed_on,
            year=citing_day(decision).year,
        ),
        issuer=issuer_name(decision),
        bases=(*bases_of(citing_day(decision)), *_council_lines(sessions)),
        articles=articles,
        closing=Closing(
            left=recipients(_recipient_lines(decision, len(articles), texts)),
            right=signature_of(
                head,
                name=decision.signer_name if is_signed else "",
                title=decision.signer_title if is_signed else "",
            ),
        ),
        appendices=annexes,
    )


def issuer_name(decision: Decision) -> str:
    """ "Giám đốc Sở Tài chính", as the letterhead names the agency."""
    agency = decision.organization
    if agency.short_name:
        return f"{head_position(agency)} {agency.short_name}"
    return issuer_of(agency)


def _council_lines(sessions: Sequence[VotingSession]) -> list[str]:
    """The lines citing the minutes and the proposal behind the decision."""
    found = [
        decision_words().say(
            "decision.minutes",
            number=session.minutes_number,
            date=day_text(session.held_on),
            council=session.council.name,
        )
        for session in sessions
        if session.minutes_number and session.held_on
    ]
    councils = dict.fromkeys(session.council.name for session in sessions)
    return [*found, *(decision_words().say("decision.proposal", council=name) for name in councils)]


def _articles(
    decision: Decision,
    own: Sequence[AwardGroup],
    proposed: Sequence[AwardGroup],
    period: str,
    texts: AgencyTexts,
) -> list[DecisionArticle]:
    """The articles on awards, proposals, money and entry into force, without empty ones."""
    parts: list[DecisionArticle] = []
    if own:
        acts = acts_text(own)
        text = award_sentence(
            "decision.own", own, acts=f"{acts[:1].upper()}{acts[1:]}", period=period
        )
        parts.append((text, list(group_lines(own, "decision.group"))))
    if proposed:
        text = award_sentence("decision.proposed", proposed)
        parts.append((text, list(group_lines(proposed, "decision.group"))))
    if own:
        parts.append((naming_households(_money(decision), kinds_of(own)), []))
    force = texts.say("decision.force", agency=short_name(decision.organization))
    parts.append((naming_households(force, kinds_of([*own, *proposed])), []))
    return parts


def _money(decision: Decision) -> str:
    """The sentence on the sum of prizes on the day of signing, including awards revoked since;
    without a sum for a draft or if an amount is not known."""
    if decision.state != DecisionState.SIGNED:
        return decision_words().say("decision.money_later")
    money = prize_totals(lines_of_decision(decision, signed_on=decision.signed_on))
    if money.unknown or not money.payable:
        return decision_words().say("decision.money_later")
    return decision_words().say(
        "decision.money", amount=vn_number(money.payable), words=amount_in_words(money.payable)
    )


def _recipient_lines(decision: Decision, last: int, texts: AgencyTexts) -> tuple[str, ...]:
    parent = decision.organization.parent
    above = short_name(parent) if parent is not None else ""
    return texts.lines("decision.recipients", last=last, parent=above)


def _annexes(
    decision: Decision, own: Sequence[AwardGroup], proposed: Sequence[AwardGroup], period: str
) -> tuple[Appendix, ...]:
    symbol = decision.organization.symbol
    blank = f"{BLANK * 7}/{PaperType.DECISION.value}-{symbol}"
    note = decision_words().say(
        "decision.note",
        number=decision_words().say("decision.note_number", number=decision.number or blank),
        date=day_text(decision.signed_on, blank_year=citing_day(decision).year),
        issuer=issuer_name(decision),
    )
    lists = [
        (groups, title)
        for groups, title in ((own, "decision.own_list"), (proposed, "decision.proposed_list"))
        if groups
    ]
    return tuple(
        award_annex(
            groups,
            name=decision_words().say("annex.one")
            if len(lists) == 1
            else decision_words().say("annex.several", roman=roman_numeral(place)),
            title=say_of(decision_words(), title, kinds_of(groups), period=period.upper()),
            note=note,
        )
        for place, (groups, title) in enumerate(lists, 1)
    )
