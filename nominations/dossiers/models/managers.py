"""The queryset of nominations, and which nominations a user may see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Case, Exists, OuterRef, Q, Value, When

from nominations.people.authorization import organization_ids, roles_today, unit_ids
from nominations.people.models import User
from nominations.states import LIVE, State
from nominations.vietnamese import fold
from workflow.models import SubjectQuerySet

if TYPE_CHECKING:
    from nominations.dossiers.models import Nomination

_Places = Callable[[str], frozenset[int]]
"""Permission -> the ids of the units or agencies where the reader has it."""
_SEATS = "_council_session_ids"
RETURNED_FILTER = "bi-tra-lai"
"""The value of the filter for registered nominations that were returned for correction."""
SENT_UPWARD = frozenset({State.REPORTED, State.CONFERRED, State.REFUSED_ABOVE, State.REVOKED})
"""States in which the superior agency sees a dossier of an agency below, once it was reported."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NominationVisibility:
    """What a user may see, as ids: fetched once, so that lists filter without joins to rights.

    Drafts are visible to their writers only: the subject, whoever registers it and the clerks of
    the unit. Everything else is also open to the unit's reviewers, to the agency's secretary,
    director, delegate and inspector, to council members for what their sessions vote on, and to the
    superior agency once it was reported upward.
    """

    user_id: int | None
    person_id: int | None
    clerk_units: frozenset[int]
    units: frozenset[int]
    headed_units: frozenset[int]
    organizations: frozenset[int]
    superior_of: frozenset[int]
    sessions: frozenset[int] | None

    @classmethod
    def of(cls, user: User) -> NominationVisibility:
        """From the roles of today: for a page, a transition, an export."""
        held = roles_today(user)
        return cls._from(user, held.units_with, held.organizations_with, sessions=None)

    @classmethod
    def of_lists(cls, user: User) -> NominationVisibility:
        """The same, limited by guardian's permission rows: for lists."""
        places = partial(unit_ids, user), partial(organization_ids, user)
        return cls._from(user, *places, sessions=_session_ids(user))

    @classmethod
    def _from(
        cls, user: User, units: _Places, organizations: _Places, *, sessions: frozenset[int] | None
    ) -> NominationVisibility:
        if not getattr(user, "is_authenticated", False) or not user.is_active:
            nothing: frozenset[int] = frozenset()
            return cls(
                user_id=None,
                person_id=None,
                clerk_units=nothing,
                units=nothing,
                headed_units=nothing,
                organizations=nothing,
                superior_of=nothing,
                sessions=nothing,
            )
        return cls(
            user_id=user.pk,
            person_id=user.person_id,
            clerk_units=units("register_nominations"),
            units=units("view_nominations"),
            headed_units=units("review_nominations"),
            organizations=organizations("view_nominations"),
            superior_of=organizations("receive_dossiers"),
            sessions=sessions,
        )

    def as_q(self) -> Q:
        """The visible nominations as a condition; empty sets add nothing to the SQL."""
        if self.user_id is None:
            return Q(pk__in=[])
        found = Q(registered_by_id=self.user_id)
        if self.person_id is not None:
            found |= Q(person_id=self.person_id)
        if self.clerk_units:
            found |= Q(unit_id__in=sorted(self.clerk_units))
        if self.headed_units:
            found |= Q(collective_id__in=sorted(self.headed_units))
        begun = Q()
        if self.units:
            begun |= Q(unit_id__in=sorted(self.units))
        if self.organizations:
            begun |= Q(organization_id__in=sorted(self.organizations))
        if begun:
            found |= begun & ~Q(state=State.DRAFT)
        if self.superior_of:
            found |= Q(organization__parent_id__in=sorted(self.superior_of)) & _reported()
        if self.sessions is None:
            found |= self._has_part_in_the_vote()
        elif self.sessions:
            found |= Q(pk__in=_voted_in(self.sessions))
        return found

    def _has_part_in_the_vote(self) -> Q:
        """Condition: the person is on the roster of a session that votes on it, or counts its
        ballots."""
        if self.person_id is None:
            return Q()
        session, this = "ballot_items__session__", _nominations().filter(pk=OuterRef("pk"))
        return Q(Exists(this.filter(**{f"{session}roster__person_id": self.person_id}))) | Q(
            Exists(this.filter(**{f"{session}scrutineers__person_id": self.person_id}))
        )

    def covers(self, nomination: Nomination) -> bool:
        """Whether one nomination is visible; a property test keeps this equal to `as_q`."""
        if self.user_id is None:
            return False
        return (
            self._is_writer(nomination)
            or (
                nomination.state != State.DRAFT
                and (
                    nomination.unit_id in self.units
                    or nomination.organization_id in self.organizations
                )
            )
            or (
                bool(self.superior_of)
                and nomination.organization.parent_id in self.superior_of
                and _was_reported(nomination)
            )
            or self._votes_on(nomination)
        )

    def _votes_on(self, nomination: Nomination) -> bool:
        if self.sessions is None:
            part = self._has_part_in_the_vote()
            return bool(part) and _nominations().filter(part, pk=nomination.pk).exists()
        voted = nomination.ballot_items.filter(session_id__in=self.sessions)
        return bool(self.sessions) and voted.exists()

    def _is_writer(self, nomination: Nomination) -> bool:
        return (
            nomination.registered_by_id == self.user_id
            or (nomination.person_id is not None and nomination.person_id == self.person_id)
            or nomination.unit_id in self.clerk_units
            or nomination.collective_id in self.headed_units
        )


def _reported() -> Q:
    arrived = Q(state__in=sorted(SENT_UPWARD - {State.REVOKED}))
    taken_back = Q(state=State.REVOKED, previous_state__in=[State.REPORTED, State.CONFERRED])
    return arrived | taken_back


def _was_reported(nomination: Nomination) -> bool:
    if nomination.state == State.REVOKED:
        return nomination.previous_state in {State.REPORTED, State.CONFERRED}
    return nomination.state in SENT_UPWARD


def _nominations() -> Any:
    return apps.get_model("dossiers", "Nomination")._default_manager


def _voted_in(sessions: frozenset[int]) -> Any:

    return (
        _nominations().filter(ballot_items__session_id__in=sorted(sessions)).order_by().values("pk")
    )


def _session_ids(user: User) -> frozenset[int]:
    """Voting sessions on whose roster the person stands, or whose ballots the person counts."""

    if user.person_id is None:
        return frozenset()
    cached: frozenset[int] | None = user.__dict__.get(_SEATS)
    if cached is None:
        path = "ballot_items__session"
        votes, counts = (
            _nominations()
            .filter(**{f"{path}__{part}__person_id": user.person_id})
            .order_by()
            .values_list(f"{path}_id", flat=True)
            for part in ("roster", "scrutineers")
        )
        user.__dict__[_SEATS] = cached = frozenset(votes.union(counts))
    return cached


class NominationQuerySet(SubjectQuerySet["Nomination"]):
    """Fetch the ids a user has rights on, then filter: never a join through permission rows."""

    def visible_to(self, user: User) -> NominationQuerySet:
        """The nominations the user may see. Pages read nominations only through this or
        `listed_for`."""
        return self.filter(NominationVisibility.of(user).as_q())

    def listed_for(self, user: User) -> NominationQuerySet:
        """The nominations a list shows the user: `visible_to`, limited by guardian's permission
        rows."""
        return self.filter(NominationVisibility.of_lists(user).as_q())

    def with_visibility(self, user: User) -> NominationQuerySet:
        """Each with `is_visible`: whether `visible_to` would show it to the user."""
        seen = When(NominationVisibility.of(user).as_q(), then=Value(True))
        return self.annotate(is_visible=Case(seen, default=Value(False)))

    def with_state(self, *states: str) -> NominationQuerySet:
        """Nominations in one of the states."""
        return self.filter(state__in=states)

    def with_badge(self, state: str) -> NominationQuerySet:
        """Nominations with this badge: a state, or `RETURNED_FILTER` (returned nominations are in
        the state `registered`, but not part of its badge)."""
        if state == RETURNED_FILTER:
            return self.filter(state=State.REGISTERED, paused_at__isnull=False)
        found = self.filter(state=state)
        return found.filter(paused_at__isnull=True) if state == State.REGISTERED else found

    def live(self) -> NominationQuerySet:
        """Nominations that are still in progress."""
        return self.filter(state__in=sorted(LIVE))

    def named_like(self, text: str) -> NominationQuerySet:
        """Nominations whose subject's name contains every word, with or without diacritics."""
        found = self
        for word in fold(text).split():
            found = found.filter(
                Q(person__search_key__contains=word) | Q(collective__search_key__contains=word)
            )
        return found
