"""The opinions that the rules of the demonstration's campaigns ask for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from nominations.dossiers.models import CampaignTitle, Nomination, OpinionAnswer
from nominations.dossiers.required_opinions import title_opinions
from nominations.dossiers.services.opinions import OpinionEntry, record_opinion
from nominations.people.models import User
from workflow import clock

PARTY = "party_of_agency"


def ask_party_committee(
    secretary: User, fighters: Sequence[Nomination], *, asked_at: datetime, answered_at: datetime
) -> None:
    """The party committee was asked about three, and has answered about the first two."""
    asked = [one for one in fighters[:3] if one.person_id != secretary.person_id]
    if not asked:
        return
    with clock.at(asked_at):
        entry = OpinionEntry(asked_on=clock.today())
        record_opinion(actor=secretary, nominations=asked, key=PARTY, given=entry)
    with clock.at(answered_at):
        entry = OpinionEntry(
            answer=OpinionAnswer.AGREES,
            number="36-CV/ĐU",
            dated=clock.today(),
            keeps_the_rest=True,
        )
        record_opinion(actor=secretary, nominations=asked[:2], key=PARTY, given=entry)


def say_not_concerned(
    actor: User,
    nominations: Sequence[Nomination],
    titles: Mapping[int, CampaignTitle],
    step: str,
) -> None:
    """The agency pays no taxes of its own and its staff are not managed above: opinions that are
    asked of such nominees alone are not needed."""
    asked: dict[str, list[Nomination]] = defaultdict(list)
    for one in nominations:
        for rule in title_opinions(titles[one.award_type_id].opinions):
            if rule.before == step and rule.who and rule.reaches(one.kind):
                asked[rule.key].append(one)
    entry = OpinionEntry(
        is_concerned=False, concern_reason="Cơ quan hành chính, không phải đơn vị nộp thuế."
    )
    for key, rows in asked.items():
        record_opinion(actor=actor, nominations=rows, key=key, given=entry)
