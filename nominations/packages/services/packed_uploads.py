"""Checks the files of a package that were uploaded at the sender like uploads here."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _

from nominations.files.upload_check import KINDS, AcceptedFile, accept_upload
from nominations.packages.report_contents import FORMATS, PAPER_KIND
from nominations.packages.sealing.package_file import OpenPackage

OPENED = {PAPER_KIND: FORMATS, "opinion": KINDS, "signed_copy": KINDS}
"""Files that the officer opens, except evidence, which is checked where it is stored."""


def require_acceptable(package: OpenPackage) -> None:
    """Refuse (ValidationError) a report, an opinion or a signed copy that uploads would refuse."""
    for one in package.files:
        if kinds := OPENED.get(str(one.about.get("kind"))):
            accepted_file(package.read(one.name), one.name, kinds)


def accepted_file(content: bytes, name: str, kinds: tuple[str, ...] = KINDS) -> AcceptedFile:
    """The file accepted by `upload_check.accept_upload`; a refusal (ValidationError) names it."""
    try:
        return accept_upload(SimpleUploadedFile(name, content), kinds=kinds)
    except ValidationError as refusal:
        raise ValidationError(
            _("“%(name)s” in the package is not accepted: %(sentence)s"),
            refusal.code,
            {"name": name, "sentence": " ".join(refusal.messages)},
        ) from None
