"""Who has the dossier now and what happens next: sentences for the nominee."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nominations.dossiers.models import CampaignTitle, Nomination
from nominations.states import State

_NEXT: dict[str, str | Promise] = {
    State.DRAFT: gettext_lazy(
        "This is a draft; only you and the unit clerk see it. "
        "Register it before the registration closes."
    ),
    State.REGISTERED: gettext_lazy(
        "The goals are registered. Write the achievement report and submit it before the deadline."
    ),
    State.SUBMITTED: gettext_lazy(
        "The unit meets and gives its opinion; the unit head endorses, returns or does not endorse."
    ),
    State.UNIT_REVIEWED: gettext_lazy(
        "The council secretary puts the nomination on the agenda of a council session."
    ),
    State.COUNCIL_VOTED: gettext_lazy(
        "The result is posted for public consultation; when the time is over without an open "
        "objection it goes to the director."
    ),
    State.CONSULTED: gettext_lazy("The director decides and signs the decision."),
    State.DECIDED: gettext_lazy(
        "The decision is signed. The agency reports it to the superior agency."
    ),
    State.REPORTED: gettext_lazy("The dossier is with the superior agency."),
    State.CONFERRED: gettext_lazy("The award has been conferred. Nothing more is needed."),
    State.WITHDRAWN: gettext_lazy(
        "The nomination was withdrawn. "
        "The council secretary can restore it while the window is open."
    ),
    State.DECLINED: gettext_lazy(
        "The unit did not endorse the nomination; the reason is below. Ask the unit head about it."
    ),
    State.NOT_PASSED: gettext_lazy("The council did not pass the nomination. The way ends here."),
    State.REFUSED: gettext_lazy("The director refused the award; the reason is below."),
    State.REFUSED_ABOVE: gettext_lazy("The superior authority did not approve the award."),
    State.REVOKED: gettext_lazy("The decision was revoked; the award no longer counts."),
}


PositionSentence = Callable[[Nomination], str]
_positions: dict[str, PositionSentence] = {}


def register_position(state: str, sentence: PositionSentence) -> None:
    """Register a function that says where a dossier in this state stands; it returns "" for the
    general sentence."""
    _positions[state] = sentence


def position_sentence(
    nomination: Nomination, title: CampaignTitle | None, *, returned: bool
) -> str:
    """The first sentence of the page: that of the registered room for a row read by `page_or_404`,
    or `what_happens_next`."""
    known = _positions.get(nomination.state)
    return (known(nomination) if known else "") or what_happens_next(
        nomination, title, returned=returned
    )


def what_happens_next(
    nomination: Nomination,
    title: CampaignTitle | None,
    *,
    state: str = "",
    returned: bool = False,
) -> str:
    """One or two sentences: who has the dossier now (or would have it in `state`), what follows."""
    state = state or nomination.state
    if state == State.REGISTERED and returned:
        return _("The marked parts are corrected and the dossier is submitted again to the unit.")
    if title is not None:
        if state == State.SUBMITTED and not title.needs_unit_review:
            return _("This campaign needs no unit review; the council secretary passes it on.")
        if state == State.UNIT_REVIEWED and not title.needs_vote:
            return _("This award needs no council vote here; the council secretary passes it on.")
        if state == State.COUNCIL_VOTED and not title.needs_consultation:
            return _("This award needs no public consultation; the secretary passes it on.")
        if state == State.REPORTED and title.own_authority:
            return _(
                "The award is in the annual report to the superior agency. Nothing more is needed."
            )
    return str(_NEXT[State(state)])
