"""Why a message could not be delivered, as a sentence that an administrator can act on."""

from __future__ import annotations

from django.utils.translation import gettext as _

_REFUSED = ("SMTPRecipientsRefused", "550", "551", "553", "5.1.1")
_UNREACHABLE = ("ConnectionRefused", "timeout", "Timeout", "gaierror", "OSError", "Disconnected")
_LOGIN = ("SMTPAuthentication", "535")


def reason_of(error: str) -> str:
    """One sentence for a stored error; its exact text is in the log."""
    if any(mark in error for mark in _REFUSED):
        return _("The address of the recipient is refused: correct it on the account.")
    if any(mark in error for mark in _LOGIN):
        return _("The mail server refuses the login of this system: tell the technician.")
    if any(mark in error for mark in _UNREACHABLE):
        return _("The mail server cannot be reached: send again when it works.")
    return _("The message could not be composed or handed over: tell the technician.")
