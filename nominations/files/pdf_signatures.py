"""Verifies signatures of a PDF: signer, integrity, and a trusted authority.

Runs in a child process: no Django here. The file has to begin with the unchanged issued bytes,
followed by signatures only. Nothing is fetched, so a revoked certificate is detected only if the
file itself contains the revocation.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

import pikepdf
from asn1crypto import pem, x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError

MAX_SIGNATURES = 10
_USES = KeyUsageConstraints(
    key_usage={"non_repudiation", "digital_signature"}, match_all_key_usages=False
)
_UNREADABLE = (
    PdfError, pikepdf.PdfError, SignatureValidationError, SigningError, PathError, ValueError,
    KeyError, IndexError, TypeError, AttributeError, NotImplementedError,
)  # fmt: skip


_OF_SIGNATURES = {"/AcroForm", "/DSS", "/Extensions", "/Perms", "/Version"}
"""Keys of the file's catalogue that a signing program may set."""


class _ContentChanged(Exception):
    """The bytes after the issued file change its visible content."""


def certificates_of(text: str) -> list[x509.Certificate]:
    """The certificates of a PEM text; ValueError for anything else in it."""
    found = []
    for kind, _headers, der in pem.unarmor(text.encode(), multiple=True) if text else ():
        if kind != "CERTIFICATE":
            raise ValueError(kind)
        found.append(x509.Certificate.load(der))
    return found


def checked_signatures(
    content: bytes, *, size: int, digest: str, roots: str, test_roots: str, moment: str
) -> dict[str, Any]:
    """What was found: {"problem": key} or {"signatures": [...]}, the earliest first.

    `size` and `digest` are those of the issued file, `roots` and `test_roots` certificates of
    authorities as PEM, `moment` the time at which certificates must be valid.
    """
    if sha256(content[:size]).hexdigest() != digest:
        return {"problem": "other_file", "revisions": _revision_hashes(content)}
    if len(content) == size:
        return {"problem": "not_signed"}
    try:
        _check_only_signatures_added(content, size)
        trusts = [certificates_of(roots), certificates_of(test_roots)]
        return _checked(content, trusts, datetime.fromisoformat(moment))
    except _ContentChanged:
        return {"problem": "changed_content"}
    except _UNREADABLE:
        return {"problem": "unreadable"}


def _revision_hashes(content: bytes) -> list[str]:
    """Hashes up to the end of each revision: one of them may be another issued file."""
    found: list[str] = []
    at = 0
    while (at := content.find(b"%%EOF", at)) >= 0 and len(found) < 3 * MAX_SIGNATURES:
        at += len(b"%%EOF")
        found += [sha256(content[: at + more]).hexdigest() for more in (0, 1, 2)]
    return found


# --- what was added -------------------------------------------------------------------------------


def _check_only_signatures_added(content: bytes, size: int) -> None:
    """Refuse (_ContentChanged) changed objects of the issued file.

    A signature adds its field to the form and to a page, and programs note themselves in the
    information about the file; nothing else may differ.
    """
    with (
        pikepdf.open(io.BytesIO(content[:size])) as issued,
        pikepdf.open(io.BytesIO(content)) as signed,
    ):
        pages = {page.objgen for page in issued.pages}
        if [page.objgen for page in signed.pages] != [page.objgen for page in issued.pages]:
            raise _ContentChanged
        notes = (issued.trailer.get("/Info"), issued.Root.get("/Metadata"))
        about = {one.objgen for one in notes if one is not None}
        if signed.Root.objgen != issued.Root.objgen:
            raise _ContentChanged
        for before in issued.objects:
            if before.objgen in about or _is_of_the_file(before):
                continue
            after = signed.get_object(before.objgen)
            if before.objgen == issued.Root.objgen:
                _check_same(before, after, _OF_SIGNATURES)
            elif before.objgen in pages:
                _check_same(before, after, {"/Annots"})
                _check_annotations(before, after)
            else:
                _check_same(before, after, set())
        form = signed.Root.get("/AcroForm")
        for field in form.get("/Fields", ()) if form is not None else ():
            _check_signature_field(field)


def _is_of_the_file(item: Any) -> bool:
    """Whether it is how the file is built, not what it shows."""
    return isinstance(item, pikepdf.Stream) and item.get("/Type") in ("/XRef", "/ObjStm")


def _check_same(before: Any, after: Any, apart_from: set[str]) -> None:
    if _object_content(before, apart_from) != _object_content(after, apart_from):
        raise _ContentChanged


def _object_content(item: Any, apart_from: set[str]) -> Any:
    if isinstance(item, pikepdf.Stream):
        return [_object_content(item.stream_dict, {"/Length"}), item.read_raw_bytes()]
    if isinstance(item, pikepdf.Dictionary):
        return {key: _object_bytes(value) for key, value in item.items() if key not in apart_from}
    return _object_bytes(item)


def _object_bytes(value: Any) -> bytes:
    return bytes(value.unparse()) if isinstance(value, pikepdf.Object) else repr(value).encode()


def _check_annotations(before: Any, after: Any) -> None:
    earlier = [_object_bytes(one) for one in before.get("/Annots", ())]
    later = list(after.get("/Annots", ()))
    if [_object_bytes(one) for one in later[: len(earlier)]] != earlier:
        raise _ContentChanged
    for one in later[len(earlier) :]:
        if one.get("/Subtype") != "/Widget":
            raise _ContentChanged
        _check_signature_field(one)


def _check_signature_field(field: Any) -> None:
    kind = field.get("/FT", field.get("/Parent", field).get("/FT"))
    if kind != "/Sig":
        raise _ContentChanged


# --- the signatures -------------------------------------------------------------------------------


def _checked(
    content: bytes, trusts: Sequence[list[x509.Certificate]], moment: datetime
) -> dict[str, Any]:
    reader = PdfFileReader(io.BytesIO(content), strict=False)
    signatures = list(reader.embedded_regular_signatures)
    if not signatures:
        return {"problem": "not_signed"}
    if len(signatures) > MAX_SIGNATURES:
        return {"problem": "unreadable"}
    found = [_signature(one, trusts, moment) for one in signatures]
    if not all(one["intact"] for one in found) or not found[-1]["covers_file"]:
        return {"problem": "changed_after"}
    return {"signatures": found}


def _signature(
    embedded: Any, trusts: Sequence[list[x509.Certificate]], moment: datetime
) -> dict[str, Any]:
    """What is told of one signature; the last of `trusts` are the authorities for tests."""
    for place, roots in enumerate(trusts):
        context = ValidationContext(trust_roots=roots, moment=moment, allow_fetching=False)
        status = validate_pdf_signature(
            embedded, signer_validation_context=context, key_usage_settings=_USES
        )
        is_test = place > 0
        if status.trusted:
            break
    covers = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    certificate = status.signing_cert
    validity = certificate["tbs_certificate"]["validity"]
    begins, ends = validity["not_before"].native, validity["not_after"].native
    signed_at = status.signer_reported_dt
    return {
        "signer": _name(certificate.subject),
        "organization": _name(certificate.subject, "organization_name"),
        "issuer": _name(certificate.issuer),
        "serial": f"{certificate.serial_number:X}",
        "valid_from": begins.isoformat(),
        "valid_to": ends.isoformat(),
        "signed_at": signed_at.isoformat() if signed_at else "",
        "intact": bool(status.intact and status.valid and (covers or status.docmdp_ok)),
        "covers_file": covers,
        "trust": _trust(status, begins, ends, moment),
        "is_test": bool(status.trusted and is_test),
    }


def _name(name: x509.Name, part: str = "common_name") -> str:
    value = name.native.get(part, "")
    return str(value[-1] if isinstance(value, list) else value)[:200]


def _trust(status: Any, begins: datetime, ends: datetime, moment: datetime) -> str:
    if status.revoked:
        return "revoked"
    if moment > ends:
        return "expired"
    if moment < begins:
        return "not_yet_valid"
    if status.trusted:
        return "trusted"
    return "unknown" if status.validation_path is None else "unfit"
