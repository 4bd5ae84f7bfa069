"""The settings of a rule set and their values in words."""

from __future__ import annotations

from django.utils.translation import gettext as _


def setting_name(name: str) -> str:
    """What the setting says, as people read it."""
    return {
        "correction_days": _("Least working days to correct a returned dossier"),
        "return_days": _("Working days to give back a revoked award"),
        "papers_lead_days": _("Working days in which members get the papers before a meeting"),
        "ballots": _("Most ballots in one round"),
        "tie": _("A tie is decided by"),
        "proxy": _("A member who is away may be stood in for"),
        "revocation_days": _("Working days to file a revocation"),
        "dossier_return_days": _("Working days in which an unfit state-level dossier comes back"),
        "line_ministry_days": _("Working days for the opinion of the ministry of the field"),
        "province_submits_days": _("Working days of the province before it submits upward"),
        "appraisal_days": _("Working days of the appraisal by the ministry of home affairs"),
        "objects_days": _("Working days until the objects come, fewer than 100 cases"),
        "objects_days_from_100": _("Working days until the objects come, 100 cases or more"),
        "achievement_months": _("Months before the submission up to which achievements count"),
        "ungraded_recruits": _("Members recruited too late to be graded"),
        "submission_form": _("Form of the submission"),
        "initiative_form": _("Form of the confirmation of an initiative"),
    }[name]


def setting_value(value: object) -> str:
    """The value of a setting in words."""
    words = {
        "left_out": _("left out of the share of grades"),
        "counted": _("counted, the share stays unknown"),
        "chair": _("the chair's vote"),
        "ballot": _("another ballot"),
        "head": _("the head of the agency"),
        "figures": _("fixed figures, in the end a ballot"),
        "none": _("by nobody"),
        "carrier": _("by a carrier of the member's own ballot"),
        "full": _("by a deputy who votes"),
    }
    return words.get(str(value), str(value))
