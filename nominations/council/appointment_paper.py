"""The decision that sets up a council or renews its members, as a paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import override

from nominations.awards.issuer_name import head_position, issuer_of
from nominations.council.models import Council, CouncilMember
from nominations.council.papers import paper_sentence
from nominations.documents.agency_texts import AgencyTexts, agency_texts
from nominations.documents.blocks import Closing, Paper, Paragraph
from nominations.documents.decision_layout import DecisionArticle, decision_layout
from nominations.documents.paper_words import day_text
from nominations.documents.recipient_lists import post_of
from nominations.documents.standard_parts import (
    bases_of,
    letterhead_of,
    recipients,
    short_name,
    signature_on,
)
from nominations.paper_numbers.models import PaperType
from nominations.web.refusals import refused
from workflow import clock


def citing_day(council: Council) -> date:
    """The day whose law the decision cites; today while it has none."""
    return council.decision_date or clock.today()


@override("vi")
def appointment_paper(council: Council) -> Paper:
    """The decision with the members of the council on the day it takes effect.

    Refuses (ValidationError) a council without members.
    """
    agency, day = council.organization, citing_day(council)
    members = _members(council, max(day, council.valid_from))
    if not members:
        raise refused("no_members", _("Nobody sits on the council. Take in its members first."))
    earlier = _earlier(council)
    act = "renewed" if earlier else "set_up"
    texts = agency_texts(agency, day)
    subject = paper_sentence(f"appointment.{act}", council=council.name)
    head = head_position(agency)
    return decision_layout(
        file_name="quyet_dinh_thanh_lap_hoi_dong",
        subject=subject,
        letterhead=letterhead_of(
            agency,
            number=council.decision_number,
            paper=PaperType.DECISION.value,
            day=council.decision_date,
            year=day.year,
        ),
        issuer=f"{head} {agency.short_name}" if agency.short_name else issuer_of(agency),
        bases=(*bases_of(day), texts.say("appointment.proposal")),
        articles=_articles(council, members, earlier, act, texts),
        closing=Closing(
            left=recipients(texts.lines("appointment.recipients")),
            right=signature_on(head, agency, day),
        ),
    )


def _members(council: Council, day: date) -> list[CouncilMember]:
    rows = council.members.on(day).select_related("person")
    return list(
        rows.prefetch_related(
            "person__memberships__position", "person__memberships__unit"
        ).order_by("rank", "person__sort_key")
    )


def _earlier(council: Council) -> Council | None:
    """The council of the agency before this one."""
    others = Council.objects.filter(
        organization=council.organization, valid_from__lt=council.valid_from
    )
    return others.exclude(pk=council.pk).order_by("-valid_from", "-pk").first()


def _articles(
    council: Council,
    members: Sequence[CouncilMember],
    earlier: Council | None,
    act: str,
    texts: AgencyTexts,
) -> list[DecisionArticle]:
    agency = council.organization
    words = {"council": council.name, "agency": short_name(agency), "head": head_position(agency)}
    listed = [Paragraph(text=line) for line in _listed(council, members)]
    return [
        (paper_sentence(f"appointment.first_{act}", **words), listed),
        (texts.say("appointment.second", **words), []),
        (paper_sentence("appointment.third", replaced=_replaced(earlier), **words), []),
    ]


def _listed(council: Council, members: Sequence[CouncilMember]) -> Iterator[str]:
    day = max(citing_day(council), council.valid_from)
    for place, one in enumerate(members, 1):
        at = one.person.membership_on(day)
        post = post_of(at.position.name, at.unit.name) if at else ""
        yield paper_sentence(
            "appointment.member",
            place=place,
            honorific=one.person.honorific,
            name=one.person.full_name,
            post=paper_sentence("invitation.post", post=post) if post else "",
            seat=one.get_seat_display(),
            mark="." if place == len(members) else ";",
        )


def _replaced(earlier: Council | None) -> str:
    if earlier is None or not earlier.decision_number or earlier.decision_date is None:
        return ""
    return paper_sentence(
        "appointment.replaced",
        number=earlier.decision_number,
        date=day_text(earlier.decision_date),
    )
