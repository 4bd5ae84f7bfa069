"""The proposed campaign for dossiers that arrived from below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from nominations.decisions.filing_deadline import filing_lines
from nominations.decisions.models import UpwardReport
from nominations.dossiers.campaign_proposal import DAY_ENDS, moment_of, working_day
from nominations.dossiers.models import Campaign, Nomination
from nominations.dossiers.services.campaign_titles import award_types, title_parameters
from nominations.dossiers.services.own_choice import values_left
from nominations.law.models import AwardType
from nominations.people.models import Organization
from nominations.states import State
from workflow import clock
from workflow.deadlines import WorkingCalendar

_MONTH = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivalCampaignProposal:
    """Name, awards and dates of a campaign proposed for the dossiers of a submission.

    `source` is the citation of the closing day, "" if it is only proposed; `open_values` are
    sentences about what the law leaves to province or ministry and no recorded regulation sets.
    """

    name: str
    code: str
    year: int
    commendation_type: str
    achievement_from: date
    achievement_to: date
    closes_on: date
    source: str
    awards: Sequence[AwardType]
    open_values: Sequence[str] = ()


def dossiers_of(report: UpwardReport) -> list[Nomination]:
    """The dossiers of the submission that were not returned and have no outcome yet."""
    rows = Nomination.objects.filter(
        report_lines__report=report,
        report_lines__returned_at__isnull=True,
        state=State.REPORTED,
    )
    return list(
        rows.select_related("campaign", "organization", "collective", "award_type").order_by(
            "award_type__rank", "pk"
        )
    )


def proposal_of(report: UpwardReport, organization: Organization) -> ArrivalCampaignProposal:
    """The campaign that fits the dossiers of a submission, by the rules of today."""
    dossiers = dossiers_of(report)
    if not dossiers:
        raise ValidationError(_("No dossier of this submission waits any more."), "empty")
    below = {one.campaign_id: one.campaign for one in dossiers}.values()
    year = max(one.year for one in below)
    awards = list({one.award_type.code: one.award_type for one in dossiers}.values())
    names = ", ".join(one.short_name for one in awards)
    kind = max(below, key=lambda one: one.year)
    closes_on, source = _closing(dossiers)
    found = ArrivalCampaignProposal(
        name=(
            _("Appraisal of what agencies below submitted in %(year)s: %(awards)s")
            % {"year": year, "awards": names}
        )[:250],
        code=_free_code(organization, year),
        year=year,
        commendation_type=kind.commendation_type,
        achievement_from=min(one.achievement_from for one in below),
        achievement_to=max(one.achievement_to for one in below),
        closes_on=closes_on,
        source=source,
        awards=awards,
    )
    return _with_open_values(found, organization)


def _with_open_values(
    found: ArrivalCampaignProposal, organization: Organization
) -> ArrivalCampaignProposal:
    """The proposal with `open_values`; unchanged if the rules cannot be read, which opening
    refuses."""
    closes = moment_of(found.closes_on, DAY_ENDS)
    looked_at = Campaign(
        organization=organization,
        commendation_type=found.commendation_type,
        achievement_to=found.achievement_to,
        submission_closes_at=closes,
    )
    try:
        types = award_types([one.code for one in found.awards], on=clock.today())
        left = values_left(looked_at, title_parameters(looked_at, types))
    except ValidationError:
        return found
    values = {name: getattr(found, name) for name in found.__slots__}
    return ArrivalCampaignProposal(**(values | {"open_values": tuple(left)}))


def _closing(dossiers: Sequence[Nomination]) -> tuple[date, str]:
    """The last day to file such dossiers upward, with its source, if it lies ahead; else the end of
    the year, at least a month from now."""
    today = clock.today()
    ahead = [line for line in filing_lines(dossiers, today) if line.file_by >= today]
    if ahead:
        return ahead[-1].file_by, ahead[-1].source
    last = max(date(today.year, 12, 31), today + _MONTH)
    return working_day(last, WorkingCalendar.local()), ""


def _free_code(organization: Organization, year: int) -> str:
    taken = set(Campaign.objects.filter(organization=organization).values_list("code", flat=True))
    candidates = (f"{year}-HSD", *(f"{year}-HSD-{number}" for number in range(2, 999)))
    return next(one for one in candidates if one not in taken)
