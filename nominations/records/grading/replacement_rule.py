"""Where the rules on grades say that a new decision replaces the one before."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from nominations.people.models import UnitMembership
from nominations.records.grading.decrees import acts_for, asks_own_regulation
from nominations.records.models import AnnualGrade, Attestation
from nominations.records.scales import AttestationKind


def replacement_source(grade: AnnualGrade) -> str:
    """The articles by which a person's grade is replaced; "" where not every act that may govern
    the year has one, and for the grade of a body."""
    if grade.person_id is None:
        return ""
    first, last = date(grade.year, 1, 1), date(grade.year, 12, 31)
    in_year = Q(valid_from__lte=last) & (Q(valid_to__isnull=True) | Q(valid_to__gte=first))
    places = UnitMembership.objects.filter(in_year, is_primary=True, person=grade.person_id)
    place = places.order_by("-valid_from").first()
    own_regulation = None
    if place is not None and asks_own_regulation(grade.year):
        said = Attestation.objects.not_cancelled().filter(
            unit=place.unit_id, year=grade.year, what=AttestationKind.GRADING_REGULATION
        )
        own_regulation = said.values_list("holds", flat=True).first()
    kind = place.staff_kind if place is not None else ""
    acts = [choice.act for choice in acts_for(kind, grade.year, own_regulation)]
    cited = [act.cited(act.replacement.article) for act in acts if act.replacement]
    return "; ".join(cited) if len(cited) == len(acts) else ""
