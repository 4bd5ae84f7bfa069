"""Acts of the administration that belong to no other room: the working calendar of everybody."""

from __future__ import annotations

from nominations.administration.services.calendar import remove_day, save_day

__all__ = ["remove_day", "save_day"]
