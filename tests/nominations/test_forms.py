"""What every form does with what people send."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.template import Context, Template
from django.utils import translation

from nominations.people.models import Person
from nominations.web.forms import (
    BaseForm,
    BaseModelForm,
    UploadField,
    VnDateField,
    VnDateTimeField,
    VnDecimalField,
    VnIntegerField,
    plain_number,
)
from tests.nominations.gallery import GalleryForm

NFD = unicodedata.normalize("NFD", "Nguyễn Thị Ngọc Ánh")


@pytest.fixture(autouse=True)
def vietnamese() -> Any:
    with translation.override("vi"):
        yield


class Sample(BaseForm):
    name = forms.CharField(label="Họ tên", max_length=40, help_text="Như trên giấy tờ.")
    tags = forms.MultipleChoiceField(label="Nhãn", choices=[("Á", "Á")], required=False)
    day = VnDateField(label="Ngày", required=False)


class PersonForm(BaseModelForm):
    class Meta:
        model = Person
        fields = ["full_name", "gender", "birth_date"]


def page(source: str, **context: Any) -> str:
    return Template("{% load bangvang %}" + source).render(Context(context))


def test_decomposed_letters_are_composed_before_anything_is_checked() -> None:
    form = Sample(QueryDict("", mutable=True) | {})
    assert not form.is_valid()
    sent = QueryDict(mutable=True)
    sent["name"] = f"  {NFD}\u00a0"
    sent.setlist("tags", [unicodedata.normalize("NFD", "Á")])
    form = Sample(sent)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["name"] == "Nguyễn Thị Ngọc Ánh"
    assert form.cleaned_data["tags"] == ["Á"]
    assert form["name"].value() == "Nguyễn Thị Ngọc Ánh"


def test_a_plain_dictionary_is_composed_too() -> None:
    form = Sample({"name": NFD})
    assert form.is_valid()
    assert form.cleaned_data["name"] == unicodedata.normalize("NFC", NFD)


@pytest.mark.parametrize("text", ["5/1/2026", "05/01/2026", "05-01-2026", "5.1.2026", "2026-01-05"])
def test_a_date_may_be_written_the_ways_people_write_it(text: str) -> None:
    assert VnDateField().clean(text) == date(2026, 1, 5)


@pytest.mark.parametrize(
    "text", ["31/02/2026", "13/13/2026", "11/30/2026", "2026/01/05", "hôm nay", "5/1/26"]
)
def test_a_wrong_date_says_how_to_write_it(text: str) -> None:
    with pytest.raises(forms.ValidationError, match="05/01/2026"):
        VnDateField().clean(text)


@pytest.mark.parametrize("text", ["5/1/2026 14:30", "05/01/2026 14h30", "2026-01-05T14:30"])
def test_a_moment_is_read_in_the_working_time_zone(text: str) -> None:
    moment = datetime(2026, 1, 5, 14, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    assert VnDateTimeField().clean(text) == moment


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.234,5", "1234.5"),
        ("1234,5", "1234.5"),
        ("1234.5", "1234.5"),
        ("1.234", "1234"),
        ("1.234.567", "1234567"),
        ("1 234 567", "1234567"),
        ("12", "12"),
        ("0,25", "0.25"),
        ("-1.200", "-1200"),
        ("", ""),
    ],
)
def test_numbers_are_read_the_vietnamese_way(text: str, number: str) -> None:
    assert plain_number(text) == number


@pytest.mark.parametrize("text", ["1,2,3", "một", "1.23.4,5,6"])
def test_what_is_not_a_number_is_refused(text: str) -> None:
    with pytest.raises(forms.ValidationError):
        VnDecimalField(max_digits=12, decimal_places=2).clean(text)


def test_number_fields_show_and_read_the_same_text() -> None:
    field = VnDecimalField(max_digits=12, decimal_places=2)
    assert field.prepare_value(Decimal("1234.50")) == "1234,5"
    assert field.clean("1234,5") == Decimal("1234.5")
    assert field.prepare_value(Decimal("100")) == "100"
    assert VnIntegerField(min_value=1).clean("1.234") == 1234


def test_a_model_form_gets_our_date_field() -> None:
    form = PersonForm({"full_name": NFD, "birth_date": "5/1/1990"})
    assert isinstance(form.fields["birth_date"], VnDateField)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["birth_date"] == date(1990, 1, 5)
    assert 'value="05/01/1990"' in str(PersonForm(instance=Person(birth_date=date(1990, 1, 5))))


PDF = b"%PDF-1.7 rest"


def test_a_file_of_the_right_kind_passes_and_its_name_is_composed() -> None:
    name = unicodedata.normalize("NFD", "Báo cáo.pdf")
    file = UploadField(kinds=("pdf",), max_mb=1).clean(SimpleUploadedFile(name, PDF))
    assert file.name == "Báo cáo.pdf"
    assert file.read() == PDF


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("virus.exe", b"MZ", "Không nhận loại tệp này"),
        ("no-extension", PDF, "Không nhận loại tệp này"),
        ("fake.pdf", b"MZ\x90", "không đúng với phần mở rộng"),
        ("empty.pdf", b"", "không có nội dung"),
        ("big.pdf", PDF + b"0" * 1024 * 1024, "giới hạn là 1 MB"),
    ],
)
def test_a_file_that_is_not_acceptable_is_refused_in_words(
    name: str, content: bytes, words: str
) -> None:
    with pytest.raises(forms.ValidationError) as refusal:
        UploadField(kinds=("pdf",), max_mb=1).clean(SimpleUploadedFile(name, content))
    assert words in str(refusal.value)


def test_the_limits_of_a_file_are_shown_and_offered_to_the_browser() -> None:
    field = UploadField(kinds=("pdf", "docx"), max_mb=5)
    assert str(field.help_text) == "Nhận tệp pdf, docx; tối đa 5 MB."
    assert field.widget.attrs["accept"] == ".pdf,.docx"


def test_a_field_ties_label_help_and_error_to_its_control() -> None:
    form = Sample({"name": ""})
    shown = page("{% field form.name %}", form=form)
    assert '<label class="form-label" for="id_name">Họ tên' in shown
    assert 'id="id_name_helptext"' in shown
    assert 'id="id_name_error"' in shown
    assert 'aria-describedby="id_name_helptext id_name_error"' in shown
    assert 'aria-invalid="true"' in shown
    assert "is-invalid" in shown
    assert "Xin điền mục này." in shown


def test_label_and_help_of_a_field_can_be_replaced() -> None:
    shown = page('{% field form.name label="Tên" help="" %}', form=Sample())
    assert ">Tên" in shown
    assert "Như trên giấy tờ" not in shown


def test_choices_in_view_form_a_named_group() -> None:
    shown = page("{% field form.kind %}", form=GalleryForm())
    assert "<fieldset" in shown
    assert "<legend" in shown
    assert shown.count('type="radio"') == 2
    assert 'for="id_kind_0"' in shown


def test_a_single_checkbox_stands_before_its_label() -> None:
    shown = page("{% field form.agreed %}", form=GalleryForm())
    assert shown.index("<input") < shown.index("<label")


def test_the_error_summary_links_to_each_control() -> None:
    form = GalleryForm({"day": "32/01/2026"})
    shown = page("{% error_summary form %}", form=form)
    assert 'role="alert"' in shown
    for target in ("#id_name", "#id_day", "#id_kind_0", "#id_agreed"):
        assert f'href="{target}"' in shown
    assert page("{% error_summary form %}", form=GalleryForm()).strip() == ""


def test_the_error_summary_reads_formsets_too() -> None:
    formset = forms.formset_factory(Sample)(
        {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-name": ""}
    )
    assert 'href="#id_form-0-name"' in page("{% error_summary formset %}", formset=formset)


def test_browsers_do_not_speak_instead_of_us() -> None:
    assert " required" not in page("{% field form.name %}", form=Sample())
    assert 'aria-required="true"' in page("{% field form.name %}", form=Sample())
