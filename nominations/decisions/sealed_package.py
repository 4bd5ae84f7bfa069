"""The sealed package of a report upward: a manifest as canonical JSON, and its SHA-256.

The content can be checked against the records, and by anybody who has the file against its hash.
"""

from __future__ import annotations

import hmac
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _

from nominations.consultation.models import PostedItem
from nominations.council.models import BallotItem
from nominations.council.session_workflow import SessionState
from nominations.decisions.models import DecisionLine, Revocation, UpwardReport
from nominations.dossiers.models import Evidence, Nomination, Report
from nominations.law.models import RecipientKind
from workflow import canonical

SCHEMA = "bang-vang/package/1"


class PackageError(ValueError):
    """The file is not a package, or its seal is broken."""


def report_digest(report: Report | None) -> str:
    """SHA-256 of the frozen achievement report; "" without one."""
    if report is None:
        return ""
    return sha256(
        canonical.encode({name: getattr(report, name) for name in Report.FIELDS}).encode()
    ).hexdigest()


def frozen_reports(pks: Iterable[int]) -> dict[int, Report]:
    """The last frozen report of each nomination."""
    rows = Report.objects.filter(nomination_id__in=pks, frozen_at__isnull=False)
    return {row.nomination_id: row for row in rows.order_by("nomination_id", "number")}


def evidence_of(pks: Iterable[int]) -> dict[int, list[Evidence]]:
    """The files in each dossier."""
    found: dict[int, list[Evidence]] = {}
    for row in Evidence.objects.filter(nomination_id__in=pks, removed_at__isnull=True).order_by(
        "nomination_id", "paper", "id"
    ):
        found.setdefault(row.nomination_id, []).append(row)
    return found


def _votes(pks: Sequence[int]) -> dict[int, dict[str, Any]]:
    rows = BallotItem.objects.filter(
        nomination_id__in=pks, passed=True, session__state=SessionState.CERTIFIED
    ).order_by("session__certified_at")
    return {
        row.nomination_id: {
            "yes": row.yes,
            "members": row.members,
            "base": row.vote_base,
            "took_part": row.took_part,
            "silent": row.silent,
            "threshold": f"{row.threshold_numerator}/{row.threshold_denominator}",
            "strict": row.threshold_strict,
            **_second_threshold(row),
            "citation": row.citation,
        }
        for row in rows
    }


def _second_threshold(row: BallotItem) -> dict[str, Any]:
    """The keys of the second threshold; empty without one."""
    if not row.also_numerator:
        return {}
    return {
        "also_threshold": f"{row.also_numerator}/{row.also_denominator}",
        "also_strict": row.also_strict,
    }


def _postings(pks: Sequence[int]) -> dict[int, dict[str, Any]]:
    rows = PostedItem.objects.filter(nomination_id__in=pks).select_related("posting").order_by("id")
    return {
        row.nomination_id: {
            "posted_on": row.posting.posted_on,
            "due_on": row.posting.due_on,
            "working_days": row.posting.working_days,
        }
        for row in rows
    }


def _decisions(pks: Sequence[int]) -> dict[int, dict[str, Any]]:
    rows = DecisionLine.objects.filter(
        nomination_id__in=pks, decision__signed_on__isnull=False
    ).select_related("decision")
    return {
        row.nomination_id: {"number": row.decision.number, "date": row.decision.signed_on}
        for row in rows.order_by("id")
    }


def _revocations(pks: Sequence[int]) -> dict[int, dict[str, Any]]:
    rows = Revocation.objects.filter(nomination_id__in=pks).order_by("recorded_at", "id")
    return {
        row.nomination_id: {
            "number": row.paper_number,
            "date": row.paper_date,
            "ground": row.legal_ground,
        }
        for row in rows
    }


def _entries(nominations: Sequence[Nomination]) -> list[dict[str, Any]]:
    pks = [nomination.pk for nomination in nominations]
    votes, postings, decisions = _votes(pks), _postings(pks), _decisions(pks)
    reports, evidence = frozen_reports(pks), evidence_of(pks)
    revocations = _revocations(pks)
    return [
        {
            "id": nomination.public_id,
            "subject": nomination.subject_name,
            "kind": nomination.kind,
            "position": nomination.position_name,
            "unit": nomination.unit_name,
            "award": nomination.award_type.code,
            "campaign": nomination.campaign.code,
            "votes": votes.get(nomination.pk),
            "consultation": postings.get(nomination.pk),
            "decision": decisions.get(nomination.pk),
            **({"revocation": revoked} if (revoked := revocations.get(nomination.pk)) else {}),
            "report_sha256": report_digest(reports.get(nomination.pk)),
            "evidence": [
                {"name": row.name, "paper": row.paper, "size": row.size, "sha256": row.sha256}
                for row in evidence.get(nomination.pk, [])
            ],
        }
        for nomination in nominations
    ]


def manifest(report: UpwardReport, nominations: Sequence[Nomination]) -> dict[str, Any]:
    """The content of the package as JSON data; nominations have award type and campaign loaded."""
    counts = Counter((one.award_type.code, one.kind) for one in nominations)
    names = {one.award_type.code: one.award_type.name for one in nominations}
    recipient = report.recipient
    return {
        "schema": SCHEMA,
        "agency": {"code": report.organization.code, "name": report.organization.name},
        "recipient": {"code": recipient.code, "name": recipient.name} if recipient else None,
        "kind": report.kind,
        "number": report.number,
        "date": report.issued_on,
        "name": report.name,
        "year": report.campaign.year if report.campaign else report.issued_on.year,
        "awards": [
            {
                "code": code,
                "name": names[code],
                "individual": counts[code, RecipientKind.INDIVIDUAL],
                "collective": counts[code, RecipientKind.COLLECTIVE],
                **(
                    {"household": counts[code, RecipientKind.HOUSEHOLD]}
                    if counts[code, RecipientKind.HOUSEHOLD]
                    else {}
                ),
            }
            for code in sorted(names)
        ],
        **({"in_priority_order": True} if report.in_priority_order else {}),
        "nominations": _entries(nominations),
    }


def priorities_of(nominations: Iterable[Nomination]) -> dict[int, int]:
    """The rank of each within its award and kind, in the given order."""
    counts: Counter[tuple[int, str]] = Counter()
    found = {}
    for one in nominations:
        counts[one.award_type_id, one.kind] += 1
        found[one.pk] = counts[one.award_type_id, one.kind]
    return found


def seal(content: Mapping[str, Any]) -> tuple[str, str]:
    """The canonical text of a manifest and its SHA-256."""
    text = canonical.encode(content)
    return text, sha256(text.encode()).hexdigest()


def is_intact(text: str, digest: str) -> bool:
    """Whether the text has this SHA-256."""
    return bool(text) and hmac.compare_digest(sha256(text.encode()).hexdigest(), digest)


def envelope(report: UpwardReport) -> str:
    """The package file: the manifest and its seal as readable JSON."""
    content = {"package": json.loads(report.package), "sha256": report.package_sha256}
    return json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def open_envelope(text: str) -> dict[str, Any]:
    """The manifest of a package file; refuses (PackageError) other files and changed ones."""
    try:
        content = json.loads(text)
        package, digest = content["package"], content["sha256"]
        sealed = canonical.encode(package)
    except (ValueError, TypeError, KeyError, AttributeError):
        raise PackageError(_("This file is not a dossier package.")) from None
    if not isinstance(package, dict):
        raise PackageError(_("This file is not a dossier package."))
    if not isinstance(digest, str) or not is_intact(sealed, digest):
        raise PackageError(_("The seal of the package is broken: its content was changed."))
    return package


def package_problems(report: UpwardReport) -> list[str]:
    """The differences between a sealed package and the records; empty if there are none."""
    if not is_intact(report.package, report.package_sha256):
        return [_("The seal of the package is broken: its content was changed.")]
    if report.kind != UpwardReport.Kind.SUBMISSION and not report.organization.on_system:
        return []  # the dossiers of such a report stay in their agency
    found = []
    content = json.loads(report.package)
    sealed = {entry["id"]: entry for entry in content["nominations"]}
    nominations = Nomination.objects.filter(public_id__in=sealed).in_bulk()
    reports, evidence = frozen_reports(nominations), evidence_of(nominations)
    by_public_id = {str(one.public_id): one for one in nominations.values()}
    for public_id, entry in sealed.items():
        nomination = by_public_id.get(public_id)
        subject = {"subject": entry["subject"]}
        if nomination is None:
            found.append(_("%(subject)s: the dossier is missing.") % subject)
            continue
        if report_digest(reports.get(nomination.pk)) != entry["report_sha256"]:
            found.append(_("%(subject)s: the achievement report differs.") % subject)
        files = {row.sha256 for row in evidence.get(nomination.pk, [])}
        if not {row["sha256"] for row in entry["evidence"]} <= files:
            found.append(_("%(subject)s: a file of evidence is missing or differs.") % subject)
    return found
