"""The administration shows records and changes none of them."""

from __future__ import annotations

from django.test import Client

from nominations.people.models import User

from .conftest import Office


def test_the_page_of_an_initiative_opens_with_its_authors_and_recognitions(office: Office) -> None:
    row = office.initiative("recognised")
    browser = Client()
    browser.force_login(User.objects.create_superuser("root", password="x"))
    page = browser.get(f"/quan-tri/records/initiative/{row.pk}/change/")
    assert page.status_code == 200
    assert "_save" not in page.content.decode()
