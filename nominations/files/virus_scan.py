"""Scans a file with ClamAV, if an address of the daemon is configured (CLAMAV_URL)."""

from __future__ import annotations

import socket
import struct
from urllib.parse import urlsplit

PIECE = 64 * 1024
SECONDS = 20
_PORT = 3310
_MAX_REPLY = 4096


class ScannerUnavailable(Exception):
    """The scanner gave no valid answer; the file must not be accepted then."""


def is_clean(content: bytes, address: str) -> bool:
    """Whether the scanner finds nothing; ScannerUnavailable when it does not say."""
    pieces = [content[start : start + PIECE] for start in range(0, len(content), PIECE)]
    sent = b"".join(struct.pack("!L", len(piece)) + piece for piece in pieces)
    reply = _scanner_reply(address, b"zINSTREAM\0" + sent + struct.pack("!L", 0))
    if reply == "stream: OK":
        return True
    if reply.startswith("stream: ") and reply.endswith(" FOUND"):
        return False
    raise ScannerUnavailable(reply)


def is_there(address: str) -> bool:
    """Whether the scanner responds."""
    try:
        return _scanner_reply(address, b"zPING\0") == "PONG"
    except ScannerUnavailable:
        return False


def _scanner_reply(address: str, question: bytes) -> str:
    try:
        with _connected(address) as connection:
            connection.sendall(question)
            reply = b""
            while not reply.endswith(b"\0") and len(reply) < _MAX_REPLY:
                piece = connection.recv(_MAX_REPLY)
                if not piece:
                    break
                reply += piece
    except (OSError, ValueError) as error:
        raise ScannerUnavailable(str(error)) from error
    return reply.rstrip(b"\0").decode("utf-8", "replace").strip()


def _connected(address: str) -> socket.socket:
    parts = urlsplit(address)
    if parts.scheme == "tcp":
        return socket.create_connection((parts.hostname or "", parts.port or _PORT), SECONDS)
    family = getattr(socket, "AF_UNIX", None)
    if family is None:
        raise OSError("no sockets of this kind on this system")
    connection = socket.socket(family, socket.SOCK_STREAM)
    connection.settimeout(SECONDS)
    try:
        connection.connect(parts.path)
    except OSError:
        connection.close()
        raise
    return connection
