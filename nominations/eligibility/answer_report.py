"""An eligibility answer as JSON data and as text."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from nominations import citations
from nominations.eligibility.answers import Eligibility, RuleAnswer
from nominations.law import catalogue
from nominations.law.models import RecipientKind
from nominations.law.rulesets import RuleSet
from nominations.law.vocabulary import read_rule
from nominations.law.wording import rule_sentence, types_named


class WrongTarget(LookupError):
    """The award is not given to this kind of subject."""


def require_target(rule_set: RuleSet, code: str, kind: str) -> None:
    """Refuse with WrongTarget an award that is not given to this kind of subject."""
    here = rule_set.catalogue.get(code)
    targets = here.targets if here else catalogue.entries()[code].targets
    if kind not in targets:
        words = {
            "award": catalogue.entries()[code].name,
            "kind": str(dict(RecipientKind.choices)[kind]),
        }
        raise WrongTarget(_("%(award)s is not given to: %(kind)s.") % words)


def as_data(found: Eligibility, kind: str) -> dict[str, Any]:
    """The answer in the form stored as JSON (docs/rules.md)."""
    return {
        "subject": found.subject,
        "kind": kind,
        "award": found.award,
        "type": found.commendation_type,
        "year": found.year,
        "on": found.on.isoformat(),
        "rule_set": found.rule_set,
        "layers": list(found.layers),
        "answer": str(found.answer),
        "reservation": reservation(found),
        "rules": [
            {
                "key": one.standard.key,
                "says": one.standard.says,
                "rule": one.standard.rule,
                "answer": str(one.answer),
                "effect": one.standard.effect,
                "source": one.standard.source,
                "verified": one.standard.verified,
                "layer": one.standard.layer,
                "records": list(one.records),
                "missing": list(one.missing),
            }
            for one in found.rules
        ],
    }


def _rule_lines(one: RuleAnswer, year: int) -> list[str]:
    standard = one.standard
    effect = _(" (warning only)") if standard.effect == "advisory" else ""
    lines = [f"[{one.answer.label}] {standard.says}{effect}"]
    lines.append("    " + rule_sentence(read_rule(standard.rule, ()), year))
    lines += ["    " + _("Record: %(text)s") % {"text": text} for text in one.records]
    lines += ["    " + _("Missing: %(text)s") % {"text": text} for text in one.missing]
    source = citations.in_full(standard.source) or _("a setting")
    checked = "" if standard.verified else "; " + _("not checked against the original text")
    lines.append("    " + _("Source: %(source)s") % {"source": source} + checked)
    return lines


def no_step_sentence(found: Eligibility) -> str:
    """The sentence for an award that has no conditions for the requested type of commendation, or
    for a subject of this kind."""
    if found.kind_without_way:
        return _(
            "The rules name no way to this award for this kind of subject: %(kind)s. What the"
            " province or the ministry lays down for it is not entered."
        ) % {"kind": found.kind_without_way}
    words = {"type": types_named([found.commendation_type])}
    return _("The rules name no way to this award by this commendation type: %(type)s.") % words


def lacks_sentence(lacks: str) -> str:
    """The sentence that a list is known to be incomplete, and what it lacks."""
    return _("The list is not complete: %(lacks)s") % {"lacks": lacks}


def reservation(found: Eligibility) -> str:
    """Why no record can meet all rules; "" without such a reason."""
    sentences = [] if found.has_way else [no_step_sentence(found)]
    if found.lacks:
        sentences.append(lacks_sentence(found.lacks))
    return " ".join(sentences)


def as_text(found: Eligibility) -> str:
    """The answer rule by rule."""
    words = {
        "subject": found.subject or _("Subject without a name"),
        "award": catalogue.entries()[found.award].name,
        "year": found.year,
        "rule_set": ", ".join([found.rule_set, *found.layers]),
        "answer": str(found.answer.label),
    }
    lines = [
        _("%(subject)s - %(award)s, year %(year)s (%(rule_set)s): %(answer)s") % words,
        _("Commendation type: %(type)s") % {"type": types_named([found.commendation_type])},
    ]
    if not found.rules:
        lines.append(_("No standard is laid down for this award."))
    elif reservation(found):
        lines.append(reservation(found))
    for one in found.rules:
        lines += ["", *_rule_lines(one, found.year)]
    return "\n".join(lines)
