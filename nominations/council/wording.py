"""The threshold and the result of an item as people read them, each with its own base."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from nominations.council.models import BallotItem


def threshold_text(line: Any) -> str:
    """ "Threshold 80% of all members: needs 8/9."; `line` is an item or its forecast.

    How many are needed of those taking part is known once it is known who they are.
    """
    words = {"fraction": line.fraction, "needed": line.needed, "members": line.base}
    if not line.of_present:
        return _("Threshold %(fraction)s of all members: needs %(needed)s/%(members)s.") % words
    if not line.base:
        return _("Threshold %(fraction)s of the members taking part.") % words
    return (
        _("Threshold %(fraction)s of the members taking part: needs %(needed)s/%(members)s.")
        % words
    )


def result_text(item: BallotItem) -> str:
    """The votes in favour of a counted item and their share; silence is told apart from ballots."""
    words = {
        "yes": item.in_favour,
        "members": item.base,
        "share": item.share,
        "ballots": item.yes,
        "silent": item.silent,
    }
    if item.of_present:
        return (
            _("%(yes)s/%(members)s votes in favour (%(share)s%% of the members taking part)")
            % words
        )
    text = (
        _("%(yes)s/%(members)s votes in favour (%(share)s%% of all members of the council)") % words
    )
    if item.silent:
        text += _(": %(ballots)s ballots and %(silent)s absent members agreeing by silence") % words
    return text
