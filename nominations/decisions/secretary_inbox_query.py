"""Dossiers that wait for a council secretary, for all steps together: session, posting, decision,
report upward, outcome. They are read here, since this room may import all of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
    prefetch_related_objects,
)

from nominations.consultation.queries import may_be_posted
from nominations.council.queries import may_be_put_to_the_vote
from nominations.decisions.models import DecisionLine, ReportLine, UpwardReport
from nominations.decisions.queries import is_revoked_after_report, waits_for_a_report
from nominations.dossiers.deadline_facts import with_facts
from nominations.dossiers.legal_deadlines import DossierDeadline, deadlines_of_dossiers
from nominations.dossiers.models import CampaignTitle, Nomination
from nominations.dossiers.title_join import title_of_award
from nominations.dossiers.waiting_dossiers import (
    DEADLINE_STEPS,
    STATES,
    ProposingPaper,
    WaitingDossiers,
    WaitingGroup,
    WaitsFor,
)
from nominations.law.rulesets.title_procedure import read_deadlines
from nominations.people.authorization import roles_today
from nominations.people.models import User
from nominations.people.models.dated import holds_on
from nominations.people.roles import Role
from nominations.states import State
from workflow import clock

_TITLE = ("own_authority", "deadlines", "opinions", *CampaignTitle.STEPS)
"""The columns of the award's title in a row."""
_STEPS = tuple(step for steps in DEADLINE_STEPS.values() for step in steps)
_COLUMNS = {
    "agency": F("organization__name"),
    "council_id": F("council__id"),
    "council_name": F("council__name"),
    "campaign_name": F("campaign__name"),
    "commendation_type": F("campaign__commendation_type"),
    "authority": F("award_type__authority"),
}


def read_waiting(user: User) -> WaitingDossiers:
    """Reads the agencies whose council secretary the user is: one query for waiting dossiers; with
    deadlines or required opinions one more for these dossiers and one for the recorded opinions. No
    query for other users."""
    agencies = roles_today(user).organizations(Role.SECRETARY)
    if not agencies:
        return WaitingDossiers()
    groups = list(_groups(user, agencies))
    titles = {one.place: one.title for one in groups}
    ruled = {one.place for one in groups if _says_a_day(one)}
    asked = {one.place for one in groups if one.title.opinions}
    rows = _dossiers(agencies, titles, ruled | asked) if ruled or asked else []
    with_opinions = [
        row for row in rows if _place(row) in asked and row.person_id != (user.person_id or 0)
    ]
    prefetch_related_objects(with_opinions, "opinions")
    return WaitingDossiers(groups=groups, due=_due(rows, titles, ruled), asked=with_opinions)


def _waits_for_a_decision() -> Q:
    """Condition on a nomination: it passed every gate and is on no decision."""
    lines = DecisionLine.objects.filter(nomination=OuterRef("pk"))
    return Q(~Exists(lines), state=State.CONSULTED)


def _proposals() -> QuerySet[ReportLine]:
    """A subquery for a nomination: its line in a submission sent outside the system, without an
    outcome."""
    return ReportLine.objects.filter(
        nomination=OuterRef("pk"),
        report__kind=UpwardReport.Kind.SUBMISSION,
        report__sent_at__isnull=True,
        returned_at__isnull=True,
    )


def _waits_for_an_outcome() -> Q:
    return Q(Exists(_proposals()), state=State.REPORTED)


def _of_paper(column: str) -> Case:
    """A column of the submission that proposed a nomination waiting for an outcome."""
    value = Subquery(_proposals().values(f"report__{column}")[:1])
    return Case(When(state=State.REPORTED, then=value))


def _of_agencies(agencies: Collection[int]) -> QuerySet[Any]:
    """The dossiers of the agencies between the unit's review and the outcome, each with what it
    waits for."""
    waits = Case(
        When(may_be_put_to_the_vote(), then=Value(WaitsFor.SESSION.value)),
        When(may_be_posted(), then=Value(WaitsFor.POSTING.value)),
        When(_waits_for_a_decision(), then=Value(WaitsFor.DECISION.value)),
        When(waits_for_a_report(), then=Value(WaitsFor.REPORT.value)),
        When(is_revoked_after_report(), then=Value(WaitsFor.SUPPLEMENT.value)),
        When(_waits_for_an_outcome(), then=Value(WaitsFor.OUTCOME.value)),
        default=Value(WaitsFor.NOTHING.value),
        output_field=CharField(),
    )
    rows = Nomination.objects.filter(organization__in=agencies, state__in=STATES.values())
    behind = [State.DECIDED, State.REVOKED, State.REPORTED]
    return rows.annotate(waits_for=waits).exclude(waits_for=WaitsFor.NOTHING, state__in=behind)


def _groups(user: User, agencies: Collection[int]) -> Iterator[WaitingGroup]:
    today = holds_on(clock.today(), "organization__councils__")
    own = When(person_id=user.person_id or 0, then=Value(True))
    rows = (
        _of_agencies(agencies)
        .annotate(
            title_of_award=title_of_award(),
            council=FilteredRelation("organization__councils", condition=today),
            is_own=Case(own, default=Value(False)),
            **{f"paper_{column}": _of_paper(column) for column in ProposingPaper._fields},
        )
        .order_by("campaign_id", "award_type_id", "council")
        .values(
            "waits_for", "organization_id", "campaign_id", "award_type_id", "is_own",
            *(f"paper_{column}" for column in ProposingPaper._fields),
            *(f"title_of_award__{name}" for name in _TITLE), **_COLUMNS,
        )
        .annotate(number=Count("pk"))
    )  # fmt: skip
    counted: dict[int, int | None] = {}
    for row in rows:
        council = counted.setdefault(row["organization_id"], row["council_id"])
        if council == row["council_id"] or row["waits_for"] == WaitsFor.SESSION:
            yield _group(row)


def _group(row: dict[str, Any]) -> WaitingGroup:
    said = {name: row.pop(f"title_of_award__{name}") for name in _TITLE}
    known = {name: value for name, value in said.items() if value is not None}
    paper = ProposingPaper(*(row.pop(f"paper_{column}") for column in ProposingPaper._fields))
    place = {"campaign_id": row["campaign_id"], "award_type_id": row["award_type_id"]}
    return WaitingGroup(
        waits_for=WaitsFor(row.pop("waits_for")),
        council=row.pop("council_name"),
        campaign=row.pop("campaign_name"),
        title=CampaignTitle(**place, **known),
        proposed_by=paper if paper.public_id else None,
        **row,
    )


def _place(row: Nomination) -> tuple[int, int]:
    return (row.campaign_id, row.award_type_id)


def _says_a_day(group: WaitingGroup) -> bool:
    """Whether the rules set a deadline for the step of the group."""
    steps = DEADLINE_STEPS.get(group.waits_for, ())
    return any(rule["step"] in steps for rule in group.title.deadlines)


def _dossiers(
    agencies: Collection[int],
    titles: Mapping[tuple[int, int], CampaignTitle],
    places: Collection[tuple[int, int]],
) -> list[Any]:
    """The dossiers for these awards, annotated with the facts behind their deadlines."""
    rules = [rule for place in places for rule in read_deadlines(titles[place].deadlines)]
    rows = (
        _of_agencies(agencies)
        .filter(
            campaign__in={campaign for campaign, _award in places},
            award_type__in={award for _campaign, award in places},
        )
        .select_related("campaign", "organization", "collective")
        .defer("campaign__rules")
        .order_by("pk")
    )
    return list(with_facts(rows, [one for one in rules if one.step in _STEPS]))


def _due(
    rows: Sequence[Any],
    titles: Mapping[tuple[int, int], CampaignTitle],
    ruled: Collection[tuple[int, int]],
) -> dict[tuple[str, int, int], DossierDeadline]:
    """The first deadline by step, campaign and award."""
    waiting = [row for row in rows if _place(row) in ruled and row.waits_for in DEADLINE_STEPS]
    said = {place: titles[place] for place in ruled}
    lines = deadlines_of_dossiers(waiting, said, steps=_STEPS)
    found: dict[tuple[str, int, int], DossierDeadline] = {}
    for row in waiting:
        key = (row.waits_for, *_place(row))
        for line in lines.get(row.pk, ()):
            if line.day is None or line.rule.step not in DEADLINE_STEPS[row.waits_for]:
                continue
            if key not in found or line.day < (found[key].day or date.max):
                found[key] = line
            break
    return found
