"""What the page of a movement shows: registrations, reviews, awards, what the reader may do."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from nominations.documents.paper_pages import PaperLink
from nominations.issued_papers.models import IssuedKind
from nominations.issued_papers.panel import panel_of
from nominations.issued_papers.queries import issued_paper_of
from nominations.movements import queries
from nominations.movements.issued_record_keys import response_record
from nominations.movements.models import Movement, MovementRegistration, MovementReport
from nominations.movements.movement_workflow import MOVEMENTS
from nominations.movements.services.registrations import may_withdraw
from nominations.movements.wording import by_decision, decimal_words, result_words, target_words
from nominations.people.body_kinds import BodyKind
from nominations.people.models import Unit, User
from nominations.people.queries import units_of
from workflow import clock, engine

SHOWN_PERSONS = 60


def movement_page(movement: Movement, user: User, *, is_keeper: bool) -> dict[str, Any]:
    """The context of the page for the reader."""
    rows = list(queries.registrations_of(movement))
    units = [one for one in rows if one.person_id is None]
    persons = [one for one in rows if one.person_id is not None]
    papers = panel_of(user, movement, [IssuedKind.RESPONSE_PLAN]) if is_keeper else []
    return {
        "movement": movement,
        "is_keeper": is_keeper,
        "offers": engine.offers(MOVEMENTS, movement.pk, actor=user) if is_keeper else [],
        "indicators": [(one, target_words(one, one.target)) for one in movement.indicators.all()],
        "units": units,
        "persons": persons[:SHOWN_PERSONS],
        "person_count": len(persons),
        "missing_units": _missing(movement, units) if is_keeper else [],
        "own": [(one, may_withdraw(user, one)) for one in rows if _is_own(one, user)],
        "may_register": bool(open_choices(movement, user, rows)),
        "reviews": [_shown(one, user if is_keeper else None) for one in _reviews(movement)],
        "campaigns": movement.campaigns.order_by("-year", "code"),
        "awards": by_decision(queries.awards_of(movement)),
        "paper_links": [] if papers else _links(movement),
        "papers": papers,
        "response_issued": any(one.issued for one in papers),
        "shows_response": is_keeper or not _is_rewritten(movement),
    }


def _is_rewritten(movement: Movement) -> bool:
    """Whether the columns hold the draft of a later edition, while the issued plan is in force."""
    return movement.response_edition > 1 and not issued_paper_of(
        IssuedKind.RESPONSE_PLAN, response_record(movement)
    )


def _is_own(row: MovementRegistration, user: User) -> bool:
    if row.person_id is not None:
        return row.person_id == user.person_id
    return row.registered_by_id == user.pk


def _missing(movement: Movement, there: list[MovementRegistration]) -> list[Unit]:
    """The units that have not registered, where units do."""
    if not movement.for_units or not movement.is_running:
        return []
    known = {one.unit_id for one in there}
    rows = units_of(movement.organization, clock.today()).exclude(body_kind=BodyKind.WHOLE_AGENCY)
    return [one for one in rows if one.pk not in known]


def open_choices(
    movement: Movement, user: User, rows: list[MovementRegistration]
) -> list[tuple[str, str]]:
    """For whom the reader may register today: "" for the own person, else the key of a unit."""
    until = movement.registers_until
    if not movement.is_running or (until is not None and clock.today() > until):
        return []
    found = []
    units = {one.unit_id for one in rows if one.person_id is None}
    if movement.for_units:
        found = [
            (str(one.pk), one.name)
            for one in queries.headed_units(user, movement.organization_id)
            if one.pk not in units
        ]
    is_there = any(one.person_id == user.person_id for one in rows if one.person_id is not None)
    if movement.for_persons and not is_there and queries.own_unit(user, movement.organization_id):
        found.append(("ca-nhan", _("Myself: %(name)s") % {"name": user.get_full_name()}))
    return found


def _reviews(movement: Movement) -> list[MovementReport]:
    rows = movement.reports.order_by("-held_on", "-pk")
    return list(rows.prefetch_related("indicator_results__indicator"))


def _shown(report: MovementReport, keeper: User | None) -> dict[str, Any]:
    """A review with its results in words, and its report as the keeper issues it."""
    papers = panel_of(keeper, report, [IssuedKind.MOVEMENT_REVIEW]) if keeper else []
    return {
        "papers": papers,
        "is_issued": any(one.issued for one in papers),
        "report": report,
        "results": [
            {
                "name": one.indicator.name,
                "measure": one.indicator.measure,
                "target": target_words(one.indicator, one.target),
                "reached": decimal_words(one.reached),
                "is_reached": one.is_reached,
                "judged": result_words(one),
                "remark": one.remark,
            }
            for one in report.indicator_results.all()
        ],
        "paper": PaperLink.of("movements:review_paper", _("Report"), report.pk),
    }


def _links(movement: Movement) -> list[PaperLink]:
    if not (movement.response_content or movement.content):
        return []
    label = _("Plan of the movement") if movement.is_own else _("Response plan")
    return [PaperLink.of("movements:response_paper", label, movement.pk)]
