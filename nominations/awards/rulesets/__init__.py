"""The law as dated data: which steps, thresholds, papers, standards, quotas and prizes hold when.

A rule set is a file in data/regimes. Each rule in it is a small table with its source and whether
that source was checked; the most particular rule wins as a whole (see `RuleSet.rule`). Campaigns
pin the set they were opened under, so a later change of law does not reach back.
`parts` says what a rule set consists of, `reading` turns a file into one, `asking` answers for a
day and an award. docs/rules.md describes the files.
"""

from __future__ import annotations

from nominations.awards.rulesets.asking import (
    NoRuleSet,
    base_salary,
    frozen,
    quorum,
    rule_set_on,
    setting,
    title_defaults,
)
from nominations.awards.rulesets.duplicate_rules import DuplicateRule
from nominations.awards.rulesets.parts import (
    PAPERS,
    RULES,
    BaseSalary,
    CatalogueEntry,
    Filing,
    Prize,
    Quota,
    ReportForm,
    Rule,
    RuleSet,
    Setting,
    Standard,
    TitleDefaults,
)
from nominations.awards.rulesets.prize_rules import FundShare, PrizeRules
from nominations.awards.rulesets.reading import FOLDER, SCHEMA, from_content, read, read_file

__all__ = [
    "FOLDER",
    "PAPERS",
    "RULES",
    "SCHEMA",
    "BaseSalary",
    "CatalogueEntry",
    "DuplicateRule",
    "Filing",
    "FundShare",
    "NoRuleSet",
    "Prize",
    "PrizeRules",
    "Quota",
    "ReportForm",
    "Rule",
    "RuleSet",
    "Setting",
    "Standard",
    "TitleDefaults",
    "base_salary",
    "from_content",
    "frozen",
    "quorum",
    "read",
    "read_file",
    "rule_set_on",
    "setting",
    "title_defaults",
]
