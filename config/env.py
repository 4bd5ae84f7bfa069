"""Typed readers for environment variables: the only place where the environment is read.

Every reader records the name it was asked for, so that a name nobody reads can be refused and the
list in `.env.example` can be compared with the code. A bad value stops the start with one sentence
that names the variable; the value itself is never repeated, it may be a password.
"""

from __future__ import annotations

import ipaddress
import os
import re
import secrets
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

PREFIX = "BANGVANG_"
_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"0", "false", "no", "off"})
_names: set[str] = set()


def _raw(name: str) -> str:
    _names.add(name)
    return os.environ.get(name, "").strip()


def known_names() -> frozenset[str]:
    """The variables asked for so far."""
    return frozenset(_names)


def text(name: str, default: str = "") -> str:
    """The value without surrounding blanks; an empty value counts as not set."""
    return _raw(name) or default


def flag(name: str, *, default: bool) -> bool:
    """Yes or no; anything that is neither is refused."""
    value = _raw(name).lower()
    if not value:
        return default
    if value in _TRUE:
        return True
    if value in _FALSE:
        return False
    raise ImproperlyConfigured(f"{name} must be one of 1, 0, true, false, yes, no, on, off.")


def number(name: str, default: int, *, minimum: int = 0, maximum: int | None = None) -> int:
    """A whole number within its bounds."""
    value = _raw(name)
    if not value:
        return default
    bounds = f"from {minimum} up" if maximum is None else f"from {minimum} to {maximum}"
    try:
        parsed = int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number {bounds}.") from None
    if parsed < minimum or (maximum is not None and parsed > maximum):
        raise ImproperlyConfigured(f"{name} must be a whole number {bounds}.")
    return parsed


def choice(name: str, options: tuple[str, ...]) -> str:
    """One of the options; the first is the default."""
    value = _raw(name) or options[0]
    if value not in options:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(options)}.")
    return value


def names(name: str) -> list[str]:
    """A comma-separated list; blanks and empty items are dropped."""
    return [item.strip() for item in _raw(name).split(",") if item.strip()]


def networks(
    name: str, default: tuple[str, ...]
) -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    """A comma-separated list of addresses and networks, "10.0.0.4, 172.31.250.0/24"."""
    try:
        return [ipaddress.ip_network(item, strict=False) for item in names(name) or default]
    except ValueError:
        raise ImproperlyConfigured(
            f"{name} must be a list of addresses or networks such as 127.0.0.1, 172.31.250.0/24."
        ) from None


def folder(name: str, default: Path) -> Path:
    """An absolute folder that exists (made when missing)."""
    path = Path(_raw(name) or default).expanduser().resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ImproperlyConfigured(
            f"{name}: the folder {path} cannot be used ({reason})."
        ) from None
    return path


def url(name: str, default: str, schemes: tuple[str, ...]) -> str:
    """An address with one of the schemes, or the default."""
    value = _raw(name)
    if not value:
        return default
    try:
        scheme = urlsplit(value).scheme
    except ValueError:
        scheme = ""
    if scheme not in schemes:
        expected = ", ".join(f"{item}://" for item in schemes)
        raise ImproperlyConfigured(f"{name} must be an address that begins with {expected}.")
    return value


def service(name: str) -> str:
    """The address of a service that is told a secret, or "": https, or http on this machine."""
    value = url(name, "", ("https", "http"))
    parts = urlsplit(value)
    if parts.scheme == "http" and parts.hostname not in ("127.0.0.1", "::1", "localhost"):
        raise ImproperlyConfigured(f"{name} must begin with https://, or lead to this machine.")
    return value


def email(name: str, folder_of_files: Path) -> dict[str, object]:
    """Django's EMAIL_* settings from one address.

    `smtp://user:password@host:587/?tls=1`, `smtps://...` (TLS from the first byte), `console://`,
    or nothing: every message becomes a file in `folder_of_files`.
    """
    address = url(name, "", ("smtp", "smtps", "console"))
    if not address:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": str(folder_of_files),
        }
    parts = urlsplit(address)
    if parts.scheme == "console":
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    query = dict(parse_qsl(parts.query))
    try:
        port = parts.port
    except ValueError:
        port = -1
    if not parts.hostname or port == -1 or query.keys() - {"tls"}:
        raise ImproperlyConfigured(
            f"{name} must look like smtp://user:password@host:587/?tls=1 or smtps://host:465."
        )
    implicit = parts.scheme == "smtps"
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or (465 if implicit else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": implicit,
        "EMAIL_USE_TLS": not implicit and query.get("tls") in _TRUE,
        "EMAIL_TIMEOUT": 20,
    }


def secret_key(name: str, keep_in: Path) -> tuple[str, bool]:
    """The key that signs sessions and links, and whether it was given; otherwise one is made and
    kept in a private file."""
    return _stored_key(name, keep_in / "secret_key", _two_keys)


def _two_keys() -> str:
    return get_random_secret_key() + get_random_secret_key()


def package_key(name: str, keep_in: Path) -> tuple[str, bool]:
    """The private key that signs dossier packages, 64 hexadecimal digits, and whether it was given;
    otherwise one is made and kept in a private file."""
    key, given = _stored_key(name, keep_in / "package_key", lambda: secrets.token_hex(32))
    if not re.fullmatch("[0-9a-fA-F]{64}", key):
        raise ImproperlyConfigured(f"{name} must be 64 hexadecimal digits.")
    return key, given


def _stored_key(name: str, path: Path, make: Callable[[], str]) -> tuple[str, bool]:
    """Two processes that start at the same moment end with the same key: the file is made once."""
    given = _raw(name)
    if given:
        return given, True
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read_key(name, path), False
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ImproperlyConfigured(
            f"The folder {path.parent} cannot be written ({reason})."
        ) from None
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(make())
    return _read_key(name, path), False


def _read_key(name: str, path: Path) -> str:
    for _ in range(50):
        try:
            key = path.read_text(encoding="ascii").strip()
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise ImproperlyConfigured(f"{path} cannot be read ({reason}).") from None
        if key:
            return key
        time.sleep(0.02)  # another process has made the file and is about to fill it
    raise ImproperlyConfigured(f"{path} is empty: delete it or set {name}.")


def refuse_unknown(environ: Mapping[str, str] | None = None) -> None:
    """Refuse a `BANGVANG_...` variable nobody reads: a misspelling would go unnoticed."""
    present = os.environ if environ is None else environ
    unknown = sorted(name for name in present if name.startswith(PREFIX) and name not in _names)
    if unknown:
        raise ImproperlyConfigured(
            f"Unknown setting {', '.join(unknown)}: see .env.example for the list."
        )
