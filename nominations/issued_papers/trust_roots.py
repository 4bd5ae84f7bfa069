"""The authorities whose certificates count: kept by the administrator, none is shipped."""

from __future__ import annotations

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from nominations.issued_papers import demo_signer
from nominations.issued_papers.models import TrustRoot
from nominations.web.refusals import refused
from workflow import audit, clock
from workflow.actors import SYSTEM

STREAM = "trusted_authorities"


def kept() -> str:
    """The certificates of the kept authorities as one PEM text."""
    rows = TrustRoot.objects.filter(ended_at=None).order_by("pk")
    return "\n".join(rows.values_list("pem", flat=True))


def of_the_demonstration() -> str:
    """The test authority, where the demonstration may sign; it vouches for nobody."""
    if not settings.DEMO_SIGNER:
        return ""
    return demo_signer.authority()


def add(pem: str, *, source: str) -> list[TrustRoot]:
    """Keep the certificates of a PEM text; `source` says with what they were compared.

    Refuses (ValidationError) what is no certificate of an authority, and one that is kept already.
    """
    try:
        found = x509.load_pem_x509_certificates(pem.encode())
    except ValueError:
        raise refused("no_certificate", _("The file holds no certificate (PEM).")) from None
    made = []
    with transaction.atomic():
        for one in found:
            name = one.subject.rfc4514_string()[:200]
            _require_authority(one, name)
            digest = one.fingerprint(hashes.SHA256()).hex()
            if TrustRoot.objects.filter(sha256=digest, ended_at=None).exists():
                raise ValidationError(
                    _("“%(name)s” is kept already."), "kept_already", {"name": name}
                )
            row = TrustRoot.objects.create(
                name=name,
                pem=one.public_bytes(serialization.Encoding.PEM).decode(),
                sha256=digest,
                valid_to=one.not_valid_after_utc,
                source=source,
                added_at=clock.now(),
            )
            payload = {"name": name, "sha256": digest, "source": source}
            audit.record(STREAM, "trust_root.added", actor=SYSTEM, payload=payload)
            made.append(row)
    return made


def _require_authority(certificate: x509.Certificate, name: str) -> None:
    try:
        found = certificate.extensions.get_extension_for_class(x509.BasicConstraints)
        is_authority = found.value.ca
    except x509.ExtensionNotFound:
        is_authority = False
    if not is_authority:
        raise ValidationError(
            _("“%(name)s” is the certificate of a signer, not of an authority."),
            "no_authority",
            {"name": name},
        )


def end(digest: str) -> TrustRoot:
    """Trust an authority no longer; what was checked before stays as it was recorded.

    Refuses (ValidationError) a fingerprint that is not kept.
    """
    with transaction.atomic():
        row = TrustRoot.objects.filter(sha256=digest.lower(), ended_at=None).first()
        if row is None:
            raise refused("not_kept", _("No authority with this fingerprint is kept."))
        TrustRoot.objects.filter(pk=row.pk).update(ended_at=clock.now())
        payload = {"name": row.name, "sha256": row.sha256}
        audit.record(STREAM, "trust_root.ended", actor=SYSTEM, payload=payload)
    return row
