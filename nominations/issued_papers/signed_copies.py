"""Signed copies of issued papers: checked, stored with the paper, recorded in the history."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from nominations.files.upload_check import CONTENT_TYPES, AcceptedFile, accept_upload
from nominations.issued_papers.demo_signer import signed_for_test
from nominations.issued_papers.models import CopyForm, IssuedFile, IssuedPaper, SignedCopy
from nominations.issued_papers.paper_sources import source_of
from nominations.issued_papers.signature_check import check_signatures
from nominations.people import authorization
from nominations.people.models import Organization
from nominations.people.roles import Role
from nominations.vietnamese import bears_name, spelling_key
from nominations.web.refusals import not_allowed, refused
from workflow import audit, canonical, clock
from workflow.actors import Actor

ADDED = "paper.signed_copy"
REMOTE_SIGNERS = (Role.DIRECTOR, Role.DIRECTOR_DELEGATE, Role.SECRETARY)
"""Roles that sign papers of an agency; the paper names the signer."""
SCANS = ("pdf", "jpg", "png", "heic")


def require_issuer(actor: Actor, paper: IssuedPaper) -> None:
    """Refuse (NotAllowed) an actor who may not issue papers of this kind in the agency."""
    authorization.require(
        actor,
        *source_of(paper.kind).roles,
        organization=paper.organization_id,
        sentence=_("Only the council secretary adds signed copies of papers."),
    )


def add_signed(*, actor: Actor, paper: IssuedPaper, upload: Any) -> SignedCopy:
    """Store a signed file of the paper; nothing is stored of a refused one.

    Refuses (NotAllowed) anybody without the role, (ValidationError) a file that may not come in,
    and whatever `check_signatures` refuses.
    """
    require_issuer(actor, paper)
    issued = _pdf_of(paper)
    file = accept_upload(upload, kinds=("pdf",))
    signatures = check_signatures(file.content, issued)
    return _keep(actor, paper, file, CopyForm.SIGNATURE, issued.sha256, signatures)


def add_scan(*, actor: Actor, paper: IssuedPaper, upload: Any) -> SignedCopy:
    """Store the scan of the signed paper; its content is not checked.

    Refuses (NotAllowed) anybody without the role, (ValidationError) a file that may not come in,
    and the issued file itself.
    """
    require_issuer(actor, paper)
    file = accept_upload(upload, kinds=SCANS)
    if paper.files.filter(sha256=file.sha256).exists():
        raise refused(
            "issued_itself",
            _("This is the issued file itself. Choose the scan of the paper that was signed."),
        )
    return _keep(actor, paper, file, CopyForm.SCAN, "", [])


def sign_for_test(*, actor: Actor, paper: IssuedPaper) -> SignedCopy:
    """Sign with the test certificate of the demonstration; of no legal value.

    Refuses (NotAllowed) anybody without the role, (ValidationError) where this is no demonstration.
    """
    require_issuer(actor, paper)
    if paper.signed_copies.filter(is_test=True).exists():
        raise refused("kept_already", _("This paper has a test signature already."))
    issued = _pdf_of(paper)
    content = signed_for_test(
        bytes(issued.content), signer=paper.signer_name or paper.issuer, field="ThuNghiem"
    )
    name = f"{issued.name.rpartition('.')[0]}_ky_thu.pdf"
    file = accept_upload(SimpleUploadedFile(name, content), kinds=("pdf",), apart=False)
    signatures = check_signatures(file.content, issued)
    return _keep(actor, paper, file, CopyForm.SIGNATURE, issued.sha256, signatures)


def signs_remotely(user: Actor, paper: IssuedPaper) -> bool:
    """Whether the account is the signer that the paper names, in a role of its agency."""
    person = getattr(user, "person", None)
    return (
        person is not None
        and bool(paper.signer_name)
        and spelling_key(person.full_name) == spelling_key(paper.signer_name)
        and authorization.holds(user, *REMOTE_SIGNERS, organization=paper.organization_id)
    )


def require_remote_signer(actor: Actor, paper: IssuedPaper) -> None:
    """Refuse (NotAllowed) all but the signer that the paper names."""
    if not signs_remotely(actor, paper):
        raise not_allowed(
            "not_the_signer", _("Only the person named as the signer of the paper signs it here.")
        )


def sign_remotely(*, actor: Actor, paper: IssuedPaper, pin: str = "", code: str = "") -> SignedCopy:
    """Let the remote service sign the paper, and store the copy like an uploaded one.

    Refuses (NotAllowed) all but its signer, (ValidationError) a paper that bears the signer's
    signature already, and whatever `signed_remotely` and `check_signatures` refuse. No transaction
    is open while the service is asked.
    """
    require_remote_signer(actor, paper)
    _require_unsigned(paper)
    issued = _pdf_of(paper)
    from nominations.issued_papers.remote_signer import signed_remotely

    content = signed_remotely(bytes(issued.content), signer=paper.signer_name, pin=pin, code=code)
    name = f"{issued.name.rpartition('.')[0]}_ky_so.pdf"
    file = accept_upload(SimpleUploadedFile(name, content), kinds=("pdf",))
    signatures = check_signatures(file.content, issued)
    with transaction.atomic():
        # Concurrent requests end with one copy.
        Organization.objects.select_for_update(no_key=True).get(pk=paper.organization_id)
        _require_unsigned(paper)
        return _keep(actor, paper, file, CopyForm.SIGNATURE, issued.sha256, signatures)


def _require_unsigned(paper: IssuedPaper) -> None:
    rows = paper.signed_copies.filter(form=CopyForm.SIGNATURE, is_test=False)
    for findings in rows.values_list("findings", flat=True):
        for one in json.loads(findings)["signatures"]:
            if bears_name(one["signer"], paper.signer_name):
                raise refused(
                    "signed_already", _("A copy with the signature of the signer is kept already.")
                )


def _pdf_of(paper: IssuedPaper) -> IssuedFile:
    found: IssuedFile | None = paper.files.filter(format="pdf").first()
    if found is None:
        raise refused("no_pdf", _("This paper was issued without a PDF file to sign."))
    return found


def _keep(
    actor: Actor,
    paper: IssuedPaper,
    file: AcceptedFile,
    form: CopyForm,
    issued_sha256: str,
    signatures: Sequence[dict[str, Any]],
) -> SignedCopy:
    copy = SignedCopy(
        public_id=uuid4(),
        paper=paper,
        form=form,
        name=file.name,
        media_type=CONTENT_TYPES[file.kind],
        content=file.content,
        size=file.size,
        sha256=file.sha256,
        issued_sha256=issued_sha256,
        findings=canonical.encode({"signatures": list(signatures)}),
        is_test=any(one["is_test"] for one in signatures),
        added_at=clock.now(),
        added_by=authorization.account_of(actor),
    )
    copy.digest = digest_of(copy)
    payload = {
        "paper": str(paper.public_id),
        "copy": str(copy.public_id),
        "form": copy.form,
        "file": copy.sha256,
        "issued": issued_sha256,
        "signers": [one["signer"] for one in signatures],
        "test": copy.is_test,
        "digest": copy.digest,
    }
    try:
        with transaction.atomic():
            copy.save()
            audit.record(
                f"organization:{paper.organization_id}", ADDED, actor=actor, payload=payload
            )
    except IntegrityError:
        raise refused("kept_already", _("This file is kept with the paper already.")) from None
    return copy


_DIGESTED = (
    "public_id", "paper_id", "form", "name", "media_type", "size", "sha256", "issued_sha256",
    "findings", "is_test", "added_at", "added_by_id",
)  # fmt: skip


def digest_of(copy: SignedCopy) -> str:
    """SHA-256 over every column of the row, its content by its hash."""
    content = {name: getattr(copy, name) for name in _DIGESTED}
    return sha256(canonical.encode(content).encode()).hexdigest()


# --- shown ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSignature:
    """One signature on a page. `other_name`: the paper names somebody else."""

    signer: str
    organization: str
    issuer: str
    signed_at: datetime | None
    is_test: bool
    other_name: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCopy:
    """A signed copy with its signatures."""

    copy: SignedCopy
    signatures: tuple[ShownSignature, ...]

    @property
    def is_scan(self) -> bool:
        return self.copy.form == CopyForm.SCAN


def shown_copies(paper: IssuedPaper) -> list[ShownCopy]:
    """The signed copies of a paper, the latest first, without their bytes: one query."""
    rows = paper.signed_copies.defer("content").select_related("added_by__person")
    return [_shown(row, paper) for row in rows.order_by("-id")]


def _shown(copy: SignedCopy, paper: IssuedPaper) -> ShownCopy:
    signatures = tuple(
        ShownSignature(
            signer=one["signer"],
            organization=one["organization"],
            issuer=one["issuer"],
            signed_at=datetime.fromisoformat(one["signed_at"]) if one["signed_at"] else None,
            is_test=one["is_test"],
            other_name=bool(paper.signer_name) and not bears_name(one["signer"], paper.signer_name),
        )
        for one in json.loads(copy.findings)["signatures"]
    )
    return ShownCopy(copy=copy, signatures=signatures)
