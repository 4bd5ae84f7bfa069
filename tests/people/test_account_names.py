"""An account is found however its name is written, and no two differ in capitals only."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from nominations.people.models import User


@pytest.mark.django_db
def test_a_name_typed_with_a_capital_logs_in_and_cannot_be_given_twice() -> None:
    for name in ("thuky", "Đạt"):
        User.objects.create_user(username=name, password="Tre-xanh-2026")
    for typed in ("thuky", "Thuky", " THUKY ", "Đạt"):
        given = {"login": typed, "password": "Tre-xanh-2026"}
        assert Client().post(reverse("account_login"), given).status_code == 302, typed
    wrong = Client().post(reverse("account_login"), {"login": "thu", "password": "Tre-xanh-2026"})
    assert wrong.status_code == 200
    with pytest.raises(ValidationError, match="Đã có tài khoản mang tên này"):
        User(username="ThuKy", password="x").full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(username="ThuKy")


@pytest.mark.django_db
def test_the_pages_of_accounts_show_the_password_when_asked_and_name_fields_once() -> None:
    client = Client()
    page = client.get(reverse("account_login")).content.decode()
    assert 'data-shows-password="id_password"' in page
    assert "Hiện mật khẩu" in page
    wrong = client.post(reverse("account_reset_password"), {"email": "không"}).content.decode()
    assert "Địa chỉ thư điện tử: " in wrong
    client.force_login(User.objects.create_user(username="an", password="Tre-xanh-2026"))
    given = {"oldpassword": "Tre-xanh-2026", "password1": "12345678", "password2": "12345678"}
    wrong = client.post(reverse("account_change_password"), given).content.decode()
    assert "Mật khẩu mới: " in wrong
    assert "New Password" not in wrong
