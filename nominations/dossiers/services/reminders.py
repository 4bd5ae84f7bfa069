"""Reminders of legal deadlines: near ones and those just over, each sent once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from nominations.dossiers.campaign_workflow import HELD
from nominations.dossiers.legal_deadlines import STATES_IN_ORDER, DossierDeadline, earliest_of_rows
from nominations.dossiers.models import Nomination
from nominations.law.rulesets.deadline_rules import DEADLINE_STEPS
from nominations.people.authorization import accounts_holding, heads_of
from nominations.people.models import User
from nominations.people.roles import Role
from notifications import outbox
from workflow import clock

REMINDED_BEFORE = timedelta(days=5)
REMINDED_AFTER = timedelta(days=30)
"""A reminder is sent from five days before the deadline until so many days after it."""
OWN_STEPS = frozenset({"registration", "submit"})
UNIT_STEPS = frozenset({"unit_review"})

ReminderGroup = tuple[int, str, date, int]


@transaction.atomic
def remind_of_deadlines() -> int:
    """Notify those who must act, once for each campaign, step and day (and unit, where the unit
    acts); returns the number of these groups. Safe to run at any time."""
    today = clock.today()
    rows: QuerySet[Nomination] = Nomination.objects.filter(
        state__in=list(STATES_IN_ORDER), campaign__state__in=HELD
    )
    groups: dict[ReminderGroup, list[tuple[Nomination, DossierDeadline]]] = defaultdict(list)
    for row, line in earliest_of_rows(rows, DEADLINE_STEPS, next_only=True):
        if line.day is None or not today - REMINDED_AFTER <= line.day <= today + REMINDED_BEFORE:
            continue
        place = row.unit_id if line.rule.step in OWN_STEPS | UNIT_STEPS else 0
        groups[row.campaign_id, line.rule.step, line.day, place].append((row, line))
    for (campaign, step, day, place), found in groups.items():
        first, line = found[0]
        outbox.queue_messages(
            topic="deadline.reminder",
            recipients=_who_acts(step, [row for row, _line in found]),
            event_key=f"deadline:{campaign}:{step}:{day.isoformat()}:{place}",
            context={
                "title": f"{line.name}, {first.campaign.name}",
                "path": _path(first, len(found)),
                "deadline": f"{day:%d/%m/%Y}",
                "source": line.source,
                "overdue": day < today,
            },
        )
    return len(groups)


def _path(first: Nomination, number: int) -> str:
    """The path of the dossier if there is only one, else of the campaign."""
    if number == 1:
        return first.get_absolute_url()
    return reverse("dossiers:campaign", args=[first.campaign_id])


def _who_acts(step: str, rows: Iterable[Nomination]) -> list[int]:
    """The account ids for the step: nominees and registrants, heads of the unit, or the council
    secretaries."""
    rows = list(rows)
    if step in OWN_STEPS:
        persons = [row.person_id for row in rows if row.person_id]
        own = User.objects.filter(is_active=True, person_id__in=persons)
        registrars = {row.registered_by_id for row in rows if row.registered_by_id}
        return sorted({*own.values_list("pk", flat=True), *registrars})
    if step in UNIT_STEPS:
        units = {row.unit_id for row in rows}
        persons_of = (heads_of(unit, on=clock.today()) for unit in units)
        heads = User.objects.filter(is_active=True, person_id__in=set().union(*persons_of))
        return sorted(heads.values_list("pk", flat=True))
    agencies = {row.organization_id for row in rows}
    found = (accounts_holding(Role.SECRETARY, agency) for agency in agencies)
    return sorted({user.pk for users in found for user in users})
