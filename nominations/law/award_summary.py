"""The rules of an award on a day in words: steps, standards, quotas, papers, prize, with
sources."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from nominations.law import catalogue
from nominations.law.deadlines import counted_from, step_name
from nominations.law.models import CommendationType, RecipientKind
from nominations.law.opinions import body_name, opinion_words
from nominations.law.quota_wording import quota_limit
from nominations.law.recipient_words import kinds_named
from nominations.law.regulators import regulator_of_award
from nominations.law.report_forms import ReportForm, forms_of_other_types, report_form
from nominations.law.rulesets import (
    NoRuleSet,
    RuleSet,
    Setting,
    Standard,
    StepRule,
    base_salary,
)
from nominations.law.rulesets.parts import QUORUM, STEPS
from nominations.law.rulesets.quota_rules import CENTRAL
from nominations.law.rulesets.rule_settings import settings_of
from nominations.law.setting_words import setting_name, setting_value
from nominations.law.step_wording import (
    absent_members,
    filing_words,
    papers_words,
    posting_words,
    proposed_words,
    quorum_words,
    threshold_words,
)
from nominations.law.vocabulary import read_rule
from nominations.law.wording import rule_sentence, types_named
from nominations.people.models import Authority
from nominations.people.sectors import Sector


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryLine:
    """One rule in words: label, text, explanation (`more`) and citation."""

    label: str
    text: str
    more: str = ""
    source: str = ""
    verified: bool = False
    layer: str = ""
    advisory: bool = False
    left_to: str = ""


@dataclass(frozen=True, slots=True)
class SummaryPart:
    title: str
    lines: tuple[SummaryLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardSummary:
    """The summary of an award: rule set and parts in the order of the page."""

    code: str
    name: str
    on: date
    rule_set: RuleSet
    parts: tuple[SummaryPart, ...]


def _line(
    label: str, text: str, part: object, more: str = "", *, advisory: bool = False
) -> SummaryLine:
    layer = getattr(part, "layer", CENTRAL)
    return SummaryLine(
        label=label,
        text=text,
        more=more,
        source=getattr(part, "source", ""),
        verified=getattr(part, "verified", False),
        layer="" if layer == CENTRAL else layer,
        advisory=advisory,
        left_to=getattr(part, "left_to", ""),
    )


def kind_name(kind: str) -> str:
    """The name of a kind of recipient; "" means individuals and collectives."""
    names = {
        **dict(RecipientKind.choices),
        "": _("Individuals and collectives"),
    }
    return str(names[kind])


# --- steps ----------------------------------------------------------------------------------------


def _step(name: str, label: str, rule: StepRule, regulator: str) -> SummaryLine:
    if not rule.needed:
        return _line(label, _("not needed"), rule)
    if name in ("vote", *STEPS):
        text = proposed_words(threshold_words(rule), rule, regulator)
        return _line(label, text, rule, absent_members(rule))
    if name == "consultation":
        return _line(label, proposed_words(posting_words(rule), rule, regulator), rule)
    if name == "registration" and rule.month:
        words = {"day": f"{rule.day:02}/{rule.month:02}"}
        return _line(label, _("needed, until %(day)s each year") % words, rule)
    return _line(label, proposed_words(_("needed"), rule, regulator), rule)


def _steps(
    rule_set: RuleSet, code: str, level: str, commendation_type: str, regulator: str
) -> SummaryPart:
    form = catalogue.entries()[code].form
    labels = {
        "registration": _("Registration of goals"),
        "unit_review": _("Review in the unit"),
        "unit_meeting": _("Vote of the unit's meeting"),
        "unit_council": _("Vote of the unit's council"),
        "consultation": _("Public posting"),
        "vote": _("Vote of the council"),
    }
    lines = []
    for name, label in labels.items():
        rule = rule_set.rule(
            name, code=code, form=form, level=level, commendation_type=commendation_type
        )
        if rule.needed or name not in STEPS:
            lines.append(_step(name, label, rule, regulator))
    asked = rule_set.agenda_quorum(
        code, form=form, level=level, commendation_type=commendation_type
    )
    if asked is not None:
        lines.append(_quorum_line(_("Quorum of a session that votes on it"), asked, regulator))
    above = rule_set.rules.get(("level", "province", code, "vote"))
    if level == Authority.AGENCY and above is not None:
        lines.append(_step("vote", _("Vote of the province's council"), above, regulator))
    return SummaryPart(_("Steps"), tuple(lines))


# --- standards, quotas, papers --------------------------------------------------------------------


def _targets(rule_set: RuleSet, code: str) -> tuple[str, ...]:
    here = rule_set.catalogue.get(code)
    return here.targets if here else catalogue.entries()[code].targets


def _whom(kind: str, targets: tuple[str, ...], kinds: tuple[str, ...] = ()) -> str:
    """The recipients a rule applies to, in words."""
    one = kind or (targets[0] if len(targets) == 1 else "")
    if not kinds:
        return kind_name(one)
    of_persons = one == RecipientKind.INDIVIDUAL
    words = {"whom": kind_name(one), "kinds": kinds_named(kinds, of_persons=of_persons)}
    return _("%(whom)s, only: %(kinds)s") % words


def _of_types(label: str, types: Collection[str]) -> str:
    """The label with the types of commendation that the line is limited to."""
    if not types:
        return label
    words = {"whom": label, "types": types_named(types)}
    return _("%(whom)s, only for: %(types)s") % words


def _standard_line(standard: Standard, targets: tuple[str, ...]) -> SummaryLine:
    """A condition: the wording of the law, and the rule that is evaluated."""
    rule = read_rule(standard.rule, (standard.kind,) if standard.kind else targets)
    label = _of_types(_whom(standard.kind, targets, standard.whom), standard.types)
    advisory = standard.effect == "advisory"
    more = " ".join(filter(None, (rule_sentence(rule), _incomplete(standard.lacks))))
    return _line(label, standard.says, standard, more, advisory=advisory)


def _incomplete(lacks: str) -> str:
    """What a list known to be incomplete lacks, in a sentence."""
    return _("The list is not complete: %(lacks)s") % {"lacks": lacks} if lacks else ""


def _quotas(rule_set: RuleSet, code: str) -> SummaryPart:
    targets = _targets(rule_set, code)
    lines = [
        _line(
            _of_types(_whom(one.kind, targets, one.whom), one.types),
            one.says,
            one,
            quota_limit(one),
            advisory=one.effect == "advisory",
        )
        for one in rule_set.quotas
        if one.award == code
    ]
    return SummaryPart(_("Limits in number"), tuple(lines))


def _papers(
    rule_set: RuleSet, code: str, level: str, commendation_type: str, regulator: str, on: date
) -> SummaryPart:
    form = catalogue.entries()[code].form
    rule = rule_set.rule(
        "papers", code=code, form=form, level=level, commendation_type=commendation_type
    )
    lines = [_line(_("Papers with the report"), papers_words(rule), rule, _incomplete(rule.lacks))]
    report = rule_set.reports.get(code)
    for kind in report.forms if report else ():
        label = _("Report of achievements: %(kind)s") % {"kind": kind_name(kind).lower()}
        own = report_form(rule_set, code, kind, commendation_type=commendation_type, on=on)
        forms: list[tuple[ReportForm, tuple[str, ...]]] = [(own, ())] if own is not None else []
        if commendation_type == CommendationType.MERIT:  # the page shows those of all types
            forms += forms_of_other_types(rule_set, code, kind, on=on)
        for one, types in forms:
            text = proposed_words(one.text, one, regulator)
            lines.append(_line(_of_types(label, types), text, one))
    filing = rule_set.filings.get(code)
    if filing:
        label = _of_types(_("Filing with the level above"), filing.types)
        lines.append(_line(label, filing_words(filing), filing))
    if sets := rule_set.sets.get(code):
        lines.append(_line(_("Sets of the dossier"), str(sets.count), sets))
    return SummaryPart(_("Dossier"), tuple(lines))


def _prizes(rule_set: RuleSet, code: str, on: date) -> SummaryPart:
    prize = rule_set.prizes.get(code)
    if prize is None:
        return SummaryPart(_("Prize"), ())
    try:
        salary = base_salary(on)
    except NoRuleSet as error:
        return SummaryPart(_("Prize"), (_line(_("Prize"), str(error), prize),))
    lines = []
    step = rule_set.prize_rounding
    for kind, multiple in prize.multiples.items():
        steps = (multiple * salary.amount / step).to_integral_value(ROUND_CEILING)
        amount = number_format(int(steps) * step, use_l10n=True, force_grouping=True)
        form = _("at most %(amount)s đồng") if prize.at_most else _("%(amount)s đồng")
        text = form % {"amount": amount}
        words = {
            "multiple": number_format(multiple.normalize()),
            "salary": number_format(salary.amount, force_grouping=True),
        }
        more = _("%(multiple)s x base salary %(salary)s đồng, rounded up") % words
        lines.append(_line(kind_name(kind), text, prize, more))
    return SummaryPart(_("Prize"), tuple(lines))


# --- who and common values ------------------------------------------------------------------------


def _who(rule_set: RuleSet, code: str) -> SummaryPart:
    entry = catalogue.entries()[code]
    here = rule_set.catalogue.get(code)
    authority = str(Authority(here.authority if here else entry.authority).label)
    recipients = ", ".join(kind_name(kind).lower() for kind in _targets(rule_set, code))
    part: object = here or _Checked(entry.citation, entry.verified)
    lines = [_line(_("Decided by"), authority, part), _line(_("Given to"), recipients, part)]
    if only := rule_set.recipients.get(code):
        lines.append(_line(_("Given to"), only.says, only))
    return SummaryPart(_("Who decides, and for whom"), tuple(lines))


@dataclass(frozen=True, slots=True)
class _Checked:
    source: str
    verified: bool


def setting_line(name: str, setting: Setting, regulator: str = "") -> SummaryLine:
    """The line of a setting with its citation."""
    label = _of_types(setting_name(name), setting.types)
    text = proposed_words(setting_value(setting.value), setting, regulator)
    return _line(label, text, setting)


def _quorum_line(label: str, rule: StepRule, regulator: str) -> SummaryLine:
    return _line(label, quorum_words(rule, regulator), rule)


def _deadlines(rule_set: RuleSet, code: str, regulator: str) -> SummaryPart:
    lines = []
    for one in rule_set.deadlines:
        if one.awards and code not in one.awards:
            continue
        scope = [types_named(one.types)] if one.types else []
        scope += [str(Sector(sector).label) for sector in one.sectors]
        scope += [str(Authority(level).label) for level in one.levels]
        label = step_name(one.step)
        if scope:
            words = {"step": label, "scope": "; ".join(scope)}
            label = _("%(step)s, where it is: %(scope)s") % words
        lines.append(_line(label, proposed_words(counted_from(one), one, regulator), one, one.says))
    return SummaryPart(_("Days and deadlines"), tuple(lines))


def _opinions(rule_set: RuleSet, code: str) -> SummaryPart:
    lines = [
        _line(body_name(one.body), one.says, one, opinion_words(one))
        for one in rule_set.opinions
        if not one.awards or code in one.awards
    ]
    return SummaryPart(_("Opinions to be asked"), tuple(lines))


def _exclusions(rule_set: RuleSet, code: str) -> SummaryPart:
    entries = catalogue.entries()
    lines = [
        _line(", ".join(entries[one].name for one in rule.held), rule.says, rule)
        for rule in rule_set.exclusions
        if code in rule.asked
    ]
    return SummaryPart(_("Not for an achievement that is rewarded by"), tuple(lines))


def _common(rule_set: RuleSet, code: str, regulator: str) -> SummaryPart:
    meetings = {
        "": _("Quorum"),
        "council": _("Quorum of the council"),
        "unit_meeting": _("Quorum of the unit's meeting"),
        "initiative_council": _("Quorum of the initiative council"),
    }
    quorums = {"": rule_set.quorum, **rule_set.quorums}
    lines = [_quorum_line(meetings[meeting], rule, regulator) for meeting, rule in quorums.items()]
    for place, rule in rule_set.rules.items():
        if place[0] == "level" and place[2:] == (QUORUM,):
            words = {"level": Authority(place[1]).label}
            lines.append(
                _quorum_line(_("Quorum of the council: %(level)s") % words, rule, regulator)
            )
    lines += [
        setting_line(name, one, regulator) for name, one in settings_of(rule_set.settings, code)
    ]
    return SummaryPart(_("Common to all awards"), tuple(lines))


def summarize_award(
    rule_set: RuleSet,
    code: str,
    *,
    on: date,
    level: str = Authority.AGENCY,
    commendation_type: str = CommendationType.MERIT,
    regulator: str = "",
) -> AwardSummary:
    """An award as the rule set has it on the day, for agencies under that province or ministry
    (`regulators`); an unknown award is a KeyError."""
    of_award = regulator_of_award(rule_set, code, regulator)
    targets = _targets(rule_set, code)
    standards = [_standard_line(one, targets) for one in rule_set.standards if one.award == code]
    if known := rule_set.conditions.get(code):
        label = _of_types(_("All conditions"), known.types)
        standards.append(_line(label, _incomplete(known.lacks), known))
    parts = (
        _who(rule_set, code),
        SummaryPart(_("Standards"), tuple(standards)),
        _quotas(rule_set, code),
        _steps(rule_set, code, level, commendation_type, of_award),
        _deadlines(rule_set, code, of_award),
        _opinions(rule_set, code),
        _exclusions(rule_set, code),
        _papers(rule_set, code, level, commendation_type, of_award, on),
        _prizes(rule_set, code, on),
        _common(rule_set, code, regulator),
    )
    name = catalogue.entries()[code].name
    return AwardSummary(code=code, name=name, on=on, rule_set=rule_set, parts=parts)
