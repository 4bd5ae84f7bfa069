"""The form fields for the kinds of keys of a rule file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nominations.law import catalogue
from nominations.law.rulesets.key_types import KeyDescription
from nominations.web.forms import VnDateField, VnDecimalField, VnIntegerField

_SHARE = re.compile(r"(\d{1,4})\s*/\s*(\d{1,4})")
_PERCENT = re.compile(r"(\d{1,3})(?:[.,](\d+))?\s*%?")
_DAY = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})")
ABOVE_ZERO = gettext_lazy("Write a number above 0, or leave the field empty.")
_LAST_DAY = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_SHORT = {"class": "form-control input-number", "autocomplete": "off"}


class FractionField(forms.CharField):
    """A share typed as 2/3 or 70%; the value is numerator and denominator."""

    def __init__(self, *, minimum: int = 0, maximum: int = 100, **kwargs: Any) -> None:
        self.minimum, self.maximum = minimum, maximum
        super().__init__(widget=forms.TextInput(attrs=_SHORT), **kwargs)

    def clean(self, value: Any) -> tuple[int, int] | None:
        text = super().clean(value)
        if not text:
            return None
        if found := _SHARE.fullmatch(text):
            numerator, denominator = int(found[1]), int(found[2])
        elif found := _PERCENT.fullmatch(text):
            if found[2] and found[2].strip("0"):
                raise ValidationError(_("Write a broken percentage as a fraction, such as 2/3."))
            numerator, denominator = int(found[1]), 100
        else:
            raise ValidationError(_("Write a share such as 2/3 or 70%."))
        if not 0 <= numerator <= denominator <= self.maximum or not denominator:
            raise ValidationError(
                _("A share lies between 0 and 1: write it such as 2/3 or 70%, at most 100%.")
            )
        if numerator < self.minimum:
            raise ValidationError(
                _("A share of 0 asks for nothing: write it such as 2/3, or leave the field empty.")
            )
        return numerator, denominator

    def prepare_value(self, value: Any) -> Any:
        return shown_share(*value) if isinstance(value, tuple) else value


def shown_share(numerator: int, denominator: int) -> str:
    """A share as text: 2/3 or 70%."""
    return f"{numerator}%" if denominator == 100 else f"{numerator}/{denominator}"


class DayOfYearField(forms.CharField):
    """A day of each year typed as 28/02; the value is day and month."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs=_SHORT), **kwargs)

    def clean(self, value: Any) -> tuple[int, int] | None:
        text = super().clean(value)
        if not text:
            return None
        found = _DAY.fullmatch(text)
        day, month = (int(found[1]), int(found[2])) if found else (0, 0)
        if not 1 <= month <= 12 or not 1 <= day <= _LAST_DAY[month - 1]:
            raise ValidationError(_("Write day and month such as 28/02."))
        return day, month

    def prepare_value(self, value: Any) -> Any:
        return f"{value[0]:02}/{value[1]:02}" if isinstance(value, tuple) else value


def award_choices(given: Iterable[str] = ()) -> list[tuple[str, str]]:
    """(code, name) of awards; those without rules only if already given."""
    kept = {*catalogue.nominable_entries(), *given}
    entries = sorted(catalogue.entries().values(), key=lambda one: one.rank)
    return [(one.code, one.short_name) for one in entries if one.code in kept]


def _choices(key: KeyDescription) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = list(key.words.items())
    if key.name == "of":
        found += award_choices()
    if "" not in key.words and not key.needed:
        found = [("", gettext_lazy("the regulation does not say")), *found]
    return found


def field_for(key: KeyDescription, extra: Iterable[tuple[str, Any]] = ()) -> forms.Field:
    """The form field of a key; `extra` are further choices of a list, a row or a place."""
    settings: dict[str, Any] = {
        "label": key.label,
        "help_text": key.help,
        "required": key.needed and not key.when[0],
    }
    if key.kind == "flag":
        return forms.BooleanField(**{**settings, "required": False})
    if key.kind == "whole":
        return VnIntegerField(min_value=key.minimum, max_value=key.maximum, **settings)
    if key.kind == "number":
        minimum = Decimal("0.0001") if key.above_zero else key.minimum
        if key.above_zero:
            settings["error_messages"] = {"min_value": ABOVE_ZERO}
        return VnDecimalField(
            min_value=minimum, max_value=key.maximum, max_digits=9, decimal_places=4, **settings
        )
    if key.kind == "day":
        return VnDateField(**settings)
    if key.kind == "fraction":
        return FractionField(minimum=key.minimum, maximum=max(key.maximum, 100), **settings)
    if key.kind == "day_of_year":
        return DayOfYearField(**settings)
    return _word_field(key, settings, list(extra))


def _word_field(
    key: KeyDescription, settings: dict[str, Any], extra: list[tuple[str, Any]]
) -> forms.Field:
    if key.kind in ("choice", "row_key"):
        offered = extra if key.kind == "row_key" else [*_choices(key), *extra]
        return forms.ChoiceField(
            choices=offered,
            **{**settings, "required": key.kind == "choice" and settings["required"]},
        )
    if key.kind in ("choices", "papers", "places", "awards"):
        if key.kind == "papers":
            settings["required"] = False
        awards = award_choices(code for code, _name in extra) if key.kind == "awards" else extra
        return forms.MultipleChoiceField(
            choices=[*key.words.items(), *awards],
            widget=forms.CheckboxSelectMultiple,
            **settings,
        )
    if key.kind == "prose":
        return forms.CharField(
            max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), **settings
        )
    return forms.CharField(max_length=250, **settings)


# --- between the table and the form ---------------------------------------------------------------


def initial_of(key: KeyDescription, table: Mapping[str, Any]) -> Any:
    """The value that the field of a key shows for a table."""
    if key.partner:
        pair = tuple(table.get(name) for name in key.names)
        return pair if all(isinstance(one, int) and one for one in pair) else None
    value = table.get(key.name, key.default)
    if key.kind == "number" and value is not None:
        return Decimal(str(value))
    return value


def file_keys(key: KeyDescription, value: Any) -> dict[str, Any]:
    """The keys of the file for the cleaned value of a field; empty for a default."""
    if key.partner:
        return dict(zip(key.names, value, strict=True)) if value else {}
    if key.kind == "flag":
        return {key.name: bool(value)} if key.needed or bool(value) != key.default else {}
    if key.kind in ("papers", "choices", "places", "awards"):
        return {key.name: list(value)} if value or (key.needed and key.kind == "papers") else {}
    if value in (None, ""):
        return {}
    if key.kind == "number":
        return {key.name: int(value) if value == int(value) else value.normalize()}
    if key.kind == "choice" and value == key.default and not key.needed:
        return {}
    return {key.name: value}
