"""Replacing a grade by a later decision; the former one stays readable."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from nominations.people.services.dates import short_date
from nominations.records.grading.replacement_rule import replacement_source
from nominations.records.models import AnnualGrade
from nominations.records.permissions import require_secretary
from nominations.records.scales import Grade
from nominations.records.services.entry import RecordPaper, record_columns, write_history
from workflow import clock
from workflow.actors import Actor


def replace_grade(
    *, actor: Actor, former: AnnualGrade, grade: str, paper: RecordPaper
) -> AnnualGrade:
    """Enter the grade of a later decision instead of the present one.

    Only the council secretary of the agency and the system may. Refused: no number or day of the
    decision, a decision before the former one, the same grade, a grade that is cancelled.
    """
    require_secretary(actor, former.organization)
    if grade not in Grade.values:
        raise ValidationError(_("Choose a grade of the scale."), code="unknown_grade")
    if not paper.number.strip() or paper.date is None:
        raise ValidationError(
            _with_article(
                _("Enter number and day of the decision that replaces the grade."), former
            ),
            code="paper_needed",
        )
    columns = record_columns(actor, former.organization, paper)
    with transaction.atomic():
        row = AnnualGrade.objects.select_for_update(of=("self",)).get(pk=former.pk)
        if row.cancelled_on is not None:
            raise ValidationError(_("This record is cancelled."), code="cancelled_already")
        if row.grade == grade:
            raise ValidationError(_("This is the grade that stands already."), code="same_grade")
        if row.paper_date is not None and paper.date < row.paper_date:
            raise ValidationError(
                _with_article(
                    _("The grade that stands was decided on %(day)s; a decision of before cannot"
                      " replace it.") % {"day": short_date(row.paper_date)},
                    row,
                ),
                code="replacement_too_early",
            )  # fmt: skip
        row.cancelled_on = clock.today()
        words = {"number": columns["paper_number"], "day": short_date(paper.date)}
        row.cancel_reason = (_("Replaced by decision %(number)s of %(day)s") % words)[:300]
        row.save(update_fields=["cancelled_on", "cancel_reason"])
        write_history("record.cancelled", row, actor=actor, more={"reason": row.cancel_reason})
        new = AnnualGrade.objects.create(
            person=row.person, unit=row.unit, year=row.year, grade=grade, replaces=row, **columns
        )
        write_history("record.entered", new, actor=actor)
    return new


def _with_article(sentence: str, grade: AnnualGrade) -> str:
    """The refusal, with the article on replacing grades if there is one."""
    source = replacement_source(grade)
    if not source:
        return sentence
    return _("%(refusal)s A new decision replaces the one before under %(source)s.") % {
        "refusal": sentence, "source": source,
    }  # fmt: skip
