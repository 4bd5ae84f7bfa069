"""The squares of a QR code, drawn by each renderer in its own way."""

from __future__ import annotations

import qrcode


def qr_modules(text: str) -> list[list[bool]]:
    """Rows of squares, true for a dark one, with the quiet zone of four squares around."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4)
    code.add_data(text)
    code.make(fit=True)
    found: list[list[bool]] = code.get_matrix()
    return found
