"""The law as dated data: which steps, thresholds, papers, standards, quotas and prizes hold when.

A rule set is a file in data/regimes. Each rule in it is a small table with its source and whether
that source was checked; the most particular rule wins as a whole (see `RuleSet.rule`). Campaigns
pin the set they were opened under, so a later change of law does not reach back.
`parts` says what a rule set consists of, `tables` and `reading` turn a file into one, `layers` puts
regulations of a province or an agency on top, `asking` answers for a day, an agency and an award.
docs/rules.md describes the files.
"""

from __future__ import annotations

from nominations.awards.rulesets.asking import (
    AgencyRules,
    NoRuleSet,
    base_salary,
    defaults_under,
    forget,
    from_frozen,
    frozen,
    frozen_copy,
    layers_on,
    quorum,
    regime_on,
    rule_set_for,
    rule_set_on,
    setting,
    shipped,
    title_defaults,
)
from nominations.awards.rulesets.duplicate_rules import DuplicateRule
from nominations.awards.rulesets.layers import (
    Layer,
    is_layer,
    layered,
    read_layer,
    read_layer_file,
    read_layer_text,
)
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
    "AgencyRules",
    "BaseSalary",
    "CatalogueEntry",
    "DuplicateRule",
    "Filing",
    "FundShare",
    "Layer",
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
    "defaults_under",
    "forget",
    "from_content",
    "from_frozen",
    "frozen",
    "frozen_copy",
    "is_layer",
    "layered",
    "layers_on",
    "quorum",
    "read",
    "read_file",
    "read_layer",
    "read_layer_file",
    "read_layer_text",
    "regime_on",
    "rule_set_for",
    "rule_set_on",
    "setting",
    "shipped",
    "title_defaults",
]
