"""Has an issued file signed by a remote service with the API of the Cloud Signature Consortium.

Only where REMOTE_SIGNING_URL is set. The service is shown the hash of what is signed and not the
paper; the key never leaves it. PIN and one-time code are passed on and kept nowhere. What comes
back is checked like any file that was signed elsewhere (`signature_check`). Of an answer no more
than MAX_BYTES are read.
"""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import aiohttp
from asgiref.sync import async_to_sync
from asn1crypto import x509
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import csc_signer

from nominations.vietnamese import bears_name
from nominations.web.refusals import refused

logger = logging.getLogger(__name__)

FIELD = "KyTuXa"
MAX_BYTES = 1024 * 1024
"""An answer is a chain of certificates, a release or a signature: far below this."""
_REFUSED = (HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)


class _ServiceFault(Exception):
    """The service did not sign; its cause says why."""


_FAULTS = (
    _ServiceFault, SigningError, aiohttp.ClientError, OSError, ArithmeticError, AttributeError,
    LookupError, TypeError, ValueError,
)  # fmt: skip


def is_on() -> bool:
    """Whether papers can be signed remotely in this installation."""
    return bool(settings.REMOTE_SIGNING_URL)


def signed_remotely(content: bytes, *, signer: str, pin: str = "", code: str = "") -> bytes:
    """The file with the service's signature behind it.

    Refuses (ValidationError) where the service is off, down, slow, unwilling or not understood, and
    a certificate that does not bear the name of the signer; nothing was signed then.
    """
    if not is_on():
        raise refused("remote_off", _("Remote signing is switched off here."))
    try:
        made: bytes = async_to_sync(_signed)(content, signer, pin, code)
    except TimeoutError:
        raise _slow() from None
    except _FAULTS as fault:
        logger.warning("remote signing: %s", [_log_line(one) for one in _causes(fault)])
        raise _refusal(fault) from None
    return made


async def _signed(content: bytes, signer: str, pin: str, code: str) -> bytes:
    """All requests together take no longer than REMOTE_SIGNING_SECONDS."""
    service = csc_signer.CSCServiceSessionInfo(
        service_url=settings.REMOTE_SIGNING_URL.rstrip("/"),
        credential_id=settings.REMOTE_SIGNING_CREDENTIAL,
        oauth_token=settings.REMOTE_SIGNING_TOKEN or None,
    )
    seconds = settings.REMOTE_SIGNING_SECONDS
    async with asyncio.timeout(seconds), _session() as session:
        credential = await csc_signer.fetch_certs_in_csc_credential(session, service, seconds)
        _require_name(credential.signing_cert, signer)
        asked = _Authorization(service, credential, session, pin, code)
        about = signers.PdfSignatureMetadata(
            field_name=FIELD, md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES
        )
        made: Any = await signers.async_sign_pdf(
            IncrementalPdfFileWriter(io.BytesIO(content), strict=False),
            about,
            signer=_Signer(session, asked, sign_timeout=seconds),
        )
    return bytes(made.getvalue())


def _session() -> aiohttp.ClientSession:
    watched = aiohttp.TraceConfig()
    watched.on_request_redirect.append(_refuse_redirect)
    return aiohttp.ClientSession(trace_configs=[watched], response_class=_ShortAnswer)


class _ShortAnswer(aiohttp.ClientResponse):
    """An answer of a limited size, however much the service sends."""

    async def read(self) -> bytes:
        """The body, unpacked; raises _ServiceFault beyond MAX_BYTES."""
        if self._body is None:
            found = bytearray()
            async for piece in self.content.iter_any():
                found += piece
                if len(found) > MAX_BYTES:
                    self.close()
                    raise _ServiceFault(f"an answer of more than {MAX_BYTES} bytes")
            self._body = bytes(found)
        return self._body


async def _refuse_redirect(
    _session: aiohttp.ClientSession,
    _context: Any,
    asked: aiohttp.TraceRequestRedirectParams,
) -> None:
    """PIN, code and token are told to the address of the settings and to no other."""
    raise _ServiceFault(f"redirected with {asked.response.status}")


class _Signer(csc_signer.CSCSigner):
    """pyHanko's client, which only notes in the log why the service did not sign."""

    async def commit(self) -> None:
        """Ask for the signature; raises _ServiceFault with the cause."""
        try:
            await super().commit()  # type: ignore[no-untyped-call]  # it has no types
        except SigningError as fault:
            raise _ServiceFault from fault


class _Authorization(csc_signer.CSCAuthorizationManager):
    """Asks the service to release the key for exactly these hashes."""

    def __init__(
        self,
        service: csc_signer.CSCServiceSessionInfo,
        credential: csc_signer.CSCCredentialInfo,
        session: aiohttp.ClientSession,
        pin: str,
        code: str,
    ) -> None:
        super().__init__(service, credential)
        self._session, self._pin, self._code = session, pin, code

    async def authorize_signature(self, hash_b64s: list[str]) -> csc_signer.CSCAuthorizationInfo:
        """The release of the key; an answer other than 200 is an error (ClientResponseError)."""
        request = self.format_csc_auth_request(
            pin=self._pin or None, otp=self._code or None, hash_b64s=hash_b64s
        )
        async with self._session.post(
            str(self.csc_session_info.endpoint_url("credentials/authorize")),  # type: ignore[no-untyped-call]  # it has no types
            headers=self.auth_headers,
            json=request,
            raise_for_status=True,
        ) as response:
            return self.parse_csc_auth_response(await response.json())


def _require_name(certificate: x509.Certificate, signer: str) -> None:
    found = certificate.subject.native.get("common_name", "")
    name = str(found[-1] if isinstance(found, list) else found)[:200]
    if not bears_name(name, signer):
        raise ValidationError(
            _(
                "The certificate of the signing service is that of “%(name)s”, but the paper is"
                " signed by %(signer)s. Nothing was signed."
            ),
            "other_signer",
            {"name": name, "signer": signer or "…"},
        )


def _causes(fault: BaseException | None) -> Iterator[BaseException]:
    while fault is not None:
        yield fault
        fault = fault.__cause__ or fault.__context__


def _log_line(fault: BaseException) -> str:
    """The fault for the log. Never its `repr`: that of a refused request has the token in it."""
    return f"{type(fault).__name__}: {fault}"


def _slow() -> ValidationError:
    return ValidationError(
        _(
            "The signing service did not answer within %(seconds)s seconds. Nothing was kept; try"
            " again, and confirm on your phone if the service asks for it."
        ),
        "remote_slow",
        {"seconds": settings.REMOTE_SIGNING_SECONDS},
    )


def _refusal(fault: BaseException) -> ValidationError:
    causes = list(_causes(fault))
    if any(isinstance(one, TimeoutError) for one in causes):
        return _slow()
    answers = [one.status for one in causes if isinstance(one, aiohttp.ClientResponseError)]
    if any(status in _REFUSED for status in answers):
        return refused(
            "remote_refused",
            _(
                "The signing service refused: the account, the credential, the PIN or the one-time"
                " code is wrong. Nothing was kept."
            ),
        )
    if answers or any(isinstance(one, aiohttp.ClientError | OSError) for one in causes):
        return refused(
            "remote_down",
            _(
                "The signing service cannot be reached or is out of order. Nothing was kept; try"
                " again later, or sign with your own program."
            ),
        )
    return refused(
        "remote_unclear",
        _(
            "The answer of the signing service was not understood. Nothing was kept; tell the"
            " administrator."
        ),
    )
