"""A household goes up in a package with its representative and address, and is found again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from nominations.decisions.services import issue_report
from nominations.dossiers.models import Nomination
from nominations.packages.package_contents import DATA
from nominations.packages.services.package_import import take_in
from nominations.packages.services.submission_package import build_package
from nominations.people.models import Unit
from nominations.people.queries import units_of
from nominations.states import State
from tests.cast import Cast
from tests.households import ADDRESS, household, household_of
from tests.packages.two_installations import at_the_department, at_the_province, carried
from workflow import clock

NAME = "Hộ gia đình ông Nguyễn Văn Hòa"


def test_a_household_arrives_as_one_and_is_matched(
    cast: Cast, quick_papers: None, tmp_path: Path
) -> None:
    home = household(cast)
    subjects: list[Any] = [(None, home), (cast.person(), None)]
    with at_the_department():
        report = issue_report(
            actor=cast.secretary,
            organization=cast.agency,
            kind="submission",
            nominations=cast.nominations(subjects, State.DECIDED, award="BK_TINH"),
            name="Đề nghị tặng Bằng khen",
        )
        stick = carried(build_package(actor=cast.secretary, report=report), tmp_path)
    with ZipFile(stick) as package:
        data = json.loads(package.read(DATA))
        manifest = next(one for one in map(package.read, package.namelist()) if b'"counts"' in one)
    (said,) = [one["collective"] for one in data["dossiers"] if one["collective"]]
    assert (said["kind"], said["representative"], said["address"]) == (
        "HO_GIA_DINH", "Nguyễn Văn Hòa", ADDRESS,
    )  # fmt: skip
    assert json.loads(manifest)["counts"] == {"individual": 1, "collective": 0, "household": 1}

    with at_the_province(cast) as province:
        known = household_of(province.department, address="Ấp 9", representative="Lý Sáu")
        assert known.code == "HO-0001"  # the code of the other one at the sender
        same = household_of(province.department)
        take_in(actor=province.officer, path=stick)
        arrived = Nomination.objects.get(organization=province.department, kind="household")
        assert (arrived.collective, arrived.subject_name) == (same, NAME)
        assert arrived.unit_name == ADDRESS
        assert not arrived.unit.is_household
        assert Unit.objects.households().filter(organization=province.department).count() == 2
        assert not units_of(province.department, clock.today()).filter(pk=same.pk).exists()


def test_a_household_nobody_knew_is_recorded_where_it_arrives(
    cast: Cast, quick_papers: None, tmp_path: Path
) -> None:
    home = household(cast)
    with at_the_department():
        report = issue_report(
            actor=cast.secretary,
            organization=cast.agency,
            kind="submission",
            nominations=cast.nominations([(None, home)], State.DECIDED, award="BK_TINH"),
            name="Đề nghị tặng Bằng khen",
        )
        stick = carried(build_package(actor=cast.secretary, report=report), tmp_path)

    with at_the_province(cast) as province:
        take_in(actor=province.officer, path=stick)
        arrived = Nomination.objects.get(organization=province.department).collective
        assert arrived is not None
        assert arrived != home
        assert (arrived.code, arrived.name, arrived.address) == ("HO-0001", NAME, ADDRESS)
        assert arrived.is_household
