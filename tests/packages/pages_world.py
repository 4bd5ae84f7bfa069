"""Packages for the pages of every address: one sent, one received, one known sender to end."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from nominations.decisions.services import record_outcomes
from nominations.dossiers.models import Nomination
from nominations.packages.models import PackageKind, SentPackage, TrustedSender
from nominations.packages.sealing.signing_keys import PublicKey, SigningKey
from nominations.packages.services.package_import import take_in
from nominations.people.models import Organization
from tests.cast import Cast
from tests.cast.sample_data import SINCE
from tests.packages.handmade import SENDER_KEY, handmade
from workflow import clock

ANOTHER_KEY = SigningKey("64" * 32).public


def a_package(cast: Cast, number: str, name: str) -> bytes:
    """What the hospital authority of the province sends."""
    with tempfile.TemporaryDirectory() as folder:
        made = handmade(
            Path(folder),
            sender="SYT",
            recipient="UBND",
            award="BK_TINH",
            year=cast.campaign.year,
            day=clock.today().isoformat(),
            number=number,
            name=name,
        )
        return made.read_bytes()


def _elsewhere(code: str, name: str, parent: Organization) -> Organization:
    return Organization.objects.create(
        code=code,
        name=name,
        head_title="Giám đốc",
        parent=parent,
        on_system=False,
        valid_from=SINCE,
    )


def _trusted_sender(organization: Organization, key: PublicKey) -> TrustedSender:
    return TrustedSender.objects.create(
        organization=organization,
        public_key=key.text,
        fingerprint=key.fingerprint,
        compared_with="Ông Bình, qua điện thoại",
        added_at=clock.now(),
    )


def packages_in(world: Any) -> None:
    """Put them into the world of the addresses."""
    cast = world.cast
    health = _elsewhere("SYT", "Sở Y tế tỉnh Sóc Trăng", cast.province)
    _trusted_sender(health, SENDER_KEY.public)
    centre = _elsewhere("TTDV", "Trung tâm Dịch vụ tài chính", cast.agency)
    sender = _trusted_sender(centre, ANOTHER_KEY)
    world.put("known sender", sender, pk=sender.pk)
    world.rows["centre elsewhere"] = centre
    with tempfile.TemporaryDirectory() as folder:
        stick = Path(folder) / "goi.zip"
        stick.write_bytes(a_package(cast, "05/TTr-SYT", "Trần Thị Bích"))
        received = take_in(actor=cast.superior_officer, path=stick)
    record_outcomes(
        actor=cast.superior_officer,
        nominations=Nomination.objects.filter(organization=health),
        conferred=False,
        paper_number="988/UBND-NC",
        paper_date=clock.today(),
        issuer="Chủ tịch Ủy ban nhân dân tỉnh",
        reason="Chưa đủ thời gian.",
    )
    world.put("received package", received)
    world.put("received file", received, public_id=received.public_id, place=0)
    report = world.rows["report"]
    row = SentPackage(
        report=report,
        package_id=report.public_id,
        kind=PackageKind.DOSSIERS,
        number=1,
        size=3,
        sha256="0" * 64,
        lines=1,
        made_by=cast.secretary,
        made_at=clock.now(),
    )
    row.file.save("goi.zip", SimpleUploadedFile("goi.zip", b"zip"), save=False)
    row.save()
    world.put("sent package", row)


def upload(world: Any) -> dict[str, Any]:
    """A package that was not taken in yet."""
    content = a_package(world.cast, "06/TTr-SYT", "Lê Thị Cúc")
    return {"file": SimpleUploadedFile("goi.zip", content)}


def new_key(world: Any) -> dict[str, Any]:
    """A key to record."""
    return {
        "organization": world.rows["centre elsewhere"].pk,
        "public_key": SigningKey("75" * 32).public.text,
        "compared_with": "Bà Lan, gặp trực tiếp",
    }
