"""The texts of the council's papers that an agency may edit."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nominations.council.papers import WORDS
from nominations.documents.agency_texts import EditableText

_INVITATION, _BALLOT = _("Invitation to the meeting"), _("Ballot on paper")
_APPOINTMENT = _("Decision on the council")

TEXTS = (
    EditableText(
        name="invitation.opening", paper=_INVITATION, label=_("Salutation"),
        file=WORDS, sentence="invitation.opening", placeholders=("council",),
    ),
    EditableText(
        name="invitation.closing", paper=_INVITATION, label=_("Closing sentence"),
        file=WORDS, sentence="invitation.closing",
    ),
    EditableText(
        name="invitation.recipients", paper=_INVITATION, label=_("Recipients"),
        file=WORDS, sentence="invitation.recipients", is_list=True,
    ),
    EditableText(
        name="ballot.guidance", paper=_BALLOT, label=_("How to mark the ballot"),
        file=WORDS, sentence="ballot.guidance",
    ),
    EditableText(
        name="appointment.proposal", paper=_APPOINTMENT, label=_("Who proposes it"),
        file=WORDS, sentence="appointment.proposal",
    ),
    EditableText(
        name="appointment.second", paper=_APPOINTMENT, label=_("Tasks of the council"),
        file=WORDS, sentence="appointment.second", placeholders=("council", "head", "agency"),
    ),
    EditableText(
        name="appointment.recipients", paper=_APPOINTMENT, label=_("Recipients"),
        file=WORDS, sentence="appointment.recipients", is_list=True,
    ),
)  # fmt: skip
