"""Checks uploaded signatures: a refusal in one sentence, or signers and times."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nominations.files.child_process import ChildError, run_in_child
from nominations.issued_papers import trust_roots
from nominations.issued_papers.models import IssuedFile, SignedCopy
from nominations.web.refusals import refused
from workflow import clock

CHILD_SECONDS = 20
CHILD_MEGABYTES = 1_200
SENTENCES = {
    "not_signed": gettext_lazy("The file has no digital signature. Sign it, then upload it."),
    "changed_content": gettext_lazy(
        "The content of the paper was changed before it was signed. Download the issued file again,"
        " sign it without changing anything, and upload it."
    ),
    "changed_after": gettext_lazy(
        "The file was changed after it was signed, so the signature does not hold. Upload the file"
        " as the signing program saved it."
    ),
    "unreadable": gettext_lazy(
        "The signature in the file cannot be read. Download the issued file again, sign it and"
        " upload it."
    ),
    "other_file": gettext_lazy(
        "The file does not begin with the issued file. Download the PDF of this page, sign it so"
        " that the program adds the signature and saves nothing anew, and upload it; or upload the"
        " scan of the signed paper."
    ),
}
_TRUST = {
    "unknown": gettext_lazy(
        "The certificate of “%(signer)s” was issued by “%(issuer)s”, which is not among the trusted"
        " authorities. Ask the administrator to add it if it is a lawful one."
    ),
    "expired": gettext_lazy(
        "The certificate of “%(signer)s” expired on %(end)s. Sign with a valid certificate."
    ),
    "not_yet_valid": gettext_lazy(
        "The certificate of “%(signer)s” is valid from %(begin)s only. Check the date, or sign with"
        " a valid certificate."
    ),
    "revoked": gettext_lazy(
        "The certificate of “%(signer)s” was revoked. Sign with a valid certificate."
    ),
    "unfit": gettext_lazy(
        "The certificate of “%(signer)s” is not one for signing papers, or its chain is broken."
        " Sign with a certificate for signing papers."
    ),
}


def check_signatures(content: bytes, issued: IssuedFile) -> list[dict[str, Any]]:
    """The signatures of a file that begins with the issued one, the earliest first.

    Refuses (ValidationError with the key) a file that is not signed, is not this paper, was changed
    before or after signing, or has a certificate that no trusted authority issued today.
    """
    try:
        found = run_in_child(
            "nominations.files.pdf_signatures:checked_signatures",
            content,
            seconds=CHILD_SECONDS,
            megabytes=CHILD_MEGABYTES,
            arguments={
                "size": issued.size,
                "digest": issued.sha256,
                "roots": trust_roots.trusted_pem(),
                "test_roots": trust_roots.demo_pem(),
                "moment": clock.now().isoformat(),
            },
        )
    except ChildError:
        raise refused("unreadable", SENTENCES["unreadable"]) from None
    if "problem" in found:
        raise _refusal(found)
    for one in found["signatures"]:
        if one["trust"] != "trusted":
            raise ValidationError(
                _TRUST[one["trust"]],
                one["trust"],
                {
                    "signer": one["signer"],
                    "issuer": one["issuer"],
                    "begin": _day(one["valid_from"]),
                    "end": _day(one["valid_to"]),
                },
            )
    signatures: list[dict[str, Any]] = found["signatures"]
    return signatures


def _refusal(found: Mapping[str, Any]) -> ValidationError:
    if found["problem"] == "other_file":
        other = _paper_of(found["revisions"])
        if other is not None:
            return ValidationError(
                _("This is a copy of another paper: %(paper)s. Upload it on that paper's page."),
                "other_paper",
                {"paper": other},
            )
    return refused(found["problem"], SENTENCES[found["problem"]])


def _paper_of(hashes: Sequence[str]) -> str | None:
    """The paper of which one of the hashes is a file, or a signed copy."""
    file = IssuedFile.objects.filter(sha256__in=hashes).select_related("paper").first()
    copy = SignedCopy.objects.filter(sha256__in=hashes).select_related("paper").first()
    found = file or copy
    return str(found.paper) if found is not None else None


def _day(moment: str) -> str:
    return f"{timezone.localtime(datetime.fromisoformat(moment)):%d/%m/%Y}"
