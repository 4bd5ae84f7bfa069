"""What every word of the rules asks, for whoever builds a condition and for the document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from nominations.law.movements import LAUNCHER_WORDS, REVIEW_WORDS
from nominations.law.recipient_words import BODY_WORDS, PERSON_WORDS
from nominations.law.vocabulary import DISCIPLINES, GRADES, VocabularyWord
from nominations.records.scales import AttestationKind

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True, slots=True)
class WordDescription:
    """A word as a block of a condition: its name, and what it answers with."""

    label: _StrOrPromise
    help: _StrOrPromise


WORD_DESCRIPTIONS = {
    "grade": WordDescription(
        _("Grade of a year"), _("The subject's grade of Y, or of N years before Y.")
    ),
    "grade_chain": WordDescription(
        _("Consecutive years with a grade"),
        _(
            "Consecutive years up to Y graded so or better; only years after the last award named"
            " (after=), or after the first (since=)."
        ),
    ),
    "graded": WordDescription(
        _("Years with a grade"),
        _("How many of the last N years, Y included, or since an award, are graded so or better."),
    ),
    "graded_below": WordDescription(
        _("Years below a grade"),
        _(
            "How many of the years since an award are graded worse than that; years with one of the"
            " awards of except= are left out."
        ),
    ),
    "chain": WordDescription(
        _("Consecutive years with a title"),
        _(
            "Consecutive years up to Y in which one of the awards is held; in Y a live nomination"
            " counts."
        ),
    ),
    "awards": WordDescription(
        _("Number of awards held"),
        _("How often the awards were given: ever, in the last N years, or since another award."),
    ),
    "holds": WordDescription(
        _("Holds an award of the year"),
        _("One of the awards is held in Y, or there is a live nomination of Y for it."),
    ),
    "years_since": WordDescription(
        _("Years since an award"),
        _("Whole years from the last of these awards to the end of Y; endless without one."),
    ),
    "initiatives": WordDescription(
        _("Recognised initiatives"),
        _(
            "Recognised initiatives and topics of this scope or wider: in Y, in the last N years,"
            " or since an award."
        ),
    ),
    "service_months": WordDescription(
        _("Months of service"), _("Whole months in service in Y, absences included.")
    ),
    "recruit_months": WordDescription(
        _("Months of service of a recruit"),
        _("Whole months in service in Y of somebody newly recruited in Y; 12 of everybody else."),
    ),
    "absence_months": WordDescription(
        _("Months of absence"),
        _(
            "Whole months of lawful absence in Y that the law does not count as work (neither"
            " maternity nor rescue nor training)."
        ),
    ),
    "training_below": WordDescription(
        _("Training ended below good"), _("Training of a year or more with a result below good.")
    ),
    "discipline": WordDescription(
        _("Discipline"),
        _(
            "The heaviest discipline of Y, ever, or of those running in Y; NONE without one. That"
            " of Y leaves out an act that counts in another year's grade, and what the decree on"
            " grades of the year does not count."
        ),
    ),
    "discipline_served": WordDescription(
        _("Every discipline has been served"),
        _(
            "No discipline lasts on the day of the question or lasted to the end of Y; unknown"
            " where its last day is not recorded."
        ),
    ),
    "whole_year_counts": WordDescription(
        _("No discipline ended within the year"),
        _(
            "No served discipline ended within Y before its last day; unknown where one did, since"
            " no act says whether a title of that year may be given."
        ),
    ),
    "under_examination": WordDescription(
        _("A matter is being examined"), _("A matter is open on the day of the question.")
    ),
    "registered": WordDescription(
        _("The goal was registered"), _("The goal was registered in the window of the year.")
    ),
    "attested": WordDescription(_("Attested matter"), _("Somebody competent attested it for Y.")),
    "members": WordDescription(_("Number of members"), _("How many members a collective has.")),
    "members_with": WordDescription(
        _("Number of members with an award"),
        _("How many members hold, or are nominated for, an award of Y."),
    ),
    "member_share": WordDescription(
        _("Share of members with an award"),
        _("Percent of the members who hold, or are nominated for, an award of Y."),
    ),
    "member_grade_share": WordDescription(
        _("Share of members with a grade"), _("Percent of the members graded so or better.")
    ),
    "member_discipline": WordDescription(
        _("Discipline among the members"), _("The heaviest discipline among the members in Y.")
    ),
    "unit_age": WordDescription(
        _("Age of the unit"), _("Whole years since the unit was founded, up to the end of Y.")
    ),
    "person_is": WordDescription(
        _("Kind of person"),
        _("The person is of one of these kinds, as recorded with the place of work in Y."),
    ),
    "movement_launched_by": WordDescription(
        _("Who launched the movement"),
        _("The movement of the campaign was launched by one of these; of movements only."),
    ),
    "movement_years": WordDescription(
        _("Years of the movement"), _("How many years the movement of the campaign lasted.")
    ),
    "movement_reviewed": WordDescription(
        _("Review of the movement"), _("The movement had its interim or its final review.")
    ),
    "unit_is": WordDescription(
        _("Kind of body"), _("The unit, or the agency it stands for, is of one of these kinds.")
    ),
}
"""Every word of the vocabulary, in the order in which a list offers them."""

_FIRST = {
    "grade": "GRADE",
    "codes": "CODES",
    "scope": "SCOPE",
    "matter": "MATTER",
    "back": "N",
    "when": "ever|running",
    "person": "|".join(PERSON_WORDS),
    "body": "|".join(BODY_WORDS),
    "launcher": "|".join(LAUNCHER_WORDS),
    "review": "|".join(REVIEW_WORDS),
}
_KEYWORDS = {
    "last": "last=N", "after": "after=CODES", "since": "since=CODES", "type": "type=TYPES",
    "from": "from=DECISION", "except": "except=CODES",
}  # fmt: skip


def signature(word: VocabularyWord) -> str:
    """How the word is written with its arguments, those that may be left out in brackets."""
    first = _FIRST.get(word.takes, "")
    if first and not word.needed:
        return f"{word.name}, {word.name}({first})"
    arguments = [first] if first else []
    arguments += [f"[{_KEYWORDS[one]}]" for one in word.keywords]
    return f"{word.name}({', '.join(arguments)})" if arguments else word.name


def compared_with(word: VocabularyWord) -> str:
    """The values that the word is compared with."""
    if word.scale in ("grade", "discipline"):
        known = {"grade": GRADES, "discipline": DISCIPLINES}[word.scale]
        return " < ".join(known)
    return {"percent": "percent", "truth": "true or false"}.get(word.scale, "number")


MATTERS = dict(AttestationKind.choices)
"""Every attested matter with its name."""
