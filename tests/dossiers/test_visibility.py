"""Who sees which nomination: the list and the single judgement agree, whatever the rights."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nominations.dossiers.models import Nomination
from nominations.dossiers.queries import awaiting_ids, can_see, own_nominations
from nominations.people.authorization import request_cache
from nominations.people.models import RoleAssignment, User
from nominations.people.roles import UNIT_ROLES, Role
from nominations.people.services import sync_permissions
from nominations.states import State
from tests.cast import SINCE, Cast

EVERYBODY_OF_THE_AGENCY = {"secretary", "director", "delegate", "auditor"}


def seers(cast: Cast, nomination: Nomination) -> set[str]:
    """Who sees it in the list; the page must say the same."""
    fresh = {name: User.objects.get(pk=user.pk) for name, user in cast.users.items()}
    found = {
        name
        for name, user in fresh.items()
        if Nomination.objects.visible_to(user).filter(pk=nomination.pk).exists()
    }
    assert found == {name for name, user in fresh.items() if can_see(user, nomination)}
    return found


def test_a_draft_is_seen_by_those_who_write_it(cast: Cast) -> None:
    assert seers(cast, cast.nomination()) == {"nominee", "clerk"}


def test_a_registered_nomination_is_seen_by_its_unit_and_the_agency(cast: Cast) -> None:
    assert seers(cast, cast.nomination(State.REGISTERED)) == {
        "nominee",
        "clerk",
        "unit_head",
        "deputy",
        *EVERYBODY_OF_THE_AGENCY,
    }


def test_council_members_and_scrutineers_see_what_their_session_votes_on(cast: Cast) -> None:
    voted = cast.nomination(State.UNIT_REVIEWED)
    other = cast.nomination(State.UNIT_REVIEWED, person=cast.colleague)
    assert "member" not in seers(cast, voted)

    cast.session([voted.pk], until="open")

    assert {"member", "other_head", "scrutineer", "second_scrutineer"} <= seers(cast, voted)
    assert not {"member", "other_head", "scrutineer"} & seers(cast, other)


@pytest.mark.parametrize(
    ("state", "seen"),
    [
        (State.DECIDED, False),
        (State.REPORTED, True),
        (State.CONFERRED, True),
        (State.REFUSED_ABOVE, True),
        (State.REVOKED, False),
    ],
)
def test_the_superior_agency_sees_what_was_reported(cast: Cast, state: str, seen: bool) -> None:
    assert ("superior_officer" in seers(cast, cast.nomination(state))) is seen


def test_the_head_of_a_collective_sees_its_draft(cast: Cast) -> None:
    nomination = cast.nomination(collective=cast.unit)

    assert "unit_head" in seers(cast, nomination)


def test_the_administrator_and_visitors_see_nothing(cast: Cast) -> None:
    for state in (State.DRAFT, State.SUBMITTED, State.DECIDED):
        cast.nomination(state, person=cast.person())
    superuser = User.objects.create(username="root", is_superuser=True, is_staff=True)

    for user in (cast.administrator, cast.stranger, superuser, AnonymousUser()):
        assert not Nomination.objects.visible_to(user).exists()


def test_a_closed_account_sees_nothing(cast: Cast) -> None:
    nomination = cast.nomination(State.REGISTERED)
    cast.nominee.is_active = False

    assert not can_see(cast.nominee, nomination)
    assert not Nomination.objects.visible_to(cast.nominee).exists()


WITH_ROLES = ["nominee", "outsider", "stranger", "superior_officer", "member"]
ROLES = st.lists(
    st.tuples(
        st.sampled_from(WITH_ROLES),
        st.sampled_from(sorted(Role)),
        st.sampled_from(["unit", "other_unit", "foreign_unit"]),
        st.sampled_from(["agency", "other_agency", "province"]),
    ),
    max_size=6,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(roles=ROLES)
def test_the_list_and_the_single_judgement_agree(
    whole_cast: Cast, roles: list[tuple[str, str, str, str]]
) -> None:
    cast = whole_cast
    RoleAssignment.objects.all().delete()
    RoleAssignment.objects.bulk_create(
        RoleAssignment(
            person=cast.users[who].person,
            role=role,
            unit=getattr(cast, unit) if role in UNIT_ROLES else None,
            organization=None if role in UNIT_ROLES else getattr(cast, agency),
            valid_from=SINCE,
        )
        for who, role, unit, agency in roles
    )
    sync_permissions()
    _agree(cast, WITH_ROLES)


def test_they_agree_for_everybody_without_a_role_too(whole_cast: Cast) -> None:
    """Nominee, clerk who registered, members and scrutineers of the session, people elsewhere."""
    RoleAssignment.objects.all().delete()
    sync_permissions()
    _agree(whole_cast, [*whole_cast.users])


def _agree(cast: Cast, names: list[str]) -> None:
    rows = list(Nomination.objects.select_related("organization"))
    for name in names:
        user = User.objects.get(pk=cast.users[name].pk)
        with request_cache():  # all is asked about one person, as a page does
            listed = set(Nomination.objects.visible_to(user).values_list("pk", flat=True))
            assert listed == {row.pk for row in rows if can_see(user, row)}
            assert set(awaiting_ids(user)) <= listed


@pytest.fixture
def whole_cast(cast: Cast) -> Cast:
    """Nominations of several states, units and subjects, one of them on a ballot."""
    for state in (State.DRAFT, State.SUBMITTED, State.REVOKED, State.CONFERRED, State.REPORTED):
        cast.nomination(state, person=cast.person())
    cast.nomination(State.REGISTERED)
    cast.nomination(collective=cast.unit)
    cast.nomination(State.REGISTERED, person=cast.outsider.person, unit=cast.other_unit)
    cast.session([cast.nomination(State.UNIT_REVIEWED, person=cast.person()).pk], until="open")
    return cast


def test_mine_are_my_own_and_those_of_the_collective_i_head(cast: Cast) -> None:
    own = cast.nomination(State.REGISTERED)
    collective = cast.nomination(State.REGISTERED, collective=cast.unit)

    assert list(own_nominations(cast.nominee)) == [own]
    assert list(own_nominations(cast.unit_head)) == [collective]


def test_submitted_dossiers_await_the_head_and_not_the_secretary(cast: Cast) -> None:
    nomination = cast.nomination(State.SUBMITTED)

    assert awaiting_ids(cast.unit_head) == [nomination.pk]
    assert awaiting_ids(cast.secretary) == []
    assert awaiting_ids(cast.nominee) == []


def test_names_are_found_without_marks(cast: Cast) -> None:
    found = cast.nomination(State.REGISTERED, person=cast.person("Đỗ Thị Hoà"))
    cast.nomination(State.REGISTERED)

    for text in ("do thi hoa", "HÒA", "Đỗ Hoà", "hoa do"):
        assert list(Nomination.objects.all().named_like(text)) == [found]
