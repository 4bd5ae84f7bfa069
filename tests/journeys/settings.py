"""Settings of the journeys: the real ones, behind a clock that the journey can move on."""

from __future__ import annotations

from config.settings import *  # noqa: F403
from config.settings import MIDDLEWARE

MIDDLEWARE = ["tests.journeys.shifted.ShiftedClock", *MIDDLEWARE]
ACCOUNT_RATE_LIMITS = False  # a dozen people log in from one address within a minute
