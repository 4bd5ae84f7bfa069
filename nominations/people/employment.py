"""Kinds of staff, and how a service began and ended. No models here."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class StaffKind(models.TextChoices):
    """The kind of staff by law, on which grading rules and the recipients of awards depend."""

    CIVIL_SERVANT = "CONG_CHUC", _("Civil servant")
    PUBLIC_EMPLOYEE = "VIEN_CHUC", _("Public employee")
    CONTRACT = "HOP_DONG", _("Contract staff")
    WORKER = "CONG_NHAN", _("Worker")
    FARMER = "NONG_DAN", _("Farmer")
    LEARNER = "HOC_SINH", _("Pupil or student")
    ARMED_FORCES = "VU_TRANG", _("Member of the armed forces")


OF_AN_AGENCY = frozenset(
    {StaffKind.CIVIL_SERVANT.value, StaffKind.PUBLIC_EMPLOYEE.value, StaffKind.CONTRACT.value}
)
"""The kinds of staff of agencies and public service units."""


class ServiceBegin(models.TextChoices):
    """How a service in the agency began."""

    RECRUITED = "TUYEN_DUNG", _("Newly recruited")
    TRANSFERRED = "CHUYEN_DEN", _("Came from another agency")
    SECONDED = "BIET_PHAI_DEN", _("Seconded from another agency")


class ServiceEnd(models.TextChoices):
    """How a service in the agency ended."""

    RETIRED = "NGHI_HUU", _("Retired")
    MOVED = "CHUYEN_DI", _("Moved to another agency")
    SECONDED = "BIET_PHAI_DI", _("Seconded to another agency")
    LEFT = "THOI_VIEC", _("Left the service")
