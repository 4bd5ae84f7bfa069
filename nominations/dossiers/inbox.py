"""Inbox items of this room: drafts to finish, reports to submit, dossiers to review.

Putting dossiers on an agenda, into consultation or on a decision belongs to those rooms.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Case, Exists, FilteredRelation, OuterRef, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nominations.dossiers.deadline_facts import with_facts
from nominations.dossiers.deadlines import deadline_of, submission_closes
from nominations.dossiers.exception_workflow import ExceptionState
from nominations.dossiers.legal_deadlines import DossierDeadline, next_deadlines
from nominations.dossiers.models import (
    CampaignTitle,
    Correction,
    ExceptionRequest,
    Nomination,
    ProgressKind,
    ProgressNote,
    StepChange,
)
from nominations.dossiers.models.managers import NominationQuerySet
from nominations.dossiers.panels.progress import expected_note_kind
from nominations.dossiers.queries import is_mine
from nominations.dossiers.step_change_workflow import STEP_CHANGES
from nominations.dossiers.title_join import title_of_award
from nominations.people.authorization import (
    has_permission,
    holds,
    roles_today,
)
from nominations.people.models import User
from nominations.people.roles import Role
from nominations.pipeline import PIPELINE
from nominations.states import State
from nominations.web.inbox import InboxItem, InboxWorkflows, OwnRecord, waiting_for
from workflow import clock, engine
from workflow.available import offer_of
from workflow.table import Transition, Workflow

MAX_ITEMS = 200
MAX_OWN_SHOWN = 12
BEGUN = [State.DRAFT, State.REGISTERED]
OWN_TRANSITIONS = {"register": State.DRAFT, "submit": State.REGISTERED}
REVIEW_TRANSITIONS = ("endorse", "waive_unit_review", "waive_vote", "waive_consultation")
_KINDS = {
    "register": gettext_lazy("Drafts to finish"),
    "submit": gettext_lazy("Reports to write"),
    "endorse": gettext_lazy("Unit review"),
    "waive_unit_review": gettext_lazy("Pass on"),
    "waive_vote": gettext_lazy("Pass on"),
    "waive_consultation": gettext_lazy("Pass on"),
}
_ACTIONS = {
    "register": gettext_lazy("Finish and register"),
    "submit": gettext_lazy("Write the report"),
    "endorse": gettext_lazy("Review"),
}

_NOTES = {
    ProgressKind.PROGRESS: gettext_lazy("Write the mid-year progress"),
    ProgressKind.RESULT: gettext_lazy("Write the result of the year"),
}

_NOTE_WORDS: dict[str, str] = {ProgressKind.PROGRESS: "tien-do", ProgressKind.RESULT: "ket-qua"}


def inbox_workflows(user: User) -> InboxWorkflows:
    """The workflows of "my work": dossiers to pass on, and changes of steps that director or
    delegate may confirm; a second secretary finds these on the page of the campaign."""
    found: dict[Workflow, QuerySet[Any] | None] = {}
    if roles_today(user).assignments:
        found[PIPELINE] = _review_candidates(user)
    if holds(user, Role.DIRECTOR, Role.DIRECTOR_DELEGATE):
        found[STEP_CHANGES] = None
    return found


def items(user: User) -> list[InboxItem | OwnRecord]:
    """The rows of "my work": returned dossiers first, with their reason; then the newest of the
    user's own. Offers and deadlines are read for all dossiers together."""
    all_waiting = waiting_for(user, inbox_workflows)
    waiting = all_waiting.get(PIPELINE, [])
    rows = _read(user, waiting[:MAX_ITEMS])
    begun = [row for row in rows if row.state in BEGUN]
    written = [row for row in begun if row.is_mine or row.registered_by_id == user.pk]
    reviews = [row for row in rows if row.is_to_review]
    acted_on = [*written, *reviews]
    offers = engine.offers_many(PIPELINE, [row.pk for row in acted_on], actor=user)
    legal = next_deadlines(acted_on)
    mine = sorted((row for row in rows if row.is_mine), key=_age, reverse=True)
    return [
        *_own(written, offers, legal),
        *_reviews(reviews, offers, legal),
        *([_more(len(waiting) - MAX_ITEMS, user)] if len(waiting) > MAX_ITEMS else []),
        *_exceptions(user, begun),
        *_step_changes(all_waiting.get(STEP_CHANGES, [])),
        *map(OwnRecord, mine[:MAX_OWN_SHOWN]),
    ]


def _age(row: Nomination) -> tuple[datetime, int]:
    return (row.created_at, row.pk)


def _read(user: User, waiting: Collection[int]) -> list[Any]:
    """The dossiers with work for the user and the user's own (`is_mine`), by one query: drafts and
    registered ones that the user writes, or with an open request for an exception (`asked`) for a
    secretary; and those that wait to be passed on (`is_to_review`)."""
    mine, to_review, begun = is_mine(user), Q(pk__in=waiting), Q(state__in=BEGUN)
    agencies = sorted(roles_today(user).organizations(Role.SECRETARY))
    written, answered = Q(registered_by=user), Q(organization_id__in=agencies)
    asked = answered & Q(asked__isnull=False) & ~Q(person_id=user.person_id)
    rows = Nomination.objects.annotate(
        correction=FilteredRelation(
            "corrections", condition=Q(corrections__resolved_at__isnull=True)
        ),
        asked=FilteredRelation(
            "exception_requests", condition=Q(exception_requests__state=ExceptionState.ASKED)
        ),
        is_mine=Case(When(mine, then=Value(True)), default=Value(False)),
        is_to_review=Case(When(to_review, then=Value(True)), default=Value(False)),
        title_here=title_of_award(),
        has_progress=_has_note(ProgressKind.PROGRESS),
        has_result=_has_note(ProgressKind.RESULT),
    )
    # The first condition is about the dossier alone, so that its indexes serve it.
    rows = rows.filter(begun & (written | answered) | mine | to_review)
    rows = rows.filter(begun & (written | asked) | mine | to_review)
    return list(
        with_facts(rows)
        .select_related(
            "campaign",
            "unit",
            "organization",
            "collective",
            "title_here",
            "correction",
            "asked__asked_by__person",
        )
        .defer("campaign__rules")
        .order_by("-is_to_review", "-is_mine", "created_at")[: len(waiting) + MAX_ITEMS]
    )


def _own(
    rows: list[Any],
    offers: Mapping[int, list[engine.Offer]],
    legal: Mapping[int, DossierDeadline],
) -> Iterator[InboxItem]:
    """Items of dossiers the user writes: their own, those they registered, collectives they
    head."""
    if not rows:
        return
    returned = {row.pk: row.correction for row in rows if hasattr(row, "correction")}
    for row in sorted(rows, key=lambda row: row.pk not in returned):
        for offer in offers.get(row.pk, []):
            name = offer.transition.name
            if OWN_TRANSITIONS.get(name) == row.state and not _is_too_late(offer):
                yield _own_task(row, name, returned.get(row.pk), offer.enabled, legal.get(row.pk))
    yield from _notes([row for row in rows if row.pk not in returned])


def _has_note(kind: ProgressKind) -> Exists:
    return Exists(ProgressNote.objects.filter(nomination=OuterRef("pk"), kind=kind))


def _notes(rows: Sequence[Any]) -> Iterator[InboxItem]:
    """Items of registered goals whose progress or result is still to be written."""
    for row in rows:
        written = {ProgressKind.PROGRESS: row.has_progress, ProgressKind.RESULT: row.has_result}
        kind = expected_note_kind(row, [one for one, is_there in written.items() if is_there])
        if not kind or clock.now() > row.campaign.submission_closes_at:
            continue
        deadline: date | None
        if kind == ProgressKind.PROGRESS:
            deadline = clock.day_of(row.campaign.submission_opens_at)
        else:
            deadline = deadline_of(row)
        page = reverse("dossiers:progress", args=[row.public_id])
        yield InboxItem(
            title=row.title,
            path=row.get_absolute_url(),
            deadline=deadline,
            action_label=_NOTES[ProgressKind(kind)],
            action_path=f"{page}?loai={_NOTE_WORDS[kind]}",
            kind=_("Goals and results"),
            subject=row.campaign.name,
        )


def _is_too_late(offer: engine.Offer) -> bool:
    """Whether the offer is refused by a closed window; one that opens later stays in the list."""
    return any(reason.key == "window_closed" for reason in offer.reasons)


def _own_task(
    row: Nomination,
    name: str,
    correction: Correction | None,
    ready: bool,
    legal: DossierDeadline | None,
) -> InboxItem:
    writing = reverse("dossiers:report", args=[row.public_id])
    sending = reverse("dossiers:transition", args=[row.public_id, name])
    kind: str | Promise = _KINDS[name]
    label: str | Promise = _ACTIONS[name]
    path = writing
    subject: str = row.campaign.name
    if OWN_TRANSITIONS[name] == State.DRAFT:
        path = sending if ready else row.get_absolute_url()
    if correction is not None:
        kind, label = _("Returned to you"), _("Correct")
        subject = _("Returned: %(reason)s") % {"reason": _shortened(correction.reason)}
    elif OWN_TRANSITIONS[name] == State.REGISTERED and ready:
        label, path = _("Submit the report"), sending
    return InboxItem(
        title=row.title,
        path=row.get_absolute_url(),
        **_due(deadline_of(row), legal),
        action_label=label,
        action_path=path,
        kind=kind,
        subject=subject,
    )


def _due(day: date | None, legal: DossierDeadline | None) -> dict[str, Any]:
    """The earlier of the campaign's date and that of the rules, the latter with its article."""
    if legal is None or legal.day is None or (day is not None and day <= legal.day):
        return {"deadline": day}
    return {"deadline": legal.day, "deadline_source": legal.source}


def _shortened(text: str, limit: int = 140) -> str:
    return text if len(text) <= limit else text[: limit - 1].rsplit(" ", 1)[0] + "…"


def _review_candidates(user: User) -> NominationQuerySet:
    """Dossiers of the user's units and agencies in a state where the unit or the secretary passes
    them on."""
    skips = CampaignTitle.objects.filter(
        Q(needs_unit_review=False) | Q(needs_vote=False) | Q(needs_consultation=False)
    )
    skipping = Q(campaign_id__in=skips.values("campaign_id"))
    wanted = Q(state=State.SUBMITTED) | (
        Q(state__in=[State.UNIT_REVIEWED, State.COUNCIL_VOTED]) & skipping
    )
    held = roles_today(user)
    places = Q(unit_id__in=held.units_with("view_nominations")) | Q(
        organization_id__in=held.organizations_with("view_nominations")
    )
    return Nomination.objects.filter(places, wanted)


def _reviews(
    rows: Sequence[Any],
    offers: Mapping[int, list[engine.Offer]],
    legal: Mapping[int, DossierDeadline],
) -> Iterator[InboxItem]:
    for row in rows:
        offered = (offer_of(offers.get(row.pk, []), name) for name in REVIEW_TRANSITIONS)
        if (review := next(filter(None, offered), None)) is not None:
            yield _review_task(row, review, legal.get(row.pk))


def _review_task(row: Nomination, offer: engine.Offer, legal: DossierDeadline | None) -> InboxItem:
    name = offer.transition.name
    reviews = "basis" in offer.transition.shows
    due: date | None = deadline_of(row) if reviews else None
    return InboxItem(
        title=row.title,
        path=row.get_absolute_url(),
        **_due(due, legal),
        action_label=_ACTIONS.get(name, offer.transition.label),
        action_path=_review_path(row, offer.transition),
        kind=_KINDS[name],
        subject=f"{row.unit.name}, {row.campaign.name}",
    )


def _review_path(row: Nomination, transition: Transition) -> str:
    """The path of the dossier for a review, which has three choices; that of the transition
    otherwise."""
    if "basis" in transition.shows:
        return row.get_absolute_url()
    return reverse("dossiers:transition", args=[row.public_id, transition.name])


def _exceptions(user: User, rows: list[Any]) -> Iterator[InboxItem]:
    """Items of requests for an exception, for the council secretary."""
    agencies = roles_today(user).organizations(Role.SECRETARY)
    for row in rows:
        asked: ExceptionRequest | None = getattr(row, "asked", None)
        if asked is None or row.organization_id not in agencies or row.person_id == user.person_id:
            continue
        yield InboxItem(
            title=row.title,
            path=asked.get_absolute_url(),
            deadline=clock.day_of(submission_closes(row)),
            action_label=_("Answer"),
            action_path=asked.get_absolute_url(),
            kind=_("Requests for exceptions"),
            subject=_("Asked by %(name)s") % {"name": asked.asked_by.get_full_name()},
        )


def _more(count: int, user: User) -> InboxItem:
    page = reverse(
        "dossiers:unit" if has_permission(user, "review_nominations") else "dossiers:list"
    )
    return InboxItem(
        title=_("%(count)s more nominations wait for review") % {"count": count},
        path=page,
        deadline=None,
        action_label=_("Open the list"),
        action_path=page,
        kind=_KINDS["endorse"],
    )


def _step_changes(waiting: Sequence[int]) -> list[InboxItem]:
    """Items of changes of steps to be confirmed."""
    changes = StepChange.objects.filter(pk__in=waiting) if waiting else StepChange.objects.none()
    return [
        InboxItem(
            title=_("Other steps to confirm: %(award)s") % {"award": one.title.award_type.name},
            path=one.get_absolute_url(),
            deadline=None,
            action_label=gettext_lazy("Read and settle"),
            action_path=one.get_absolute_url(),
            kind=gettext_lazy("Campaign"),
            subject=one.title.campaign.name,
        )
        for one in changes.select_related("title__award_type", "title__campaign")
    ]
