from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "nominations.documents"
    label = "documents"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Papers to print")

    def ready(self) -> None:
        from nominations.documents.blank_offsets import KEPT
        from nominations.documents.emblems import REMOVED, SET
        from nominations.documents.services import WORDED
        from workflow import audit

        audit.register(SET, _("set the emblem on certificates"))
        audit.register(REMOVED, _("removed the emblem on certificates"))
        audit.register(WORDED, _("worded a paper"))
        audit.register(KEPT, _("kept the offsets of a blank"))
