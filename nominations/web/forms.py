"""Base classes and fields of all forms: clean text, Vietnamese dates and numbers."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import models
from django.forms.models import ModelFormMetaclass
from django.utils.datastructures import MultiValueDict
from django.utils.formats import number_format
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from nominations.vietnamese import clean_text
from workflow import clock

if TYPE_CHECKING:  # these classes are generic in the stubs only
    from django.utils.functional import _StrOrPromise

    _ManyField = forms.ModelMultipleChoiceField[Any]
    _ModelForm = forms.ModelForm[Any]
else:
    _ManyField = forms.ModelMultipleChoiceField
    _ModelForm = forms.ModelForm


MAX_DIGITS = 18  # of a key that the databases accept
DATE_FORMATS = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"]
DATETIME_FORMATS = [
    f"{day} {time}" for day in DATE_FORMATS for time in ("%H:%M", "%Hh%M", "%H:%M:%S")
] + ["%Y-%m-%dT%H:%M"]
SIGNATURES: dict[str, tuple[bytes, ...]] = {
    "pdf": (b"%PDF",),
    "docx": (b"PK\x03\x04",),
    "xlsx": (b"PK\x03\x04",),
    "doc": (b"\xd0\xcf\x11\xe0",),
    "xls": (b"\xd0\xcf\x11\xe0",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "zip": (b"PK\x03\x04",),
}
"""Magic numbers of accepted kinds of file, since the name alone proves nothing."""


def control_class(widget: forms.Widget) -> str:
    """The Bootstrap class of a control."""
    if isinstance(widget, forms.CheckboxInput | forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "form-check-input"
    if isinstance(widget, forms.Select):
        return "form-select"
    return "form-control"


def style_widget(widget: forms.Widget, *, required: bool = False, invalid: bool = False) -> None:
    """Give a control its CSS classes; idempotent except for the error mark."""
    classes = widget.attrs.get("class", "").split()
    wanted = [control_class(widget)] + (["is-invalid"] if invalid else [])
    widget.attrs["class"] = " ".join(dict.fromkeys(classes + wanted))
    if required and not widget.use_fieldset:
        widget.attrs.setdefault("aria-required", "true")


SHORT_TEXT = 60
"""Number of letters that fit into half the width of a form."""
SHORT_CONTROLS = frozenset({"input-date", "input-datetime", "input-number"})


def is_short(field: forms.Field) -> bool:
    """Whether the control needs only half a row."""
    widget = field.widget
    if isinstance(widget, forms.Select) and not isinstance(widget, forms.SelectMultiple):
        return True
    if SHORT_CONTROLS & set(widget.attrs.get("class", "").split()):
        return True
    limit = getattr(field, "max_length", None)
    return type(widget) is forms.TextInput and limit is not None and limit <= SHORT_TEXT


def cleaned_data(data: Any, keep: Collection[str] = ()) -> Any:
    """A copy of submitted data with every text cleaned except those named in `keep`."""
    if data is None:
        return None
    if isinstance(data, MultiValueDict):
        copy = data.copy()
        for key, values in copy.lists():
            if key not in keep:
                copy.setlist(key, [_cleaned(value) for value in values])
        return copy
    return {key: value if key in keep else _cleaned(value) for key, value in data.items()}


def _cleaned(value: Any) -> Any:
    return clean_text(value) if isinstance(value, str) else value


EARLIEST_YEAR = 1900
YEARS_AHEAD = 100


def validate_plausible_year(day: date) -> None:
    """Refuse (ValidationError) a year with missing digits, such as 0026, and one far ahead."""
    if not EARLIEST_YEAR <= day.year <= clock.today().year + YEARS_AHEAD:
        raise ValidationError(
            _("%(day)s has the year %(year)s: write the year with its four digits."),
            code="implausible_year",
            params={"day": f"{day:%d/%m}", "year": f"{day.year:04d}"},
        )


class VnDateInput(forms.DateInput):
    """A date typed as day/month/year, or picked in the calendar that a script puts beside it.

    The native control of a browser would use the order of the browser's language.
    """

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        hints = {"autocomplete": "off", "placeholder": _("dd/mm/yyyy")}
        hints["data-pick-day"] = _("Pick a day in the calendar")
        super().__init__(
            attrs={**hints, **(attrs or {}), "class": "form-control input-date"}, format="%d/%m/%Y"
        )


class VnDateTimeInput(forms.DateTimeInput):
    """A moment typed as day/month/year hour:minute."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        hints = {"autocomplete": "off", "placeholder": _("dd/mm/yyyy hh:mm")}
        merged = {**hints, **(attrs or {}), "class": "form-control input-datetime"}
        super().__init__(attrs=merged, format="%d/%m/%Y %H:%M")


class VnDateField(forms.DateField):
    """Accepts 5/1/2026, 05-01-2026, 05.01.2026 and 2026-01-05; shows 05/01/2026."""

    widget = VnDateInput
    default_error_messages = {
        "invalid": _("Write the date as day/month/year, for example 05/01/2026.")
    }
    default_validators = [validate_plausible_year]

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", DATE_FORMATS)
        super().__init__(**kwargs)


class VnDateTimeField(forms.DateTimeField):
    """Accepts 5/1/2026 14:30 and 5/1/2026 14h30, in the working time zone."""

    widget = VnDateTimeInput
    default_error_messages = {
        "invalid": _(
            "Write day and hour as day/month/year hour:minute, for example 05/01/2026 14:30."
        )
    }
    default_validators = [validate_plausible_year]

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", DATETIME_FORMATS)
        super().__init__(**kwargs)


def plain_number(text: Any) -> Any:
    """ "1.234,5" -> "1234.5". A point before exactly three digits groups thousands."""
    if not isinstance(text, str):
        return text
    text = text.replace("\u00a0", "").replace(" ", "").strip()
    if "," in text:
        return text.replace(".", "").replace(",", ".") if text.count(",") == 1 else text
    head, *groups = text.split(".")
    if groups and head.lstrip("+-").isdigit() and all(len(g) == 3 and g.isdigit() for g in groups):
        return head + "".join(groups)
    return text


class _NumberText:
    """Base of the number fields: parses and shows Vietnamese number formats in a text control."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(plain_number(value))  # type: ignore[misc]  # a mixin of fields

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Decimal | float):
            text = (
                format(value, "f").rstrip("0").rstrip(".")
                if "." in format(value, "f")
                else format(value, "f")
            )
            return text.replace(".", ",")
        return value


class VnIntegerField(_NumberText, forms.IntegerField):
    """A whole number; "1.234" is one thousand two hundred thirty-four."""

    default_error_messages = {"invalid": _("Write a whole number.")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget",
            forms.TextInput(attrs={"inputmode": "numeric", "class": "form-control input-number"}),
        )
        super().__init__(**kwargs)


class VnAmountField(VnIntegerField):
    """An amount in đồng, shown with separators: 96.000.000."""

    def prepare_value(self, value: Any) -> Any:
        return f"{value:,}".replace(",", ".") if isinstance(value, int) else value


class VnDecimalField(_NumberText, forms.DecimalField):
    """A number with a decimal comma; "1.234,5" is accepted, and so is "1234.5"."""

    default_error_messages = {"invalid": _("Write a number, with a comma before the decimals.")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget",
            forms.TextInput(attrs={"inputmode": "decimal", "class": "form-control input-number"}),
        )
        super().__init__(**kwargs)


class UploadField(forms.FileField):
    """A file of the named kinds up to `max_mb` megabytes; limits are shown, first bytes checked.

    `called` names the kinds for readers if their extensions would not.
    """

    default_error_messages = {
        "kind": _("This kind of file is not accepted. Accepted: %(kinds)s."),
        "content": _("The content of the file is not what its name says (%(kind)s)."),
        "size": _("The file is %(size)s MB; the limit is %(limit)s MB."),
    }

    def __init__(
        self,
        *,
        kinds: tuple[str, ...] = ("pdf", "docx", "xlsx", "jpg", "png"),
        max_mb: int = 20,
        called: _StrOrPromise = "",
        **kwargs: Any,
    ) -> None:
        self.kinds, self.max_mb = kinds, max_mb
        self.called = called or ", ".join(kinds)
        kwargs.setdefault(
            "help_text",
            format_lazy(_("{kinds}; at most {limit} MB."), kinds=self.called, limit=max_mb),
        )
        kwargs.setdefault("max_length", 200)
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {
            **super().widget_attrs(widget),
            "accept": ",".join(f".{kind}" for kind in self.kinds),
            "data-max-bytes": self.max_mb * 1024 * 1024,
        }

    def to_python(self, data: File[Any] | None) -> File[Any] | None:
        file = super().to_python(data)
        if file is None:
            return None
        file.name = name = clean_text(file.name or "")
        kind = name.rpartition(".")[2].lower()
        if kind not in self.kinds:
            raise ValidationError(self.error_messages["kind"], "kind", {"kinds": self.called})
        if file.size > self.max_mb * 1024 * 1024:
            size = number_format(file.size / 1024 / 1024, 1)
            raise ValidationError(
                self.error_messages["size"], "size", {"size": size, "limit": self.max_mb}
            )
        head = file.read(16)
        file.seek(0)
        if kind in SIGNATURES and not head.startswith(SIGNATURES[kind]):
            raise ValidationError(self.error_messages["content"], "content", {"kind": kind})
        return file


class FilesInput(forms.FileInput):
    """An input for several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """A field for several files; the value is a list."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[File[Any]]:
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if not files:
            super().clean(None, initial)
        return [super(FilesField, self).clean(file, initial) for file in files]


class ManyField(_ManyField):
    """A multiple choice of rows; an oversized key is refused like an unknown one."""

    def clean(self, value: Any) -> Any:
        for key in value if isinstance(value, list | tuple) else ():
            if len(str(key)) > MAX_DIGITS:
                message = self.error_messages["invalid_pk_value"]
                raise ValidationError(message, "invalid_pk_value", {"pk": key})
        return super().clean(value)


class CleanTextMixin:
    """Cleans every submitted text except passwords, and refuses implausible years."""

    base_fields: dict[str, forms.Field]
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        secret = {
            name
            for name, field in self.base_fields.items()
            if isinstance(field.widget, forms.PasswordInput)
        }
        if args:
            args = (cleaned_data(args[0], secret), *args[1:])
        if "data" in kwargs:
            kwargs["data"] = cleaned_data(kwargs["data"], secret)
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            is_date = isinstance(field, forms.DateField | forms.DateTimeField)
            if is_date and validate_plausible_year not in field.validators:
                field.validators.append(validate_plausible_year)


class StyledFormMixin(CleanTextMixin):
    """Clean text, Bootstrap classes, no browser-language validation bubbles."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if not field.widget.is_hidden:
                style_widget(field.widget, required=field.required)
            if isinstance(field, forms.FileField):  # the browser checks before anything is sent
                attrs, several = field.widget.attrs, isinstance(field, FilesField)
                attrs.setdefault("data-max-bytes", settings.UPLOAD_MAX_BYTES)
                attrs["data-choose-file"] = _("Choose files") if several else _("Choose a file")
                attrs["data-no-file"] = _("no file chosen yet")

    def choice_field(self, name: str) -> forms.ChoiceField:
        """The field of that name, typed, for a form that sets its choices."""
        return cast(forms.ChoiceField, self.fields[name])

    def row_field(self, name: str) -> forms.ModelChoiceField[Any]:
        """The field of that name, typed, for a form that sets its rows."""
        return cast("forms.ModelChoiceField[Any]", self.fields[name])


def vn_formfield(db_field: models.Field[Any, Any], **kwargs: Any) -> forms.Field | None:
    """The form field of a model field, with our date, time and number fields."""
    replacements: tuple[tuple[type[models.Field[Any, Any]], type[forms.Field]], ...] = (
        (models.DateTimeField, VnDateTimeField),
        (models.DateField, VnDateField),
        (models.DecimalField, VnDecimalField),
        (models.IntegerField, VnIntegerField),
    )
    for model_class, form_class in replacements:
        if isinstance(db_field, model_class) and not db_field.choices:
            return db_field.formfield(**{"form_class": form_class, **kwargs})
    return db_field.formfield(**kwargs)


class BaseModelFormMetaclass(ModelFormMetaclass):
    """Model forms make their fields with `vn_formfield` unless their Meta says otherwise."""

    def __new__(mcs, name: str, bases: tuple[type, ...], attrs: dict[str, Any]) -> Any:
        meta = attrs.get("Meta")
        if meta is not None and not hasattr(meta, "formfield_callback"):
            callback: Callable[..., forms.Field | None] = vn_formfield
            meta.formfield_callback = staticmethod(callback)
        return super().__new__(mcs, name, bases, attrs)


class BaseForm(StyledFormMixin, forms.Form):
    """Every plain form inherits this."""


class BaseModelForm(StyledFormMixin, _ModelForm, metaclass=BaseModelFormMetaclass):
    """Every model form inherits this."""
