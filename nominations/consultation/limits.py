"""House limits of the public side of a consultation. What law asks for is in the rule sets."""

from __future__ import annotations

from datetime import timedelta

SHOWN_AFTER_CLOSING = timedelta(days=30)
LEAST_TEXT = 10
MOST_TEXT = 2_000
SUMMARY_LENGTH = 400
BROWSER_LIMIT = (5, 600)
"""Opinions one browser session may send in so many seconds."""
ADDRESS_LIMIT = (40, 3600)
"""Opinions one network address may send: a whole agency may sit behind a single one."""
