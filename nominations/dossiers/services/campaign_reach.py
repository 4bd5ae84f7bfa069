"""Whether the regulations in force reach the agency that opens a campaign."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from nominations import citations
from nominations.dossiers.models import Campaign
from nominations.law.datafile import DataFileError
from nominations.law.rulesets import AgencyRules
from workflow import clock


def require_reached(campaign: Campaign) -> None:
    """Refuse (ValidationError) a campaign of an agency that a regulation excludes, or whose kind a
    regulation needs and is not recorded."""
    agency = AgencyRules(campaign.organization)
    name, today = campaign.organization.name, clock.today()
    try:
        unclear, refusing = agency.unclear_on(today), agency.refusing_on(today)
    except DataFileError as error:
        raise ValidationError(
            _("A regulation of the agency does not fit the law any more: %(problem)s")
            % {"problem": error},
            code="wrong_layer",
        ) from error
    for layer in unclear:
        words = {"name": name, "layer": layer.name, "says": layer.scope.says}
        raise ValidationError(
            _("%(layer)s: %(says)s. The kind of %(name)s is not recorded: record it in the list of"
              " agencies, then open the campaign.")
            % words,
            code="agency_kind_missing",
        )  # fmt: skip
    for layer in refusing:
        words = {
            "name": name,
            "layer": layer.name,
            "says": layer.scope.says,
            "source": citations.in_full(layer.scope.source),
        }
        raise ValidationError(
            _("%(layer)s does not reach %(name)s: %(says)s (%(source)s).") % words,
            code="agency_not_reached",
        )
