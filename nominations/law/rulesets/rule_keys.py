"""Descriptions of the keys of steps, quorum and settings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from nominations.law.rulesets.incomplete_keys import INCOMPLETE
from nominations.law.rulesets.key_types import KeyDescription, TableDescription
from nominations.law.rulesets.left_to_keys import LEFT_TO, LEFT_TO_PROVINCE
from nominations.law.rulesets.parts import PAPERS
from nominations.law.rulesets.rule_settings import SETTINGS
from nominations.law.rulesets.types_key import AWARDS, TYPES

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

_HELD: tuple[str, tuple[Any, ...]] = ("needed", (True,))


def _needed(help_text: _StrOrPromise) -> KeyDescription:
    return KeyDescription(
        name="needed",
        kind="flag",
        label=_("This step is held"),
        help=help_text,
        needed=True,
        default=True,
    )


SHARE = KeyDescription(
    name="numerator",
    partner="denominator",
    kind="fraction",
    label=_("Least share"),
    help=_("Write it as the regulation does: 2/3, 4/5, or a percentage such as 70%."),
    minimum=1,
    maximum=100,
    needed=True,
)

_VOTE_KEYS = (
    _needed(_("Take the tick away where the regulation says that there is no vote.")),
    replace(SHARE, label=_("Share of votes in favour"), when=_HELD),
    KeyDescription(
        name="strict",
        kind="flag",
        label=_("More than this share, not just as much"),
        help=_('Tick it where the regulation says "more than", not "at least".'),
        needed=True,
        default=False,
        when=_HELD,
    ),
    KeyDescription(
        name="base",
        kind="choice",
        label=_("The share is reckoned of"),
        help=_("Those of whom the share of votes is taken."),
        words={"all": _("all members"), "present": _("the members who took part")},
        default="all",
        when=_HELD,
    ),
    KeyDescription(
        name="absent",
        kind="choice",
        label=_("A member who is absent"),
        help=_("How the opinion of a member who is away is counted."),
        words={
            "counts_no": _("is not counted in favour, even with a written opinion"),
            "written": _("is counted by the written opinion; silence is no vote in favour"),
            "silence_agrees": _("agrees when no opinion was sent"),
        },
        default="written",
        when=_HELD,
    ),
    replace(
        SHARE,
        name="also_numerator",
        partner="also_denominator",
        label=_("And at the same time this share of the others"),
        help=_(
            "A second share that is needed too: of the members who took part where the first one is"
            " of all members, else of all members."
        ),
        needed=False,
        when=_HELD,
    ),
    KeyDescription(
        name="also_strict",
        kind="flag",
        label=_("More than the second share, not just as much"),
        help=_('Tick it where the regulation says "more than", not "at least".'),
        default=False,
        when=_HELD,
    ),
    *(replace(one, when=_HELD) for one in LEFT_TO_PROVINCE),
)

VOTES = tuple(
    TableDescription(name=name, at="common", label=label, help=help_text, keys=_VOTE_KEYS)
    for name, label, help_text in (
        (
            "vote",
            _("Vote of the council"),
            _("The share of votes in the council that an award needs."),
        ),
        (
            "unit_meeting",
            _("Vote of the unit's meeting"),
            _("The share of those who agree when a unit or a department chooses whom to propose."),
        ),
        (
            "unit_council",
            _("Vote of the unit's council"),
            _("Where a unit has a council of its own that votes before that of the agency."),
        ),
    )
)

CONSULTATION = TableDescription(
    name="consultation",
    at="common",
    label=_("Public posting"),
    help=_("For how many working days the list is posted for opinions, where, and before what."),
    keys=(
        _needed(_("Take the tick away where the regulation asks for no posting.")),
        KeyDescription(
            name="days",
            kind="whole",
            label=_("Working days of the posting"),
            help=_("At least so many working days, holidays left out."),
            minimum=1,
            maximum=60,
            needed=True,
            when=_HELD,
        ),
        KeyDescription(
            name="days_unsaid",
            kind="flag",
            label=_("The article gives no number of days"),
            help=_("The number beside it is only proposed."),
            default=False,
            in_layers=False,
            when=_HELD,
        ),
        KeyDescription(
            name="where",
            kind="text",
            label=_("Place of the posting"),
            help=_("As the regulation says it, such as the website of the agency."),
            when=_HELD,
        ),
        KeyDescription(
            name="before",
            kind="choice",
            label=_("It comes before"),
            help=_("The step before which the posting has to be over."),
            words={
                "": _("the regulation does not say"),
                "unit_council": _("the council of the unit meets"),
                "council": _("the council of the agency meets"),
                "province_council": _("the council of the province meets"),
                "decision": _("the decision is signed"),
            },
            default="",
            when=_HELD,
        ),
        *(replace(one, when=_HELD) for one in LEFT_TO_PROVINCE),
    ),
)

REGISTRATION = TableDescription(
    name="registration",
    at="common",
    label=_("Registration of goals"),
    help=_("Whether goals have to be registered for the award, and until when each year."),
    keys=(
        KeyDescription(
            name="required",
            kind="flag",
            label=_("Goals have to be registered"),
            help=_("Who did not register in time cannot be proposed."),
            needed=True,
            default=True,
        ),
        KeyDescription(
            name="day",
            partner="month",
            kind="day_of_year",
            label=_("Last day of each year"),
            help=_("Day and month such as 28/02; empty where each campaign says."),
        ),
    ),
)

UNIT_REVIEW = TableDescription(
    name="unit_review",
    at="common",
    label=_("Review in the unit"),
    help=_("Whether the unit reviews a proposal before it goes to the council."),
    keys=(
        _needed(_("Take the tick away where a proposal goes to the council at once.")),
        *(replace(one, when=_HELD) for one in LEFT_TO_PROVINCE),
    ),
)

PAPER_NAMES: dict[str, _StrOrPromise] = {
    "initiative": _("recognition of the initiative"),
    "excellence": _("grade of excellence"),
    "unit_minutes": _("minutes of the unit's meeting"),
    "other": _("other papers"),
}
"""Every paper code with its name; one that is missing here has no box in the form."""

PAPER_WORDS: dict[str, _StrOrPromise] = {
    **{code: PAPER_NAMES[code] for code in PAPERS if code in PAPER_NAMES},
    "initiative|excellence": _("recognition of the initiative or grade of excellence"),
}

PAPERS_TABLE = TableDescription(
    name="papers",
    at="common",
    label=_("Papers of the dossier"),
    help=_("What has to be attached besides the report of achievements."),
    keys=(
        KeyDescription(
            name="required",
            kind="papers",
            label=_("Papers that have to be attached"),
            help=_("Tick nothing where only the report is asked for."),
            words=PAPER_WORDS,
            needed=True,
            default=[],
        ),
        KeyDescription(
            name="says",
            kind="prose",
            label=_("What the dossier consists of"),
            help=_("In the words of the regulation; shown to those who write the report."),
        ),
        *INCOMPLETE,
    ),
)

AGENDA_QUORUM = TableDescription(
    name="quorum",
    at="common",
    label=_("Quorum of a session that votes on it"),
    help=_("Where the council needs more members present for what is on its agenda."),
    keys=(SHARE,),
)

COMMON = (*VOTES, AGENDA_QUORUM, CONSULTATION, REGISTRATION, UNIT_REVIEW, PAPERS_TABLE)
"""Tables that may stand for all awards, for a form of award, an award, a level or a type."""

QUORUM = TableDescription(
    name="quorum",
    at="quorum",
    label=_("Quorum"),
    help=_("How many of all members have to be present before a meeting may vote."),
    keys=(SHARE, LEFT_TO),
)

MEETING_NAMES: dict[str, _StrOrPromise] = {
    "": _("Quorum of every meeting"),
    "council": _("Quorum of the council"),
    "unit_meeting": _("Quorum of the unit's meeting"),
    "initiative_council": _("Quorum of the initiative council"),
}

SETTING_LABELS: dict[str, _StrOrPromise] = {
    "correction_days": _("Least working days to correct a returned dossier"),
    "return_days": _("Working days to give back a revoked award"),
    "papers_lead_days": _("Working days in which members get the papers before a meeting"),
    "ballots": _("Most ballots in one round"),
    "tie": _("A tie is decided by"),
    "proxy": _("A member who is away may be stood in for"),
    "revocation_days": _("Working days to file a revocation"),
    "dossier_return_days": _("Working days in which an unfit state-level dossier comes back"),
    "line_ministry_days": _("Working days for the opinion of the ministry of the field"),
    "province_submits_days": _("Working days of the province before it submits upward"),
    "province_submits_days_longer": _(
        "Working days of the province before it submits awards with a longer time upward"
    ),
    "appraisal_days": _("Working days of the appraisal by the ministry of home affairs"),
    "appraisal_days_with_opinion": _(
        "Working days of that appraisal where others have to be asked for their opinion"
    ),
    "objects_days": _("Working days until the objects come, fewer than 100 cases"),
    "objects_days_from_100": _("Working days until the objects come, 100 cases or more"),
    "achievement_months": _("Months before the submission up to which achievements count"),
    "ungraded_recruits": _("Members recruited too late to be graded"),
    "kind_of_year": _("Somebody of two kinds in one year (civil servant, public employee ...)"),
    "unrecorded_kind": _("Somebody whose kind is not recorded"),
    "discipline_restart": _("Achievements before a discipline was served"),
    "submission_form": _("Form of the submission"),
    "initiative_form": _("Form of the confirmation of an initiative"),
    "council_composition": _("Composition of the council"),
}
SETTING_WORDS: dict[str, _StrOrPromise] = {
    "left_out": _("left out of the share of grades"),
    "counted": _("counted, the share stays unknown"),
    "last": _("the last kind of the year counts"),
    "either": _("may be of either kind: the agency has to clear it up"),
    "staff": _("is taken for a civil servant, a public employee or contract staff"),
    "unknown": _("may be of any kind: data missing"),
    "from_end": _("count no more: years and titles begin anew once it has been served"),
    "all": _("count like all others"),
    "chair": _("the chair's vote"),
    "ballot": _("another ballot"),
    "head": _("the head of the agency"),
    "figures": _("fixed figures, in the end a ballot"),
    "none": _("by nobody"),
    "carrier": _("by a carrier of the member's own ballot"),
    "full": _("by a deputy who votes"),
}


def _setting(name: str) -> TableDescription:
    kind = SETTINGS[name]
    if kind.tighter > 0:
        help_text = _("A regulation may ask for more than the law, not for less.")
    elif kind.tighter < 0:
        help_text = _("A regulation may ask for less than the law, not for more.")
    else:
        help_text = _("As the regulation says it.")
    value = KeyDescription(
        name="value",
        kind="choice" if kind.words else "text" if kind.is_text else "whole",
        label=SETTING_LABELS[name],
        help=help_text,
        minimum=kind.minimum,
        maximum=kind.maximum,
        words={word: SETTING_WORDS[word] for word in kind.words},
        needed=True,
    )
    label, nothing_more = SETTING_LABELS[name], _("A value that holds for all awards.")
    keys = (
        value,
        *([TYPES] if kind.by_type else []),
        *([AWARDS] if kind.by_award else []),
        *([LEFT_TO] if kind.may_be_left else []),
    )
    return TableDescription(name=name, at="setting", label=label, help=nothing_more, keys=keys)


SETTING_TABLES = {name: _setting(name) for name in SETTINGS}
