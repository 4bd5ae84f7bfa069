"""Signs with a test certificate, so that the demonstration can show signing. Of no legal value.

Only where the setting DEMO_SIGNER is on. The authority is generated once and stored in the data
folder; its name says that it is a test.
"""

from __future__ import annotations

import io
import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.utils.translation import gettext as _

from nominations.web.refusals import refused
from workflow import clock

FILE = "demo_signer.pem"
WARNING = "CHỮ KÝ THỬ NGHIỆM, KHÔNG CÓ GIÁ TRỊ PHÁP LÝ"
YEARS = 10
_DAYS = 1
_PEM = serialization.Encoding.PEM


def require_demonstration() -> None:
    """Refuse (ValidationError) outside the demonstration."""
    if not settings.DEMO_SIGNER:
        raise refused("no_demo_signer", _("Test signatures are switched off here."))


def authority() -> str:
    """The certificate of the test authority as PEM; it is made at the first use."""
    return _authority()[0].public_bytes(_PEM).decode()


def _authority() -> tuple[x509.Certificate, Any]:
    path = Path(settings.DATA_DIR) / FILE
    if not path.exists():
        _make(path)
    content = path.read_bytes()
    return (
        x509.load_pem_x509_certificate(content),
        serialization.load_pem_private_key(content, password=None),
    )


def _make(path: Path) -> None:
    """Create the authority; concurrent processes end with the same file."""
    key = ec.generate_private_key(ec.SECP256R1())
    now = clock.now()
    name = subject_name("Bảng Vàng: gốc thử nghiệm")
    certificate = issue_certificate(
        name, name, key.public_key(), key, begins=now, ends=now + timedelta(days=365 * YEARS)
    )
    content = certificate.public_bytes(_PEM) + key.private_bytes(
        _PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    part = path.with_suffix(f".{os.getpid()}")
    part.touch(mode=0o600)
    part.write_bytes(content)
    try:
        os.link(part, path)
    except FileExistsError:
        pass
    finally:
        part.unlink()


def subject_name(common_name: str) -> x509.Name:
    """The name in a certificate, with the warning that it is for trying only."""
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, WARNING),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name[:64]),
        ]
    )


def issue_certificate(
    subject: x509.Name, issuer: x509.Name, public_key: Any, key: Any, *,
    begins: datetime, ends: datetime, is_authority: bool = True,
) -> x509.Certificate:  # fmt: skip
    """A certificate of the subject's key, signed with the issuer's: of an authority or a signer."""
    usage = x509.KeyUsage(
        digital_signature=not is_authority,
        content_commitment=not is_authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins - timedelta(days=_DAYS))
        .not_valid_after(ends)
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )


def signed_for_test(content: bytes, *, signer: str, field: str) -> bytes:
    """The file with a test signature behind it, in the name that the paper bears.

    Refuses (ValidationError) where this is no demonstration.
    """
    require_demonstration()
    from asn1crypto import keys as asn1_keys
    from asn1crypto import x509 as asn1_x509
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    root, root_key = _authority()
    key = ec.generate_private_key(ec.SECP256R1())
    now = clock.now()
    certificate = issue_certificate(
        subject_name(f"{signer} (thử nghiệm)"), root.subject, key.public_key(), root_key,
        begins=now, ends=now + timedelta(days=365), is_authority=False,
    )  # fmt: skip
    der = serialization.Encoding.DER
    chain: Any = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # it has no types
    chain.register(asn1_x509.Certificate.load(root.public_bytes(der)))
    private = key.private_bytes(
        der, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    about = signers.PdfSignatureMetadata(
        field_name=field,
        md_algorithm="sha256",
        reason=WARNING,
        subfilter=fields.SigSeedSubFilter.PADES,
    )
    made: io.BytesIO = signers.sign_pdf(
        IncrementalPdfFileWriter(io.BytesIO(content), strict=False),
        about,
        signer=signers.SimpleSigner(
            signing_cert=asn1_x509.Certificate.load(certificate.public_bytes(der)),
            signing_key=asn1_keys.PrivateKeyInfo.load(private),
            cert_registry=chain,
        ),
    )
    return made.getvalue()
