"""What a report upward lacks before its dossiers can be sealed in a package, of whom."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from nominations.decisions import sealed_package
from nominations.decisions.models import UpwardReport
from nominations.dossiers.missing_papers import missing_papers
from nominations.dossiers.models import Nomination
from nominations.packages.report_dossiers import ReportDossiers


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingPapers:
    """A dossier with the words for what it lacks, and the source that asks for it."""

    nomination: Nomination
    papers: tuple[str, ...]
    source: str = ""


def missing_of(dossiers: ReportDossiers) -> list[MissingPapers]:
    """The dossiers that lack a paper which the rules of their campaign ask for, each with all."""
    found = []
    for one in dossiers.nominations:
        papers = _missing(dossiers, one)
        if papers:
            title = dossiers.titles.get(one.pk)
            source = title.citation if title else ""
            found.append(MissingPapers(nomination=one, papers=tuple(papers), source=source))
    return found


def _missing(dossiers: ReportDossiers, one: Nomination) -> list[str]:
    title, sealed = dossiers.titles.get(one.pk), dossiers.sealed[one.pk]
    report = dossiers.reports.get(one.pk)
    has = {f"has_{row.paper}": True for row in dossiers.evidence.get(one.pk, [])}
    has["has_report"] = report is not None and bool(report.achievements)
    papers = missing_papers(["report", *(title.required_papers if title else [])], has)
    if title is not None and title.needs_vote and not sealed.get("votes"):
        papers.append(_("minutes of the council with the result of the vote"))
    if title is not None and title.needs_consultation and not sealed.get("consultation"):
        papers.append(_("minutes of the public consultation"))
    if not sealed.get("decision"):
        papers.append(_("decision of the agency that proposes it"))
    return papers


def obstacles(dossiers: ReportDossiers) -> list[str]:
    """Sentences on what else keeps the package from being sealed."""
    report = dossiers.report
    if report.kind != UpwardReport.Kind.SUBMISSION:
        return [_("Only a submission goes upward as a package of dossiers.")]
    if not dossiers.nominations:
        return [_("No dossier of this submission waits at the superior agency.")]
    found = sealed_package.problems(report)
    groups = {
        (one.award_type.authority, one.campaign.commendation_type) for one in dossiers.nominations
    }
    if len(groups) > 1:
        found.append(
            _(
                "The submission mixes awards of several authorities or commendation types; one"
                " submission is needed for each."
            )
        )
    return found
