"""Postings: from the day a list is published until its consultation ends."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from nominations.consultation.limits import SUMMARY_LENGTH
from nominations.consultation.models import Objection, PostedItem, Posting
from nominations.consultation.queries import conducts, postable_nominations
from nominations.consultation.refusals import not_allowed, refused
from nominations.dossiers.models import Campaign, CampaignTitle, Nomination, Report
from nominations.people.models import Organization, User
from nominations.people.models.dated import holds_on
from nominations.people.names import nfc
from nominations.pipeline import PIPELINE
from nominations.states import State
from nominations.web.addresses import address_of
from notifications import outbox
from workflow import audit, clock
from workflow.deadlines import WorkingCalendar
from workflow.engine import SYSTEM, BulkResult, perform_many

_PRIVATE = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+|(?<!\d)(?:\+?84|0)\d[\d .]{7,11}\d(?!\d)")


def stream_of(posting: Posting) -> str:
    """Name of the posting's history."""
    return f"posting:{posting.pk}"


def locked(posting: Posting) -> Posting:
    """The posting as it is now, locked until the transaction ends."""
    return Posting.objects.select_for_update(of=("self",), no_key=True).get(pk=posting.pk)


def require_conductor(actor: Any, organization_id: int) -> None:
    """Refuse anybody but the council secretary of the agency."""
    if not conducts(actor, organization_id):
        raise not_allowed()


def post(
    *,
    actor: Any,
    organization: Organization,
    campaign: Campaign | None,
    name: str,
    nominations: Iterable[Nomination],
    contact: str = "",
    notice_number: str = "",
    summaries: Mapping[int, str] | None = None,
) -> Posting:
    """Publish a list for opinions: the longest of the titles' working days, from tomorrow on.

    `summaries` by nomination id; else the beginning of the frozen report without e-mail addresses
    and telephone numbers. The staff of the agency are told. Refuses nominations that have not
    passed the council, need no consultation or are posted already.
    """
    chosen = {one.pk: one for one in nominations}
    with transaction.atomic():
        require_conductor(actor, organization.pk)
        days = _require_postable(organization, chosen)
        today = clock.today()
        posting = Posting.objects.create(
            organization=organization,
            campaign=campaign,
            name=nfc(name),
            notice_number=nfc(notice_number),
            contact=nfc(contact),
            working_days=days,
            posted_at=clock.now(),
            posted_on=today,
            due_on=WorkingCalendar.local().add_working_days(today, days),
            posted_by=actor,
        )
        texts = {**default_summaries(chosen), **(summaries or {})}
        PostedItem.objects.bulk_create(
            PostedItem(posting=posting, nomination_id=pk, summary=nfc(texts.get(pk, "")))
            for pk in chosen
        )
        payload = {"nominations": sorted(chosen), "working_days": days, "due_on": posting.due_on}
        key = audit.record(stream_of(posting), "consultation.posted", actor=actor, payload=payload)
        outbox.queue(
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
    """Lock the nominations, refuse what cannot be posted; gives the working days of the posting."""
    if not chosen:
        raise refused("nothing_to_post", _("Choose at least one nomination to post."))
    list(
        Nomination.objects.select_for_update(no_key=True)
        .filter(pk__in=chosen)
        .order_by("pk")
        .values_list("pk")
    )
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


def _staff(organization: Organization) -> set[int]:
    day = clock.today()
    at_work = User.objects.filter(
        holds_on(day, "person__memberships__"),
        is_active=True,
        person__memberships__unit__organization=organization,
    )
    return set(at_work.values_list("pk", flat=True))


def extend(*, actor: Any, posting: Posting, due_on: date, reason: str) -> Posting:
    """Give more time: a later last day, with the reason. Refuses a closed or finished posting."""
    with transaction.atomic():
        posting = locked(posting)
        require_conductor(actor, posting.organization_id)
        if posting.closed_at is not None or clock.today() > posting.due_on:
            raise refused(
                "posting_over", _("The time for opinions is over and cannot be extended any more.")
            )
        if due_on <= posting.due_on:
            raise refused("not_later", _("Choose a last day later than the present one."))
        if not reason.strip():
            raise refused("reason_missing", _("Give the reason for the extension."))
        before, posting.due_on = posting.due_on, due_on
        calendar = WorkingCalendar.local()
        posting.working_days = max(
            posting.working_days, calendar.working_days_between(posting.posted_on, due_on)
        )
        posting.save(update_fields=["due_on", "working_days"])
        payload = {"from": before, "to": due_on, "reason": nfc(reason)}
        audit.record(stream_of(posting), "consultation.extended", actor=actor, payload=payload)
    return posting


def write_summary(*, actor: Any, item: PostedItem, summary: str) -> None:
    """Correct what the public reads about a nomination while the posting runs."""
    with transaction.atomic():
        posting = locked(item.posting)
        require_conductor(actor, posting.organization_id)
        if posting.closed_at is not None:
            raise refused(
                "posting_over", _("The posting is closed; what was published stays as it was.")
            )
        PostedItem.objects.filter(pk=item.pk).update(summary=nfc(summary))
        audit.record(
            stream_of(posting),
            "consultation.summary_changed",
            actor=actor,
            payload={"nomination": item.nomination_id, "summary": nfc(summary)},
        )


def write_minutes_note(*, actor: Any, posting: Posting, note: str) -> Posting:
    """What the minutes of the consultation say besides the opinions."""
    with transaction.atomic():
        posting = locked(posting)
        require_conductor(actor, posting.organization_id)
        posting.minutes_note = nfc(note)
        posting.save(update_fields=["minutes_note"])
        audit.record(
            stream_of(posting),
            "consultation.minutes_noted",
            actor=actor,
            payload={"note": posting.minutes_note},
        )
    return posting


# --- the end -------------------------------------------------------------------------------------


def close_posting(*, actor: Any, posting: Posting) -> BulkResult:
    """Close a finished posting by hand: what may go on goes on, the rest is listed with its reason.

    Refuses while the time for opinions still runs.
    """
    require_conductor(actor, posting.organization_id)
    if clock.today() <= posting.due_on and posting.closed_at is None:
        raise refused(
            "still_running",
            _("Opinions are taken until the end of %(day)s.")
            % {"day": f"{posting.due_on:%d/%m/%Y}"},
        )
    waiting = posting.items.filter(ended_at=None, nomination__state=State.COUNCIL_VOTED)
    result = _close(
        list(waiting.values_list("nomination_id", flat=True)), actor, stream_of(posting)
    )
    _mark_closed([posting.pk], actor)
    return result


def close_due(now: datetime | None = None) -> BulkResult:
    """Let the clock end every consultation whose last day is over; safe to run at any time.

    Nominations with an open objection case, or sent back by a finding, stay where they are. The
    postings themselves are closed: no opinion is taken after the last day anyway.
    """
    if now is not None:
        with clock.at(now):
            return close_due()
    over = PostedItem.objects.filter(
        ended_at=None, posting__due_on__lt=clock.today(), nomination__state=State.COUNCIL_VOTED
    )
    open_case = Objection.objects.filter(
        item__nomination_id=OuterRef("nomination_id"), closed_at=None
    )
    sent_back = Objection.objects.filter(
        item_id=OuterRef("pk"), effect=Objection.Effect.BACK_TO_COUNCIL
    )
    ready = over.filter(~Exists(open_case), ~Exists(sent_back))
    result = _close(list(ready.values_list("nomination_id", flat=True)), SYSTEM, "consultation")
    finished = Posting.objects.filter(due_on__lt=clock.today(), closed_at=None)
    _mark_closed(list(finished.values_list("pk", flat=True)), SYSTEM)
    return result


def _close(pks: list[int], actor: Any, group: str) -> BulkResult:
    if not pks:
        return BulkResult(moved=[], refused=[])
    return perform_many(
        PIPELINE, pks, "close_consultation", actor=actor, all_or_nothing=False, group=group
    )


def _mark_closed(pks: list[int], actor: Any) -> None:
    for pk in pks:
        with transaction.atomic():
            posting = Posting.objects.select_for_update(no_key=True).get(pk=pk)
            if posting.closed_at is None:
                posting.closed_at = clock.now()
                posting.save(update_fields=["closed_at"])
                audit.record(stream_of(posting), "consultation.closed", actor=actor, payload={})
