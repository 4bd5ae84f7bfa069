"""One clean form of text on every way in: letters that look alike, and what cannot be seen."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils.module_loading import import_string

import config
import nominations
import notifications
import workflow
from config.settings import ACCOUNT_FORMS
from nominations.administration.reference import TABLES
from nominations.awards.models import Award
from nominations.law.forms.layers import LayerEndForm, ReasonForm
from nominations.law.models import AwardType
from nominations.people.models import Person, Position, Unit, User
from nominations.people.queries import search_people
from nominations.vietnamese import bears_name, clean_text, fold, spelling_key, tidy_name
from nominations.web.forms import (
    BaseForm,
    CleanTextMixin,
    VnDateField,
    VnDateTimeField,
)
from tests.awards.office import Office
from tests.rows import check_rows
from workflow import clock, verification

CLEAN = [
    ("\u00d0inh C\u00f4ng Minh", "Đinh Công Minh"),
    ("\u0189\u1eb7ng Ng\u1ecdc \u00c1nh", "Đặng Ngọc Ánh"),
    ("H\u1ed9i \u00f0\u1ed3ng", "Hội đồng"),
    ("b\u0256", "bđ"),
    ("99/Q\u00d0-STC", "99/QĐ-STC"),
    ("Nguy\u1ec5n Ng\u1ecdc\u200b Dung", "Nguyễn Ngọc Dung"),
    ("\ufeffL\u00ea V\u0103n M\u1edbi", "Lê Văn Mới"),
    ("H\u1eefu\u00ad B\u00ecnh", "Hữu Bình"),
    ("15/12/2019\u200e", "15/12/2019"),
    ("2019\u2060", "2019"),
    ("\u3164", ""),
    ("\u200b\u00a0\u2800\u115f\ufe0f", ""),
    ("\U000e0041An", "An"),
    ("An\u202e\u2066 B", "An B"),
    ("An\ud800", "An"),
    ("An\x00 B\x7f\x9f", "An B"),
    ("Gi\u00e1m \u0111\u1ed1c\x07S\u1edf", "Giám đốc Sở"),
    ("Gi\u00e1m \u0111\u1ed1c\x08 S\u1edf", "Giám đốc Sở"),
    ("d\u00f2ng\x0bhai\u2028ba\x85b\u1ed1n", "dòng\nhai\nba\nbốn"),
    ("98/Q\u0110\x1eSTC", "98/QĐ-STC"),
    ("\u3000An\u202fB\u2009", "An B"),
    ("Nguye\u0302\u0303n", "Nguyễn"),
    ("hai\r\nd\u00f2ng\tv\u00e0 m\u1ed9t", "hai\r\ndòng\tvà một"),
    (" An ", "An"),
    ("Séc, \u00fe, \u00df, \u0110", "Séc, þ, ß, Đ"),
]


def test_a_text_is_kept_without_what_cannot_be_seen_and_by_its_own_letters() -> None:
    def check(row: tuple[str, str]) -> None:
        written, kept = row
        assert clean_text(written) == kept
        assert clean_text(kept) == kept
        assert fold(written) == fold(kept)
        assert spelling_key(written) == spelling_key(kept)

    check_rows(CLEAN, check, name=lambda row: ascii(row[0]))
    assert tidy_name("Ð\u1ed7\u200b \u200b  Thu") == "Đỗ Thu"


# --- forms ----------------------------------------------------------------------------------------


def _classes(base: type[Any]) -> Iterator[type[Any]]:
    for one in base.__subclasses__():
        yield one
        yield from _classes(one)


@pytest.fixture(scope="module")
def form_classes() -> list[type[Any]]:
    """Every form class written in the project, wherever it stands."""
    for package in (config, nominations, notifications, workflow):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if "form" in found.name or found.name.endswith(("views", "admin")):
                importlib.import_module(found.name)
    get_resolver().url_patterns  # noqa: B018 -- imports the views and their forms
    ours = ("config", "nominations", "notifications", "workflow")
    found = dict.fromkeys(_classes(forms.BaseForm))
    return [one for one in found if one.__module__.split(".")[0] in ours]


def _takes_text(form_class: type[forms.BaseForm]) -> bool:
    """Whether somebody can type into it: choices are compared with what was offered."""
    typed = (forms.CharField, forms.DateField, forms.DateTimeField, forms.DecimalField)
    return any(isinstance(field, typed) for field in form_class.base_fields.values())


def test_every_form_cleans_its_texts_and_its_dates(form_classes: list[type[Any]]) -> None:
    assert len(form_classes) > 70
    without = [one for one in form_classes if not issubclass(one, CleanTextMixin)]
    assert [one.__name__ for one in without] == ["PreferenceForm"]
    assert not any(map(_takes_text, without))
    # Nobody reads the data past the mixin: it is handed on by every constructor of its own.
    own = [one for one in form_classes if "data" in vars(one) or "_clean_fields" in vars(one)]
    assert own == []
    dates = [
        f"{one.__name__}.{name}"
        for one in form_classes
        if issubclass(one, BaseForm)
        for name, field in one.base_fields.items()
        if isinstance(field, forms.DateField | forms.DateTimeField)
        and not isinstance(field, VnDateField | VnDateTimeField)
    ]
    assert dates == []


def test_every_list_of_the_administration_cleans_its_texts() -> None:
    assert all(issubclass(table.form, CleanTextMixin) for table in TABLES.values())
    form = TABLES["nhan-su"].form
    given = {"full_name": "\u00d0\u1ed7\u200b An", "birth_date": "05/01/0026"}
    sent = form(given, agencies=frozenset())
    assert list(sent.errors) == ["birth_date"]
    assert sent.cleaned_data["full_name"] == "Đỗ An"


class _Kept(CleanTextMixin, forms.Form):
    name = forms.CharField()
    secret = forms.CharField(widget=forms.PasswordInput, strip=False)


def test_what_is_empty_then_is_refused_and_a_password_stays_as_typed() -> None:
    blank = ReasonForm({"comment": "\u200b\u3164 \u00ad"}, user=User())
    assert blank.errors == {"comment": ["Vui lòng ghi lý do."]}
    assert ReasonForm({"comment": "\u00d0\u1ee7\u200b"}, user=User()).is_valid()
    kept = _Kept({"name": " \u00d0\u00f4ng", "secret": " a\u200b\u00d0"})
    assert kept.is_valid()
    assert kept.cleaned_data == {"name": "Đông", "secret": " a\u200b\u00d0"}


def test_a_year_without_its_first_digits_is_refused_in_every_date_field() -> None:
    wrong = ["05/01/0026", "05-01-0202", "5.1.1890", "0026-01-05", "05/01/2999", "01/01/1026"]

    def check(text: str) -> None:
        form = LayerEndForm({"last_day": text, "comment": "x"}, user=User())
        assert "bốn chữ số" in form.errors["last_day"][0]
        with pytest.raises(forms.ValidationError):
            VnDateTimeField().clean(f"{text} 14:30")

    check_rows(wrong, check)
    for text in ("05/01/1926", "05/01/2026", "31/12/2099", "05/01/2026\u200e"):
        form = LayerEndForm({"last_day": text, "comment": "x"}, user=User())
        assert form.is_valid(), text


# --- login, search and what is on record ----------------------------------------------------------


@pytest.mark.django_db
def test_a_login_name_and_a_search_mean_the_same_with_what_cannot_be_seen(client: Client) -> None:
    for path in ACCOUNT_FORMS.values():
        assert issubclass(import_string(path), CleanTextMixin)
    office = Office.build()
    user = office.secretary
    user.set_password("mat-khau-thu-2026")
    user.save()
    typed = {"login": f"\ufeff{user.username}\u200b ", "password": "mat-khau-thu-2026"}
    assert client.post(reverse("account_login"), typed).status_code == 302
    Person.objects.create(full_name="\u00d0\u1ed7 V\u0103n\u200b Khoa")
    found = [
        [one.full_name for one in search_people(text)] for text in ("Đỗ", "đỗ khoa", "\u00d0o")
    ]
    assert found == [["Đỗ Văn Khoa"]] * 3


@pytest.mark.django_db
def test_names_of_before_are_cleaned_and_the_history_holds() -> None:
    office = Office.build()
    person = office.people["Trần Thị Mai"]
    award = Award.objects.create(
        organization=office.agency, award_type=AwardType.objects.filter(code="GK")[0],
        kind="individual", person=person, commendation_type="CONG_TRANG", year=2015,
        recipient_name="\u00d0\u00e0o", issuer="S\u1edf\u200b", origin="import",
        recorded_at=clock.now(),
    )  # fmt: skip
    twins = ("Đội trưởng", "\u00d0\u1ed9i tr\u01b0\u1edfng")
    Position.objects.bulk_create([Position(name=name) for name in twins])
    Person.objects.filter(pk=person.pk).update(
        full_name="Tr\u1ea7n Th\u1ecb \u00d0\u00e0o\u200b", search_key="tran thi ðao"
    )
    unit = Unit(organization=office.agency, valid_from="2015-01-01")
    unit.name, unit.code = "\u00d0\u1ed9i\x07 x\u00e2y", "\u00d0X\u200b"
    Unit.objects.bulk_create([unit])

    migration = importlib.import_module("nominations.awards.migrations.0007_clean_names")
    migration.clean_names(apps, SimpleNamespace(connection=connection))
    for row in (person, unit, award):
        row.refresh_from_db()
    assert (person.full_name, person.search_key) == ("Trần Thị Đào", "tran thi dao")
    assert (unit.name, unit.code, unit.search_key) == ("Đội xây", "ĐX", "doi xay")
    assert (award.recipient_name, award.issuer) == ("Đào", "Sở")
    assert Position.objects.filter(name__in=twins).count() == 2  # a unique name is not taken twice
    assert list(verification.chain_breaks()) == []
    assert list(search_people("đào")) == [person]


def test_a_text_bears_a_name_between_marks_and_no_part_of_one() -> None:
    for text in (
        "Nguyễn Văn An",
        "NGUYEN VAN AN",
        "TS. Nguyễn Văn An (thử nghiệm)",
        "Sở Nội vụ - Nguyễn  Văn An, Phó Giám đốc",
    ):
        assert bears_name(text, "Nguyễn Văn An"), text
    for text in (
        "Nguyễn Văn Anh",
        "Nguyễn Văn Ân",
        "Nguyễn Văn An Bình",
        "Lê Nguyễn Văn An",
        "Văn An",
        "",
    ):
        assert not bears_name(text, "Nguyễn Văn An"), text
    assert bears_name("H'Hen Niê, Sở Y tế", "H'Hen Niê")
    assert bears_name("TRẦN THỊ HÒA", "Trần Thị Hoà")
    assert not bears_name("Nguyễn Văn An", "")
