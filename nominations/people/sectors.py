"""The sector of an agency, by which legal deadlines may differ."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sector(models.TextChoices):
    """Sectors that the law of commendation or a regulation names apart."""

    EDUCATION = "education", _("Education and training")
    HEALTH = "health", _("Health")


OTHER_SECTOR = "other"
AGENCY_SECTORS = [*Sector.choices, (OTHER_SECTOR, _("Another sector"))]
"""The recorded sector; "other" is one that no text mentions, "" is not recorded."""
