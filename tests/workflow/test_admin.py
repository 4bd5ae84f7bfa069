from __future__ import annotations

import pytest
from django.contrib import admin

from tests.workflow.toy.models import Parcel
from tests.workflow.toy.table import PARCELS
from workflow import admin as own
from workflow.engine import perform
from workflow.models import ENGINE_COLUMNS, AuditEvent


@pytest.fixture
def superuser(depot, rf):
    depot.outsider.is_superuser = depot.outsider.is_staff = True
    request = rf.get("/")
    request.user = depot.outsider
    return request


def test_the_history_is_read_only_even_for_a_superuser(superuser):
    page = admin.site._registry[AuditEvent]
    assert page.has_view_permission(superuser)
    assert not page.has_add_permission(superuser)
    assert not page.has_change_permission(superuser)
    assert not page.has_delete_permission(superuser)


def test_state_and_history_of_a_subject_are_shown_but_not_edited(superuser, depot):
    page = own.SubjectAdmin(Parcel, admin.site)
    assert set(page.get_readonly_fields(superuser)) >= ENGINE_COLUMNS
    parcel = depot.parcel()
    assert page.has_delete_permission(superuser, parcel)
    perform(PARCELS, parcel.pk, "inspect", actor=depot.lead)
    parcel.refresh_from_db()
    assert not page.has_delete_permission(superuser, parcel)
    assert not page.has_delete_permission(superuser)
