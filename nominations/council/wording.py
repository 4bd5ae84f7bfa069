"""Texts: the threshold and the result of an item, and the agenda that a dossier is on."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from nominations.council.models import BallotItem
from nominations.council.session_workflow import SessionState
from nominations.dossiers.models import Nomination
from nominations.fractions import BodyFraction, share_text
from nominations.web.templatetags.bangvang import vn_datetime


def threshold_text(line: Any) -> str:
    """ "Threshold 80% of all members: needs 8/9."; `line` is an item or its forecast.

    The number of votes is left out while those taking part are not known.
    """
    first = _share_needed(line.threshold, line.base, of_present=line.of_present)
    second = line.second_threshold
    if second is None:
        return first
    also = _share_needed(second, line.other_base, of_present=not line.of_present)
    return _("%(first)s Both have to be reached. %(second)s") % {"first": first, "second": also}


def _share_needed(threshold: BodyFraction, base: int, *, of_present: bool) -> str:
    words = {
        "fraction": threshold.percent_text(),
        "needed": threshold.needed(base),
        "members": base,
    }
    if not of_present:
        return _("Threshold %(fraction)s of all members: needs %(needed)s/%(members)s.") % words
    if not base:
        return _("Threshold %(fraction)s of the members taking part.") % words
    return (
        _("Threshold %(fraction)s of the members taking part: needs %(needed)s/%(members)s.")
        % words
    )


def result_text(item: BallotItem) -> str:
    """The votes in favour of a counted item and their share; silent members are named apart."""
    favour = item.in_favour or 0
    text = _share_reached(favour, item.base, of_present=item.of_present)
    if item.second_threshold is not None:
        text += "; " + _share_reached(favour, item.other_base, of_present=not item.of_present)
    if item.silent:
        words = {"ballots": item.yes, "silent": item.silent}
        text += _(": %(ballots)s ballots and %(silent)s absent members agreeing by silence") % words
    return text


def _share_reached(favour: int, base: int, *, of_present: bool) -> str:
    words = {"yes": favour, "members": base, "share": share_text(favour, base) if base else "0"}
    if of_present:
        return (
            _("%(yes)s/%(members)s votes in favour (%(share)s%% of the members taking part)")
            % words
        )
    return (
        _("%(yes)s/%(members)s votes in favour (%(share)s%% of all members of the council)") % words
    )


def agenda_text(nomination: Nomination) -> str:
    """The position of a dossier on an agenda (`live_item`, annotated by the nomination's page); ""
    before the members know of it."""
    item: BallotItem | None = getattr(nomination, "live_item", None)
    if item is None:
        return ""
    session = item.session
    words = {"session": session.name, "until": vn_datetime(session.closes_at)}
    if session.state == SessionState.DRAFT:
        if session.agenda_sent_at is None:
            return ""
        return _("On the agenda of %(session)s; the voting is not open yet.") % words
    if session.state == SessionState.OPEN:
        if session.closes_at is None:
            return _("Being voted on: %(session)s.") % words
        return _("Being voted on: %(session)s, until %(until)s.") % words
    return _(
        "The voting in %(session)s has ended; the result holds once the minutes are signed."
    ) % (words)
