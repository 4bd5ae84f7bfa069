"""Descriptions of the keys of deadlines, opinions and exclusions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from nominations.law.models import RecipientKind
from nominations.law.opinion_names import BEFORE_NAMES, BODY_NAMES, SILENCE_NAMES, WHO_NAMES
from nominations.law.rulesets.deadline_rules import EVENTS, LONGEST
from nominations.law.rulesets.key_types import KeyDescription, TableDescription
from nominations.law.rulesets.left_to_keys import LEFT_TO
from nominations.law.rulesets.types_key import AWARDS, TYPES
from nominations.people.models import Authority
from nominations.people.sectors import Sector

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

STEP_NAMES: dict[str, _StrOrPromise] = {
    "registration": _("Registration of goals"),
    "submit": _("Submission of the report"),
    "unit_review": _("Review in the unit"),
    "vote": _("Meeting of the council"),
    "appraisal": _("Appraisal of the dossier"),
    "decision": _("Decision"),
    "report_upward": _("Proposal to the level above"),
    "tell_nominee": _("Notice of the result to the nominee"),
}
EVENT_NAMES: dict[str, _StrOrPromise] = {
    "achievement": _("the day of the achievement"),
    "campaign_opening": _("the day the campaign opened"),
    "campaign_end": _("the end of the campaign"),
    "unit_meeting": _("the unit's meeting"),
    "complete_dossier": _("the receipt of the complete dossier"),
    "meeting": _("the council's meeting"),
    "decision": _("the decision"),
}
UNIT_NAMES: dict[str, _StrOrPromise] = {
    "working_days": _("working days"),
    "days": _("days, holidays included"),
    "months": _("months"),
}

_KEY = KeyDescription(
    name="key",
    kind="row_key",
    label=_("It takes the place of"),
    help=_("A row that holds already, or none: then it is a further one."),
    needed=True,
)
_SAYS = KeyDescription(
    name="says",
    kind="prose",
    label=_("Words of the regulation"),
    help=_("The sentence of the regulation itself; people read it beside the answer."),
    needed=True,
)
_SCOPE = (
    AWARDS,
    TYPES,
    KeyDescription(
        name="levels",
        kind="choices",
        label=_("Only for agencies of these levels"),
        help=_("Empty where it holds for all levels."),
        words=dict(Authority.choices),
    ),
)
_COUNTED = ("event", EVENTS)

DEADLINE = TableDescription(
    name="deadline",
    at="list",
    label=_("Deadline of a step"),
    help=_("Until when a step is taken, counted from an event or as a day of each year."),
    keys=(
        _KEY,
        KeyDescription(
            name="step",
            kind="choice",
            label=_("What has to be done"),
            help=_("The step that is late after the day."),
            words=STEP_NAMES,
            needed=True,
        ),
        KeyDescription(
            name="event",
            kind="choice",
            label=_("Counted from"),
            help=_("The day of the event itself does not count."),
            words={"": _("a day of each year"), **EVENT_NAMES},
            default="",
        ),
        KeyDescription(
            name="count",
            kind="whole",
            label=_("So many days or months after it"),
            help=_("0 where it has to be done at once."),
            maximum=LONGEST,
            when=_COUNTED,
        ),
        KeyDescription(
            name="unit",
            kind="choice",
            label=_("Counted in"),
            help=_("Working days leave out weekends and holidays."),
            words=UNIT_NAMES,
            default="working_days",
            when=_COUNTED,
        ),
        KeyDescription(
            name="day",
            partner="month",
            kind="day_of_year",
            label=_("Last day of each year"),
            help=_("Day and month such as 28/02; only where it is not counted from an event."),
            when=("event", ("",)),
        ),
        KeyDescription(
            name="next_year",
            kind="flag",
            label=_("Of the year after that of the achievement"),
            help=_("Tick it where the day lies in the following year."),
            default=False,
            when=("event", ("",)),
        ),
        *_SCOPE,
        KeyDescription(
            name="sectors",
            kind="choices",
            label=_("Only for agencies of these sectors"),
            help=_("Empty where it holds for all sectors."),
            words=dict(Sector.choices),
        ),
        _SAYS,
        LEFT_TO,
    ),
)

OPINION = TableDescription(
    name="opinion",
    at="list",
    label=_("Opinion to be asked"),
    help=_("Whom to ask before a step, for which dossiers, and what silence means."),
    keys=(
        _KEY,
        KeyDescription(
            name="body",
            kind="choice",
            label=_("Who is asked"),
            help=_("The body that gives the opinion or the confirmation."),
            words=BODY_NAMES,
            needed=True,
        ),
        KeyDescription(
            name="before",
            kind="choice",
            label=_("The step that waits for the answer"),
            help=_("The dossier does not go on to it before."),
            words=BEFORE_NAMES,
            needed=True,
        ),
        KeyDescription(
            name="days",
            kind="whole",
            label=_("Working days to answer"),
            help=_("Counted from the request; 0 where the regulation does not say."),
            maximum=120,
            default=0,
            above_zero_with=("silence", ("agrees",)),
        ),
        KeyDescription(
            name="silence",
            kind="choice",
            label=_("When no answer comes in time"),
            help=_("Whether the dossier goes on without it."),
            words=SILENCE_NAMES,
            default="waits",
        ),
        KeyDescription(
            name="papers",
            kind="text",
            label=_("Papers that go with the request"),
            help=_("As the regulation lists them."),
        ),
        *_SCOPE,
        KeyDescription(
            name="kinds",
            kind="choices",
            label=_("Only for these kinds of recipient"),
            help=_("Empty where it is asked for all."),
            words=dict(RecipientKind.choices),
        ),
        KeyDescription(
            name="who",
            kind="choices",
            label=_("Only for nominees who are"),
            help=_("The council secretary says of each nominee whether it is so."),
            words=WHO_NAMES,
        ),
        _SAYS,
    ),
)

EXCLUSION = TableDescription(
    name="exclusion",
    at="list",
    label=_("Awards that exclude each other for one achievement"),
    help=_("Which award nobody is nominated for where another one rewards the same achievement."),
    keys=(
        _KEY,
        KeyDescription(
            name="held",
            kind="awards",
            label=_("Who was given, or is nominated for"),
            help=_("The awards that reward the achievement already."),
            needed=True,
        ),
        KeyDescription(
            name="asked",
            kind="awards",
            label=_("Is not nominated for"),
            help=_("The awards that are not asked for the same achievement as well."),
            needed=True,
        ),
        KeyDescription(
            name="effect",
            kind="choice",
            label=_("When the achievement bears the same name"),
            help=_("Where one of the two names no achievement, people are asked to check."),
            words={
                "advisory": _("a warning"),
                "blocking": _("the report cannot be submitted"),
            },
            default="advisory",
        ),
        _SAYS,
    ),
)

LIST_TABLES = (DEADLINE, OPINION, EXCLUSION)
"""Lists of a document that belong to no award."""
