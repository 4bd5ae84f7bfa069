"""Who launched an emulation movement, and its review. No models here."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MovementLauncher(models.TextChoices):
    """Who launched a movement (Decree 65/2014/NĐ-CP article 23 clause 1 a asks for it)."""

    STATE = "TRUNG_UONG", _("The Government or the central council")
    MINISTRY = "BO", pgettext_lazy("launched by", "A ministry or a central mass organisation")
    PROVINCE = "TINH", pgettext_lazy("launched by", "The province")
    BLOC = "CUM_KHOI", _("A block or cluster of agencies")
    AGENCY = "CO_QUAN", pgettext_lazy("launched by", "The agency itself")


class MovementReview(models.TextChoices):
    """The review of a movement when dossiers are written."""

    INTERIM = "SO_KET", _("Interim review")
    FINAL = "TONG_KET", _("Final review")


LAUNCHER_WORDS = {kind.name.lower(): str(kind.value) for kind in MovementLauncher}
REVIEW_WORDS = {kind.name.lower(): str(kind.value) for kind in MovementReview}
