"""Who lays down what the law delegates to ministries, sectors and provinces: of one award, or for
the agencies below one of them.

Decree 152/2025 article 6 clause 2 hands the same matters to "bộ, ban, ngành, tỉnh"; which of them
is meant follows from who decides the award, else from whom the agency stands under.
"""

from __future__ import annotations

from django.utils.translation import pgettext

from nominations.law import catalogue
from nominations.law.rulesets import RuleSet
from nominations.people.models import Authority, Organization

REGULATORS = (Authority.PROVINCE, Authority.MINISTRY)


def regulator_of(organization: Organization | None) -> str:
    """The province or ministry that the agency is or stands under, by its level; "" where nobody
    recorded one."""
    line = organization.lineage() if organization else []
    return next((one.authority for one in line if one.authority in REGULATORS), "")


def regulator_of_award(rule_set: RuleSet, code: str, regulator: str) -> str:
    """Who lays down what concerns the award: the province or ministry that decides it, else that of
    the agency (`regulator`); an unknown award is a KeyError."""
    here = rule_set.catalogue.get(code)
    return regulator_by(here.authority if here else catalogue.entries()[code].authority, regulator)


def regulator_by(authority: str, regulator: str) -> str:
    """The deciding authority where it lays down its own rules, else `regulator`."""
    return authority if authority in REGULATORS else regulator


def regulator_name(regulator: str) -> str:
    """In the words of the decree: one of them, or all where it is not known which."""
    names = {
        str(Authority.PROVINCE): pgettext("lays down rules", "the province"),
        str(Authority.MINISTRY): pgettext("lays down rules", "the ministry or sector"),
    }
    return names.get(regulator) or pgettext("lays down rules", "the ministry, sector or province")
