from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from workflow import actions


class DecisionsConfig(AppConfig):
    name = "nominations.decisions"
    label = "decisions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from nominations.decisions.editable_texts import TEXTS
        from nominations.decisions.importing.importer import OUTCOME_IMPORTER
        from nominations.decisions.inbox import inbox_workflows, items
        from nominations.decisions.issued_sources import (
            CertificatesSource,
            DecisionSource,
            ReportSource,
            RevocationSource,
        )
        from nominations.decisions.menu import entries
        from nominations.decisions.printed_certificates import CertificatePrints
        from nominations.decisions.step_days import decision_day, report_day
        from nominations.documents import agency_texts
        from nominations.dossiers.deadline_facts import register_event_day
        from nominations.importing import registry
        from nominations.issued_papers import paper_sources
        from nominations.issued_papers.models import IssuedKind
        from nominations.print_runs import print_sources
        from nominations.web import inbox, menu

        for source in (
            DecisionSource(),
            CertificatesSource(),
            ReportSource(IssuedKind.SUBMISSION),
            ReportSource(IssuedKind.ANNUAL_REPORT),
            ReportSource(IssuedKind.SUPPLEMENT),
            RevocationSource(),
        ):
            paper_sources.register(source)

        print_sources.register(CertificatePrints())
        registry.register(OUTCOME_IMPORTER)
        menu.register(entries)
        agency_texts.register(*TEXTS)
        inbox.register(items, inbox_workflows)
        register_event_day("decision", decision_day)
        register_event_day("report", report_day)
        for action, label in ACTIONS.items():
            actions.register(action, label)


ACTIONS = {
    "decision.drafted": _("Decision drafted"),
    "outcomes.imported": _("Outcomes from above imported"),
    "decision.changed": _("List of a draft decision changed"),
    "decision.discarded": _("Draft decision discarded"),
    "decision.signed": _("Decision signed"),
    "report.issued": _("Report upward issued"),
    "report.received": _("Report from below received"),
    "outcome.not_delivered": _("Outcome could not be passed down"),
    "revocation.returned": _("Return after a revocation recorded"),
    "paper.corrected": _("Paper corrected"),
    "paper_correction.proposed": _("Correction of a paper proposed"),
    "fund.set": _("Commendation fund entered"),
}
