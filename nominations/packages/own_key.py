"""The key pair of this installation."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from nominations.packages.sealing.signing_keys import PublicKey, SigningKey


def own_key() -> SigningKey:
    """The private key that signs packages of this installation."""
    return _key(settings.PACKAGE_KEY)


def own_public_key() -> PublicKey:
    """The public key that others record."""
    return own_key().public


@cache
def _key(text: str) -> SigningKey:
    return SigningKey(text)
