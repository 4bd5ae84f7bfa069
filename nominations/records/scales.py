"""Scales of the law: grades, disciplines, scopes. No models here."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Grade(models.TextChoices):
    """Yearly grade of task completion, lowest first: Law 80/2025/QH15 article 26."""

    NOT_DONE = "KHT", _("Task not completed")
    DONE = "HT", _("Task completed")
    WELL_DONE = "HTT", _("Task completed well")
    EXCELLENT = "HTXS", _("Task completed excellently")


class DisciplineForm(models.TextChoices):
    """Forms of discipline, lightest first."""

    REPRIMAND = "KHIEN_TRACH", _("Reprimand")
    WARNING = "CANH_CAO", _("Warning")
    PAY_CUT = "HA_BAC_LUONG", _("Lowered pay step")
    DEMOTION = "GIANG_CHUC", _("Demotion")
    REMOVAL = "CACH_CHUC", _("Removal from post")
    DISMISSAL = "BUOC_THOI_VIEC", _("Dismissal")


class DisciplineConcern(models.TextChoices):
    """The kind of punished act: some grading rules count only the first two."""

    DUTY = "CONG_VU", _("Duty or tasks")
    CONDUCT = "DAO_DUC", _("Ideology, morals or way of life")
    OTHER = "KHAC", pgettext_lazy("discipline", "Something else")


class DisciplineTrack(models.TextChoices):
    """The authority of a discipline: one act may have both."""

    ADMINISTRATIVE = "CHINH_QUYEN", _("Administrative discipline")
    PARTY = "DANG", _("Party discipline")


class Scope(models.TextChoices):
    """How far an initiative or a topic is recognised, narrowest first.

    Ministry and province stand side by side (Circular 12/2019/TT-BNV article 6).
    """

    BASE = "CO_SO", pgettext_lazy("scope", "Base level")
    PROVINCE = "TINH", pgettext_lazy("scope", "Province")
    MINISTRY = "BO", pgettext_lazy("scope", "Ministry")
    NATION = "TOAN_QUOC", pgettext_lazy("scope", "Nationwide")


GRADE_RANK = {value: rank for rank, value in enumerate(Grade.values, 1)}
DISCIPLINE_RANK = {value: rank for rank, value in enumerate(DisciplineForm.values, 1)}
SCOPE_RANK = {Scope.BASE: 1, Scope.PROVINCE: 2, Scope.MINISTRY: 2, Scope.NATION: 3}
"""Rank of a word in its scale: a higher number is a better grade, a heavier discipline, a wider
scope."""


class AbsenceKind(models.TextChoices):
    """The kind of an absence: the law counts some of it as work (Decree 91/2017 article 10, Decree
    98/2023 article 4, Circular 01/2024/TT-BNV article 1)."""

    MATERNITY = "maternity", _("Maternity leave")
    RESCUE = "rescue", _("Treatment after rescue or injury on duty")
    TRAINING = "training", _("Training")
    SICK = "sick", _("Sick leave under social insurance")
    OTHER = "other", _("Other lawful absence")


class TrainingResult(models.TextChoices):
    GOOD = "good", _("Good or better")
    PASSED = "passed", _("Passed, not graded")
    BELOW = "below", _("Below good")


class ExaminationKind(models.TextChoices):
    """Proceedings that block a nomination: Decree 98/2023 article 4 clause 4, Decree 152/2025
    article 4 clause 4, Circular 12/2019/TT-BNV article 2 clause 5."""

    DISCIPLINE = "discipline", _("Discipline being considered")
    INVESTIGATION = "investigation", _("Investigation or inspection")
    COMPLAINT = "complaint", _("Complaint or denunciation being verified")
    PRESS = "press", _("Matter raised in the press")


class AttestationKind(models.TextChoices):
    """Facts of a year that only people can attest, recorded with their paper."""

    CONDUCT = "DAO_DUC", _("Good conduct, obeys policy and law")
    UNITY = "DOAN_KET", _("Internal unity")
    MOVEMENT = "PHONG_TRAO", _("Outstanding in an emulation movement")
    SUDDEN = "DOT_XUAT", pgettext_lazy("attested", "Sudden achievement")
    MANY_ACHIEVEMENTS = "NHIEU_THANH_TICH", _("Many achievements in a field")
    CONTRIBUTION = "DONG_GOP", _("Great contribution")
    EXEMPLARY = "TIEU_BIEU", _("Exemplary among those who meet the standard")
    LEADING = "DAN_DAU", _("Leads the emulation block or cluster")
    TARGETS_EXCEEDED = "VUOT_CHI_TIEU", _("Targets of the year exceeded")
    PARTY_CLEAN = "DANG_TRONG_SACH", _("Party and mass organisations sound and strong")
    BASE_DEMOCRACY = "DAN_CHU_CO_SO", _("Base democracy, thrift")
    ACTIVE = "PHONG_TRAO_THUONG_XUYEN", _("Regular and active in emulation movements")
    CAREER = "CONG_HIEN", _("Process of contribution meets the standard")
    GRADING_REGULATION = "QUY_CHE_DANH_GIA", _("Grading regulation of the unit issued")
    COLLEAGUES_TRAINED = "DAO_TAO_DONG_NGHIEP", _("Trains and helps colleagues to better skills")
    MODEL_FARM = "MO_HINH_SAN_XUAT", _("Effective, stable farming model that helps other farmers")
    INVENTION = "PHAT_MINH", _("Recognised invention, scientific or artistic work, or world prize")
