"""Drafting an initiative, and recording a wider scope recognised above."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from nominations.people.authorization import holds
from nominations.people.models import Person, Unit, UnitMembership
from nominations.people.roles import Role
from nominations.records.council_rules import council_rules
from nominations.records.initiative_workflow import InitiativeState
from nominations.records.models import (
    Initiative,
    InitiativeAuthor,
    InitiativeKind,
    Recognition,
)
from nominations.records.permissions import require_secretary
from nominations.records.scales import Scope
from nominations.records.services.entry import (
    RecordPaper,
    check_past,
    check_year,
    record_columns,
    recorded_once,
    write_history,
)
from nominations.vietnamese import clean_text, fold, tidy_name
from nominations.web.refusals import not_allowed
from workflow import audit, clock
from workflow.actors import Actor, is_system

GIVEN_UP = (InitiativeState.REJECTED, InitiativeState.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class AuthorShare:
    """An author and the share in percent; the first of a list is the main author."""

    person: Person
    share: int


def check_authors(authors: Sequence[AuthorShare]) -> None:
    """Refuse no author, the same one twice, and shares that do not make 100."""
    if not authors:
        raise ValidationError(_("An initiative has at least one author."), code="no_author")
    if len({one.person.pk for one in authors}) < len(authors):
        raise ValidationError(_("An author is named once only."), code="author_twice")
    total = sum(one.share for one in authors)
    if total != 100 or any(one.share < 1 for one in authors):
        raise ValidationError(
            _("The shares of the authors add up to %(total)s%%; they must make 100%%.")
            % {"total": total},
            code="shares_not_whole",
        )


def _unit_of(authors: Sequence[AuthorShare]) -> Unit:
    """Where the main author works today; refuses authors of different agencies."""
    places: dict[int, Unit] = {
        row.person_id: row.unit
        for row in UnitMembership.objects.on(clock.today())
        .filter(person__in=[one.person for one in authors], is_primary=True)
        .select_related("unit__organization")
    }
    main = places.get(authors[0].person.pk)
    for one in authors:
        place = places.get(one.person.pk)
        if main is None or place is None or place.organization_id != main.organization_id:
            raise ValidationError(
                _("%(person)s does not work in the agency of the main author today.")
                % {"person": one.person.full_name},
                code="not_of_agency",
            )
    assert main is not None  # noqa: S101 -- the loop has run at least once
    return main


def _require_writer(actor: Actor, unit: Unit, authors: Sequence[AuthorShare]) -> None:
    person_id = getattr(actor, "person_id", None)
    is_author = (
        person_id is not None
        and getattr(actor, "is_active", False)
        and any(one.person.pk == person_id for one in authors)
    )
    if not (is_system(actor) or is_author or holds(actor, Role.UNIT_CLERK, unit=unit)):
        raise not_allowed(
            "not_writer",
            _("Only an author or the clerk of the main author's unit writes an initiative."),
        )


def _checked(
    *, name: str, kind: str, year: int, field: str, summary: str, authors: Sequence[AuthorShare]
) -> dict[str, Any]:
    check_authors(authors)
    check_year(year)
    if not tidy_name(name):
        raise ValidationError(_("Enter the name of the initiative."), code="name_needed")
    if kind not in InitiativeKind.values:
        raise ValidationError(_("Choose initiative or research topic."), code="unknown_kind")
    return {
        "name": tidy_name(name)[:300],
        "kind": kind,
        "year": year,
        "field": clean_text(field)[:120],
        "summary": clean_text(summary),
    }


def _refuse_same(unit: Unit, columns: dict[str, Any], but: int = 0) -> None:
    """Refuse an initiative of the same name and year that is on its way or recognised."""
    same = Initiative.objects.filter(
        organization=unit.organization, year=columns["year"], search_key=fold(columns["name"])
    ).exclude(state__in=GIVEN_UP)
    if same.exclude(pk=but).exists():
        raise ValidationError(
            _("An initiative of this name is registered for %(year)s already.")
            % {"year": columns["year"]},
            code="registered_already",
        )


def _name_authors(row: Initiative, authors: Sequence[AuthorShare]) -> None:
    InitiativeAuthor.objects.bulk_create(
        InitiativeAuthor(initiative=row, person=one.person, share=one.share, is_main=not number)
        for number, one in enumerate(authors)
    )


def _as_payload(authors: Sequence[AuthorShare]) -> list[dict[str, int]]:
    return [{"person_id": one.person.pk, "share": one.share} for one in authors]


def draft_initiative(
    *,
    actor: Actor,
    name: str,
    year: int,
    authors: Sequence[AuthorShare],
    kind: str = InitiativeKind.INITIATIVE,
    field: str = "",
    summary: str = "",
) -> Initiative:
    """Create an initiative as a draft of the main author's unit.

    An author may, the clerk of that unit, and the system. Refused: a year in the future, shares
    that do not make 100, authors of other agencies, a name that is registered for the year already.
    """
    columns = _checked(
        name=name, kind=kind, year=year, field=field, summary=summary, authors=authors
    )
    unit = _unit_of(authors)
    _require_writer(actor, unit, authors)
    with transaction.atomic():
        Unit.objects.select_for_update().get(pk=unit.pk)  # serialises concurrent requests
        _refuse_same(unit, columns)
        row = Initiative.objects.create(
            organization=unit.organization, unit=unit, created_at=clock.now(), **columns
        )
        _name_authors(row, authors)
        audit.record_on(
            row,
            "initiative.drafted",
            actor=actor,
            payload={**columns, "kind": str(kind), "authors": _as_payload(authors)},
        )
    return row


def change_initiative(
    *,
    actor: Actor,
    initiative: Initiative,
    name: str,
    year: int,
    authors: Sequence[AuthorShare],
    kind: str = InitiativeKind.INITIATIVE,
    field: str = "",
    summary: str = "",
) -> Initiative:
    """Change a draft, with the old values in the history.

    Those who may write it may: a present author, the clerk of the unit, the system. Refused: one
    that is registered, an author who takes away the own name, and what `draft_initiative` refuses.
    """
    columns = _checked(
        name=name, kind=kind, year=year, field=field, summary=summary, authors=authors
    )
    unit = _unit_of(authors)
    with transaction.atomic():
        row = Initiative.objects.select_for_update(of=("self",)).get(pk=initiative.pk)
        present = [
            AuthorShare(one.person, one.share) for one in row.authors.select_related("person")
        ]
        _require_writer(actor, row.unit, present)
        if row.state != InitiativeState.DRAFT:
            raise ValidationError(
                _("The initiative is registered and can no longer be changed."
                  " Ask the council secretary to send it back."),
                code="not_a_draft",
            )  # fmt: skip
        _require_writer(actor, unit, authors)
        if unit.organization_id != row.organization_id:
            raise ValidationError(
                _("The main author works in another agency now."), code="not_of_agency"
            )
        _refuse_same(unit, columns, row.pk)
        before = {name: getattr(row, name) for name in columns} | {"authors": _as_payload(present)}
        for column, value in columns.items():
            setattr(row, column, value)
        row.unit = unit
        row.save()
        row.authors.all().delete()
        _name_authors(row, authors)
        after = {**columns, "kind": str(kind), "authors": _as_payload(authors)}
        payload = {"before": before, "after": after}
        audit.record_on(row, "initiative.changed", actor=actor, payload=payload)
    return row


def record_wider_scope(
    *, actor: Actor, initiative: Initiative, scope: str, paper: RecordPaper
) -> Recognition:
    """Record that an authority above recognised the initiative at a wider scope.

    Only the council secretary of the agency and the system may, and no author. Refused: an
    initiative that is not recognised, a scope that the agency's own head recognises, no number or
    date or issuer, a date in the future, the same scope twice.
    """
    require_secretary(actor, initiative.organization)
    person_id = getattr(actor, "person_id", None)
    if person_id is not None and initiative.authors.filter(person_id=person_id).exists():
        raise not_allowed("own_initiative", _("You are an author of this initiative."))
    _check_scope(initiative, scope)
    if not (paper.number.strip() and paper.date and paper.issuer.strip()):
        raise ValidationError(
            _("Enter number, date and issuer of the paper that recognises the scope."),
            code="paper_needed",
        )
    check_past(paper.date, "paper_future", _("The date of the paper lies in the future."))
    row = Recognition(
        initiative=initiative, scope=scope, **record_columns(actor, initiative.organization, paper)
    )
    same = Recognition.objects.not_cancelled().filter(initiative=initiative, scope=scope)
    already = ValidationError(
        _("The scope “%(scope)s” is recorded already.") % {"scope": Scope(scope).label},
        code="recorded_already",
    )
    with recorded_once(same, already):
        row.save()
        write_history("record.entered", row, actor=actor)
        payload = {"scope": scope, "paper_number": row.paper_number, "issuer": row.issuer}
        audit.record_on(initiative, "initiative.widened", actor=actor, payload=payload)
    return row


def _check_scope(initiative: Initiative, scope: str) -> None:
    if scope not in Scope.values:
        raise ValidationError(_("Enter the scope of the recognition."), code="unknown_scope")
    if initiative.state != InitiativeState.RECOGNISED:
        raise ValidationError(
            _("The initiative is not recognised in the agency yet."), code="not_recognised"
        )
    if scope in council_rules().scopes_of(initiative.organization.authority):
        raise ValidationError(
            _("The scope “%(scope)s” is recognised by the head of the agency, not above.")
            % {"scope": Scope(scope).label},
            code="scope_of_the_head",
        )
