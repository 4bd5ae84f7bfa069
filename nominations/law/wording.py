"""A rule in the words of the people who apply it."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from nominations.law import catalogue
from nominations.law.models import CommendationType
from nominations.law.movements import MovementLauncher, MovementReview
from nominations.law.recipient_words import kinds_named
from nominations.law.vocabulary import And, Comparison, Not, Rule, WordArguments
from nominations.records.scales import AttestationKind, DisciplineForm, Grade


def number_text(value: float) -> str:
    """A number as people write it, without needless decimals."""
    return number_format(value, None if value != int(value) else 0)


def awards_named(codes: Iterable[str]) -> str:
    """The short names of awards, joined by "or"."""
    entries = catalogue.entries()
    names = [entries[code].short_name for code in codes]
    return _(" or ").join(names)


def grade_name(rank: float) -> str:
    return str(Grade.choices[int(rank) - 1][1])


def discipline_name(rank: float) -> str:
    return str(DisciplineForm.choices[int(rank) - 1][1]) if rank else _("no discipline")


def scope_named(rank: int) -> str:
    """The level of a scope by its rank: province and ministry stand side by side."""
    return {
        1: pgettext("scope", "base level"),
        2: pgettext("scope", "province or ministry level"),
        3: pgettext("scope", "nationwide level"),
    }[rank]


def year_named(year: int | None, back: int = 0) -> str:
    """The year of the review, by number where it is known."""
    if year is not None:
        return _("year %(year)s") % {"year": year - back}
    if back:
        return _("%(count)s years before the year of review") % {"count": back}
    return _("the year of review")


def _window(args: WordArguments, year: int | None) -> str:
    parts = []
    if args.last == 1:
        parts.append(_("in %(year)s") % {"year": year_named(year)})
    elif args.last:
        words = {"count": args.last, "year": year_named(year)}
        parts.append(_("in the %(count)s years up to %(year)s") % words)
    if args.after:
        parts.append(_("since the last %(awards)s") % {"awards": awards_named(args.after)})
    if args.since:
        parts.append(_("since the first %(awards)s") % {"awards": awards_named(args.since)})
    if args.from_decision:
        parts.append(_("counted from the decision"))
    return ", ".join(parts)


def types_named(types: Iterable[str]) -> str:
    """The names of types of commendation, joined by "or"."""
    return _(" or ").join(str(CommendationType(one).label).lower() for one in types)


def _typed(args: WordArguments, text: str) -> str:
    if not args.type:
        return text
    return _("%(text)s (%(type)s only)") % {
        "text": text,
        "type": types_named(args.type),
    }


def _with_window(text: str, args: WordArguments, year: int | None) -> str:
    window = _window(args, year)
    return _typed(args, f"{text} {window}" if window else text)


def subject_of(test: Comparison, year: int | None = None) -> str:
    """What a comparison is about, without the comparison."""
    args, name, this_year = test.args, test.word.name, year_named(year)
    grade = grade_name(args.rank) if test.word.takes == "grade" else ""
    awards = awards_named(args.codes)
    words = {"year": this_year, "grade": grade, "awards": awards}
    if name == "grade":
        return _("grade of %(year)s") % {"year": year_named(year, args.back)}
    if name == "grade_chain":
        text = _("consecutive years up to %(year)s graded %(grade)s or better") % words
        return _with_window(text, args, year)
    if name == "graded":
        return _with_window(_("years graded %(grade)s or better") % words, args, year)
    if name == "graded_below":
        text = _("years graded below %(grade)s") % words
        if args.left_out:
            text += _(" and without %(awards)s") % {"awards": awards_named(args.left_out)}
        return _with_window(text, args, year)
    if name == "chain":
        text = _("consecutive years up to %(year)s with %(awards)s") % words
        return _with_window(text, args, year)
    if name == "awards":
        return _with_window(_("number of times %(awards)s was awarded") % words, args, year)
    if name == "years_since":
        text = _("whole years since the last %(awards)s, no end to them where there is none")
        return _with_window(text % words, args, year)
    if name == "initiatives":
        text = _("recognised initiatives or topics of %(scope)s or wider")
        text %= {"scope": scope_named(args.rank)}
        alone = not (args.last or args.opener)
        window = _(" in %(year)s") % words if alone else ""
        return _with_window(text + window, args, year)
    return _other_subject(test, words)


def _other_subject(test: Comparison, words: dict[str, str]) -> str:
    name = test.word.name
    if name == "discipline":
        if test.args.name == "ever":
            return _("heaviest discipline ever")
        if test.args.name == "running":
            return _("heaviest discipline in force in %(year)s") % words
        return _("heaviest discipline of %(year)s") % words
    return {
        "service_months": _("months worked in %(year)s") % words,
        "recruit_months": _("months since a recruitment in %(year)s (12 for everybody else)")
        % words,
        "absence_months": _("months of lawful absence in %(year)s, maternity left out") % words,
        "members": _("number of members"),
        "members_with": _("number of members with %(awards)s in %(year)s") % words,
        "member_share": _("share of members with %(awards)s in %(year)s") % words,
        "member_grade_share": _("share of members graded %(grade)s or better in %(year)s") % words,
        "member_discipline": _("heaviest discipline among the members in %(year)s") % words,
        "movement_years": _("years that the movement lasted"),
        "unit_age": _("years since the unit was founded"),
    }[name]


def _truth(test: Comparison, holds: bool, year: int | None) -> str:
    args, name = test.args, test.word.name
    words = {"year": year_named(year), "awards": awards_named(args.codes)}
    if name == "holds":
        said = _("holds or is nominated for %(awards)s of %(year)s") if holds else _(
            "neither holds nor is nominated for %(awards)s of %(year)s"
        )  # fmt: skip
        return _typed(args, said % words)
    if name in ("person_is", "unit_is"):
        words["kinds"] = kinds_named(args.of_kinds, of_persons=name == "person_is")
        said = _("belongs to: %(kinds)s") if holds else _("does not belong to: %(kinds)s")
        return said % words
    if name == "movement_launched_by":
        words["who"] = _(" or ").join(str(MovementLauncher(one).label) for one in args.of_kinds)
        said = _("the movement was launched by: %(who)s") if holds else _(
            "the movement was not launched by: %(who)s"
        )  # fmt: skip
        return said % words
    if name == "movement_reviewed":
        words["how"] = _(" or ").join(
            str(MovementReview(one).label).lower() for one in args.of_kinds
        )
        said = _("the movement had its %(how)s") if holds else _("the movement had no %(how)s")
        return said % words
    if name == "attested":
        words["matter"] = str(AttestationKind(args.name).label)
        window = _window(args, year) or _("in %(year)s") % words
        said = _("%(matter)s is attested %(window)s") if holds else _(
            "%(matter)s is attested not to be so %(window)s"
        )  # fmt: skip
        return said % {**words, "window": window}
    return _plain_truths(holds)[name]


def _plain_truths(holds: bool) -> dict[str, str]:
    """What the words without arguments say, by word."""
    return {
        "training_below": _("training of a year or more ended below good")
        if holds
        else _("training of a year or more, if any, ended good or better"),
        "discipline_served": _("every discipline has been served")
        if holds
        else _("a discipline has not been served"),
        "whole_year_counts": _("no discipline ended within the year")
        if holds
        else _("a discipline ended within the year"),
        "under_examination": _("a matter is being examined")
        if holds
        else _("no matter is being examined"),
        "registered": _("the goal was registered in time")
        if holds
        else _("no goal was registered"),
    }


def value_of(test: Comparison, value: float) -> str:
    """A value on the scale of the word."""
    if test.word.scale == "grade":
        return grade_name(value)
    if test.word.scale == "discipline":
        return discipline_name(value)
    return number_text(value) + ("%" if test.word.scale == "percent" else "")


def in_words(test: Comparison, year: int | None = None, *, holds: bool = True) -> str:
    """One comparison; `holds` false turns it round."""
    if test.word.scale == "truth":
        return _truth(test, holds, year)
    operator = test.operator
    if not holds:
        operator = {"==": "!=", "!=": "==", ">=": "<", "<": ">=", ">": "<=", "<=": ">"}[operator]
    subject = subject_of(test, year)
    if test.word.scale == "discipline" and not test.bound and operator in ("==", "<="):
        return _("no discipline: %(subject)s") % {"subject": subject}
    words = {"subject": subject, "value": value_of(test, test.bound)}
    return {
        ">=": _("%(subject)s: at least %(value)s"),
        ">": _("%(subject)s: above %(value)s"),
        "<=": _("%(subject)s: at most %(value)s"),
        "<": _("%(subject)s: below %(value)s"),
        "==": _("%(subject)s: exactly %(value)s"),
        "!=": _("%(subject)s: other than %(value)s"),
    }[operator] % words


def rule_prose(
    rule: Rule, year: int | None = None, *, holds: bool = True, inner: bool = False
) -> str:
    """The whole rule as a sentence without its full stop, capital letters left to the caller."""
    if isinstance(rule, Comparison):
        return in_words(rule, year, holds=holds)
    if isinstance(rule, Not):
        return rule_prose(rule.child, year, holds=not holds, inner=inner)
    together = isinstance(rule, And) == holds
    parts = [rule_prose(one, year, holds=holds, inner=True) for one in rule.children]
    joined = (_("; and ") if together else _("; or ")).join(parts)
    return f"({joined})" if inner else joined


def rule_sentence(rule: Rule, year: int | None = None) -> str:
    """The rule as a sentence that begins with a capital letter."""
    text = rule_prose(rule, year)
    return text[:1].upper() + text[1:] + "."
