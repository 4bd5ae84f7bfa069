"""The sector in which an agency works, where deadlines of the law differ by it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sector(models.TextChoices):
    """Sectors that the law of commendation or a regulation names apart."""

    EDUCATION = "education", _("Education and training")
    HEALTH = "health", _("Health")
