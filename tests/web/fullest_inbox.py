"""Every kind of inbox item of a role, in addition to the objects of all URLs."""

from __future__ import annotations

from datetime import timedelta

from nominations.consultation import services as consultation
from nominations.consultation.models import PostedItem
from nominations.decisions.models import UpwardReport
from nominations.law import services as law
from nominations.movements.models import Movement
from nominations.people.roles import Role
from nominations.records.initiative_workflow import INITIATIVES
from nominations.states import State
from tests.architecture.url_world import FIGURES, TEXT, World, _posted
from tests.law.rulebook import LAYER
from workflow import clock
from workflow.engine import perform


def everything_waits(world: World) -> None:
    """What the world of all addresses leaves out of "my work"."""
    cast, today = world.cast, clock.today()
    for user in (cast.secretary, cast.director):
        unit = user.person.membership_on(today).unit
        own = {"person": user.person, "unit": unit}
        cast.nomination(State.REGISTERED, award="GK", **own)
        cast.nomination(award="LDTT", **own)
    collective = cast.nomination(State.UNIT_REVIEWED, award="TTLDTT", collective=cast.other_unit)
    assert collective.state == State.UNIT_REVIEWED
    cast.set_title("TTLDTT", needs_vote=False)
    UpwardReport.objects.filter(lines__nomination=world.rows["proposed"]).update(sent_at=None)
    regulation = LAYER.replace("STC-2024", "STC-2025")
    secretary, other = cast.person(account=True), cast.person()
    cast.give(secretary, Role.SECRETARY, cast.agency)
    law.propose_layer(actor=secretary.user, organization=cast.agency, text=regulation)
    Movement.objects.filter(pk=world.rows["movement"].pk).update(
        starts_on=today - timedelta(days=9), ends_on=today - timedelta(days=1)
    )
    row = world.rows["initiative to assess"]
    council = FIGURES | {"held_on": today.isoformat()}
    perform(INITIATIVES, row.pk, "assess", actor=cast.secretary, data=council)
    voted = cast.nominations([(secretary, None), (other, None)], State.COUNCIL_VOTED)
    posting = _posted(cast, voted)
    for item in PostedItem.objects.filter(posting=posting):
        consultation.submit_comment(item=item, text=TEXT, author=cast.member)
        if item.nomination.person_id == other.pk:
            consultation.open_objection(
                actor=secretary.user, item=item, subject_matter=TEXT, assigned_to=cast.secretary
            )
