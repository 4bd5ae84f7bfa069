"""The prize money of a decision and the commendation fund of a year, as known on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q

from nominations.awards.models import Award, CommendationFund
from nominations.awards.prize_facts import expected_lines, prize_lines
from nominations.awards.prizes import PrizeFact, PrizeLine, PrizeTotals, prize_totals
from nominations.decisions.decision_workflow import DecisionState
from nominations.decisions.models import Decision, Revocation
from nominations.dossiers.models import CampaignTitle
from nominations.law import rulesets
from nominations.law.models import RecipientKind
from nominations.law.rulesets import FundShare, NoRuleSet
from nominations.people.authorization import roles_today
from nominations.people.models import Organization, User
from nominations.people.roles import Role
from workflow import clock

READERS = (Role.SECRETARY, Role.DIRECTOR, Role.AUDITOR)
"""Roles that may see prize money."""


def money_ids(user: User) -> frozenset[int]:
    """Agencies whose commendation fund the account may see."""
    return roles_today(user).organizations(*READERS)


# --- a decision -----------------------------------------------------------------------------------


def lines_of_decision(decision: Decision, *, signed_on: date | None = None) -> list[PrizeLine]:
    """The prizes of a signed decision as known today; for a draft as if it were signed today or on
    the day given.

    Awards that the agency only proposes to the level above are paid there and are left out.
    """
    today = signed_on or clock.today()
    if decision.state == DecisionState.SIGNED:
        awards = Award.objects.filter(decision_line__decision=decision)
        return prize_lines(awards.order_by("award_type__rank", "kind", "pk"), on=today)
    return expected_lines(_expected(decision, today), on=today)


def _expected(decision: Decision, day: date) -> list[PrizeFact]:
    rows = decision.lines.select_related("nomination__award_type", "nomination__campaign").order_by(
        "nomination__award_type__rank", "position", "id"
    )
    own = set(
        CampaignTitle.objects.filter(
            campaign__nominations__decision_lines__decision=decision, own_authority=True
        ).values_list("campaign_id", "award_type_id")
    )
    return [
        _fact(row.nomination, decision.organization, day)
        for row in rows
        if (row.nomination.campaign_id, row.nomination.award_type_id) in own
    ]


def _fact(nomination: Any, organization: Organization, day: date) -> PrizeFact:
    campaign, award_type = nomination.campaign, nomination.award_type
    person = nomination.person_id is not None
    is_collective = nomination.kind == RecipientKind.COLLECTIVE  # its name contains its path
    place = () if is_collective else (nomination.position_name, nomination.unit_name)
    return PrizeFact(
        pk=-nomination.pk,
        code=award_type.code,
        award_name=award_type.name,
        form=award_type.form,
        kind=nomination.kind,
        recipient=("person", nomination.person_id)
        if person
        else ("collective", nomination.collective_id),
        recipient_name=nomination.subject_name,
        year=campaign.year,
        decided_on=day,
        commendation_type=campaign.commendation_type,
        achieved_from=campaign.achievement_from,
        achieved_to=campaign.achievement_to,
        place=", ".join(filter(None, place)),
        authority=award_type.authority,
        organization=organization,
    )


# --- a year ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class FundRow:
    """One award and kind of recipient in the fund of a year."""

    code: str
    kind: str
    name: str
    count: int
    paid: int
    payable: int
    to_return: int
    revoked: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FundYear:
    """The fund of an agency in a year: amount, prizes paid from it, rest.

    `lines` are paid out of this fund, `elsewhere` are paid by another level. `outstanding` is prize
    money of revoked awards not returned yet. Amounts in đồng.
    """

    organization: Organization
    year: int
    on: date
    fund: CommendationFund | None
    lines: list[PrizeLine]
    elsewhere: list[PrizeLine]
    outstanding: int
    share: FundShare | None

    @property
    def totals(self) -> PrizeTotals:
        return prize_totals(self.lines)

    @property
    def revoked(self) -> int:
        """How many of the awards were revoked by the day."""
        return _revoked(self.lines)

    @property
    def spent(self) -> int:
        return self.totals.payable

    @property
    def left(self) -> int | None:
        """The rest of the fund in đồng; None without an entered fund, negative if overspent."""
        return self.fund.amount - self.spent - self.outstanding if self.fund else None

    @property
    def limit(self) -> int | None:
        """The maximum of the fund in đồng; None without pay fund or rule."""
        if self.fund is None or self.fund.pay_fund is None or self.share is None:
            return None
        return int(Decimal(self.fund.pay_fund) * self.share.percent / 100)

    @property
    def over_limit(self) -> bool:
        limit = self.limit
        return limit is not None and self.fund is not None and self.fund.amount > limit

    @property
    def rows(self) -> list[FundRow]:
        """Sums by award and kind of recipient, in the order of the lines."""
        groups: dict[tuple[str, str], list[PrizeLine]] = {}
        for line in self.lines:
            groups.setdefault((line.fact.code, line.fact.kind), []).append(line)
        return [_row(code, kind, lines) for (code, kind), lines in groups.items()]


def _row(code: str, kind: str, lines: Iterable[PrizeLine]) -> FundRow:
    rows = list(lines)
    found = prize_totals(rows)
    return FundRow(
        code=code,
        kind=kind,
        name=rows[0].fact.award_name,
        count=len(rows),
        paid=found.paid,
        payable=found.payable,
        to_return=found.to_return,
        revoked=_revoked(rows),
    )


def _revoked(lines: Iterable[PrizeLine]) -> int:
    return sum(line.fact.revoked_on is not None for line in lines)


def _share(year: int, on: date) -> FundShare | None:
    day = min(date(year, 12, 31), max(on, date(year, 1, 1)))
    try:
        return rulesets.rule_set_on(day).prize_rules.fund_share
    except NoRuleSet:
        return None


def fund_year(organization: Organization, year: int, *, on: date) -> FundYear:
    """The fund of the year as known on the day; four queries however many awards.

    A prize belongs to the year in which the award was decided; without a day of decision, to the
    year of the award.
    """
    awards = Award.objects.filter(organization=organization).filter(
        Q(decision_date__year=year) | Q(decision_date__isnull=True, year=year)
    )
    found = prize_lines(awards.order_by("award_type__rank", "kind", "decision_date", "pk"), on=on)
    own = [line for line in found if line.payer.is_own]
    revoked = [line.fact.pk for line in own if line.to_return]
    returned = set(
        Revocation.objects.filter(award_id__in=revoked, money_returned_on__lte=on).values_list(
            "award_id", flat=True
        )
        if revoked
        else ()
    )
    return FundYear(
        organization=organization,
        year=year,
        on=on,
        fund=CommendationFund.objects.filter(organization=organization, year=year).first(),
        lines=own,
        elsewhere=[line for line in found if not line.payer.is_own],
        outstanding=sum(line.to_return for line in own if line.fact.pk not in returned),
        share=_share(year, on),
    )


def years_of(organizations: Iterable[int]) -> list[int]:
    """Years with awards or a fund, and the running one; the latest first."""
    ids = list(organizations)
    days = Award.objects.filter(organization_id__in=ids).order_by()
    found = {day.year for day in days.dates("decision_date", "year")}
    found |= set(days.filter(decision_date__isnull=True).values_list("year", flat=True))
    found |= set(
        CommendationFund.objects.filter(organization_id__in=ids)
        .order_by()
        .values_list("year", flat=True)
    )
    return sorted(found | {clock.today().year}, reverse=True)
