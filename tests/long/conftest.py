"""What takes minutes uses the running installation and the browser of the journeys."""

from __future__ import annotations

from tests.journeys.conftest import browser, site

__all__ = ["browser", "site"]
