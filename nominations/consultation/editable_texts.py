"""The texts of the notice that an agency may edit."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nominations.consultation.papers import WORDS
from nominations.documents.agency_texts import EditableText

_NOTICE = _("Notice asking for opinions")

TEXTS = (
    EditableText(
        name="notice.form", paper=_NOTICE, label=_("How opinions are given"),
        file=WORDS, sentence="notice.form",
    ),
    EditableText(
        name="notice.closing", paper=_NOTICE, label=_("Closing sentence"),
        file=WORDS, sentence="notice.closing", placeholders=("agency",),
    ),
    EditableText(
        name="notice.recipients", paper=_NOTICE, label=_("Recipients"),
        file=WORDS, sentence="notice.recipients", placeholders=("agency",), is_list=True,
    ),
)  # fmt: skip
