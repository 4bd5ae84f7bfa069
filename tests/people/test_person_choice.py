"""Choosing a person by typing: told apart by unit and year of birth, the barred refused at once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.forms import Form

from nominations.people.models import Person
from nominations.people.person_choice import PersonChoiceField, person_field
from tests.awards.office import Office
from tests.rows import check_rows


class _Asking(Form):
    who = PersonChoiceField(required=False)
    other = PersonChoiceField(required=False)


@pytest.mark.django_db
def test_a_person_is_chosen_by_label_or_by_a_name_that_one_bears(
    django_assert_num_queries: Any,
) -> None:
    office = Office.build()
    twin = Person.objects.create(full_name="Nguyễn Văn An", birth_date=date(1985, 3, 2))
    Person.objects.create(full_name="Nguyễn Văn An", birth_date=date(1985, 3, 2))
    form = _Asking({})
    field = person_field(form, "who")
    barred = {office.people["Trần Thị Mai"].pk: "Chủ tịch Hội đồng không được chọn ở đây."}
    with django_assert_num_queries(1):
        field.offer(Person.objects.order_by("sort_key", "pk"), barred)
    shown = str(form["who"])
    labels = [
        "Nguyễn Văn An, Phòng Ngân sách, sinh năm 1970",
        "Nguyễn Văn An, Phòng Ngân sách, sinh năm 1985",
        "Nguyễn Văn An, sinh năm 1985",
        "Nguyễn Văn An, sinh ngày 02/03/1985",
        "Phạm Thị Bích Ngọc, Phòng Ngân sách",
    ]
    for label in labels:
        assert shown.count(f'<option value="{label}">') == 1, label
    assert "Trần Thị Mai" not in shown

    meant = {
        labels[0]: office.older_an,
        f"  {labels[1]} ": office.younger_an,
        labels[2]: twin,
        "Phạm Thị Bích Ngọc": office.people["Phạm Thị Bích Ngọc"],
        "pham thi bich ngoc": office.people["Phạm Thị Bích Ngọc"],
        "LÊ HÒA THÚY": office.people["Lê Hoà Thuý"],
        str(office.older_an.pk): office.older_an,
        "": None,
    }
    check_rows(meant.items(), lambda row: _same(field.clean(row[0]), row[1]))

    refused = {
        "Nguyễn Văn An": "có thể là: Nguyễn Văn An, Phòng Ngân sách, sinh năm 1970; ",
        "bích ngọc": "Có phải là: Phạm Thị Bích Ngọc, Phòng Ngân sách?",
        "Phạm Thị Bích Ngân": "Không có người nào tên",
        "Người Lạ": "Không có người nào tên “Người Lạ”",
        "999999999999999999999": "Không có người nào tên",
        "Trần Thị Mai": "Chủ tịch Hội đồng không được chọn",
        str(next(iter(barred))): "Chủ tịch Hội đồng không được chọn",
    }

    def check(row: tuple[str, str]) -> None:
        with pytest.raises(ValidationError) as refusal:
            field.clean(row[0])
        assert row[1] in refusal.value.messages[0]

    check_rows(refused.items(), check)


def _same(found: Person | None, wanted: Person | None) -> None:
    assert found == wanted


@pytest.mark.django_db
def test_a_chosen_person_is_shown_again_and_a_list_stands_once_on_a_page() -> None:
    office = Office.build()
    form = _Asking(initial={"who": office.older_an.pk, "other": office.younger_an})
    first, second = person_field(form, "who"), person_field(form, "other")
    first.offer(Person.objects.all())
    second.offer_same(first, "people")
    shown = str(form["who"]) + str(form["other"])
    assert shown.count("<datalist") == 1
    assert shown.count('list="people"') == 2
    assert 'value="Nguyễn Văn An, Phòng Ngân sách, sinh năm 1970"' in str(form["who"])
    assert 'value="Nguyễn Văn An, Phòng Ngân sách, sinh năm 1985"' in str(form["other"])
    assert not first.has_changed(
        office.older_an.pk, "Nguyễn Văn An, Phòng Ngân sách, sinh năm 1970"
    )
    assert first.has_changed(office.older_an.pk, "Trần Thị Mai")
    typed = _Asking({"who": "Ai đó"})
    person_field(typed, "who").offer(Person.objects.all())
    assert 'value="Ai đó"' in str(typed["who"])
