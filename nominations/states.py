"""The states of a nomination: nine of the way, six exits (the table is in pipeline.py)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    DRAFT = "draft", _("Draft")
    REGISTERED = "registered", _("Registered")
    SUBMITTED = "submitted", _("Report submitted, unit review pending")
    UNIT_REVIEWED = "unit_reviewed", _("Endorsed by the unit, council pending")
    COUNCIL_VOTED = "council_voted", _("Passed by the council")
    CONSULTED = "consulted", _("Public consultation closed")
    DECIDED = "decided", _("Decision issued")
    REPORTED = "reported", _("Reported to the superior agency")
    CONFERRED = "conferred", _("Award conferred")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    DECLINED = "declined", _("Not endorsed by the unit")
    NOT_PASSED = "not_passed", _("Not passed by the council")
    REFUSED = "refused", _("Award refused by the director")
    REFUSED_ABOVE = "refused_above", _("Not approved by the superior authority")
    REVOKED = "revoked", _("Award decision revoked")


RETURNED = _("Returned, waiting to be corrected")
"""How a registered nomination is called while a correction is open."""

MILESTONES = (
    State.REGISTERED,
    State.UNIT_REVIEWED,
    State.COUNCIL_VOTED,
    State.CONSULTED,
    State.DECIDED,
    State.REPORTED,
)
"""The six milestones everybody outside the council's secretariat thinks in."""

FINAL = frozenset(
    {State.CONFERRED, State.NOT_PASSED, State.REFUSED, State.REFUSED_ABOVE, State.REVOKED}
)
LIVE = frozenset(State) - FINAL - {State.WITHDRAWN, State.DECLINED}
