"""The log-ins of the demonstration, as written by its loader; empty without a demonstration."""

from __future__ import annotations

import json

from django.conf import settings

FILE_NAME = "demo_logins.json"


def demo_logins() -> list[tuple[str, str, str]]:
    """(role in words, user name, password) of each demonstration account."""
    try:
        rows = json.loads((settings.DATA_DIR / FILE_NAME).read_text(encoding="utf-8"))
        return [(str(row["role"]), str(row["username"]), str(row["password"])) for row in rows]
    except (OSError, ValueError, TypeError, KeyError):
        return []
