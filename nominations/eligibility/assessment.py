"""Evaluate facts by the standards of a rule set: explained for one subject, fast for many."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache

from django.utils.translation import gettext as _

from nominations.eligibility import evidence
from nominations.eligibility.answers import Answer, Eligibility, RuleAnswer
from nominations.eligibility.facts import AwardFact, Facts
from nominations.eligibility.subject_kinds import RecordReading
from nominations.eligibility.word_values import VALUES, FactView
from nominations.law.models import CommendationType, RecipientKind
from nominations.law.recipient_words import body_kinds_named, person_kinds_named
from nominations.law.rulesets import RuleSet, Standard
from nominations.law.span_comparison import COMPARE, FALSE, TRUE, UNSURE, Span, compare
from nominations.law.vocabulary import (
    And,
    Comparison,
    Not,
    Or,
    Rule,
    WordArguments,
    is_of_kinds,
    read_rule,
    tests_in,
)

ANSWERS = (Answer.UNMET, Answer.UNKNOWN, Answer.MET)
CACHED_PROGRAMS = 64
ANY_RECIPIENT: tuple[str, ...] = ()
"""The loader has checked which subjects a word applies to."""
Judge = Callable[["_Memory"], int]


# --- explained ------------------------------------------------------------------------------------


class _Explained:
    """Walks a rule and collects what it read and what is missing."""

    def __init__(self, view: FactView, *, future: bool) -> None:
        self.known, self.future = view, future
        self.spans: dict[Comparison, Span] = {}

    def span(self, test: Comparison) -> Span:
        if test not in self.spans:
            self.spans[test] = VALUES[test.word.name](self.known, test.args)
        return self.spans[test]

    def answer(self, rule: Rule) -> int:
        if isinstance(rule, Comparison):
            return compare(rule, self.span(rule))
        if isinstance(rule, Not):
            return 2 - self.answer(rule.child)
        fold = min if isinstance(rule, And) else max
        return fold(self.answer(one) for one in rule.children)

    def missing(self, rule: Rule, *, wanted: bool = True) -> list[str]:
        """Sentences that say why a rule is not met (or is met)."""
        answer = self.answer(rule)
        if answer == (TRUE if wanted else FALSE):
            return []
        if isinstance(rule, Comparison):
            if answer == UNSURE:
                return evidence.unknown_evidence(self.known, rule, future=self.future)
            return evidence.shortfall(self.known, rule, self.span(rule), wanted=wanted)
        if isinstance(rule, Not):
            return self.missing(rule.child, wanted=not wanted)
        parts = [self.missing(one, wanted=wanted) for one in rule.children]
        if isinstance(rule, And) == wanted:
            return list(dict.fromkeys(line for part in parts for line in part))
        ways = list(dict.fromkeys(_joined(_("; and "), part) for part in parts if part))
        return [_joined(_("; or "), ways)]


def _joined(word: str, parts: list[str]) -> str:
    """Sentences joined into one; only the first begins with a capital letter."""
    return word.join([*parts[:1], *(part[:1].lower() + part[1:] for part in parts[1:])])


def _asked_of(standard: Standard, kind: str) -> Comparison | None:
    """The condition under which the standard applies to the subject; None if it applies to all."""
    if not standard.whom:
        return None
    return is_of_kinds(standard.whom, of_persons=kind == RecipientKind.INDIVIDUAL)


def _explain(
    standard: Standard, facts: Facts, view: FactView, *, future: bool
) -> RuleAnswer | None:
    """The answer to one standard; None if it does not apply to the subject."""
    rule = read_rule(standard.rule, ANY_RECIPIENT)
    explained = _Explained(view, future=future)
    of_kinds = _asked_of(standard, facts.kind)
    asked = TRUE if of_kinds is None else explained.answer(of_kinds)
    if asked == FALSE:
        return None
    answer = max(explained.answer(rule), 2 - asked, UNSURE if standard.lacks else FALSE)
    tests = [*([of_kinds] if of_kinds else []), *tests_in(rule)]
    records = [line for test in tests for line in evidence.records_read(view, test)]
    missing = explained.missing(rule)
    if asked == UNSURE and answer != TRUE and of_kinds is not None:
        missing = [*evidence.unknown_evidence(view, of_kinds), *missing]
    if standard.lacks and answer != TRUE:
        missing = [*missing, _("The list is not complete: %(lacks)s") % {"lacks": standard.lacks}]
    return RuleAnswer(
        standard=standard,
        answer=ANSWERS[answer],
        records=tuple(dict.fromkeys(records)),
        missing=tuple(missing),
    )


def _kind_has_way(rule_set: RuleSet, code: str, view: FactView, commendation_type: str) -> bool:
    """Whether the rules provide the award for a subject of this kind and this type of
    commendation."""
    kind = view.facts.kind
    kinds = rule_set.kinds_with_a_way(code, kind, commendation_type)
    if not kinds:
        return True
    test = is_of_kinds(kinds, of_persons=kind == RecipientKind.INDIVIDUAL)
    return compare(test, VALUES[test.word.name](view, test.args)) != FALSE


def _kind_named(view: FactView) -> str:
    """The kind of the subject in words, or all possible ones."""
    if view.facts.kind == RecipientKind.INDIVIDUAL:
        return person_kinds_named(sorted(view.reading.person_kinds(view.facts)))
    return body_kinds_named(sorted(one for one in view.facts.body_kinds or () if one))


def _judged(
    rule_set: RuleSet, code: str, facts: Facts, commendation_type: str, *, future: bool
) -> Eligibility:
    view = FactView(facts, RecordReading.of(rule_set))
    answered = (
        _explain(standard, facts, view, future=future)
        for standard in rule_set.standards_for(code, facts.kind, commendation_type)
    )
    kind_has_way = _kind_has_way(rule_set, code, view, commendation_type)
    return Eligibility(
        subject=facts.name,
        award=code,
        year=facts.year,
        on=facts.on,
        rule_set=rule_set.standards_code,
        layers=rule_set.layers,
        rules=tuple(one for one in answered if one is not None),
        commendation_type=commendation_type,
        has_way=kind_has_way and rule_set.has_way(code, facts.kind, commendation_type),
        kind_without_way="" if kind_has_way else _kind_named(view),
        lacks=rule_set.lacks(code, commendation_type),
    )


def judge(
    rule_set: RuleSet,
    code: str,
    facts: Facts,
    commendation_type: str = CommendationType.MERIT,
) -> Eligibility:
    """Every standard of the award for this subject and this type of commendation: answer, records
    read, what is missing. Where the rules do not provide the award for this type, the answer is at
    best unknown."""
    return _judged(rule_set, code, facts, commendation_type, future=False)


def judge_recipient(rule_set: RuleSet, code: str, facts: Facts) -> list[RuleAnswer]:
    """The answer whether the award is given to subjects of this kind; empty if the rules do not
    limit kinds."""
    view = FactView(facts, RecordReading.of(rule_set))
    answered = (
        _explain(standard, facts, view, future=False)
        for standard in rule_set.kinds_asked(code, facts.kind)
    )
    return [one for one in answered if one is not None]


def in_the_next_year(facts: Facts) -> Facts:
    """The same record one year later: the events of that year are unknown, present applications
    count as successful, and no negative event is assumed."""
    year = facts.year
    granted = [
        AwardFact(code=code, year=year, paper=_("nomination under way"))
        for code in sorted(facts.nominated)
    ]
    held = None if facts.awards is None else [*facts.awards, *granted]
    return replace(
        facts,
        year=year + 1,
        awards=held,
        nominated=frozenset(),
        service_months=None,
        newly_recruited=None,
        absence_months=None,
        absence_kinds=frozenset(),
        registered=None,
        attested={},
        attested_papers={},
        members=None,
    )


def next_year(
    rule_set: RuleSet,
    code: str,
    facts: Facts,
    commendation_type: str = CommendationType.MERIT,
) -> Eligibility:
    """What the subject still lacks for the award in the following year, on the present record.

    `missing` of each rule says what has to be earned; the answer is seldom better than unknown.
    """
    return _judged(rule_set, code, in_the_next_year(facts), commendation_type, future=True)


# --- fast -----------------------------------------------------------------------------------------


class _Memory:
    """The facts of one subject with the comparisons already answered, one slot each."""

    __slots__ = ("known", "slots")

    def __init__(self, facts: Facts, program: _Program) -> None:
        self.known = FactView(facts, program.reading)
        size = len(program.slots)
        self.slots: list[int | None] = [None] * size


class _Program:
    """The standards of a rule set for one kind of subject and one type of commendation as
    closures; equal comparisons share their answer."""

    def __init__(self, rule_set: RuleSet, kind: str, commendation_type: str) -> None:
        self.rule_set, self.kind, self.commendation_type = rule_set, kind, commendation_type
        self.reading = RecordReading.of(rule_set)
        self.slots: dict[Comparison, int] = {}
        self.values: dict[tuple[str, WordArguments], int] = {}
        self.rules: dict[str, tuple[Judge, ...]] = {}

    def award(self, code: str) -> tuple[Judge, ...]:
        if code not in self.rules:
            standards = self.rule_set.standards_for(code, self.kind, self.commendation_type)
            rules = dict.fromkeys((self._standard_rule(one), bool(one.lacks)) for one in standards)
            self.rules[code] = tuple(
                _at_least_unsure(self._rule(rule)) if lacks else self._rule(rule)
                for rule, lacks in rules
            )
            rules_of, asked = self.rule_set, self.commendation_type
            if rules_of.lacks(code, asked) or not rules_of.has_way(code, self.kind, asked):
                self.rules[code] += (lambda memory: UNSURE,)
            elif rules_of.kinds_with_a_way(code, self.kind, asked):
                self.rules[code] += (self._way(code),)
        return self.rules[code]

    def _standard_rule(self, standard: Standard) -> Rule:
        """The compiled rule of a standard, met if it does not apply."""
        rule = read_rule(standard.rule, ANY_RECIPIENT)
        of_kinds = _asked_of(standard, self.kind)
        return rule if of_kinds is None else Or((Not(of_kinds), rule))

    def _way(self, code: str) -> Judge:
        """A rule that is unsure for a subject of a kind without a way to the award."""
        kinds = self.rule_set.kinds_with_a_way(code, self.kind, self.commendation_type)
        of_kinds = is_of_kinds(kinds, of_persons=self.kind == RecipientKind.INDIVIDUAL)
        among = self._test(of_kinds)
        return lambda memory: UNSURE if among(memory) == FALSE else TRUE

    def _rule(self, rule: Rule) -> Judge:
        if isinstance(rule, Comparison):
            return self._test(rule)
        if isinstance(rule, Not):
            child = self._rule(rule.child)
            return lambda memory: 2 - child(memory)
        children = tuple(self._rule(one) for one in rule.children)
        decided = FALSE if isinstance(rule, And) else TRUE
        fold = min if isinstance(rule, And) else max

        def together(memory: _Memory) -> int:
            answer = 2 - decided
            for child in children:
                answer = fold(answer, child(memory))
                if answer == decided:
                    return answer
            return answer

        return together

    def _test(self, test: Comparison) -> Judge:
        slot = self.slots.setdefault(test, len(self.slots))
        value, bound, args = VALUES[test.word.name], test.bound, test.args
        holds = COMPARE[test.operator]

        def answer(memory: _Memory) -> int:
            found = memory.slots[slot]
            if found is None:
                span = value(memory.known, args)
                found = holds(span, bound)
                memory.slots[slot] = found
            return found

        return answer


def _at_least_unsure(judge_one: Judge) -> Judge:
    """Wraps the rule of an incomplete list of ways: at least unsure."""
    return lambda memory: max(judge_one(memory), UNSURE)


@lru_cache(maxsize=CACHED_PROGRAMS)
def _program(rule_set: RuleSetKey, kind: str, commendation_type: str) -> _Program:
    return _Program(rule_set.rule_set, kind, commendation_type)


class RuleSetKey:
    """A rule set known by its digest, so that equal ones share their program."""

    __slots__ = ("rule_set",)

    def __init__(self, rule_set: RuleSet) -> None:
        self.rule_set = rule_set

    def __hash__(self) -> int:
        return hash(self.rule_set.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RuleSetKey) and other.rule_set.digest == self.rule_set.digest


def judge_many(
    rule_set: RuleSet,
    codes: Iterable[str],
    facts: Facts,
    commendation_type: str = CommendationType.MERIT,
) -> dict[str, Answer]:
    """The same answers as `judge`, without explanations: fast, for whole agencies."""
    program = _program(RuleSetKey(rule_set), facts.kind, str(commendation_type))
    rules = {code: program.award(code) for code in codes}
    memory = _Memory(facts, program)
    found: dict[str, Answer] = {}
    for code, judges in rules.items():
        worst = TRUE
        for one in judges:
            answer = one(memory)
            if answer < worst:
                worst = answer
                if worst == FALSE:
                    break
        found[code] = ANSWERS[worst]
    return found
