"""A parsed package from another installation: sender, recipient, content."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from nominations.dossiers.models import Report
from nominations.dossiers.models.papers import PaperKind
from nominations.law.models import CommendationType, RecipientKind
from nominations.packages.manifest_fields import Fields
from nominations.packages.models import PackageKind
from nominations.packages.package_contents import DATA
from nominations.packages.sealing.exceptions import PackageRefused
from nominations.packages.sealing.package_file import OpenPackage, PackedFile
from nominations.people.body_kinds import BodyKind
from nominations.people.gender import Gender

_LONG = 100_000
OUTCOMES = ("conferred", "refused", "returned")


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivingUnit:
    code: str
    name: str
    kind: str
    rank: int
    representative: str = ""
    representative_gender: str = ""
    address: str = ""

    @property
    def is_household(self) -> bool:
        return self.kind == BodyKind.HOUSEHOLD


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivingPerson:
    key: UUID
    name: str
    gender: str
    birth_date: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivingCampaign:
    code: str
    name: str
    year: int
    commendation_type: str
    theme: str
    achievement_from: date
    achievement_to: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivingDossier:
    """One nomination; `said` is its raw entry in the manifest."""

    id: UUID
    kind: str
    subject: str
    position: str
    unit_name: str
    award: str
    campaign: str
    person: ArrivingPerson | None
    collective: ArrivingUnit | None
    unit: ArrivingUnit
    goals: str
    planned_initiative: str
    achievement: str
    late_reason: str
    report: dict[str, str]
    said: dict[str, Any]
    evidence: Sequence[PackedFile] = field(default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingSubmission:
    """The dossiers of a submission; `sealed` is the sealed text of the report."""

    report_id: UUID
    number: str
    issued_on: date
    name: str
    sealed: str
    seal: str
    in_priority_order: bool
    campaigns: Sequence[ArrivingCampaign]
    dossiers: Sequence[ArrivingDossier]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivingOutcome:
    """The outcome of one dossier."""

    id: UUID
    subject: str
    outcome: str
    number: str
    paper_date: date | None
    issuer: str
    reason: str
    given: str = ""
    given_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingReply:
    """The answer to a package of this installation."""

    package: UUID
    report_id: UUID
    outcomes: Sequence[ArrivingOutcome]


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingPackage:
    id: UUID
    kind: str
    sender_code: str
    sender_name: str
    recipient_code: str
    recipient_name: str


def incoming_package(package: OpenPackage) -> IncomingPackage:
    """Parse sender, recipient and kind; raises PackageRefused for invalid content."""
    fields = Fields(package.manifest, "")
    sender, recipient = fields.part("sender"), fields.part("recipient")
    return IncomingPackage(
        id=fields.uuid("id"),
        kind=fields.one_of("kind", PackageKind.values),
        sender_code=sender.text("code", max_length=35, needed=True),
        sender_name=sender.text("name", max_length=250, needed=True),
        recipient_code=recipient.text("code", max_length=35, needed=True),
        recipient_name=recipient.text("name", max_length=250),
    )


def incoming_submission(package: OpenPackage) -> IncomingSubmission:
    """Parse the dossiers of a package; raises PackageRefused for invalid content."""
    fields, data = Fields(package.manifest, ""), data_of(package)
    report = fields.part("report")
    said = {one.uuid("id"): one for one in fields.parts("nominations")}
    rows = data.parts("dossiers")
    ids = [one.uuid("id") for one in rows]
    if not ids or len(set(ids)) != len(ids) or set(ids) != set(said):
        raise PackageRefused("wrong_content", what="dossiers")
    campaigns = [_campaign(one) for one in data.parts("campaigns")]
    known = {one.code for one in campaigns}
    dossiers = [_dossier(row, said[key], package) for key, row in zip(ids, rows, strict=True)]
    if len(known) != len(campaigns) or not {one.campaign for one in dossiers} <= known:
        raise PackageRefused("wrong_content", what="campaigns")
    sealed = sealed_text(data, report)
    return IncomingSubmission(
        report_id=report.uuid("id"),
        number=report.text("number", max_length=60, needed=True),
        issued_on=report.day("date"),
        name=report.text("name", max_length=300, needed=True),
        sealed=sealed,
        seal=report.text("seal", max_length=64),
        in_priority_order=_is_in_priority_order(sealed),
        campaigns=campaigns,
        dossiers=dossiers,
    )


def data_of(package: OpenPackage) -> Fields:
    """The data file of the package; raises PackageRefused if it is missing."""
    if DATA not in {one.name for one in package.files}:
        raise PackageRefused("wrong_content", what=DATA)
    try:
        content = json.loads(package.read(DATA))
    except (ValueError, RecursionError):
        raise PackageRefused("wrong_content", what=DATA) from None
    if not isinstance(content, dict):
        raise PackageRefused("wrong_content", what=DATA)
    return Fields(content, "")


def sealed_text(data: Fields, report: Fields) -> str:
    """The sealed text of the report, which has to fit the seal that the manifest names."""
    text = data.content.get("sealed")
    seal = report.text("seal", max_length=64, needed=True)
    if not isinstance(text, str) or sha256(text.encode()).hexdigest() != seal:
        raise PackageRefused("wrong_content", what="report.seal")
    return text


def _is_in_priority_order(sealed: str) -> bool:
    """Whether the sender ordered the dossiers within each award."""
    try:
        content = json.loads(sealed)
    except (ValueError, RecursionError):
        raise PackageRefused("wrong_content", what="sealed") from None
    return isinstance(content, dict) and content.get("in_priority_order") is True


def _dossier(row: Fields, said: Fields, package: OpenPackage) -> ArrivingDossier:
    kind = said.one_of("kind", RecipientKind.values)
    person, collective = row.optional_part("person"), row.optional_part("collective")
    if (person is not None) != (kind == RecipientKind.INDIVIDUAL) or (person is None) == (
        collective is None
    ):
        raise PackageRefused("wrong_content", what="dossiers.person")
    unit, whom = _unit(row.part("unit")), _unit(collective) if collective else None
    if unit.is_household:
        raise PackageRefused("wrong_content", what="dossiers.unit")
    if whom is not None and whom.is_household != (kind == RecipientKind.HOUSEHOLD):
        raise PackageRefused("wrong_content", what="dossiers.collective")
    report = row.part("report")
    return ArrivingDossier(
        id=row.uuid("id"),
        kind=kind,
        subject=said.text("subject", max_length=250, needed=True),
        position=said.text("position", max_length=120),
        unit_name=said.text("unit", max_length=250),
        award=said.text("award", max_length=40, needed=True),
        campaign=row.text("campaign", max_length=40, needed=True),
        person=_person(person) if person else None,
        collective=whom,
        unit=unit,
        goals=row.text("goals", max_length=_LONG),
        planned_initiative=row.text("planned_initiative", max_length=_LONG),
        achievement=row.text("achievement", max_length=300),
        late_reason=row.text("late_reason", max_length=_LONG),
        report={name: report.text(name, max_length=_LONG) for name in Report.FIELDS},
        said=dict(said.content),
        evidence=[one for one in package.files if _is_evidence_of(one, str(row.uuid("id")))],
    )


def _is_evidence_of(file: PackedFile, dossier: str) -> bool:
    about = Fields(file.about, "files")
    if about.content.get("kind") != "evidence" or about.content.get("of") != dossier:
        return False
    about.one_of("paper", PaperKind.values)
    about.text("title", max_length=200, needed=True)
    about.text("note", max_length=300)
    return True


def _unit(fields: Fields) -> ArrivingUnit:
    unit = ArrivingUnit(
        code=fields.text("code", max_length=35, needed=True),
        name=fields.text("name", max_length=250, needed=True),
        kind=fields.one_of("kind", ["", *BodyKind.values]),
        rank=fields.whole("rank", maximum=1_000_000),
    )
    if not unit.is_household:
        return unit
    return replace(
        unit,
        representative=fields.text("representative", max_length=150, needed=True),
        representative_gender=fields.one_of("representative_gender", Gender.values),
        address=fields.text("address", max_length=250, needed=True),
    )


def _person(fields: Fields) -> ArrivingPerson:
    return ArrivingPerson(
        key=fields.uuid("key"),
        name=fields.text("name", max_length=150, needed=True),
        gender=fields.one_of("gender", ("", "female", "male")),
        birth_date=fields.optional_day("birth_date"),
    )


def _campaign(fields: Fields) -> ArrivingCampaign:
    first, last = fields.day("achievement_from"), fields.day("achievement_to")
    if last < first:
        raise PackageRefused("wrong_content", what="campaigns.achievement_to")
    return ArrivingCampaign(
        code=fields.text("code", max_length=40, needed=True),
        name=fields.text("name", max_length=250, needed=True),
        year=fields.whole("year", maximum=9_999),
        commendation_type=fields.one_of("commendation_type", CommendationType.values),
        theme=fields.text("theme", max_length=300),
        achievement_from=first,
        achievement_to=last,
    )


def incoming_reply(package: OpenPackage) -> IncomingReply:
    """The outcomes of a package; raises PackageRefused: wrong_content, two_outcomes."""
    fields = Fields(package.manifest, "")
    answers = fields.part("answers")
    outcomes = [_outcome(one) for one in fields.parts("outcomes")]
    seen: set[UUID] = set()
    for one in outcomes:
        if one.id in seen:
            raise PackageRefused("two_outcomes", subject=one.subject)
        seen.add(one.id)
    if not outcomes:
        raise PackageRefused("wrong_content", what="outcomes")
    return IncomingReply(
        package=answers.uuid("package"), report_id=answers.uuid("report"), outcomes=outcomes
    )


def _outcome(fields: Fields) -> ArrivingOutcome:
    outcome = fields.one_of("outcome", OUTCOMES)
    is_decided = outcome != "returned"
    return ArrivingOutcome(
        id=fields.uuid("id"),
        subject=fields.text("subject", max_length=250, needed=True),
        outcome=outcome,
        number=fields.text("number", max_length=60, needed=is_decided),
        paper_date=fields.day("date") if is_decided else None,
        issuer=fields.text("issuer", max_length=200, needed=is_decided),
        reason=fields.text("reason", max_length=5_000, needed=outcome != "conferred"),
        given=fields.text("given", max_length=20),
        given_name=fields.text("given_name", max_length=200),
    )
