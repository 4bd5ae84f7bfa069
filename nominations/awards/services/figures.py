"""Figures without lists: recorded from a table, corrected and withdrawn with a reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from nominations.awards.models import AwardFigure
from nominations.people.authorization import require
from nominations.people.models import Organization
from nominations.people.roles import Role
from nominations.vietnamese import clean_text
from workflow import audit, clock
from workflow.actors import Actor, is_system

CORRECTABLE = ("count", "issuer", "source")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFigure:
    """A number of awards as a table of counts has it; `unit_id` None: of the agency as a whole."""

    organization_id: int
    award_type_id: int
    kind: str
    commendation_type: str
    year_from: int
    year_to: int
    count: int
    source: str
    issuer: str = ""
    unit_id: int | None = None
    instead_of_lines: bool = False


def require_figure_keeper(actor: Actor, organization: Organization) -> None:
    """Refuse (NotAllowed) anybody but the agency's secretary and the system (a command)."""
    if is_system(actor):
        return
    sentence = _("Only the council secretary of %(agency)s keeps its figures without lists.")
    require(
        actor,
        Role.SECRETARY,
        organization=organization,
        sentence=sentence % {"agency": organization.name},
        key="not_secretary",
    )


def record_figures(rows: Iterable[NewFigure]) -> list[AwardFigure]:
    """Write figures; the import that calls this records them in the agency's history.

    Refuses (ValidationError) a figure that stands already.
    """
    now = clock.now()
    figures = [AwardFigure(**asdict(row), recorded_at=now) for row in rows]
    try:
        with transaction.atomic():
            return AwardFigure.objects.bulk_create(figures, batch_size=500)
    except IntegrityError:
        raise ValidationError(
            _("One of these figures is recorded already; it is corrected, not entered twice."),
            code="duplicate",
        ) from None


def correct_figure(*, actor: Actor, figure: AwardFigure, reason: str, **values: Any) -> AwardFigure:
    """Write another number, giver or source; what stood before stays in the agency's history.

    Refuses (ValidationError) no reason, a withdrawn figure and a correction that changes nothing;
    NotAllowed whoever does not keep the agency's figures.
    """
    if unknown := set(values) - set(CORRECTABLE):
        raise ValueError(f"not to be corrected: {', '.join(sorted(unknown))}")
    text = _reason(reason, _("Write why the figure is corrected."))
    with transaction.atomic():
        row = _locked(actor, figure)
        before = {name: getattr(row, name) for name in values}
        changed = {name: value for name, value in values.items() if value != before[name]}
        if not changed:
            raise ValidationError(_("Nothing was changed."), code="unchanged")
        for name, value in changed.items():
            setattr(row, name, value)
        row.save(update_fields=list(changed))
        changes = {
            name: {"before": before[name], "after": value} for name, value in changed.items()
        }
        _record("figures.corrected", row, actor=actor, reason=text, changes=changes)
    return row


def withdraw_figure(*, actor: Actor, figure: AwardFigure, reason: str) -> AwardFigure:
    """Let a figure count no more; it stays readable with the reason.

    Refuses (ValidationError) no reason and a figure that is withdrawn already; NotAllowed whoever
    does not keep the agency's figures.
    """
    text = _reason(reason, _("Write why the figure is withdrawn."))
    with transaction.atomic():
        row = _locked(actor, figure)
        row.withdrawn_on, row.withdrawal_reason = clock.today(), text
        row.save(update_fields=["withdrawn_on", "withdrawal_reason"])
        _record("figures.withdrawn", row, actor=actor, reason=text)
    return row


def choose_figure(
    *, actor: Actor, figure: AwardFigure, instead_of_lines: bool, reason: str
) -> AwardFigure:
    """Say whether statistics count the figure instead of the award lines that it stands for.

    Refuses (ValidationError) no reason, a withdrawn figure and what is chosen already; NotAllowed
    whoever does not keep the agency's figures.
    """
    text = _reason(reason, _("Write why this is chosen."))
    with transaction.atomic():
        row = _locked(actor, figure)
        if row.instead_of_lines == instead_of_lines:
            raise ValidationError(_("Nothing was changed."), code="unchanged")
        row.instead_of_lines = instead_of_lines
        row.save(update_fields=["instead_of_lines"])
        change = {"before": not instead_of_lines, "after": instead_of_lines}
        changes = {"instead_of_lines": change}
        _record("figures.chosen", row, actor=actor, reason=text, changes=changes)
    return row


def _reason(text: str, sentence: str) -> str:
    cleaned = clean_text(text)
    if not cleaned:
        raise ValidationError(sentence, code="reason_needed")
    return cleaned[:300]


def _locked(actor: Actor, figure: AwardFigure) -> AwardFigure:
    require_figure_keeper(actor, figure.organization)
    row = AwardFigure.objects.select_for_update(of=("self",)).get(pk=figure.pk)
    if row.withdrawn_on is not None:
        raise ValidationError(
            _("The figure was withdrawn on %(day)s already.")
            % {"day": f"{row.withdrawn_on:%d/%m/%Y}"},
            code="withdrawn_already",
        )
    return row


def figures_for_audit(figures: Sequence[AwardFigure]) -> list[list[Any]]:
    """Figures as the history keeps them: number of the row, award, kind, type, years, count."""
    return [
        [
            one.pk,
            one.award_type.code,
            str(one.kind),
            str(one.commendation_type),
            one.years,
            one.count,
        ]
        for one in figures
    ]


def _record(action: str, figure: AwardFigure, *, actor: Actor, **more: object) -> None:
    payload = {
        "table": "awards.awardfigure",
        "figure": figure.pk,
        "name": f"{figure.award_type.name}, {figure.years}",
        "kind": str(figure.kind),
        "count": figure.count,
        **more,
    }
    audit.record(f"organization:{figure.organization_id}", action, actor=actor, payload=payload)
