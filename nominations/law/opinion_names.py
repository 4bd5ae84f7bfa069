"""The words of `[[opinion]]`: body, nominees, step, meaning of silence. No models."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

BODY_NAMES: dict[str, _StrOrPromise] = {
    "party_committee": _("Standing committee of the party committee"),
    "line_ministry": _("Ministry of the field"),
    "province": _("People's committee of the province"),
    "public_security_ministry": _("Ministry of public security"),
    "foreign_affairs_ministry": _("Ministry of foreign affairs"),
    "tax": _("Tax office"),
    "social_insurance": _("Social insurance"),
    "inspection": _("Inspection"),
    "police": _("Police"),
    "other": _("Another agency"),
}
WHO_NAMES: dict[str, _StrOrPromise] = {
    "party_managed": _("managed by the party committee"),
    "head": _("head of the agency or of an equal unit"),
    "paying_unit": _("head of a unit that pays tax or insurance"),
    "seated_in_province": _("a central agency with its seat in a province, or its head"),
}
BEFORE_NAMES: dict[str, _StrOrPromise] = {
    "vote": _("before the council votes"),
    "consultation": _("before the posting"),
    "decision": _("before the decision"),
    "report_upward": _("before the proposal to the level above"),
}
SILENCE_NAMES: dict[str, _StrOrPromise] = {
    "waits": _("silence is no agreement, the dossier waits"),
    "agrees": _("silence is agreement"),
}
