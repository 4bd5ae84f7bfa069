"""Entering the commendation fund of a year."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from nominations.awards.models import CommendationFund
from nominations.decisions.roles import DRAFTERS
from nominations.people import authorization
from nominations.people.models import Organization
from workflow import audit
from workflow.actors import Actor

MAX_FUND = 10**15


@transaction.atomic
def set_fund(
    *,
    actor: Actor,
    organization: Organization,
    year: int,
    amount: int,
    pay_fund: int | None = None,
    note: str = "",
) -> CommendationFund:
    """Enter or correct the fund of a year; what stood before stays in the agency's history.

    A fund above its share of the pay fund is kept: the page warns. Refuses (NotAllowed) anybody but
    secretary and director, (ValidationError) amounts below zero or beyond any fund.
    """
    authorization.require(
        actor,
        *DRAFTERS,
        organization=organization,
        sentence=_("Only the council secretary and the director enter the fund."),
    )
    for value in (amount, pay_fund):
        if value is not None and not 0 <= value <= MAX_FUND:
            raise ValidationError(_("The amount is out of range."), "out_of_range")
    # Two who enter at once wait for each other here.
    Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
    fund = CommendationFund.objects.filter(organization=organization, year=year).first()
    before = {"amount": fund.amount, "pay_fund": fund.pay_fund} if fund else None
    fund = fund or CommendationFund(organization=organization, year=year)
    fund.amount, fund.pay_fund, fund.note = amount, pay_fund, note.strip()
    fund.save()
    audit.record(
        f"organization:{organization.pk}",
        "fund.set",
        actor=actor,
        payload={"year": year, "amount": amount, "pay_fund": pay_fund, "before": before},
    )
    return fund
