from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from workflow import actions


class IssuedPapersConfig(AppConfig):
    name = "nominations.issued_papers"
    label = "issued_papers"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Issued papers")

    def ready(self) -> None:
        from nominations.issued_papers.correction_paper import CorrectionSource
        from nominations.issued_papers.menu import entries
        from nominations.issued_papers.paper_sources import register
        from nominations.web import menu

        menu.register(entries)
        register(CorrectionSource())
        actions.register("paper.issued", _("Paper issued"))
        actions.register("paper.signed_copy", _("Signed copy of a paper added"))
        actions.register("trust_root.added", _("Trusted authority added"))
        actions.register("trust_root.ended", _("Trusted authority ended"))
