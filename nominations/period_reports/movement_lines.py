"""What a period report tells of movements: those on record with the agency's response and results,
then campaigns that are movements and belong to none of these."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from nominations.documents.paper_words import day_text, paper_words
from nominations.documents.standard_parts import counts_text, short_name
from nominations.dossiers.campaign_movement import movement_of
from nominations.dossiers.campaign_workflow import HELD
from nominations.dossiers.models import Campaign
from nominations.law.models import CommendationType
from nominations.movements.models import Movement, MovementReport
from nominations.movements.queries import MovementSummary, movements_of_period
from nominations.movements.wording import decimal_words, launcher_words, target_words
from nominations.people.models import Organization
from nominations.period_reports.report_period import WORDS, Period
from nominations.period_reports.union_lines import names_mass_organisation


def _say(name: str, /, **values: object) -> str:
    return paper_words(WORDS).say(f"movements.{name}", **values)


@dataclass(frozen=True, slots=True, kw_only=True)
class MovementLines:
    """A line for each movement: `of_unions` those that a mass organisation launched, alone or
    with the agency; each movement stands in one of the two."""

    others: list[str]
    of_unions: list[str]


def movement_lines(organization: Organization, period: Period) -> MovementLines:
    """A line for each movement that ran in the period, then one for each other campaign."""
    first, last = date(period.first, 1, 1), date(period.last, 12, 31)
    summaries = movements_of_period(organization, first, last, until=period.until)
    known = [one.movement.pk for one in summaries]
    campaigns = Campaign.objects.filter(
        organization=organization, year__range=(period.first, period.last), state__in=HELD
    ).exclude(movements__in=known)
    lines = [(_is_of_unions(one.movement), _movement(one, organization)) for one in summaries]
    return MovementLines(
        of_unions=[line for of_unions, line in lines if of_unions],
        others=[
            *(line for of_unions, line in lines if not of_unions),
            *(
                _say("line", year=one.year, name=one.name, told=_campaign(one))
                for one in campaigns.order_by("year", "registration_opens_at", "pk")
                if movement_of(one).launched_by
                or one.commendation_type == CommendationType.MOVEMENT
            ),
        ],
    )


def _is_of_unions(movement: Movement) -> bool:
    return names_mass_organisation(movement.launcher)


# --- movements on record --------------------------------------------------------------------------


def _movement(summary: MovementSummary, organization: Organization) -> str:
    movement = summary.movement
    registered = counts_text(summary.units, summary.persons)
    awarded = counts_text(
        summary.awarded_collectives, summary.awarded_persons, summary.awarded_households
    )
    return _say(
        "movement",
        name=movement.name,
        launched=_launched(movement),
        period=_period(movement),
        response=_response(movement, organization),
        registered=_say("registered", counts=registered) if registered else "",
        reviews="".join(_review(one) for one in summary.reviews[-1:]),
        awards=_say("awards", counts=awarded) if awarded else "",
    )


def _launched(movement: Movement) -> str:
    """By whom and by which paper; what is not on record is left out."""
    if movement.is_own and not _is_of_unions(movement):
        return _say("CO_QUAN")
    if not movement.launcher:
        return _say(movement.launched_by)
    sentence = _say("launched_named", launcher=launcher_words(movement))
    if movement.launch_date is not None:
        day = f"{movement.launch_date:%d/%m/%Y}"
        sentence += _say("launched_by_paper", number=movement.launch_number, date=day)
    return sentence


def _period(movement: Movement) -> str:
    first = f"{movement.starts_on:%d/%m/%Y}"
    if movement.ends_on is None:
        return _say("period_open", first=first)
    return _say("period_both", first=first, last=f"{movement.ends_on:%d/%m/%Y}")


def _response(movement: Movement, organization: Organization) -> str:
    if movement.response_date is None:
        return ""
    return _say(
        "response",
        agency=short_name(organization),
        number=movement.response_number,
        date=f"{movement.response_date:%d/%m/%Y}",
    )


def _review(report: MovementReport) -> str:
    """The last review: its results in the agency's words, then the figures of the indicators."""
    lines = " ".join(line.strip() for line in report.results.splitlines() if line.strip())
    text = lines if lines.endswith((".", "!", "?", ":", ";")) else f"{lines}."
    sentence = _say(f"review_{report.review}", date=f"{report.held_on:%d/%m/%Y}", results=text)
    items = [
        _say(
            "indicator",
            name=one.indicator.name,
            reached=decimal_words(one.reached),
            measure=_measured(one.indicator.measure),
            target=_say("indicator_target", target=target + _measured(one.indicator.measure))
            if (target := target_words(one.indicator, one.target))
            else "",
        )
        for one in report.indicator_results.all()
        if one.reached is not None
    ]
    return sentence + (_say("indicators", items=_say("separator").join(items)) if items else "")


def _measured(measure: str) -> str:
    """ "%" right behind the figure, a word after a space."""
    return measure if not measure or measure == "%" else f" {measure}"


# --- campaigns that are movements -----------------------------------------------------------------


def _campaign(campaign: Campaign) -> str:
    movement = movement_of(campaign)
    parts = [_say(movement.launched_by) if movement.launched_by else ""]
    if campaign.theme:
        parts.append(_say("theme", theme=campaign.theme))
    if campaign.plan_number:
        parts.append(_say("plan", number=campaign.plan_number))
        if campaign.plan_date:
            day = day_text(campaign.plan_date).removeprefix("ngày ")
            parts.append(_say("plan_date", date=day))
    parts.append(_say(movement.review) if movement.review else "")
    return "".join(parts)
