"""Sentences for refused packages."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from nominations.packages.sealing.exceptions import PackageRefused
from nominations.packages.sealing.signing_keys import grouped_fingerprint
from nominations.web.refusals import refused

SENTENCES = {
    "not_a_package": _(
        "This file is not a dossier package of this system; choose the .zip file that the sender"
        " downloaded from it, unchanged."
    ),
    "cut_off": _(
        "The end of the package is missing, or another program saved it anew; ask the sender for"
        " the file once more and do not open and save it on the way."
    ),
    "too_large": _(
        "The package is larger than %(limit)s MB, so it is not read; ask the sender to divide it."
    ),
    "newer_format": _(
        "The package was made by a newer version of the program; update this installation, then"
        " take it in."
    ),
    "older_format": _(
        "The package has a format that is no longer read; ask the sender to update the program and"
        " to make it anew."
    ),
    "unknown_sender": _(
        "The package is signed with a key that is not recorded here (%(fingerprint)s); the"
        " administrator compares the fingerprint with the sender and records it."
    ),
    "changed": _(
        "The signature does not fit: the package was changed on the way. Nothing was taken over;"
        " ask the sender for the file once more."
    ),
    "wrong_structure": _(
        "The inside of the package is not built as this program builds it; nothing was taken over."
    ),
    "wrong_name": _("The package holds a file name that is not allowed; nothing was taken over."),
    "wrong_checksum": _(
        "The file %(name)s in the package does not fit its checksum; nothing was taken over."
    ),
    "two_outcomes": _(
        "The reply names two outcomes for %(subject)s; nothing was taken over. Ask the sender to"
        " make the reply anew."
    ),
    "other_report": _(
        "The package is not of one report: “%(what)s” belongs to another one than its manifest"
        " names; nothing was taken over. Ask the sender to make the package anew."
    ),
    "wrong_content": _(
        "The package says of “%(what)s” what this program does not understand; nothing was taken"
        " over. Ask the sender which version of the program they use."
    ),
}


def refusal_of(error: PackageRefused) -> ValidationError:
    """The refusal as forms and commands show it."""
    values = dict(error.values)
    if "fingerprint" in values:
        values["fingerprint"] = grouped_fingerprint(str(values["fingerprint"]))
    return refused(error.key, str(SENTENCES[error.key]) % values)
