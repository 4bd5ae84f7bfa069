from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RecordsConfig(AppConfig):
    name = "nominations.records"
    label = "records"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Records of merit")

    def ready(self) -> None:
        from nominations.importing import registry
        from nominations.people import record_addresses
        from nominations.people.importing.importer import person_importer
        from nominations.records.importing.careers import ServiceCareers
        from nominations.records.importing.importer import GRADE_IMPORTER, INITIATIVE_IMPORTER
        from nominations.records.inbox import inbox_workflows, items
        from nominations.records.menu import entries
        from nominations.records.record_addresses import PAGES
        from nominations.web import inbox, menu
        from workflow import actions

        menu.register(entries)
        record_addresses.register(PAGES)
        inbox.register(items, inbox_workflows)
        registry.register(person_importer(ServiceCareers()))
        registry.register(GRADE_IMPORTER)
        registry.register(INITIATIVE_IMPORTER)
        actions.register("record.entered", pgettext_lazy("history", "Record entered"))
        actions.register("record.cancelled", pgettext_lazy("history", "Record cancelled"))
        actions.register("record.closed", pgettext_lazy("history", "Examination closed"))
        actions.register("record.imported", pgettext_lazy("history", "Records imported"))
        actions.register("initiative.drafted", pgettext_lazy("history", "Initiative drafted"))
        actions.register("initiative.changed", pgettext_lazy("history", "Draft changed"))
        actions.register("initiative.widened", pgettext_lazy("history", "Wider scope recorded"))
