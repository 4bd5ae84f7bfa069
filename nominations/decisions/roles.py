"""Roles that work in this room."""

from __future__ import annotations

from nominations.people.roles import Role

DRAFTERS = (Role.SECRETARY, Role.DIRECTOR)
SIGNERS = (Role.DIRECTOR, Role.DIRECTOR_DELEGATE)
REPORTERS = (Role.SECRETARY, Role.DIRECTOR, Role.DIRECTOR_DELEGATE)
ANSWERERS = (Role.SECRETARY,)
RECEIVERS = (Role.SUPERIOR_OFFICER,)
