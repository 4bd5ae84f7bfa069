"""The law as dated data: steps, thresholds, papers, standards, quotas and prizes.

A rule set is a file in data/regimes. Each rule is a small table with its source and whether that
was verified; the most specific rule applies as a whole (see `RuleSet.rule`). Campaigns freeze the
set they were opened under, so later changes of law do not affect them. `parts` says what a rule set
consists of, `tables` and `loader` turn a file into one, `layers` puts regulations of a province or
an agency on top, `lookup` answers for a day, an agency and an award. docs/rules.md describes the
files.
"""

from __future__ import annotations

from nominations.law.rulesets.dated_values import BaseSalary
from nominations.law.rulesets.duplicate_rules import DuplicateRule
from nominations.law.rulesets.layers import (
    Layer,
    is_layer,
    read_layer,
    read_layer_file,
    read_layer_text,
    with_layers,
)
from nominations.law.rulesets.loader import FOLDER, SCHEMA, from_content, read_file, read_rule_sets
from nominations.law.rulesets.lookup import (
    STEP_RULES,
    AgencyRules,
    NoRuleSet,
    RulesOfAgencies,
    base_salary,
    clear_caches,
    defaults_under,
    from_frozen,
    frozen_copy,
    frozen_rules,
    layers_on,
    regime_on,
    required_steps,
    rule_set_for,
    rule_set_on,
    rule_set_value,
    shipped_regimes,
    title_defaults,
)
from nominations.law.rulesets.parts import (
    PAPERS,
    RULES,
    AwardAuthority,
    DossierSets,
    FilingRule,
    Prize,
    ReportFormat,
    RuleSet,
    Standard,
    StepRule,
)
from nominations.law.rulesets.prize_rules import FundShare, PrizeRules
from nominations.law.rulesets.quota_rules import Quota
from nominations.law.rulesets.regime_end import RegimeEnd
from nominations.law.rulesets.rule_settings import Setting
from nominations.law.rulesets.title_defaults import TitleDefaults

__all__ = [
    "FOLDER",
    "PAPERS",
    "RULES",
    "SCHEMA",
    "STEP_RULES",
    "AgencyRules",
    "AwardAuthority",
    "BaseSalary",
    "DossierSets",
    "DuplicateRule",
    "FilingRule",
    "FundShare",
    "Layer",
    "NoRuleSet",
    "Prize",
    "PrizeRules",
    "Quota",
    "RegimeEnd",
    "ReportFormat",
    "RuleSet",
    "RulesOfAgencies",
    "Setting",
    "Standard",
    "StepRule",
    "TitleDefaults",
    "base_salary",
    "clear_caches",
    "defaults_under",
    "from_content",
    "from_frozen",
    "frozen_copy",
    "frozen_rules",
    "is_layer",
    "layers_on",
    "read_file",
    "read_layer",
    "read_layer_file",
    "read_layer_text",
    "read_rule_sets",
    "regime_on",
    "required_steps",
    "rule_set_for",
    "rule_set_on",
    "rule_set_value",
    "shipped_regimes",
    "title_defaults",
    "with_layers",
]
