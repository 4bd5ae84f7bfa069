"""Two installations in one database: a department, and a province that knows it by packages.

At the province the department is another row of the same code, its dossiers other rows of the same
ids; what was done there is rolled back when the block ends, and only the files that were made stay.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.test import override_settings

from nominations.decisions.models import UpwardReport
from nominations.decisions.services import issue_report
from nominations.dossiers.models import Campaign, CampaignTitle, Nomination
from nominations.packages.models import SentPackage, TrustedSender
from nominations.packages.sealing.signing_keys import SigningKey
from nominations.packages.services.senders import record_sender
from nominations.people.models import Organization, Unit, User
from nominations.people.roles import Role
from nominations.states import State
from tests.cast import Cast
from tests.cast.sample_data import SINCE
from tests.workflow.placing import place
from workflow import clock

DEPARTMENT_KEY, PROVINCE_KEY = "31" * 32, "42" * 32


def at_the_department() -> Any:
    """Sign with the key of the department's installation."""
    return override_settings(PACKAGE_KEY=DEPARTMENT_KEY)


def submission(cast: Cast, number: int) -> UpwardReport:
    """A submission of so many persons, issued."""
    people = [(cast.person(), None) for _place in range(number)]
    return issue_report(
        actor=cast.secretary,
        organization=cast.agency,
        kind="submission",
        nominations=cast.nominations(people, State.DECIDED, award="BK_TINH"),
        name="Đề nghị tặng Bằng khen",
    )


@dataclass(frozen=True, kw_only=True)
class Province:
    """The receiving installation while it lasts."""

    department: Organization
    sender: TrustedSender
    campaign: Campaign
    unit: Unit
    officer: User


@contextmanager
def at_the_province(cast: Cast) -> Iterator[Province]:
    point = transaction.savepoint()
    with override_settings(PACKAGE_KEY=PROVINCE_KEY):
        yield _province(cast)
    transaction.savepoint_rollback(point)


def _province(cast: Cast) -> Province:
    for model in (Nomination, UpwardReport):
        for row in model.objects.all():
            model.objects.filter(pk=row.pk).update(public_id=uuid4())
    SentPackage.objects.all().delete()
    Organization.objects.filter(pk=cast.agency.pk).update(code="CU", parent=None)
    Organization.objects.filter(pk=cast.province.pk).update(on_system=True)
    department = Organization.objects.create(
        code="STC",
        name=cast.agency.name,
        symbol="STC",
        head_title="Giám đốc Sở Tài chính",
        parent=cast.province,
        on_system=False,
        valid_from=SINCE,
    )
    cast.give(cast.administrator, Role.ADMINISTRATOR, cast.province)
    sender = record_sender(
        actor=cast.administrator,
        organization=department,
        public_key=SigningKey(DEPARTMENT_KEY).public.text,
        compared_with="Bà Hà, Văn phòng Sở, qua điện thoại",
    )
    return Province(
        department=department,
        sender=sender,
        campaign=_campaign(cast),
        unit=cast.province.units.get(),
        officer=cast.superior_officer,
    )


def _campaign(cast: Cast) -> Campaign:
    opens, closes = clock.now() - timedelta(days=200), clock.now() + timedelta(days=60)
    campaign = Campaign.objects.create(
        organization=cast.province,
        code="TINH",
        name="Khen thưởng cấp tỉnh",
        year=cast.campaign.year,
        achievement_from=cast.campaign.achievement_from,
        achievement_to=cast.campaign.achievement_to,
        registration_opens_at=opens,
        registration_closes_at=closes,
        submission_opens_at=opens,
        submission_closes_at=closes,
        opened_at=opens,
    )
    place(campaign, "open")
    CampaignTitle.objects.create(
        campaign=campaign, award_type=cast.awards["BK_TINH"], own_authority=True
    )
    return campaign


def carried(package: SentPackage, folder: Path) -> Path:
    """The file on a stick: a copy outside the storage of the installation."""
    target = folder / f"{package.sha256[:12]}.zip"
    shutil.copyfile(package.file.path, target)
    return target


def trust_the_province(cast: Cast) -> TrustedSender:
    """The department's administrator records the key of the province."""
    return record_sender(
        actor=cast.administrator,
        organization=cast.province,
        public_key=SigningKey(PROVINCE_KEY).public.text,
        compared_with="Bà Dung, Ban Thi đua - Khen thưởng",
    )
