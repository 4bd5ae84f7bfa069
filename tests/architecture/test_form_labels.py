"""Every field of every form has a Vietnamese label for the summary of errors."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils.module_loading import import_string
from django.utils.translation import override

import config
import nominations
import notifications
from nominations.people.forms.accounts import AccountLabelsMixin


def all_forms() -> Iterator[type[forms.BaseForm]]:
    """Every form class of the project, with those that allauth is told to use."""
    for package in (config, nominations, notifications):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if "form" in module.name or "admin" in module.name or "views" in module.name:
                importlib.import_module(module.name)
    waiting: list[type] = [forms.BaseForm]
    while waiting:
        for one in waiting.pop().__subclasses__():
            waiting.append(one)
            package, _dot, rest = one.__module__.partition(".")
            is_of_a_test = rest.rpartition(".")[2].startswith("test_")
            if package in {"config", "nominations", "notifications"} and not is_of_a_test:
                yield one


def names_in_english(form: type[forms.BaseForm]) -> list[str]:
    """The shown fields that have no label of their own, or one that nobody translated."""
    found = []
    for name, field in form.base_fields.items():
        if isinstance(field.widget, forms.HiddenInput | forms.MultipleHiddenInput):
            continue
        with override("en"):
            source = str(field.label or "")
        with override("vi"):
            if not source or str(field.label) == source:
                found.append(f"{form.__module__}.{form.__qualname__}.{name}: {field.label!r}")
    return found


def test_every_field_of_every_form_has_a_vietnamese_label() -> None:
    classes = [one for one in set(all_forms()) if not issubclass(one, AccountLabelsMixin)]
    assert len(classes) > 60
    assert sorted(fault for one in classes for fault in names_in_english(one)) == []


def test_the_forms_of_accounts_speak_our_words() -> None:
    user = get_user_model()(username="an")
    for name, path in settings.ACCOUNT_FORMS.items():
        given = (
            {} if name in {"login", "reset_password", "reset_password_from_key"} else {"user": user}
        )
        fields = import_string(path)(**given).fields
        with override("vi"):
            labels = {str(field.label) for field in fields.values()}
        assert labels <= {
            "Tên đăng nhập", "Mật khẩu", "Mật khẩu hiện tại", "Mật khẩu mới",
            "Nhập lại mật khẩu mới", "Địa chỉ thư điện tử",
        }, (name, labels)  # fmt: skip
