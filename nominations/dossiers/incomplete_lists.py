"""Sentences about lists in the rules of a nomination that are known to be incomplete."""

from __future__ import annotations

from django.utils.translation import gettext as _

from nominations.dossiers.duplicates.campaign_rules import rules_of
from nominations.dossiers.models import Nomination
from nominations.law import catalogue
from nominations.law.rulesets import from_frozen


def incomplete_lists(nomination: Nomination) -> list[str]:
    """What the lists of papers and of mutually exclusive awards are known to lack.

    Incomplete conditions are reported with their answers.
    """
    campaign, code = nomination.campaign, nomination.award_type.code
    found = []
    rules = from_frozen(campaign.rules) if "content" in campaign.rules else None
    # The agency is read only if a list of papers is incomplete.
    if rules is not None and any(one.lacks for one in rules.rules.values()):
        papers = rules.rule(
            "papers",
            code=code,
            form=catalogue.entries()[code].form,
            level=campaign.organization.authority,
            commendation_type=campaign.commendation_type,
        )
        if papers.lacks:
            found.append(
                _("The list of papers is not complete: %(lacks)s") % {"lacks": papers.lacks}
            )
    found += [
        _("The list of what excludes each other is not complete: %(lacks)s") % {"lacks": rule.lacks}
        for rule in rules_of(campaign).values()
        if rule.lacks
    ]
    return found
