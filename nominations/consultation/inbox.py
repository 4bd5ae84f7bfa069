"""Items of "my work" in the consultation room."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator

from django.db.models import Case, Count, Exists, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nominations.consultation.models import Comment, Objection, PostedItem, Posting
from nominations.consultation.objection_workflow import ObjectionState
from nominations.consultation.queries import conducted_ids, handled, without_own
from nominations.dossiers.waiting_dossiers import WaitingDossiers, WaitsFor
from nominations.people.authorization import holds, person_id_of
from nominations.people.models import User
from nominations.people.roles import Role
from nominations.states import State
from nominations.web.inbox import InboxItem
from workflow import clock

KIND = _("Consultation")


def items(user: User) -> list[InboxItem]:
    """Opinions to read, cases to examine and postings to close."""
    if person_id_of(user) is None:
        return []
    return [
        *_cases(user),
        *_opinions_on_secretary(user),
        *_postings(user, conducted_ids(user)),
    ]


def _cases(user: User) -> list[InboxItem]:
    """Cases to examine, and findings of others to confirm."""
    to_examine = Q(assigned_to_id=user.pk, state=ObjectionState.OPEN)
    to_close = handled(user) & Q(state=ObjectionState.EXAMINED) & ~Q(assigned_to_id=user.pk)
    cases = without_own(Objection.objects.filter(to_examine | to_close), user)
    return [_case(case) for case in cases.select_related("item__nomination")]


def _case(case: Objection) -> InboxItem:
    words = {"name": case.item.nomination.title}
    title = (
        _("Examine an objection: %(name)s")
        if case.awaits_finding
        else _("Finding to confirm: %(name)s")
    )
    return InboxItem(
        title=str(title % words),
        path=case.get_absolute_url(),
        deadline=case.due_on,
        action_label=_("Examine") if case.awaits_finding else _("Read and close"),
        action_path=case.get_absolute_url(),
        kind=KIND,
    )


def _opinions_on_secretary(user: User) -> list[InboxItem]:
    """Opinions about a council secretary, handled by the director or the delegate."""
    if not holds(user, Role.DIRECTOR, Role.DIRECTOR_DELEGATE):
        return []
    opinions = without_own(Comment.objects.filter(handled(user), handled_at__isnull=True), user)
    elsewhere = opinions.exclude(item__posting__organization_id__in=conducted_ids(user))
    return [
        InboxItem(
            title=str(_("Opinion to read: %(name)s") % {"name": one.item.nomination.title}),
            path=reverse("consultation:opinion", args=[one.public_id]),
            deadline=None,
            action_label=_("Read"),
            action_path=reverse("consultation:opinion", args=[one.public_id]),
            kind=KIND,
        )
        for one in elsewhere.select_related("item__nomination")
    ]


def _postings(user: User, places: Collection[int]) -> Iterator[InboxItem]:
    """Postings with unread opinions, and postings past their last day."""
    opinions = Comment.objects.filter(item__posting_id=OuterRef("pk"), handled_at__isnull=True)
    unread = without_own(opinions, user).order_by().values("item__posting_id")
    still_open = PostedItem.objects.filter(
        posting_id=OuterRef("pk"), ended_at=None, nomination__state=State.COUNCIL_VOTED
    )
    own = still_open.filter(nomination__person_id=user.person_id or 0)
    # A secretary on the list leaves closing to another one or to the periodic task.
    over = Q(Exists(still_open), ~Exists(own), due_on__lt=clock.today())
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


def lists_to_post(waiting: WaitingDossiers) -> list[InboxItem]:
    """Dossiers that wait to be posted, one item per agency and campaign, for the secretary."""
    numbers: dict[tuple[int, int, str], int] = defaultdict(int)
    for group in waiting.waiting_for(WaitsFor.POSTING):
        numbers[group.organization_id, group.campaign_id, group.campaign] += group.number
    found: list[InboxItem] = []
    for (organization_id, campaign_id, campaign), number in numbers.items():
        query = f"co-quan={organization_id}&dot={campaign_id}"
        path = f"{reverse('consultation:post')}?{query}"
        title = _("%(number)s nominations wait to be posted: %(campaign)s")
        found.append(
            InboxItem(
                title=str(title % {"number": number, "campaign": campaign}),
                path=path,
                deadline=None,
                action_label=_("Post"),
                action_path=path,
                kind=KIND,
            )
        )
    return found
