"""Certificates and signatures of invented people, made as signing programs make them."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from nominations.issued_papers.demo_signer import issue_certificate, subject_name
from workflow import clock

DER = serialization.Encoding.DER


@dataclass(frozen=True)
class Authority:
    """An authority that signs certificates."""

    certificate: x509.Certificate
    key: Any

    @classmethod
    def made(cls, name: str) -> Authority:
        key = ec.generate_private_key(ec.SECP256R1())
        now = clock.now()
        subject = subject_name(name)
        certificate = issue_certificate(
            subject, subject, key.public_key(), key,
            begins=now - timedelta(days=400), ends=now + timedelta(days=400),
        )  # fmt: skip
        return cls(certificate, key)

    @property
    def pem(self) -> str:
        return self.certificate.public_bytes(serialization.Encoding.PEM).decode()

    def signed(
        self, content: bytes, signer: str = "Trần Quốc Hùng", *, field: str = "Ky", days: int = 30
    ) -> bytes:
        """The file with a signature of somebody whose certificate holds so many days more."""
        key = ec.generate_private_key(ec.SECP256R1())
        now = clock.now()
        certificate = issue_certificate(
            subject_name(signer), self.certificate.subject, key.public_key(), self.key,
            begins=now - timedelta(days=100), ends=now + timedelta(days=days), is_authority=False,
        )  # fmt: skip
        chain = SimpleCertificateStore()
        chain.register(asn1_x509.Certificate.load(self.certificate.public_bytes(DER)))
        private = key.private_bytes(
            DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        about = signers.PdfSignatureMetadata(
            field_name=field, md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES
        )
        made = signers.sign_pdf(
            IncrementalPdfFileWriter(io.BytesIO(content), strict=False),
            about,
            signer=signers.SimpleSigner(
                signing_cert=asn1_x509.Certificate.load(certificate.public_bytes(DER)),
                signing_key=asn1_keys.PrivateKeyInfo.load(private),
                cert_registry=chain,
            ),
        )
        return bytes(made.getvalue())
