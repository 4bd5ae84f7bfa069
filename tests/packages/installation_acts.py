"""What is done in each of two installations, each in a process and with a database of its own.

Run by `manage.py shell -c`; the last line of the output is the answer as JSON.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from nominations.decisions.decision_workflow import DECISIONS
from nominations.decisions.models import ReportLine
from nominations.decisions.services import (
    draft_decision,
    issue_report,
    receive_report,
    return_dossiers,
)
from nominations.dossiers.models import Campaign, CampaignTitle, Evidence, Nomination
from nominations.dossiers.services import attach_evidence
from nominations.packages.models import ReceivedPackage, TrustedSender
from nominations.packages.own_key import own_public_key
from nominations.packages.services.package_import import take_in
from nominations.packages.services.reply_package import build_reply
from nominations.packages.services.senders import end_sender, record_sender
from nominations.packages.services.submission_package import build_package
from nominations.people.models import Organization, User
from nominations.people.roles import Role
from nominations.people.services import sync_permissions
from nominations.pipeline import PIPELINE
from nominations.statistics.queries import tally
from tests.cast import Cast, pdf
from tests.packages.two_installations import submission
from tests.workflow.placing import place
from workflow import clock
from workflow.engine import perform, perform_many


def _print_answer(**answer: Any) -> None:
    print(json.dumps(answer, ensure_ascii=False))


def _user(name: str) -> User:
    return User.objects.get(username=name)


def department(key: str) -> None:
    """The department knows the province's key and seals the dossiers of three persons."""
    cast = Cast.build()
    Organization.objects.filter(code="UBND").update(on_system=False)
    _trust("UBND", key)
    row = build_package(actor=cast.secretary, report=submission(cast, 3))
    _print_answer(file=row.file.path, lines=row.lines)


def province(key: str) -> None:
    """The province, with officer, secretary and chairman, knows the department's key."""
    cast = Cast.build()
    Organization.objects.filter(code="STC").update(on_system=False)
    for user, role in (
        (cast.administrator, Role.ADMINISTRATOR),
        (cast.superior_officer, Role.SECRETARY),
        (cast.director, Role.DIRECTOR),
    ):
        cast.give(user, role, cast.province)
    sync_permissions()
    now, own = clock.now(), cast.campaign
    campaign = Campaign.objects.create(
        organization=cast.province,
        code="TINH",
        name="Khen thưởng cấp tỉnh",
        year=own.year,
        achievement_from=own.achievement_from,
        achievement_to=own.achievement_to,
        registration_opens_at=now - timedelta(days=9),
        registration_closes_at=now + timedelta(days=9),
        submission_opens_at=now - timedelta(days=9),
        submission_closes_at=now + timedelta(days=9),
        opened_at=now,
    )
    place(campaign, "open")
    _trust("STC", key)
    CampaignTitle.objects.create(
        campaign=campaign,
        award_type=cast.awards["BK_TINH"],
        needs_unit_review=False,
        needs_vote=False,
        needs_consultation=False,
    )
    _print_answer(key=own_public_key().text)


def _trust(code: str, key: str) -> None:
    """The administrator records the key of the other side."""
    record_sender(
        actor=_user("vinh"),
        organization=Organization.objects.get(code=code),
        public_key=key,
        compared_with="Đọc qua điện thoại",
    )


def refusals(*files: str) -> None:
    """What the officer is told of each file, and of the last one once its sender is unknown."""
    found = [_refusal(Path(file)) for file in files]
    with transaction.atomic():
        end_sender(actor=_user("vinh"), sender=TrustedSender.objects.get())
        found.append(_refusal(Path(files[-1])))
        transaction.set_rollback(True)
    _print_answer(sentences=found, received=ReceivedPackage.objects.count())


def _refusal(file: Path) -> str:
    try:
        take_in(actor=_user("dung"), path=file)
    except ValidationError as refusal:
        return " ".join(refusal.messages)
    return ""


def ask_for_supplement(due: str) -> None:
    """The province returns one dossier: what it lacks, until when; it stands in a reply alone."""
    received, officer = ReceivedPackage.objects.get(), _user("dung")
    *_others, last = Nomination.objects.filter(report_lines__report=received.report).order_by("pk")
    day = date.fromisoformat(due)
    return_dossiers(actor=officer, nominations=[last], reason="Thiếu xác nhận", due=day)
    row = build_reply(actor=officer, received=received)
    _print_answer(file=row.file.path, kind=row.kind, lines=row.lines)


def supplement() -> None:
    """The department reads what is missing, adds it and sends the dossier once more."""
    line, secretary = ReportLine.objects.get(returned_at__isnull=False), _user("ha")
    one = line.nomination
    attach_evidence(actor=secretary, nomination=one, paper="other", upload=pdf("bo-sung.pdf"))
    again = issue_report(
        actor=secretary,
        organization=one.organization,
        kind="submission",
        nominations=[one],
        name="Đề nghị tặng Bằng khen (bổ sung)",
    )
    row = build_package(actor=secretary, report=again)
    _print_answer(file=row.file.path, lines=row.lines, asked=line.return_reason)


def decide() -> None:
    """The province receives what arrived, signs one decision and seals a reply to each package."""
    packages, officer = list(ReceivedPackage.objects.order_by("pk")), _user("dung")
    campaign = Campaign.objects.get(code="TINH")
    unit = campaign.organization.units.get()
    pks = [
        one.pk
        for received in packages
        for one in receive_report(
            actor=officer, report=received.report, campaign=campaign, unit=unit
        )
    ]
    for step in ("waive_unit_review", "waive_vote", "waive_consultation"):
        perform_many(PIPELINE, pks, step, actor=officer)
    decision = draft_decision(
        actor=officer,
        organization=campaign.organization,
        campaign=campaign,
        name="Về việc tặng Bằng khen",
        nominations=Nomination.objects.filter(pk__in=pks),
    )
    perform(DECISIONS, decision.pk, "sign", actor=_user("hung"), data={"number": "987/QĐ-UBND"})
    replies = [build_reply(actor=officer, received=received) for received in packages]
    _print_answer(
        files=[row.file.path for row in replies],
        lines=[row.lines for row in replies],
        evidence=Evidence.objects.filter(nomination__organization__code="STC").count(),
        **_states(),
    )


def print_states() -> None:
    """The figures and states at the end."""
    _print_answer(**_states())


def _states() -> dict[str, Any]:
    """What the statistics count of the department, and where its dossiers stand."""
    year, agency = clock.today().year, Organization.objects.get(code="STC")
    cells = tally(agency, year_from=year, year_to=year)
    rows = Nomination.objects.filter(organization=agency).order_by("subject_name")
    return {
        "figures": [[one.award_code, one.kind, str(one.givers), one.count] for one in cells],
        "states": [list(row) for row in rows.values_list("subject_name", "state")],
    }


def flip(source: str, target: str) -> None:
    """One bit of the file, in the middle."""
    content = bytearray(Path(source).read_bytes())
    content[len(content) // 2] ^= 1
    Path(target).write_bytes(content)
