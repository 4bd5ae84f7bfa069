"""Write a plan of figures: every number of the table, or none."""

from __future__ import annotations

import hashlib

from django.utils.translation import gettext as _

from nominations.awards.figures.planned_figures import FigureChange
from nominations.awards.models import AwardFigure
from nominations.awards.services import correct_figure, record_figures
from nominations.awards.services.figures import figures_for_audit
from nominations.importing.plan import ImportPlan
from workflow import audit
from workflow.actors import Actor


def write(plan: ImportPlan, *, actor: Actor) -> int:
    """Record and correct the figures of a plan; one entry in the agency's history for the file."""
    changes: list[FigureChange] = [entry.new for entry in plan.entries]
    figures = record_figures(one.new for one in changes if one.corrects is None)
    corrected = {one.corrects: one.new for one in changes if one.corrects is not None}
    reason = _("Corrected by the table “%(file)s”.") % {"file": plan.sheet.file_name}
    for row in AwardFigure.objects.filter(pk__in=corrected).select_related("organization"):
        new = corrected[row.pk]
        values = {"count": new.count, "source": new.source, "issuer": new.issuer or row.issuer}
        correct_figure(actor=actor, figure=row, reason=reason, **values)
    recorded = AwardFigure.objects.filter(pk__in=[one.pk for one in figures])
    audit.record(
        f"organization:{plan.organization.pk}",
        "figures.imported",
        actor=actor,
        payload={
            "file": plan.sheet.file_name,
            "sha256": hashlib.sha256(plan.sheet.content).hexdigest(),
            "rows": len(plan.sheet.rows),
            "added": len(figures),
            "corrected": len(corrected),
            "already_there": len(plan.already),
            "figures": figures_for_audit(list(recorded.select_related("award_type"))),
        },
    )
    return len(figures)
