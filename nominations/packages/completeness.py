"""What is missing before the dossiers of a report upward can be sealed in a package."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from nominations import citations
from nominations.decisions import sealed_package
from nominations.decisions.issued_sources import issued_report
from nominations.decisions.models import UpwardReport
from nominations.dossiers.missing_papers import missing_papers
from nominations.dossiers.models import Nomination, OpinionAnswer, RequestedOpinion
from nominations.dossiers.panels.opinions import required_of
from nominations.dossiers.required_opinions import RequiredOpinion, status_words
from nominations.issued_papers.paper_facts import read_facts
from nominations.packages.report_dossiers import ReportDossiers
from workflow import clock


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingPapers:
    """A dossier with what it lacks in words, and the source that requires it."""

    nomination: Nomination
    papers: tuple[str, ...]
    source: str = ""


def missing_of(dossiers: ReportDossiers) -> list[MissingPapers]:
    """The dossiers that lack papers required by the rules of their campaign, each with all of
    them."""
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
    return papers + _missing_opinions(dossiers, one)


def _required(dossiers: ReportDossiers, one: Nomination) -> list[RequiredOpinion]:
    return required_of(one, dossiers.titles.get(one.pk), dossiers.opinions.get(one.pk, []))


def _missing_opinions(dossiers: ReportDossiers, one: Nomination) -> list[str]:
    """The required opinions that are missing; where silence agrees, a requested one is present
    after its due day."""
    today = clock.today()
    return [
        _("opinion of %(body)s (%(source)s): %(status)s")
        % {
            "body": opinion.rule.body_name,
            "source": citations.plain(opinion.rule.source),
            "status": status_words(opinion, today),
        }
        for opinion in _required(dossiers, one)
        if not opinion.is_there(today)
    ]


def warnings_of(dossiers: ReportDossiers) -> list[MissingPapers]:
    """Warnings that do not prevent sealing: opinions that count as given by silence, that came
    without a file, or that are not in favour."""
    today, found = clock.today(), []
    for one in dossiers.nominations:
        rows = {row.key: row for row in dossiers.opinions.get(one.pk, [])}
        papers = [
            f"{opinion.rule.body_name}: {words}"
            for opinion in _required(dossiers, one)
            if (words := _doubt(opinion, rows.get(opinion.rule.key), today))
        ]
        if papers:
            found.append(MissingPapers(nomination=one, papers=tuple(papers)))
    return found


def _doubt(opinion: RequiredOpinion, row: RequestedOpinion | None, today: date) -> str:
    if opinion.status(today) == "agreed_by_silence":
        return status_words(opinion, today)
    if row is None or row.paper is None:
        return ""
    words = {"number": row.paper.number, "answer": str(OpinionAnswer(row.answer).label).lower()}
    if row.answer in (OpinionAnswer.DISAGREES, OpinionAnswer.OTHER):
        return _("%(answer)s (paper %(number)s)") % words
    return "" if row.paper.file else _("paper %(number)s is recorded without its file") % words


def report_obstacles(report: UpwardReport) -> list[str]:
    """Sentences on what prevents sealing the package of a report."""
    if report.kind == UpwardReport.Kind.SUBMISSION:
        return [_("A submission goes upward as a package of dossiers.")]
    found = sealed_package.package_problems(report)
    paper = issued_report(report)
    if paper is None:
        found.append(_("Issue the report first: the package carries the paper as it was issued."))
    elif _listed(report) != sorted(one.name for one in read_facts(paper.facts).lines):
        found.append(
            _("The list of the issued report is not that of the sealed one; nothing goes upward.")
        )
    return found


def _listed(report: UpwardReport) -> list[str]:
    """The names listed in the sealed report."""
    return sorted(one["subject"] for one in json.loads(report.package)["nominations"])


def obstacles(dossiers: ReportDossiers) -> list[str]:
    """Sentences on what else prevents sealing the package."""
    report = dossiers.report
    if report.kind != UpwardReport.Kind.SUBMISSION:
        return [_("Only a submission goes upward as a package of dossiers.")]
    if not dossiers.nominations:
        return [_("No dossier of this submission waits at the superior agency.")]
    found = sealed_package.package_problems(report)
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
