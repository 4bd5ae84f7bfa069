"""Postings: from the day a list is published until its consultation ends."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from nominations.consultation.models import Objection, PostedItem, Posting
from nominations.consultation.objection_workflow import ObjectionState
from nominations.consultation.posting_workflow import POSTINGS, PostingState
from nominations.consultation.queries import handles, postable_nominations
from nominations.dossiers.models import Campaign, CampaignTitle, Nomination, Report
from nominations.dossiers.opinion_check import awaited_sentence
from nominations.dossiers.opinion_rules import MISSING
from nominations.people import authorization
from nominations.people.authorization import person_id_of
from nominations.people.models import Organization, User
from nominations.people.models.dated import holds_on
from nominations.people.roles import Role
from nominations.pipeline import PIPELINE
from nominations.states import State
from nominations.vietnamese import clean_text
from nominations.web.addresses import address_of
from nominations.web.refusals import not_allowed, refused
from notifications import outbox
from workflow import audit, clock
from workflow.actors import Actor
from workflow.deadlines import WorkingCalendar
from workflow.engine import SYSTEM, BulkResult, perform, perform_many

SUMMARY_LENGTH = 400
"""Length of the default summary taken from a report, in characters."""
_PRIVATE = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+|(?<!\d)(?:\+?84|0)\d[\d .]{7,11}\d(?!\d)")


def locked(posting: Posting) -> Posting:
    """The posting as it is now, locked until the transaction ends.

    A caller that needs nominations locked too locks them first, as their transitions do.
    """
    return Posting.objects.select_for_update(of=("self",), no_key=True).get(pk=posting.pk)


def lock_nominations(pks: Iterable[int]) -> None:
    """Lock nominations until the transaction ends."""
    rows = Nomination.objects.select_for_update(no_key=True).filter(pk__in=pks)
    list(rows.order_by("pk").values_list("pk"))


def require_conductor(actor: Actor, organization_id: int) -> None:
    """Refuse (NotAllowed) anybody but the council secretary of the agency."""
    authorization.require(
        actor,
        Role.SECRETARY,
        organization=organization_id,
        sentence=_("Only the council secretary conducts the consultation."),
    )


def open_posting(
    *,
    actor: User,
    organization: Organization,
    campaign: Campaign | None,
    name: str,
    nominations: Iterable[Nomination],
    contact: str = "",
    notice_number: str = "",
    summaries: Mapping[int, str] | None = None,
) -> Posting:
    """Publish a list for opinions, from tomorrow on for the longest of the titles' working days.

    `summaries` by nomination id; the default is the beginning of the frozen report without e-mail
    addresses and telephone numbers. Notifies the staff of the agency. Refuses nominations that have
    not passed the council, need no consultation or are posted already.
    """
    chosen = {one.pk: one for one in nominations}
    with transaction.atomic():
        require_conductor(actor, organization.pk)
        days = _require_postable(organization, chosen)
        today = clock.today()
        posting = Posting.objects.create(
            organization=organization,
            campaign=campaign,
            name=clean_text(name),
            notice_number=clean_text(notice_number),
            contact=clean_text(contact),
            working_days=days,
            posted_at=clock.now(),
            posted_on=today,
            due_on=WorkingCalendar.local().add_working_days(today, days),
            posted_by=actor,
        )
        texts = default_summaries(chosen)
        for pk, text in (summaries or {}).items():
            if clean_text(text) != clean_text(texts.get(pk, "")):
                _require_other(actor, chosen[pk])
                texts[pk] = text
        PostedItem.objects.bulk_create(
            PostedItem(posting=posting, nomination_id=pk, summary=clean_text(texts.get(pk, "")))
            for pk in chosen
        )
        payload = {"nominations": sorted(chosen), "working_days": days, "due_on": posting.due_on}
        key = audit.record_on(posting, "consultation.posted", actor=actor, payload=payload)
        outbox.queue_messages(
            topic="consultation.posted",
            recipients=_staff(organization) - {actor.pk},
            event_key=key,
            context={
                "title": posting.name,
                "path": address_of("consultation:public_posting", posting.public_id),
                "deadline": f"{posting.due_on:%d/%m/%Y}",
            },
        )
    return posting


def _require_postable(organization: Organization, chosen: Mapping[int, Nomination]) -> int:
    """Lock the nominations and refuse those that cannot be posted; returns the working days of the
    posting."""
    if not chosen:
        raise refused("nothing_to_post", _("Choose at least one nomination to post."))
    lock_nominations(chosen)
    ready = set(
        postable_nominations(organization).filter(pk__in=chosen).values_list("pk", flat=True)
    )
    unready = [str(one.title) for pk, one in chosen.items() if pk not in ready]
    if unready:
        listed = "; ".join(unready[:5]) + ("; ..." if len(unready) > 5 else "")
        raise refused(
            "not_postable",
            _(
                "These nominations cannot be posted now (not passed by the council, no consultation"
                " needed, or posted already): %(names)s."
            )
            % {"names": listed},
        )
    if waits := awaited_sentence(chosen.values(), "consultation"):
        raise refused(MISSING, waits)
    titles = {
        (title.campaign_id, title.award_type_id): title.consultation_days
        for title in CampaignTitle.objects.filter(
            campaign__in={one.campaign_id for one in chosen.values()}
        )
    }
    return max(titles[one.campaign_id, one.award_type_id] for one in chosen.values())


def default_summaries(pks: Iterable[int]) -> dict[int, str]:
    """The beginning of each latest frozen report, without e-mail addresses and phone numbers."""
    latest = Report.objects.filter(nomination_id__in=list(pks), frozen_at__isnull=False).order_by(
        "number"
    )
    texts = dict(latest.values_list("nomination_id", "achievements"))
    return {
        pk: Truncator(_PRIVATE.sub("…", text)).chars(SUMMARY_LENGTH) for pk, text in texts.items()
    }


def _require_other(actor: Actor, nomination: Nomination) -> None:
    """Refuse (NotAllowed) the nominee to write what the public reads about them."""
    if nomination.person_id is not None and nomination.person_id == person_id_of(actor):
        raise not_allowed(
            "own_nomination",
            _(
                "The summary of your own nomination stays as in the report; another council"
                " secretary, the director or the director's delegate may correct it."
            ),
        )


def _staff(organization: Organization) -> set[int]:
    day = clock.today()
    at_work = User.objects.filter(
        holds_on(day, "person__memberships__"),
        is_active=True,
        person__memberships__unit__organization=organization,
    )
    return set(at_work.values_list("pk", flat=True))


def write_summary(*, actor: Actor, item: PostedItem, summary: str) -> None:
    """Correct the public summary of a nomination while the posting runs."""
    with transaction.atomic():
        posting = locked(item.posting)
        _require_other(actor, item.nomination)
        if not handles(actor, item):
            require_conductor(actor, posting.organization_id)
        if not posting.is_open:
            raise refused(
                "posting_over", _("The posting is closed; what was published stays as it was.")
            )
        PostedItem.objects.filter(pk=item.pk).update(summary=clean_text(summary))
        audit.record_on(
            posting,
            "consultation.summary_changed",
            actor=actor,
            payload={"nomination": item.nomination_id, "summary": clean_text(summary)},
        )


def write_minutes_note(*, actor: Actor, posting: Posting, note: str) -> Posting:
    """Store a note for the minutes of the consultation."""
    with transaction.atomic():
        posting = locked(posting)
        require_conductor(actor, posting.organization_id)
        posting.minutes_note = clean_text(note)
        posting.save(update_fields=["minutes_note"])
        audit.record_on(
            posting,
            "consultation.minutes_noted",
            actor=actor,
            payload={"note": posting.minutes_note},
        )
    return posting


# --- the end -------------------------------------------------------------------------------------


def close_posting(*, actor: Actor, posting: Posting, seen_version: int | None = None) -> BulkResult:
    """Close a finished posting by hand: nominations that may go on are moved, the others are listed
    with the reason.

    For a closed posting, moves the nominations that could not go on then. Refuses as the workflow
    does, for instance before the last day is over.
    """
    names = posting.items.filter(ended_at=None, nomination__state=State.COUNCIL_VOTED)
    with transaction.atomic():
        waiting = list(names.values_list("nomination_id", flat=True))
        lock_nominations(waiting)
        perform(
            POSTINGS,
            posting.pk,
            "close" if posting.is_open else "pass_on",
            actor=actor,
            seen_version=seen_version,
            joins=True,
        )
        return _close(waiting, actor, posting.stream, joins=True)


def close_due(now: datetime | None = None) -> BulkResult:
    """End every consultation whose last day is over; safe to run at any time.

    Nominations with an open objection case, or sent back by a finding, stay. The postings are
    closed in any case.
    """
    if now is not None:
        with clock.at(now):
            return close_due()
    over = PostedItem.objects.filter(
        ended_at=None, posting__due_on__lt=clock.today(), nomination__state=State.COUNCIL_VOTED
    )
    open_case = Objection.objects.filter(item__nomination_id=OuterRef("nomination_id")).exclude(
        state=ObjectionState.CLOSED
    )
    sent_back = Objection.objects.filter(
        item_id=OuterRef("pk"), effect=Objection.Effect.BACK_TO_COUNCIL
    )
    ready = over.filter(~Exists(open_case), ~Exists(sent_back))
    result = _close(list(ready.values_list("nomination_id", flat=True)), SYSTEM, "consultation")
    finished = Posting.objects.filter(due_on__lt=clock.today(), state=PostingState.OPEN)
    pks = list(finished.values_list("pk", flat=True))
    perform_many(POSTINGS, pks, "close", actor=SYSTEM, all_or_nothing=False)
    return result


def _close(pks: list[int], actor: Actor, group: str, *, joins: bool = False) -> BulkResult:
    return perform_many(
        PIPELINE,
        pks,
        "close_consultation",
        actor=actor,
        all_or_nothing=False,
        group=group,
        joins=joins,
    )
