"""The closed vocabulary of the rules, and the check of a rule against it when its file is read."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import inf
from typing import Any

from django.utils.translation import gettext as _

from nominations.law import catalogue, expressions
from nominations.law.expressions import Argument, ExpressionError, ParsedCall, ParsedComparison
from nominations.law.models import CommendationType, RecipientKind
from nominations.law.movements import LAUNCHER_WORDS, REVIEW_WORDS
from nominations.law.recipient_words import BODY_WORDS, PERSON_WORDS
from nominations.records.scales import DISCIPLINE_RANK, GRADE_RANK, SCOPE_RANK, AttestationKind


@dataclass(frozen=True, slots=True, kw_only=True)
class WordArguments:
    """The arguments of a word, checked: ranks of its scale, award codes, years, kinds."""

    rank: int = 0
    name: str = ""
    codes: tuple[str, ...] = ()
    back: int = 0
    last: int = 0
    after: tuple[str, ...] = ()
    since: tuple[str, ...] = ()
    type: tuple[str, ...] = ()
    of_kinds: tuple[str, ...] = ()
    from_decision: bool = False
    left_out: tuple[str, ...] = ()

    @property
    def opener(self) -> tuple[str, ...]:
        """The awards that open the window, the last of them or the first."""
        return self.after or self.since


GRADES = {str(name): rank for name, rank in GRADE_RANK.items()}
DISCIPLINES = {"NONE": 0, **{str(name): rank for name, rank in DISCIPLINE_RANK.items()}}
SCOPES = {str(name): rank for name, rank in SCOPE_RANK.items()}
SCALES = {"grade": GRADES, "discipline": DISCIPLINES}
KIND_WORDS = {
    "person": PERSON_WORDS,
    "body": BODY_WORDS,
    "launcher": LAUNCHER_WORDS,
    "review": REVIEW_WORDS,
}
BOTH = tuple(RecipientKind.values)
MAX_YEARS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class VocabularyWord:
    """A word: what it is compared with, its arguments, the subjects it applies to, its values.

    `scale` is "grade", "discipline", "number", "percent" or "truth"; `takes` is the kind of its
    first argument and `needed` whether it may be left out; `keywords` are the others.
    """

    name: str
    scale: str = "number"
    takes: str = ""
    needed: bool = False
    keywords: tuple[str, ...] = ()
    kinds: tuple[str, ...] = BOTH
    maximum: float = inf


_FIELDS = {"from": "from_decision", "except": "left_out"}
_INDIVIDUAL, _COLLECTIVE = (str(RecipientKind.INDIVIDUAL),), (str(RecipientKind.COLLECTIVE),)
_WINDOW, _TYPED = ("last", "after", "since", "type", "from"), ("type",)
_OPENED = ("after", "since", "type", "from")
WORDS = {
    word.name: word
    for word in (
        VocabularyWord(name="grade", scale="grade", takes="back", maximum=4),
        VocabularyWord(name="grade_chain", takes="grade", needed=True, keywords=_OPENED),
        VocabularyWord(name="graded", takes="grade", needed=True, keywords=_WINDOW),
        VocabularyWord(
            name="graded_below", takes="grade", needed=True, keywords=(*_OPENED, "except")
        ),
        VocabularyWord(name="chain", takes="codes", needed=True, keywords=_OPENED),
        VocabularyWord(name="awards", takes="codes", needed=True, keywords=_WINDOW),
        VocabularyWord(name="holds", scale="truth", takes="codes", needed=True, keywords=_TYPED),
        VocabularyWord(name="years_since", takes="codes", needed=True, keywords=(*_TYPED, "from")),
        VocabularyWord(name="initiatives", takes="scope", needed=True, keywords=_WINDOW),
        VocabularyWord(name="service_months", kinds=_INDIVIDUAL, maximum=12),
        VocabularyWord(name="recruit_months", kinds=_INDIVIDUAL, maximum=12),
        VocabularyWord(name="absence_months", kinds=_INDIVIDUAL, maximum=12),
        VocabularyWord(name="training_below", scale="truth", kinds=_INDIVIDUAL),
        VocabularyWord(name="discipline", scale="discipline", takes="when", maximum=6),
        VocabularyWord(name="discipline_served", scale="truth"),
        VocabularyWord(name="whole_year_counts", scale="truth"),
        VocabularyWord(name="under_examination", scale="truth"),
        VocabularyWord(name="registered", scale="truth"),
        VocabularyWord(name="attested", scale="truth", takes="matter", needed=True),
        VocabularyWord(name="members", kinds=_COLLECTIVE),
        VocabularyWord(name="members_with", takes="codes", needed=True, kinds=_COLLECTIVE),
        VocabularyWord(
            name="member_share",
            scale="percent",
            takes="codes",
            needed=True,
            kinds=_COLLECTIVE,
            maximum=100,
        ),
        VocabularyWord(
            name="member_grade_share",
            scale="percent",
            takes="grade",
            needed=True,
            kinds=_COLLECTIVE,
            maximum=100,
        ),
        VocabularyWord(name="member_discipline", scale="discipline", kinds=_COLLECTIVE, maximum=6),
        VocabularyWord(name="unit_age", kinds=_COLLECTIVE),
        VocabularyWord(
            name="person_is", scale="truth", takes="person", needed=True, kinds=_INDIVIDUAL
        ),
        VocabularyWord(name="movement_launched_by", scale="truth", takes="launcher", needed=True),
        VocabularyWord(name="movement_years"),
        VocabularyWord(name="movement_reviewed", scale="truth", takes="review", needed=True),
        VocabularyWord(name="unit_is", scale="truth", takes="body", needed=True, kinds=_COLLECTIVE),
    )
}


@dataclass(frozen=True, slots=True)
class Comparison:
    """A word compared with a bound; a word that is true or false is compared with 1."""

    word: VocabularyWord
    args: WordArguments
    operator: str = ">="
    bound: float = 1


@dataclass(frozen=True, slots=True)
class Not:
    child: Rule


@dataclass(frozen=True, slots=True)
class And:
    children: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Or:
    children: tuple[Rule, ...]


Rule = Comparison | Not | And | Or


def is_of_kinds(kinds: Collection[str], *, of_persons: bool) -> Comparison:
    """The comparison that asks whether the subject is of one of these kinds."""
    word = WORDS["person_is" if of_persons else "unit_is"]
    return Comparison(word, WordArguments(of_kinds=tuple(sorted(kinds))))


def tests_in(rule: Rule) -> Iterator[Comparison]:
    """Every comparison of a rule, from left to right."""
    if isinstance(rule, Comparison):
        yield rule
    elif isinstance(rule, Not):
        yield from tests_in(rule.child)
    else:
        for child in rule.children:
            yield from tests_in(child)


class _Checker:
    """Turns a parsed rule into one whose words, arguments and scales are known to fit."""

    def __init__(self, text: str, kinds: Collection[str], codes: Collection[str]) -> None:
        self.text, self.kinds, self.codes = text, kinds, codes

    def fail(self, at: int, problem: str) -> ExpressionError:
        return ExpressionError(self.text, at, problem)

    def rule(self, node: expressions.Node) -> Rule:
        if isinstance(node, expressions.ParsedNot):
            return Not(self.rule(node.child))
        if isinstance(node, expressions.ParsedAnd):
            return And(tuple(self.rule(one) for one in node.children))
        if isinstance(node, expressions.ParsedOr):
            return Or(tuple(self.rule(one) for one in node.children))
        if isinstance(node, ParsedComparison):
            return self.compared(node)
        word = self.word(node)
        if word.scale != "truth":
            problem = _("%(word)s is a value: compare it with one, for example with >=")
            raise self.fail(node.at, problem % {"word": word.name})
        return Comparison(word, self.arguments(word, node))

    def word(self, call: ParsedCall) -> VocabularyWord:
        word = WORDS.get(call.word)
        if word is None:
            known = ", ".join(sorted(WORDS))
            raise self.fail(
                call.at,
                _('"%(word)s" is no word of the rules; these are: %(known)s')
                % {"word": call.word, "known": known},
            )
        if not set(self.kinds) <= set(word.kinds):
            if word.kinds == _COLLECTIVE:
                problem = _("%(word)s can be asked of collectives only")
            else:
                problem = _("%(word)s can be asked of individuals only")
            raise self.fail(call.at, problem % {"word": word.name})
        return word

    def compared(self, node: ParsedComparison) -> Comparison:
        word = self.word(node.call)
        literal = node.literal
        if word.scale == "truth":
            problem = _("%(word)s is true or false and is not compared; write it alone or with not")
            raise self.fail(node.at, problem % {"word": word.name})
        scale = SCALES.get(word.scale)
        if scale is None:
            if literal.value is None:
                problem = _("%(word)s is compared with a number")
                raise self.fail(literal.at, problem % {"word": word.name})
            bound = literal.value
        elif literal.name not in scale:
            problem = _("%(word)s is compared with one of: %(known)s")
            known = ", ".join(scale)
            raise self.fail(literal.at, problem % {"word": word.name, "known": known})
        else:
            bound = scale[literal.name]
        return Comparison(word, self.arguments(word, node.call), node.operator, bound)

    # --- arguments -------------------------------------------------------------------------------

    def arguments(self, word: VocabularyWord, call: ParsedCall) -> WordArguments:
        found: dict[str, Any] = {}
        place = [one for one in call.arguments if not one.keyword]
        if len(place) > (1 if word.takes else 0):
            problem = _("%(word)s takes fewer arguments")
            raise self.fail(place[-1].at, problem % {"word": word.name})
        if word.needed and not place:
            problem = _("%(word)s needs an argument")
            raise self.fail(call.at, problem % {"word": word.name})
        for one in place:
            found |= self.first(word, one)
        for one in call.arguments:
            if one.keyword:
                if (
                    one.keyword not in word.keywords
                    or _FIELDS.get(one.keyword, one.keyword) in found
                ):
                    problem = _("%(word)s has no argument %(name)s here")
                    names = {"word": word.name, "name": one.keyword}
                    raise self.fail(one.at, problem % names)
                found |= self.keyword(one)
        self.windows(word, call, set(found))
        return WordArguments(**found)

    def windows(self, word: VocabularyWord, call: ParsedCall, found: set[str]) -> None:
        """Refuse windows that say nothing, or two things."""
        opened = {"after", "since"} & found
        if len(opened) == 2:
            raise self.fail(call.at, _("write after= or since=, not both"))
        if word.name == "graded" and not opened and "last" not in found:
            raise self.fail(call.at, _("graded needs last=, after= or since="))
        if word.name == "graded_below" and not opened:
            raise self.fail(call.at, _("graded_below needs after= or since="))
        if "from_decision" in found and not opened and word.name != "years_since":
            raise self.fail(call.at, _("from= belongs to a window: write after= or since= as well"))
        if "type" in found and word.takes != "codes" and not opened:
            raise self.fail(call.at, _("type= belongs to awards: write after= or since= as well"))

    def first(self, word: VocabularyWord, one: Argument) -> dict[str, object]:
        if word.takes == "codes":
            return {"codes": self.award_codes(one)}
        if word.takes in KIND_WORDS:
            words = KIND_WORDS[word.takes]
            return {"of_kinds": tuple(words[name] for name in self.names(one, words))}
        if word.takes == "back":
            return {"back": self.years(one, minimum=0)}
        known: Collection[str] = {
            "grade": GRADES, "scope": SCOPES, "matter": AttestationKind.values,
            "when": ("ever", "running"),
        }[word.takes]  # fmt: skip
        name = self.one_name(one, known)
        rank = {"grade": GRADES, "scope": SCOPES}.get(word.takes, {}).get(name, 0)
        return {"rank": rank, "name": name}

    def keyword(self, one: Argument) -> dict[str, object]:
        if one.keyword == "last":
            return {"last": self.years(one, minimum=1)}
        if one.keyword in ("after", "since"):
            return {one.keyword: self.award_codes(one)}
        if one.keyword == "except":
            return {"left_out": self.award_codes(one)}
        if one.keyword == "from":
            self.one_name(one, ("DECISION",))
            return {"from_decision": True}
        return {"type": self.names(one, CommendationType.values)}

    def names(self, one: Argument, known: Collection[str]) -> tuple[str, ...]:
        if not one.names or not set(one.names) <= set(known):
            problem = _("must be one of: %(known)s") % {"known": ", ".join(known)}
            raise self.fail(one.at, problem)
        return one.names

    def one_name(self, one: Argument, known: Collection[str]) -> str:
        if len(one.names) != 1:
            problem = _("must be one of: %(known)s") % {"known": ", ".join(known)}
            raise self.fail(one.at, problem)
        return self.names(one, known)[0]

    def award_codes(self, one: Argument) -> tuple[str, ...]:
        unknown = [name for name in one.names if name not in self.codes]
        if not one.names or unknown:
            problem = _('"%(code)s" is no award of the catalogue')
            raise self.fail(one.at, problem % {"code": unknown[0] if unknown else one.value})
        return one.names

    def years(self, one: Argument, *, minimum: int) -> int:
        if (
            one.value is None
            or one.value != int(one.value)
            or not minimum <= one.value <= MAX_YEARS
        ):
            problem = _("must be a whole number from %(least)s to %(most)s")
            raise self.fail(one.at, problem % {"least": minimum, "most": MAX_YEARS})
        return int(one.value)


@lru_cache(maxsize=4096)
def _read(text: str, kinds: tuple[str, ...]) -> Rule:
    return _Checker(text, kinds, catalogue.entries()).rule(expressions.parse(text))


def read_rule(text: str, kinds: Collection[str] = BOTH) -> Rule:
    """A rule checked for the kinds of subject it applies to.

    Refuses with ExpressionError an unknown word, award or constant, arguments and comparisons that
    do not fit, and a word that cannot be asked of one of the kinds.
    """
    return _read(text, tuple(kinds))
