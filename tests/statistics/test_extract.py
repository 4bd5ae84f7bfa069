"""The extract of a person's awards: what stands on it, and who gets one."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import docx
from django.test import Client
from django.urls import reverse

from nominations.awards.models import Award
from nominations.awards.services import revoke
from nominations.people.models import Organization, Position, UnitMembership, User
from nominations.people.roles import Role
from tests.statistics.test_screens import reader
from workflow.actors import SYSTEM


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_person_and_the_secretary_get_the_extract_of_valid_awards(
    department: Organization, five_years: list[Award]
) -> None:
    person = five_years[0].person
    assert person is not None
    theirs = list(Award.objects.filter(person=person).select_related("award_type"))
    gone = theirs[-1]
    revoke(awards=[gone], on=date(2020, 5, 1), ground="Kê khai sai", actor=SYSTEM)
    UnitMembership.objects.create(
        person=person, unit=department.units.earliest("pk"), valid_from=date(2015, 1, 1),
        position=Position.objects.create(name="Chuyên viên"),
    )  # fmt: skip
    own = logged_in(User.objects.create(username="own", person=person))
    path = reverse("statistics:extract", args=[person.pk])
    file = reverse("statistics:extract_file", args=[person.pk])

    for client in (own, reader(department, Role.SECRETARY, "Lê Thị Thư")):
        assert client.get(path).status_code == 200
    for stranger in (
        reader(department, Role.AUDITOR),
        logged_in(User.objects.create(username="x")),
    ):
        assert stranger.get(path).status_code == stranger.get(file).status_code == 404
    assert Client().get(path).status_code == 302
    word = docx.Document(BytesIO(own.get(f"{file}?dang=docx").content))
    rows = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    valid = [one for one in theirs if one != gone]
    for award in valid:
        paper = f"{award.decision_number}, ngày {award.decision_date:%d/%m/%Y}; {award.issuer}"
        assert rows.count(paper.removesuffix("; ")) == 1
    titles = sum(one.award_type.form == "title" for one in valid)
    text = "\n".join(one.text for one in word.paragraphs)
    assert f"Cộng: {titles:02d} danh hiệu thi đua, {len(valid) - titles:02d} hình thức" in text
    assert "TRÍCH LỤC KHEN THƯỞNG" in text
    assert own.get(f"{file}?dang=pdf").content.startswith(b"%PDF")
