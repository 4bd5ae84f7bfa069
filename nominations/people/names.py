"""The text functions of the house under the name the rooms know them by."""

from __future__ import annotations

from nominations.vietnamese import fold, nfc, sort_key, spelling_key, tidy_name

__all__ = ["fold", "nfc", "sort_key", "spelling_key", "tidy_name"]
