"""The key pair of an installation (Ed25519), and the fingerprint that two people compare.

A private key is 32 bytes written as 64 hexadecimal digits; a public one the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

_KEY = re.compile(r"[0-9a-f]{64}")
_FINGERPRINT_DIGITS = 40
_GROUP = 4


class UnreadableKey(ValueError):
    """The text is not a key."""


def _bytes(text: str) -> bytes:
    """The bytes of a key as people copy it: blanks, line ends and capitals do not matter."""
    plain = "".join(text.split()).lower()
    if not _KEY.fullmatch(plain):
        raise UnreadableKey
    return bytes.fromhex(plain)


@dataclass(frozen=True, slots=True)
class PublicKey:
    """What others need to check the signatures of an installation; raises UnreadableKey."""

    text: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", _bytes(self.text).hex())

    @property
    def fingerprint(self) -> str:
        """The first 160 bits of the SHA-256 of the key, in hexadecimal digits."""
        return sha256(bytes.fromhex(self.text)).hexdigest()[:_FINGERPRINT_DIGITS]

    def signed(self, signature: bytes, message: bytes) -> bool:
        """Whether the owner of the key signed the message."""
        try:
            Ed25519PublicKey.from_public_bytes(bytes.fromhex(self.text)).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


class SigningKey:
    """The private key of this installation; raises UnreadableKey."""

    def __init__(self, text: str) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(_bytes(text))

    @cached_property
    def public(self) -> PublicKey:
        return PublicKey(self._key.public_key().public_bytes_raw().hex())

    def sign(self, message: bytes) -> bytes:
        """64 bytes."""
        return self._key.sign(message)


def grouped_fingerprint(fingerprint: str) -> str:
    """The fingerprint in groups of four, as two people compare it on the telephone."""
    capitals = fingerprint.upper()
    return " ".join(capitals[start : start + _GROUP] for start in range(0, len(capitals), _GROUP))
