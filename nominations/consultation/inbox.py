"""What waits for a person in the consultation room."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nominations.consultation.models import Comment, Objection, Posting
from nominations.consultation.objection_workflow import ObjectionState
from nominations.consultation.queries import conducted_ids, postable_nominations, without_own
from nominations.people.authorization import person_id_of
from nominations.people.models import Organization, User
from nominations.states import State
from nominations.web.inbox import InboxItem
from workflow import clock

KIND = _("Consultation")


def items(user: User) -> list[InboxItem]:
    """Opinions to read, cases to examine, lists to post and postings to close."""
    if person_id_of(user) is None:
        return []
    places = conducted_ids(user)
    return [*_cases(user), *_opinions(user, places), *_finished(places), *_to_post(places)]


def _cases(user: User) -> list[InboxItem]:
    open_cases = Objection.objects.filter(assigned_to_id=user.pk, state=ObjectionState.OPEN)
    return [
        InboxItem(
            title=str(_("Examine an objection: %(name)s") % {"name": case.item.nomination.title}),
            path=case.get_absolute_url(),
            deadline=case.due_on,
            action_label=_("Examine"),
            action_path=case.get_absolute_url(),
            kind=KIND,
        )
        for case in without_own(open_cases, user).select_related("item__nomination")
    ]


def _opinions(user: User, places: Collection[int]) -> list[InboxItem]:
    unread = without_own(
        Comment.objects.filter(item__posting__organization_id__in=places, handled_at__isnull=True),
        user,
    )
    counts = dict(
        unread.order_by().values("item__posting_id").annotate(number=Count("id")).values_list(
            "item__posting_id", "number"
        )
    )  # fmt: skip
    return [
        _task(
            posting,
            _("%(number)s opinions to read: %(name)s")
            % {"number": counts[posting.pk], "name": posting.name},
            _("Read"),
        )
        for posting in Posting.objects.filter(pk__in=counts)
    ]  # fmt: skip


def _finished(places: Collection[int]) -> list[InboxItem]:
    over = Posting.objects.filter(
        Q(items__ended_at=None, items__nomination__state=State.COUNCIL_VOTED),
        organization_id__in=places,
        due_on__lt=clock.today(),
    ).distinct()
    return [
        _task(
            posting,
            _("The time for opinions is over: %(name)s") % {"name": posting.name},
            _("Close"),
        )
        for posting in over
    ]


def _task(posting: Posting, title: str, label: str | Promise) -> InboxItem:
    path = posting.get_absolute_url()
    return InboxItem(
        title=title,
        path=path,
        deadline=posting.due_on,
        action_label=label,
        action_path=path,
        kind=KIND,
    )


def _to_post(places: Collection[int]) -> list[InboxItem]:
    found = []
    for agency in Organization.objects.filter(pk__in=places):
        rows = postable_nominations(agency).order_by().values("campaign_id", "campaign__name")
        for row in rows.annotate(number=Count("id")):
            path = f"{reverse('consultation:post')}?co-quan={agency.pk}&dot={row['campaign_id']}"
            title = _("%(number)s nominations wait to be posted: %(campaign)s")
            found.append(
                InboxItem(
                    title=str(title % {"number": row["number"], "campaign": row["campaign__name"]}),
                    path=path,
                    deadline=None,
                    action_label=_("Post"),
                    action_path=path,
                    kind=KIND,
                )
            )
    return found
