"""Descriptions of the keys of an award: authority, conditions, quotas, prize, papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from nominations.law.models import CommendationType, RecipientKind
from nominations.law.recipient_words import BODY_CHOICES, PERSON_CHOICES
from nominations.law.rulesets.incomplete_keys import INCOMPLETE
from nominations.law.rulesets.key_types import KeyDescription, TableDescription
from nominations.law.rulesets.report_keys import REPORT
from nominations.law.rulesets.types_key import TYPES
from nominations.people.models import Authority

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

_KINDS = {"": _("Individuals and collectives"), **dict(RecipientKind.choices)}
_WEIGHT = {"blocking": _("binding: it stops the proposal"), "advisory": _("warning only")}
_SAYS = KeyDescription(
    name="says",
    kind="prose",
    label=_("Words of the regulation"),
    help=_("The sentence of the regulation itself; people read it beside the answer."),
    needed=True,
)
_KIND = KeyDescription(
    name="kind",
    kind="choice",
    label=_("It concerns"),
    help=_("Individuals, collectives or both."),
    words=_KINDS,
    default="",
)

_FOR = KeyDescription(
    name="for",
    kind="choices",
    label=_("Only of these kinds of person or of body"),
    help=_("Tick nothing where it is the same for all; others keep what holds already."),
    words={**PERSON_CHOICES, **BODY_CHOICES},
)
CATALOGUE = TableDescription(
    name="catalogue",
    at="award",
    label=_("Who decides, and for whom"),
    help=_("The authority that decides the award, and the kinds of recipient."),
    keys=(
        KeyDescription(
            name="authority",
            kind="choice",
            label=_("Decided by"),
            help=_("The authority that signs the decision."),
            words=dict(Authority.choices),
            needed=True,
        ),
        KeyDescription(
            name="targets",
            kind="choices",
            label=_("Given to"),
            help=_("Tick every kind of recipient that the regulation names."),
            words=dict(RecipientKind.choices),
            needed=True,
        ),
    ),
)

STANDARD = TableDescription(
    name="standard",
    at="row",
    label=_("Condition of the award"),
    help=_("One condition; all conditions of an award have to be met."),
    keys=(
        KeyDescription(
            name="key",
            kind="row_key",
            label=_("It takes the place of"),
            help=_("A condition that holds already, or none: then it is a further one."),
            needed=True,
        ),
        _KIND,
        _SAYS,
        KeyDescription(
            name="rule",
            kind="expression",
            label=_("What is checked"),
            help=_("Put together from blocks; the sentence below says how it is understood."),
            needed=True,
        ),
        KeyDescription(
            name="effect",
            kind="choice",
            label=_("Effect"),
            help=_("What happens when the condition is not met."),
            words=_WEIGHT,
            default="blocking",
        ),
        KeyDescription(
            name="types",
            kind="choices",
            label=_("Asked only of these types of commendation"),
            help=_("Tick nothing where it is asked of all types."),
            words=dict(CommendationType.choices),
        ),
        KeyDescription(
            name="way",
            kind="flag",
            label=_("Meeting it earns the award by these types"),
            help=_("Take the tick away where it only bars dossiers of these types."),
            default=True,
        ),
        _FOR,
        *INCOMPLETE,
    ),
)

_SHARE = ("type", ("percent",))
_ROUNDED = ("type", ("percent", "managers"))
_COUNTED = ("type", ("head_count", "yearly"))

QUOTA = TableDescription(
    name="quota",
    at="row",
    label=_("Limit in number"),
    help=_("How many may be proposed for or given an award."),
    keys=(
        KeyDescription(
            name="key",
            kind="row_key",
            label=_("It takes the place of"),
            help=_("A limit that holds already, or none: then it is a further one."),
            needed=True,
        ),
        KeyDescription(
            name="type",
            kind="choice",
            label=_("The limit is"),
            help=_("A share, or a number of cases."),
            words={
                "percent": _("a percentage of those who hold another award, or of the members"),
                "head_count": _("a number of cases in one campaign"),
                "yearly": _("a number of cases in a year"),
                "managers": _("a share of managers among those proposed"),
            },
            needed=True,
        ),
        KeyDescription(
            name="of",
            kind="choice",
            label=_("Percentage of"),
            help=_("The award whose holders are counted, or all members."),
            words={"members": _("the members")},
            needed=True,
            when=_SHARE,
        ),
        KeyDescription(
            name="percent",
            kind="number",
            label=_("Percent"),
            help=_("A number such as 15 or 12,5."),
            above_zero=True,
            maximum=100,
            needed=True,
            when=_SHARE,
        ),
        KeyDescription(
            name="numerator",
            partner="denominator",
            kind="fraction",
            label=_("Share of managers"),
            help=_("At most this share of those proposed may be managers, such as 1/3."),
            minimum=1,
            maximum=100,
            needed=True,
            when=("type", ("managers",)),
        ),
        KeyDescription(
            name="count",
            kind="whole",
            label=_("Number of cases"),
            help=_("At most so many."),
            minimum=1,
            maximum=100_000,
            needed=True,
            when=_COUNTED,
        ),
        KeyDescription(
            name="rounding",
            kind="choice",
            label=_("A fraction of a person"),
            help=_("How the figure is rounded when the share is no whole number."),
            words={
                "floor": _("rounded down"),
                "nearest": _("rounded to the nearest"),
                "unsaid": _("the regulation does not say"),
                "ceil": _("rounded up"),
            },
            needed=True,
            default="unsaid",
            when=_ROUNDED,
        ),
        KeyDescription(
            name="scope",
            kind="choice",
            label=_("Counted in"),
            help=_("Each unit by itself, or the whole agency."),
            words={"agency": _("the whole agency"), "unit": _("each unit")},
            default="agency",
        ),
        KeyDescription(
            name="small_below",
            kind="whole",
            label=_("A small unit has fewer people than"),
            help=_("Only where each unit is counted; empty where small units are no exception."),
            minimum=1,
            maximum=1000,
            when=_SHARE,
        ),
        KeyDescription(
            name="small_count",
            kind="whole",
            label=_("A small unit may put up"),
            help=_("So many people, whatever the share says."),
            minimum=1,
            maximum=100,
            when=_SHARE,
        ),
        _KIND,
        _SAYS,
        KeyDescription(
            name="effect",
            kind="choice",
            label=_("Effect"),
            help=_("What happens when the limit is passed."),
            words=_WEIGHT,
            default="advisory",
        ),
        TYPES,
        _FOR,
    ),
)


def _multiple(name: str, label: _StrOrPromise) -> KeyDescription:
    return KeyDescription(
        name=name,
        kind="number",
        label=label,
        help=_("A multiple of the base salary such as 0,3; empty where it is not given."),
        above_zero=True,
        maximum=100,
    )


PRIZE = TableDescription(
    name="prize",
    at="award",
    label=_("Prize money"),
    help=_("Multiples of the base salary of the day of the decision."),
    keys=(
        _multiple("individual", _("Prize of an individual")),
        _multiple("collective", _("Prize of a collective")),
        _multiple("household", _("Prize of a household")),
        KeyDescription(
            name="at_most",
            kind="flag",
            label=_("These are the most that may be paid"),
            help=_("Tick it where the regulation gives only an upper limit."),
            default=False,
        ),
    ),
)

FILING = TableDescription(
    name="filing",
    at="award",
    label=_("Last day of filing"),
    help=_("Until when dossiers are filed with the level above."),
    keys=(
        KeyDescription(
            name="day",
            partner="month",
            kind="day_of_year",
            label=_("Last day of each year"),
            help=_("Day and month such as 28/02; empty where each campaign says."),
        ),
        KeyDescription(
            name="next_year",
            kind="flag",
            label=_("In the year after the achievements"),
            help=_("Take the tick away where it is a day of the same year."),
            default=False,
        ),
        TYPES,
        KeyDescription(
            name="sets",
            kind="whole",
            label=_("Sets, as older files had it"),
            help=_("Now a table of its own."),
            maximum=20,
            in_layers=False,
        ),
    ),
)

SETS = TableDescription(
    name="sets",
    at="award",
    label=_("Sets of the dossier"),
    help=_("In how many sets the dossier goes to the level above."),
    keys=(
        KeyDescription(
            name="count",
            kind="whole",
            label=_("Number of sets"),
            help=_("The original included."),
            minimum=1,
            maximum=20,
            needed=True,
        ),
    ),
)

RECIPIENTS_TABLE = TableDescription(
    name="recipients",
    at="award",
    label=_("Kinds of person and of body"),
    help=_("To which kinds of person and of body the award is given; others are refused."),
    keys=(
        KeyDescription(
            name="persons",
            kind="choices",
            label=_("Kinds of person"),
            help=_("Tick nothing where every kind of person is given it."),
            words=PERSON_CHOICES,
        ),
        KeyDescription(
            name="bodies",
            kind="choices",
            label=_("Kinds of body"),
            help=_("Tick nothing where every kind of body is given it."),
            words=BODY_CHOICES,
        ),
        KeyDescription(
            name="says",
            kind="prose",
            label=_("In the words of the regulation"),
            help=_("Empty where the kinds say enough."),
        ),
    ),
)

CONDITIONS_TABLE = TableDescription(
    name="conditions",
    at="award",
    label=_("Whether all conditions are entered"),
    help=_("Only where the regulation has conditions that are not entered here."),
    keys=(
        *INCOMPLETE,
        TYPES,
    ),
)

AWARD_TABLES = (CATALOGUE, RECIPIENTS_TABLE, CONDITIONS_TABLE, PRIZE, REPORT, FILING, SETS)
ROW_TABLES = (STANDARD, QUOTA)
