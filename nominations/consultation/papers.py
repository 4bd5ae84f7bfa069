"""Papers of a consultation: the notice and the minutes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import override

from nominations.awards.issuer_name import head_position
from nominations.consultation.models import Comment, Objection, PostedItem, Posting
from nominations.consultation.queries import closing_day
from nominations.council.models import BallotItem, VotingSession
from nominations.council.session_workflow import SessionState
from nominations.documents.agency_texts import agency_texts
from nominations.documents.blocks import (
    Appendix,
    Block,
    Closing,
    Column,
    Paper,
    Paragraph,
    PartHeading,
    Signature,
    Title,
)
from nominations.documents.paper_words import (
    BLANK,
    PaperWords,
    count_text,
    day_text,
    paper_words,
    roman_numeral,
)
from nominations.documents.recipient_lists import (
    ListedGroup,
    ListedRecipient,
    post_of,
    recipient_table,
)
from nominations.documents.recipient_words import naming_households
from nominations.documents.standard_parts import (
    award_text,
    counts_of_kinds,
    letterhead_of,
    recipients,
    short_name,
    signature_on,
)
from nominations.fractions import share_text
from nominations.paper_numbers.models import PaperType
from nominations.people.authorization import sole_holder
from nominations.people.roles import Role
from workflow.models import AuditEvent

WORDS = Path(__file__).resolve().parent / "data" / "papers.toml"
NOTICE = "TB"
"""The abbreviation of a notice in its number (Decree 30/2020, appendix III)."""


def minutes_of(posting: Posting) -> dict[str, Any]:
    """The content of the minutes, without senders and texts of opinions."""
    items = list(
        posting.items.select_related("nomination__award_type").order_by(
            "nomination__award_type__rank", "id"
        )
    )
    opinions = Comment.objects.filter(item__posting=posting)
    cases = Objection.objects.filter(item__posting=posting).select_related("item__nomination")
    return {
        "posting": posting,
        "items": items,
        "opinions": opinions.count(),
        "objections": opinions.filter(is_objection=True).count(),
        "notes": opinions.exclude(note="")
        .select_related("item__nomination")
        .order_by("item_id", "id"),
        "cases": cases.order_by("opened_at"),
    }


EVENTS_NOT_IN_MINUTES = frozenset(
    {"consultation.comment_received", "posting.adopted", "objection.adopted"}
)
"""History actions left out of the minutes."""


def events_of(posting: Posting) -> list[dict[str, Any]]:
    """The history of the posting and its objection cases, without the arrival of opinions."""
    cases = Objection.objects.filter(item__posting=posting)
    streams = [posting.stream, *(case.stream for case in cases)]
    events = AuditEvent.objects.filter(stream__in=streams).exclude(action__in=EVENTS_NOT_IN_MINUTES)
    return [
        {
            "at": event.at,
            "who": event.actor_name,
            "sentence": event.label,
            "comment": event.content.get("comment") or event.content.get("reason", ""),
        }
        for event in events.order_by("at", "pk")
    ]


# --- as papers -----------------------------------------------------------------------------------


def _words() -> PaperWords:
    return paper_words(WORDS)


def _say(sentence: str, /, **values: object) -> str:
    return _words().say(sentence, **values)


def _lines(*texts: str) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(text=text) for text in texts if text)


def _items(posting: Posting) -> list[PostedItem]:
    return list(
        posting.items.select_related("nomination__award_type").order_by(
            "nomination__award_type__rank", "nomination__award_type_id", "nomination__kind", "id"
        )
    )


def _kinds(items: Sequence[PostedItem]) -> set[str]:
    return {str(item.nomination.kind) for item in items}


def _counts(items: Sequence[PostedItem]) -> str:
    return counts_of_kinds(item.nomination.kind for item in items)


def _session_of(items: Sequence[PostedItem]) -> VotingSession | None:
    """The last certified session that passed nominations of the list."""
    passed = BallotItem.objects.filter(
        nomination_id__in=[item.nomination_id for item in items],
        passed=True,
        session__state=SessionState.CERTIFIED,
    )
    return (
        VotingSession.objects.filter(pk__in=passed.values("session_id"), held_on__isnull=False)
        .exclude(minutes_number="")
        .select_related("council")
        .order_by("-held_on", "-pk")
        .first()
    )


def _times(posting: Posting) -> dict[str, str]:
    return {
        "days": count_text(posting.working_days),
        "start": day_text(posting.posted_on),
        "due": day_text(posting.due_on),
    }


@override("vi")
def notice_paper(posting: Posting) -> Paper:
    """The notice with its list: nominees and awards, deadline and address for opinions."""
    agency, items = posting.organization, _items(posting)
    subject = naming_households(_say("notice.subject"), _kinds(items))
    texts = agency_texts(agency, posting.posted_on)
    return Paper(
        file_name="thong_bao_lay_y_kien",
        title=subject,
        letterhead=letterhead_of(
            agency, number=posting.notice_number, paper=NOTICE, day=posting.posted_on
        ),
        blocks=(
            Title(name=_say("notice.name"), subject=subject),
            *_lines(
                _opening(posting, items),
                _say("notice.time", **_times(posting)),
                texts.say("notice.form"),
                _say("notice.contact", contact=posting.contact or _say("notice.blank_contact")),
                texts.say("notice.closing", agency=short_name(agency)),
            ),
            Closing(
                left=recipients(texts.lines("notice.recipients", agency=short_name(agency))),
                right=signature_on(head_position(agency), agency, posting.posted_on),
            ),
        ),
        appendices=(_notice_list(posting, items),),
    )


def _opening(posting: Posting, items: Sequence[PostedItem]) -> str:
    values = {"agency": short_name(posting.organization), "counts": _counts(items)}
    session = _session_of(items)
    if session is None:
        return _say("notice.opening", **values)
    return _say(
        "notice.minutes",
        council=session.council.name,
        date=day_text(session.held_on),
        number=session.minutes_number,
        **values,
    )


def _notice_list(posting: Posting, items: Sequence[PostedItem]) -> Appendix:
    """The list with only what the public may read."""
    groups: list[ListedGroup] = []
    for award, listed in groupby(items, key=lambda item: item.nomination.award_type):
        of_award = list(listed)
        groups.append(
            ListedGroup(
                heading=_say(
                    "notice.group",
                    roman=roman_numeral(len(groups) + 1),
                    award=award_text(award),
                    counts=_counts(of_award),
                ),
                recipients=tuple(_posted(item) for item in of_award),
            )
        )
    number = posting.notice_number or f"{BLANK * 7}/{NOTICE}-{posting.organization.symbol}"
    return Appendix(
        name=_say("notice.annex"),
        title=naming_households(_say("notice.list"), _kinds(items)),
        note=_say(
            "notice.note",
            number=_say("notice.note_number", number=number),
            date=day_text(posting.posted_on),
            agency=short_name(posting.organization),
        ),
        blocks=(
            recipient_table(
                groups,
                counts=_counts(items),
                more=(Column(heading=_say("notice.summary"), width=6),),
            ),
        ),
        landscape=True,
    )


def _posted(item: PostedItem) -> ListedRecipient:
    one = item.nomination
    return ListedRecipient(
        kind=one.kind,
        name=one.subject_name,
        post=post_of(one.position_name, one.unit_name, one.subject_name),
        more=(item.summary,),
    )


@override("vi")
def closing_minutes(posting: Posting) -> Paper:
    """The minutes of the consultation: opinions, the share without objection, findings."""
    facts, agency = minutes_of(posting), posting.organization
    subject = naming_households(_say("minutes.subject"), _kinds(facts["items"]))
    clerk = sole_holder(Role.SECRETARY, agency, on=closing_day(posting))
    number = posting.notice_number
    shown = _say("minutes.number", number=number) if number else ""
    return Paper(
        file_name="bien_ban_lay_y_kien",
        title=subject,
        letterhead=replace(
            letterhead_of(agency, number="", paper=PaperType.MINUTES.value, day=None),
            place_and_date="",
        ),
        blocks=(
            Title(name=_say("minutes.name"), subject=subject),
            PartHeading(text=_say("minutes.first")),
            *_lines(
                _say(
                    "minutes.list", name=posting.name, number=shown, counts=_counts(facts["items"])
                ),
                _say("minutes.time", **_times(posting)),
            ),
            PartHeading(text=_say("minutes.second")),
            *_results(facts),
            PartHeading(text=_say("minutes.third")),
            *_lines(*_conclusion(posting, facts)),
            Closing(
                left=None,
                right=Signature(
                    positions=(_say("minutes.clerk"),),
                    names=(clerk.full_name if clerk else "",),
                ),
            ),
        ),
    )


def _results(facts: dict[str, Any]) -> tuple[Block, ...]:
    items, cases = facts["items"], list(facts["cases"])
    lines = [
        _say(
            "minutes.opinions",
            opinions=count_text(facts["opinions"]),
            objections=count_text(facts["objections"]),
        )
        if facts["opinions"]
        else naming_households(_say("minutes.none"), _kinds(items))
    ]
    lines += [
        _say("minutes.noted", name=one.item.nomination.subject_name, note=one.note)
        for one in facts["notes"]
    ]
    objected = set(
        Comment.objects.filter(item__in=items, is_objection=True).values_list("item_id", flat=True)
    ) | {case.item_id for case in cases}
    clear = len(items) - len(objected)
    if items:
        lines.append(
            _say(
                "minutes.rate",
                clear=clear,
                total=len(items),
                share=share_text(clear, len(items)),
            )
        )
    if cases:
        lines += [_say("minutes.cases"), *(_case_line(case) for case in cases)]
    return _lines(*lines)


def _case_line(case: Objection) -> str:
    name = case.item.nomination.subject_name
    if case.is_open:
        return _say("minutes.open_case", name=name)
    return _say("minutes.case", name=name, finding=case.finding, effect=case.get_effect_display())


def _conclusion(posting: Posting, facts: dict[str, Any]) -> list[str]:
    sentences = [posting.minutes_note, _say("minutes.clear")]
    if any(case.is_open for case in facts["cases"]):
        sentences.append(_say("minutes.waiting"))
    if posting.closed_at is None:
        return [*sentences, _say("minutes.ended_open")]
    return [*sentences, _say("minutes.ended", date=day_text(localtime(posting.closed_at).date()))]
