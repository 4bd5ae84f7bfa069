"""Items of "my work" in the consultation room."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nominations.consultation.models import Comment, Objection, PostedItem, Posting
from nominations.consultation.objection_workflow import ObjectionState
from nominations.consultation.queries import conducted_ids, handled_by, without_own
from nominations.dossiers.waiting_dossiers import WaitingDossiers, WaitsFor
from nominations.people.authorization import person_id_of
from nominations.people.models import User
from nominations.states import State
from nominations.web.inbox import InboxItem
from workflow import clock

KIND = _("Consultation")


class _Row(NamedTuple):
    """A case, an opinion or a posting: `page` is the name of its URL, `about` what it is called."""

    page: str
    public_id: UUID
    about: str
    due_on: date | None
    awaits_finding: bool
    unread: int
    is_over: bool


def items(user: User) -> list[InboxItem]:
    """Cases to examine, opinions to read and postings to close, by one query."""
    if person_id_of(user) is None:
        return []
    parts = _opinions_on_secretary(user), _postings(user, conducted_ids(user))
    rows = _cases(user).union(*parts, all=True)
    return [item for row in rows for item in _items(_Row(*row))]


def _columns(rows: QuerySet[Any], page: str, about: str, **more: Any) -> QuerySet[Any, Any]:
    """The columns of a row, in the same order for each part of the query."""
    given = {"awaits_finding": Value(False), "unread": Value(0), "is_over": Value(False)} | more
    columns = {"page": Value(page, CharField()), "about": F(about)} | given
    found: QuerySet[Any, Any] = rows.order_by().annotate(**columns)
    return found.values_list(*_Row._fields)


def _items(row: _Row) -> Iterator[InboxItem]:
    words = {"name": row.about, "number": row.unread}
    if row.page == "opinion":
        yield _task(row, _("Opinion to read: %(name)s") % words, _("Read"))
    elif row.page == "objection" and row.awaits_finding:
        yield _task(row, _("Examine an objection: %(name)s") % words, _("Examine"))
    elif row.page == "objection":
        yield _task(row, _("Finding to confirm: %(name)s") % words, _("Read and close"))
    if row.unread:
        yield _task(row, _("%(number)s opinions to read: %(name)s") % words, _("Read"))
    if row.is_over:
        yield _task(row, _("The time for opinions is over: %(name)s") % words, _("Close"))


def _cases(user: User) -> QuerySet[Any, Any]:
    """Cases to examine, and findings of others to confirm."""
    to_examine = Q(assigned_to_id=user.pk, state=ObjectionState.OPEN)
    to_close = handled_by(user) & Q(state=ObjectionState.EXAMINED) & ~Q(assigned_to_id=user.pk)
    cases = without_own(Objection.objects.filter(to_examine | to_close), user)
    is_open = Case(When(state=ObjectionState.OPEN, then=Value(True)), default=Value(False))
    return _columns(cases, "objection", "item__nomination__title", awaits_finding=is_open)


def _opinions_on_secretary(user: User) -> QuerySet[Any, Any]:
    """Opinions about a council secretary, handled by the director or the delegate."""
    opinions = without_own(Comment.objects.filter(handled_by(user), handled_at__isnull=True), user)
    elsewhere = opinions.exclude(item__posting__organization_id__in=conducted_ids(user))
    no_day = Value(None, DateField())
    return _columns(elsewhere, "opinion", "item__nomination__title", due_on=no_day)


def _postings(user: User, places: Collection[int]) -> QuerySet[Any, Any]:
    """Postings with unread opinions, and postings past their last day."""
    opinions = Comment.objects.filter(item__posting_id=OuterRef("pk"), handled_at__isnull=True)
    unread = without_own(opinions, user).order_by().values("item__posting_id")
    still_open = PostedItem.objects.filter(
        posting_id=OuterRef("pk"), ended_at=None, nomination__state=State.COUNCIL_VOTED
    )
    own = still_open.filter(nomination__person_id=user.person_id or 0)
    # A secretary on the list leaves closing to another one or to the periodic task.
    over = Q(Exists(still_open), ~Exists(own), due_on__lt=clock.today())
    postings = _columns(
        Posting.objects.filter(organization_id__in=places),
        "posting",
        "name",
        unread=Coalesce(Subquery(unread.annotate(number=Count("id")).values("number")), 0),
        is_over=Case(When(over, then=Value(True)), default=Value(False)),
    )
    return postings.filter(Q(unread__gt=0) | Q(is_over=True))


def _task(row: _Row, title: str, label: str | Promise) -> InboxItem:
    path = reverse(f"consultation:{row.page}", args=[row.public_id])
    return InboxItem(
        title=title,
        path=path,
        deadline=row.due_on,
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
