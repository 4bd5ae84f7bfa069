"""What waits for a person in the consultation room."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.db.models import Case, Count, Exists, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nominations.consultation.models import Comment, Objection, PostedItem, Posting
from nominations.consultation.objection_workflow import ObjectionState
from nominations.consultation.queries import conducted_ids, postable_in, without_own
from nominations.people.authorization import person_id_of
from nominations.people.models import User
from nominations.states import State
from nominations.web.inbox import InboxItem
from workflow import clock

KIND = _("Consultation")


def items(user: User) -> list[InboxItem]:
    """Opinions to read, cases to examine, lists to post and postings to close."""
    if person_id_of(user) is None:
        return []
    places = conducted_ids(user)
    return [*_cases(user), *_postings(user, places), *_to_post(places)]


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


def _postings(user: User, places: Collection[int]) -> Iterator[InboxItem]:
    """Postings with opinions to read, and postings whose time is over."""
    opinions = Comment.objects.filter(item__posting_id=OuterRef("pk"), handled_at__isnull=True)
    unread = without_own(opinions, user).order_by().values("item__posting_id")
    still_open = PostedItem.objects.filter(
        posting_id=OuterRef("pk"), ended_at=None, nomination__state=State.COUNCIL_VOTED
    )
    over = Q(Exists(still_open), due_on__lt=clock.today())
    postings = Posting.objects.filter(organization_id__in=places).annotate(
        unread=Coalesce(Subquery(unread.annotate(number=Count("id")).values("number")), 0),
        is_over=Case(When(over, then=Value(True)), default=Value(False)),
    )
    for posting in postings.filter(Q(unread__gt=0) | Q(is_over=True)):
        words = {"number": posting.unread, "name": posting.name}
        if posting.unread:
            yield _task(posting, _("%(number)s opinions to read: %(name)s") % words, _("Read"))
        if posting.is_over:
            yield _task(posting, _("The time for opinions is over: %(name)s") % words, _("Close"))


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
    waiting = postable_in(places).order_by()
    rows = waiting.values("organization_id", "campaign_id", "campaign__name")
    for row in rows.annotate(number=Count("id")):
        query = f"co-quan={row['organization_id']}&dot={row['campaign_id']}"
        path = f"{reverse('consultation:post')}?{query}"
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
