"""Trusted certificate authorities: recorded by the administrator, none is shipped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from nominations.issued_papers import demo_signer
from nominations.issued_papers.models import TrustRoot
from nominations.people.authorization import account_of, require_shared_data_keeper
from nominations.web.refusals import refused
from workflow import audit, clock
from workflow.actors import SYSTEM, Actor

STREAM = "trusted_authorities"
MAX_CERTIFICATES = 20
_PEM_BEGINS = b"-----BEGIN"


def trusted_pem() -> str:
    """The certificates of the trusted authorities as one PEM text."""
    rows = TrustRoot.objects.filter(ended_at=None).order_by("pk")
    return "\n".join(rows.values_list("pem", flat=True))


def demo_pem() -> str:
    """The test authority, if the demonstration may sign; it is not trusted."""
    if not settings.DEMO_SIGNER:
        return ""
    return demo_signer.authority()


# --- shown ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownAuthority:
    """A certificate of an authority as a page tells it; `row` where it is kept or was."""

    subject: str
    issuer: str
    valid_from: datetime
    valid_to: datetime
    fingerprint: str
    is_test: bool
    row: TrustRoot | None = None

    @property
    def is_over(self) -> bool:
        return self.valid_to < clock.now()

    @property
    def fingerprint_groups(self) -> str:
        """ "1A2B 3C4D …": SHA-256 in groups of four, as people compare it."""
        text = self.fingerprint.upper()
        return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def shown_authority(certificate: x509.Certificate, row: TrustRoot | None = None) -> ShownAuthority:
    """What a page tells of a certificate. One that names itself a test is told as one."""
    organizations = certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    return ShownAuthority(
        subject=_in_words(certificate.subject),
        issuer=_in_words(certificate.issuer),
        valid_from=certificate.not_valid_before_utc,
        valid_to=certificate.not_valid_after_utc,
        fingerprint=_fingerprint(certificate),
        is_test=demo_signer.WARNING in [one.value for one in organizations],
        row=row,
    )


def _in_words(name: x509.Name) -> str:
    """ "Gốc A, Tổ chức A, VN": the values of a name as people read it, the common name first."""
    parts = sorted(name, key=lambda one: one.oid != NameOID.COMMON_NAME)
    return ", ".join(str(one.value) for one in parts)[:200]


def shown_authorities() -> list[ShownAuthority]:
    """Every authority that is kept or was, those that count first; the test authority last."""
    rows = TrustRoot.objects.select_related("added_by__person", "ended_by__person")
    found = [
        shown_authority(_certificates(row.pem.encode())[0], row)
        for row in rows.order_by("name", "-pk")
    ]
    found.sort(key=lambda one: one.row is not None and one.row.ended_at is not None)
    if test := demo_pem():
        found.append(shown_authority(_certificates(test.encode())[0]))
    return found


def shown_row(row: TrustRoot) -> ShownAuthority:
    """What a page tells of a kept certificate."""
    return shown_authority(_certificates(row.pem.encode())[0], row)


def read(content: bytes) -> tuple[str, list[ShownAuthority]]:
    """The certificates of an uploaded file, PEM or DER, as PEM and as a page tells them; written
    anew, so nothing else in the file is kept.

    Refuses (ValidationError) what `add` refuses.
    """
    found = _checked(content)
    pem = "".join(one.public_bytes(serialization.Encoding.PEM).decode() for one in found)
    return pem, [shown_authority(one) for one in found]


# --- kept -----------------------------------------------------------------------------------------


def add(pem: str, *, source: str, actor: Actor = SYSTEM) -> list[TrustRoot]:
    """Trust the certificates of a PEM text; `source` says with what they were compared.

    Refuses (NotAllowed) an actor who does not maintain shared data, (ValidationError) anything but
    valid certificates of an authority, the test authority, and one that is trusted already.
    """
    require_shared_data_keeper(actor)
    try:
        with transaction.atomic():
            return [_add_root(one, source, actor) for one in _checked(pem.encode())]
    except IntegrityError:  # twice in the file, or a concurrent request
        raise refused("kept_already", _("One of these authorities is kept already.")) from None


def _add_root(certificate: x509.Certificate, source: str, actor: Actor) -> TrustRoot:
    row = TrustRoot.objects.create(
        name=certificate.subject.rfc4514_string()[:200],
        pem=certificate.public_bytes(serialization.Encoding.PEM).decode(),
        sha256=_fingerprint(certificate),
        valid_to=certificate.not_valid_after_utc,
        source=source,
        added_at=clock.now(),
        added_by=account_of(actor),
    )
    payload = {"name": row.name, "sha256": row.sha256, "source": source}
    audit.record(STREAM, "trust_root.added", actor=actor, payload=payload)
    return row


def _fingerprint(certificate: x509.Certificate) -> str:
    return certificate.fingerprint(hashes.SHA256()).hex()


def _certificates(content: bytes) -> list[x509.Certificate]:
    if _PEM_BEGINS in content:
        return x509.load_pem_x509_certificates(content)
    return [x509.load_der_x509_certificate(content)]


def _checked(content: bytes) -> Sequence[x509.Certificate]:
    try:
        found = _certificates(content)
        _require_few(len(found))
        for one in found:
            _require_authority(one, one.subject.rfc4514_string()[:200])
    except ValueError:
        raise refused("no_certificate", _("The file holds no certificate (PEM or DER).")) from None
    return found


def _require_few(number: int) -> None:
    if number > MAX_CERTIFICATES:
        raise ValidationError(
            _("The file holds %(number)s certificates; at most %(limit)s are added at once."),
            "too_many",
            {"number": number, "limit": MAX_CERTIFICATES},
        )


def _require_authority(certificate: x509.Certificate, name: str) -> None:
    """Refuse (ValidationError) a signer's certificate, one that does not hold today, a kept one and
    the test one."""
    try:
        constraints = certificate.extensions.get_extension_for_class(x509.BasicConstraints)
        is_authority = constraints.value.ca
    except x509.ExtensionNotFound:
        is_authority = False
    if not is_authority:
        raise ValidationError(
            _("“%(name)s” is the certificate of a signer, not of an authority."),
            "no_authority",
            {"name": name},
        )
    if certificate.not_valid_after_utc < clock.now():
        raise ValidationError(
            _("The certificate of “%(name)s” expired on %(end)s."),
            "expired_authority",
            {"name": name, "end": f"{localtime(certificate.not_valid_after_utc):%d/%m/%Y}"},
        )
    if certificate.not_valid_before_utc > clock.now():
        raise ValidationError(
            _("The certificate of “%(name)s” is valid from %(begin)s only. Add it on that day."),
            "early_authority",
            {"name": name, "begin": f"{localtime(certificate.not_valid_before_utc):%d/%m/%Y}"},
        )
    test = demo_pem()
    if test and _fingerprint(certificate) == _fingerprint(_certificates(test.encode())[0]):
        raise refused(
            "test_authority",
            _("This is the test authority of the demonstration; it vouches for nobody."),
        )
    if TrustRoot.objects.filter(sha256=_fingerprint(certificate), ended_at=None).exists():
        raise ValidationError(_("“%(name)s” is kept already."), "kept_already", {"name": name})


def end(digest: str, *, actor: Actor = SYSTEM, reason: str = "") -> TrustRoot:
    """End the trust in an authority; earlier checks stay as recorded.

    Refuses (NotAllowed) an actor who does not maintain shared data, (ValidationError) an unknown
    fingerprint, and a person without a reason.
    """
    require_shared_data_keeper(actor)
    if actor is not SYSTEM and not reason:
        raise refused("reason_needed", _("Write why the authority is trusted no longer."))
    with transaction.atomic():
        rows = TrustRoot.objects.select_for_update(of=("self",), no_key=True)
        row: TrustRoot | None = rows.filter(sha256=digest.lower(), ended_at=None).first()
        if row is None:
            raise refused("not_kept", _("No authority with this fingerprint is kept."))
        row.ended_at, row.ended_by, row.end_reason = clock.now(), account_of(actor), reason
        row.save(update_fields=["ended_at", "ended_by", "end_reason"])
        payload = {"name": row.name, "sha256": row.sha256, "reason": reason}
        audit.record(STREAM, "trust_root.ended", actor=actor, payload=payload)
    return row
