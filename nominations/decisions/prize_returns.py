"""What has to be returned after a revocation, and until when."""

from __future__ import annotations

from collections.abc import Iterable

from nominations.awards.prize_facts import lines_of_awards
from nominations.awards.prizes import PrizeLine
from nominations.decisions.models import Revocation
from nominations.law.rulesets import RulesOfAgencies
from workflow import clock
from workflow.deadlines import WorkingCalendar


def fill_returns(rows: Iterable[Revocation]) -> list[Revocation]:
    """The revocations with `due_on`, `money`, `asks_money` and `asks_object`.

    Money is to be returned if a prize was paid or its amount is not known; a certificate unless the
    award is only a prize.
    """
    filled = list(rows)
    if not filled:
        return []
    calendar = WorkingCalendar.local()
    rules = RulesOfAgencies()
    lines = _lines(filled, rules)
    for row in filled:
        agency = row.nomination.organization
        days = rules.on(row.paper_date, agency).settings["return_days"].value
        row.due_on = calendar.add_working_days(row.paper_date, days)
        line = lines.get(row.award_id or 0)
        row.money = line.to_return if line else 0
        row.asks_money = line is not None and (row.money > 0 or line.price is None)
        row.asks_object = line is not None and not line.money_only
    return filled


def _lines(rows: Iterable[Revocation], rules: RulesOfAgencies) -> dict[int, PrizeLine]:
    """The prize of every revoked award, by the award."""
    awards = {row.award.pk: row.award for row in rows if row.award is not None}
    lines = lines_of_awards(awards.values(), on=clock.today(), rules=rules.on)
    return {line.fact.pk: line for line in lines}


def is_outstanding(row: Revocation) -> bool:
    """Whether something has not been returned yet, for a row of `fill_returns`."""
    return (row.asks_money and row.money_returned_on is None) or (
        row.asks_object and row.object_returned_on is None
    )
