"""What kind of body an agency or a unit is. No models here."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class BodyKind(models.TextChoices):
    """The kind of a body, on which the recipients of awards and the scope of regulations depend.

    `WHOLE_AGENCY` is the unit that represents an agency itself with all its units. `HOUSEHOLD` is a
    household that is commended, in which nobody works.
    """

    DIVISION = "PHONG", _("Division or what is equal to one")
    WHOLE_AGENCY = "CO_QUAN", _("The agency as a whole")
    DEPARTMENT = "SO", _("Department or branch of the province")
    SERVICE_UNIT = "SU_NGHIEP", _("Public service unit")
    SCHOOL = "TRUONG", _("School")
    COMMUNE = "XA", _("Commune")
    ENTERPRISE = "DOANH_NGHIEP", _("Enterprise")
    ARMED_FORCES = "VU_TRANG", _("Unit of the armed forces")
    HOUSEHOLD = "HO_GIA_DINH", _("Household")


OF_A_UNIT = tuple(kind for kind in BodyKind if kind != BodyKind.HOUSEHOLD)
"""The kinds of a unit of an agency."""

OF_AN_ORGANIZATION = tuple(
    kind for kind in OF_A_UNIT if kind not in (BodyKind.DIVISION, BodyKind.WHOLE_AGENCY)
)
"""The kinds of an agency itself."""

BODY_KINDS = {
    "phong": str(BodyKind.DIVISION),
    "phong va tuong duong": str(BodyKind.DIVISION),
    "toan co quan": str(BodyKind.WHOLE_AGENCY),
    "ca co quan": str(BodyKind.WHOLE_AGENCY),
    "toan the co quan don vi": str(BodyKind.WHOLE_AGENCY),
    "so": str(BodyKind.DEPARTMENT),
    "so ban nganh": str(BodyKind.DEPARTMENT),
    "don vi su nghiep": str(BodyKind.SERVICE_UNIT),
    "truong": str(BodyKind.SCHOOL),
    "truong hoc": str(BodyKind.SCHOOL),
    "xa": str(BodyKind.COMMUNE),
    "xa phuong": str(BodyKind.COMMUNE),
    "doanh nghiep": str(BodyKind.ENTERPRISE),
    "don vi luc luong vu trang": str(BodyKind.ARMED_FORCES),
}
"""The words for each kind in imported tables, without diacritics."""
