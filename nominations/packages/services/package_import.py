"""Importing a package: dossiers and reports of an agency below arrive as if sent on this
installation; a reply records the outcomes of the agency above."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.urls import reverse
from django.utils.timezone import make_aware
from django.utils.translation import gettext as _

from nominations.decisions.models import ReportLine, UpwardReport
from nominations.decisions.roles import ANSWERERS, RECEIVERS
from nominations.decisions.services import record_outcomes, return_dossiers
from nominations.decisions.services.reports import officers_of
from nominations.dossiers.models import Campaign, CampaignTitle, Evidence, Nomination, Report
from nominations.dossiers.models.papers import evidence_path
from nominations.dossiers.services.drafts import title_of
from nominations.law.models import AwardType
from nominations.packages.incoming_package import (
    ArrivingCampaign,
    ArrivingDossier,
    ArrivingOutcome,
    ArrivingPerson,
    ArrivingUnit,
    IncomingSubmission,
)
from nominations.packages.incoming_report import IncomingReport
from nominations.packages.models import ArrivedPerson, ReceivedPackage, TrustedSender
from nominations.packages.package_check import CheckedPackage, checked_package
from nominations.packages.sealing.package_file import OpenPackage
from nominations.packages.services.packed_uploads import accepted_file, require_acceptable
from nominations.packages.stored_files import stored_files
from nominations.people import authorization
from nominations.people.models import Organization, Person, Unit
from nominations.people.services.households import arrived_household
from nominations.pipeline import PIPELINE
from nominations.web.refusals import refused
from notifications import outbox
from workflow import audit, clock, engine
from workflow.actors import SYSTEM, Actor


def may_take_in(actor: Actor, checked: CheckedPackage) -> bool:
    """Whether the actor may import the package: for dossiers and reports the officer of the
    addressed agency, for a reply its secretary."""
    roles = ANSWERERS if checked.reply is not None else RECEIVERS
    return authorization.holds(actor, *roles, organization=checked.recipient)


def take_in(*, actor: Actor, path: Path) -> ReceivedPackage:
    """Check the file and store its whole content, or nothing.

    Refuses (NotAllowed) anybody but the officer of the addressed agency, for a reply anybody but
    its secretary; (ValidationError) what `checked_package` refuses, an award that is not in the
    catalogue, evidence, opinions, reports and signed copies that uploads would refuse, and
    (BulkRefused) outcomes that the workflow refuses.
    """
    with stored_files() as stored, transaction.atomic():
        # Serialises concurrent imports; the second one of a file is refused.
        list(TrustedSender.objects.select_for_update().order_by("pk"))
        checked = checked_package(path)
        if not may_take_in(actor, checked):
            authorization.require(
                actor,
                *(ANSWERERS if checked.reply is not None else RECEIVERS),
                organization=checked.recipient,
                sentence=_("Only the council secretary of the agency may do this.")
                if checked.reply is not None
                else _("Only the officer of the receiving agency receives dossiers."),
            )
        require_acceptable(checked.package)
        if checked.submission is not None:
            report = _DossierWriter(checked, checked.submission, stored).take_in()
        elif checked.paper is not None:
            report = _taken_in(checked, checked.paper)
        else:
            report = _record_reply(actor, checked)
        return _keep(actor, checked, report, stored)


def _keep(
    actor: Actor, checked: CheckedPackage, report: UpwardReport, stored: list[FieldFile]
) -> ReceivedPackage:
    about, package = checked.about, checked.package
    row = ReceivedPackage(
        package_id=about.id,
        sender=checked.sender,
        report=report,
        kind=about.kind,
        size=package.path.stat().st_size,
        sha256=package.sha256,
        manifest=package.manifest,
        received_by_id=actor.pk,
        received_at=clock.now(),
    )
    with package.path.open("rb") as content:
        row.file.save(f"{row.public_id}.zip", File(content), save=False)
    stored.append(row.file)
    row.save()
    event_key = audit.record(
        f"organization:{checked.recipient.pk}",
        "package.received",
        actor=actor,
        payload={
            "package": str(about.id),
            "kind": about.kind,
            "from": about.sender_code,
            "report": report.pk,
            "number": report.number,
            "sha256": package.sha256,
        },
    )
    if checked.reply is None:
        outbox.queue_messages(
            topic="nomination.arrived",
            recipients=officers_of(checked.recipient),
            event_key=event_key,
            context={
                "title": f"{report.number}, {report.organization.name}",
                "path": reverse("decisions:arrival", args=[report.public_id]),
            },
        )
    return row


# --- dossiers of an agency below ------------------------------------------------------------------


class _DossierWriter:
    """Writes the dossiers of one package, as if their agency worked on this installation."""

    def __init__(
        self, checked: CheckedPackage, submission: IncomingSubmission, stored: list[FieldFile]
    ) -> None:
        self.package: OpenPackage = checked.package
        self.submission, self.stored = submission, stored
        self.sender: Organization = checked.sender.organization
        self.recipient = checked.recipient
        self.now = clock.now()
        self.awards = _awards(submission)
        self._units: dict[str, Unit] = {}

    def take_in(self) -> UpwardReport:
        campaigns = {one.code: self._campaign(one) for one in self.submission.campaigns}
        report = self._report()
        before = Nomination.objects.in_bulk(
            [one.id for one in self.submission.dossiers], field_name="public_id"
        )
        pks = []
        for place, one in enumerate(self.submission.dossiers, 1):
            nomination = self._nomination(one, campaigns[one.campaign], before.get(one.id))
            self._papers(one, nomination)
            ReportLine.objects.create(report=report, nomination=nomination, position=place)
            pks.append(nomination.pk)
        engine.perform_many(
            PIPELINE,
            pks,
            "arrive_in_package",
            actor=SYSTEM,
            joins=True,
            group=f"report:{report.pk}",
        )
        return report

    def _report(self) -> UpwardReport:
        said = self.submission
        return UpwardReport.objects.create(
            public_id=said.report_id,
            organization=self.sender,
            recipient=self.recipient,
            kind=UpwardReport.Kind.SUBMISSION,
            name=said.name,
            number=said.number,
            issued_on=said.issued_on,
            in_priority_order=said.in_priority_order,
            package=said.sealed,
            package_sha256=said.seal,
            sent_at=self.now,
            created_at=self.now,
        )

    def _campaign(self, said: ArrivingCampaign) -> Campaign:
        """The sender's campaign, stored for reference only."""
        found = Campaign.objects.filter(organization=self.sender, code=said.code).first()
        if found is None:
            opens = make_aware(datetime.combine(said.achievement_from, time()))
            closes = make_aware(datetime.combine(said.achievement_to, time())) + timedelta(days=1)
            found = Campaign.objects.create(
                organization=self.sender,
                code=said.code,
                name=said.name,
                year=said.year,
                commendation_type=said.commendation_type,
                theme=said.theme,
                achievement_from=said.achievement_from,
                achievement_to=said.achievement_to,
                registration_opens_at=opens,
                registration_closes_at=closes,
                submission_opens_at=opens,
                submission_closes_at=closes,
            )
        return found

    def _nomination(
        self, said: ArrivingDossier, campaign: Campaign, before: Nomination | None
    ) -> Nomination:
        award = self.awards[said.award]
        CampaignTitle.objects.get_or_create(
            campaign=campaign, award_type=award, defaults={"own_authority": False}
        )
        values = {
            "unit": self._unit(said.unit),
            "subject_name": said.subject,
            "position_name": said.position,
            "unit_name": said.unit_name,
            "goals": said.goals,
            "planned_initiative": said.planned_initiative,
            "achievement": said.achievement,
            "late_reason": said.late_reason,
            "eligibility": said.said.get("eligibility") or {},
        }
        if before is not None:
            Nomination.objects.filter(pk=before.pk).update(**values)
            return before
        return Nomination.objects.create(
            public_id=said.id,
            organization=self.sender,
            campaign=campaign,
            award_type=award,
            kind=said.kind,
            person=self._person(said.person, said) if said.person else None,
            collective=self._unit(said.collective) if said.collective else None,
            title=title_of(said.subject, award.name, campaign.year),
            state_entered_at=self.now,
            created_at=self.now,
            **values,
        )

    def _unit(self, said: ArrivingUnit) -> Unit:
        """The sender's unit of that code, created at its first occurrence; a household is found by
        its representative and address as well."""
        if said.code not in self._units and said.is_household:
            self._units[said.code] = arrived_household(
                self.sender,
                code=said.code,
                representative=said.representative,
                gender=said.representative_gender,
                address=said.address,
                since=self.submission.issued_on,
            )
        if said.code not in self._units:
            self._units[said.code], _is_new = Unit.objects.get_or_create(
                organization=self.sender,
                code=said.code,
                defaults={
                    "name": said.name,
                    "body_kind": said.kind,
                    "rank": said.rank,
                    "valid_from": self.submission.issued_on,
                },
            )
        return self._units[said.code]

    def _person(self, said: ArrivingPerson, dossier: ArrivingDossier) -> Person:
        """The person for the sender's key; equal names alone do not identify a person."""
        known = ArrivedPerson.objects.filter(key=said.key, organization=self.sender).first()
        if known is not None:
            return known.person
        person = Person.objects.create(
            full_name=said.name, gender=said.gender, birth_date=said.birth_date
        )
        ArrivedPerson.objects.create(key=said.key, organization=self.sender, person=person)
        return person

    def _papers(self, said: ArrivingDossier, nomination: Nomination) -> None:
        """Store the frozen report and the files, replacing those of an earlier arrival."""
        number = nomination.reports.count() + 1
        Report.objects.create(
            nomination=nomination,
            number=number,
            saved_at=self.now,
            frozen_at=self.now,
            **said.report,
        )
        Evidence.objects.filter(nomination=nomination, removed_at=None).update(removed_at=self.now)
        for file in said.evidence:
            self._evidence(file.name, file.about, nomination)

    def _evidence(self, name: str, about: Any, nomination: Nomination) -> None:
        """Store a file that passes the upload checks, with the sealed bytes."""
        content = self.package.read(name)
        accepted = accepted_file(content, about["title"])
        row = Evidence(
            nomination=nomination,
            paper=about["paper"],
            name=accepted.name,
            size=len(content),
            sha256=about["sha256"],
            note=about["note"],
            added_at=self.now,
        )
        path = evidence_path(row, f"file.{accepted.kind}")
        row.file.name = row.file.storage.save(path, ContentFile(content))
        self.stored.append(row.file)
        row.save()


def _awards(submission: IncomingSubmission) -> dict[str, AwardType]:
    codes = {one.award for one in submission.dossiers}
    found = {one.code: one for one in AwardType.objects.filter(code__in=codes)}
    for one in submission.dossiers:
        if one.award not in found:
            raise refused(
                "unknown_award",
                _("The award “%(award)s” is not in the catalogue of this installation.")
                % {"award": one.said.get("award_name") or one.award},
            )
        if not found[one.award].is_for(one.kind):
            raise refused(
                "wrong_kind",
                _("%(award)s is not for the kind of recipient that %(subject)s is.")
                % {"award": found[one.award].name, "subject": one.subject},
            )
    return found


# --- a report of an agency below ------------------------------------------------------------------


def _taken_in(checked: CheckedPackage, paper: IncomingReport) -> UpwardReport:
    """The report as a record that waits to be acknowledged."""
    now = clock.now()
    return UpwardReport.objects.create(
        public_id=paper.report_id,
        organization=checked.sender.organization,
        recipient=checked.recipient,
        kind=paper.kind,
        name=paper.name,
        number=paper.number,
        issued_on=paper.issued_on,
        package=paper.sealed,
        package_sha256=paper.seal,
        sent_at=now,
        created_at=now,
    )


# --- the reply of the agency above ----------------------------------------------------------------


def _record_reply(actor: Actor, checked: CheckedPackage) -> UpwardReport:
    """Record every outcome by the same services as entered ones; all or none."""
    reply, report = checked.reply, checked.report
    if reply is None or report is None:
        raise ValueError("a package without dossiers or a report is a reply")
    rows = Nomination.objects.in_bulk([one.id for one in reply.outcomes], field_name="public_id")
    groups: dict[tuple[Any, ...], list[ArrivingOutcome]] = defaultdict(list)
    for one in reply.outcomes:
        groups[one.outcome, one.number, one.paper_date, one.issuer, one.reason, one.given].append(
            one
        )
    for (outcome, number, day, issuer, reason, given), outcomes in groups.items():
        nominations: Sequence[Nomination] = [rows[one.id] for one in outcomes]
        if outcome == "returned":
            return_dossiers(actor=actor, nominations=nominations, reason=reason)
            continue
        record_outcomes(
            actor=actor,
            nominations=nominations,
            conferred=outcome == "conferred",
            paper_number=number,
            paper_date=day,
            issuer=issuer,
            reason=reason,
            other_award=given,
        )
    return report
