"""The settings of an agency's number series: read and settled."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from nominations.paper_numbers.models import NumberedBy, SeriesSetting
from nominations.people import authorization
from nominations.people.models import Organization
from workflow import audit
from workflow.actors import Actor

SERIES_SET = "paper_series.set"


def series_settings(organization: Organization) -> dict[str, str]:
    """Who numbers each type of paper, by its abbreviation; what is not settled is left out."""
    rows = SeriesSetting.objects.filter(organization=organization).order_by("paper")
    return dict(rows.values_list("paper", "numbered_by"))


@transaction.atomic
def save_series_settings(
    *, actor: Actor, organization: Organization, values: Mapping[str, str]
) -> None:
    """Settle who numbers which type of paper from now on.

    Refuses (NotAllowed) whoever does not keep the agency, and (ValidationError) a type that is to
    be numbered here in an agency without a document symbol.
    """
    authorization.require_manager(actor, organization)
    if NumberedBy.HERE in values.values() and not organization.symbol:
        raise ValidationError(
            _("Enter the document symbol of the agency first; the numbers given here need it."),
            "no_symbol",
        )
    before = series_settings(organization)
    changed = {
        paper: value
        for paper, value in values.items()
        if before.get(paper, NumberedBy.EITHER) != value
    }
    for paper, value in changed.items():
        SeriesSetting.objects.update_or_create(
            organization=organization, paper=paper, defaults={"numbered_by": value}
        )
    if changed:
        audit.record(
            f"organization:{organization.pk}",
            SERIES_SET,
            actor=actor,
            payload={
                "before": {paper: before.get(paper, "") for paper in changed},
                "after": changed,
            },
        )
