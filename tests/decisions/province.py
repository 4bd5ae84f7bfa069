"""The province that receives: its people and council, and its own way to a decision."""

from __future__ import annotations

from datetime import date

from nominations.council import services as council
from nominations.council.models import Council, CouncilMember, SeatRole, VoteChoice, VotingMode
from nominations.decisions import services
from nominations.dossiers.models import Campaign, Nomination
from nominations.people.models import Unit, User
from nominations.people.roles import Role
from nominations.pipeline import PIPELINE
from tests.cast import Cast, endorsement
from tests.cast.sessions import complete_minutes, move
from tests.decisions import decision_steps
from workflow import clock, engine


def people_of_the_province(cast: Cast) -> tuple[Unit, User]:
    """The unit that appraises, and the chairman who signs; a council of the two."""
    unit = cast.province.units.get()
    chairman_person = cast.person("Trần Văn Lâu", unit)
    chairman = User.objects.create(username="chutich", person=chairman_person, password="!")
    cast.give(chairman_person, Role.DIRECTOR, cast.province)
    head = cast.person("Ngô Hùng", unit)
    User.objects.create(username="truongban", person=head, password="!")
    cast.give(head, Role.UNIT_HEAD, unit)
    cast.give(cast.superior_officer, Role.SECRETARY, cast.province)
    board = Council.objects.create(
        organization=cast.province, name="Hội đồng tỉnh", valid_from=date(2015, 1, 1)
    )
    for person, seat in ((chairman_person, SeatRole.CHAIR), (head, SeatRole.MEMBER)):
        CouncilMember.objects.create(
            council=board, person=person, seat=seat, valid_from=date(2015, 1, 1)
        )
    return unit, chairman


def decided_above(cast: Cast, campaign: Campaign, chairman: User, arrived: Nomination) -> None:
    """The province's own way: appraised, voted, decided."""
    head = User.objects.get(username="truongban")
    engine.perform(PIPELINE, arrived.pk, "endorse", actor=head, data=endorsement(arrived, 3, 3))
    session = council.prepare_session(
        actor=cast.superior_officer,
        council=Council.objects.get(organization=cast.province),
        campaign=campaign,
        name="Họp Hội đồng tỉnh",
        mode=VotingMode.NAMED,
        nominations=[Nomination.objects.get(pk=arrived.pk)],
        scrutineers=[user.person for user in cast.scrutineers],
        held_on=clock.today(),
    )
    move(session, "open", chairman)
    items = list(session.items.values_list("pk", flat=True))
    for voter in (chairman, head):
        council.cast_named_votes(
            actor=voter, session=session, choices=dict.fromkeys(items, VoteChoice.YES)
        )
    move(session, "close", chairman)
    session.refresh_from_db()
    move(session, "count", cast.scrutineers[0])
    session.refresh_from_db()
    complete_minutes(session, chairman)
    for signer in (*cast.scrutineers, chairman):
        move(session, "sign", signer)
    move(session, "certify", chairman)
    engine.perform(PIPELINE, arrived.pk, "waive_consultation", actor=cast.superior_officer)
    decision = services.draft_decision(
        actor=cast.superior_officer,
        organization=cast.province,
        campaign=campaign,
        name="Về việc tặng Bằng khen",
        nominations=[Nomination.objects.get(pk=arrived.pk)],
    )
    decision_steps.sign(actor=chairman, decision=decision, number="987/QĐ-UBND")
