"""The texts of this room's papers that an agency may edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from nominations.decisions.listed_awards import WORDS
from nominations.documents.agency_texts import EditableText

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


def _text(
    sentence: str,
    paper: _StrOrPromise,
    label: _StrOrPromise,
    *placeholders: str,
    is_list: bool = False,
) -> EditableText:
    return EditableText(
        name=sentence,
        paper=paper,
        label=label,
        file=WORDS,
        sentence=sentence,
        placeholders=placeholders,
        is_list=is_list,
    )


_DECISION, _SUBMISSION = _("Decision on commendation"), _("Submission upward")
_REPORT, _CERTIFICATE = _("Report on the result"), _("Certificate of commendation")
_SUPPLEMENT = _("Supplementary report on revocations")
_TO = _("Recipients")

TEXTS = (
    _text("decision.force", _DECISION, _("Who carries it out"), "agency"),
    _text("decision.recipients", _DECISION, _TO, "last", "parent", is_list=True),
    _text("submission.assurance", _SUBMISSION, _("Assurance"), "agency", "council"),
    _text("submission.closing", _SUBMISSION, _("Closing sentence"), "agency", "recipient"),
    _text("submission.recipients", _SUBMISSION, _TO, "recipient", is_list=True),
    _text("annual_report.closing", _REPORT, _("Closing sentence"), "agency", "recipient"),
    _text("annual_report.recipients", _REPORT, _TO, "recipient", is_list=True),
    _text("supplement.closing", _SUPPLEMENT, _("Closing sentence"), "agency", "recipient"),
    _text("supplement.recipients", _SUPPLEMENT, _TO, "recipient", is_list=True),
    _text("certificate.annual", _CERTIFICATE, _("Achievement of a yearly review"), "year"),
    _text("certificate.other", _CERTIFICATE, _("Achievement in another campaign"), "campaign"),
)
