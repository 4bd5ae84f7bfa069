"""The kinds of recipients of a campaign's awards; other subjects are neither offered nor
accepted."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.utils.translation import gettext as _

from nominations import citations
from nominations.dossiers.models import Campaign
from nominations.eligibility.answers import Answer
from nominations.eligibility.assessment import judge_recipient
from nominations.eligibility.collect_facts import collect_persons, collect_units
from nominations.law import catalogue
from nominations.law.rulesets import RuleSet, from_frozen
from workflow import clock

RecipientKey = tuple[str, str, int]
"""Code of the award, kind of subject, primary key of the person or unit."""


def rules_with_recipients(campaign: Campaign, codes: Iterable[str]) -> RuleSet | None:
    """The rule set of the campaign if it limits one of these awards to kinds; else None."""
    if "content" not in campaign.rules:
        return None
    rule_set = from_frozen(campaign.rules)
    named = rule_set.reach or any(code in rule_set.recipients for code in codes)
    return rule_set if named else None


def barred_recipients(
    campaign: Campaign,
    codes: Collection[str],
    *,
    persons: Iterable[int] = (),
    units: Iterable[int] = (),
) -> dict[RecipientKey, str]:
    """The refusal, with its article, by award and subject, for each subject known to be of an
    excluded kind. A subject without a recorded kind is left out: the standards report that."""
    rule_set = rules_with_recipients(campaign, codes)
    if rule_set is None:
        return {}
    found: dict[RecipientKey, str] = {}
    year, on = campaign.year, clock.today()
    for facts_of_all in (
        collect_persons(persons, year=year, on=on, papers=False),
        collect_units(units, year=year, on=on, papers=False),
    ):
        for facts in facts_of_all:
            for code in codes:
                for answer in judge_recipient(rule_set, code, facts):
                    if answer.answer != Answer.UNMET:
                        continue
                    words = {
                        "name": facts.name,
                        "award": catalogue.entries()[code].name,
                        "says": answer.standard.says,
                        "record": "; ".join(answer.records),
                        "source": citations.in_full(answer.standard.source) or _("a setting"),
                    }
                    found[code, facts.kind, facts.key] = (
                        _("%(award)s is not for %(name)s (%(record)s). %(says)s (%(source)s).")
                        % words
                    )
                    break
    return found
