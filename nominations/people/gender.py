"""The recorded gender. No models here."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Gender(models.TextChoices):
    FEMALE = "female", _("Female")
    MALE = "male", _("Male")


HONORIFICS = {
    Gender.MALE.value: pgettext_lazy("before a name", "Mr"),
    Gender.FEMALE.value: pgettext_lazy("before a name", "Mrs"),
}
"""Gender -> how a person is addressed."""
