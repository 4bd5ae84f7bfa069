"""Refusals: made in one way, read as data, shown on the next page, at a form, or as a 403."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from nominations.web.refusals import (
    MAX_NAMED,
    explain_refusal,
    key_of,
    not_allowed,
    refusals_in,
    refusals_shown,
    refusals_to,
    refused,
    sentences,
    show_in,
    show_refusal,
)
from tests.workflow.conftest import Depot, build_depot
from tests.workflow.toy.table import PARCELS
from workflow import engine
from workflow.exceptions import (
    BulkRefused,
    ConditionUnmet,
    NotAllowed,
    StaleVersion,
    TransitionRefused,
    WrongState,
)
from workflow.verdict import unmet


def request() -> HttpRequest:
    made = RequestFactory().post("/")
    made.session = {}
    made._messages = FallbackStorage(made)
    return made


def shown(made: HttpRequest) -> list[str]:
    return [str(message) for message in get_messages(made)]


# --- read ---------------------------------------------------------------------------------------


def test_a_made_refusal_has_its_key_and_its_sentence() -> None:
    refusal = refused("too_late", "The window is closed.")
    assert isinstance(refusal, ValidationError)
    assert (key_of(refusal), sentences(refusal)) == ("too_late", ["The window is closed."])


@pytest.mark.parametrize(
    ("given", "key", "texts"),
    [
        (ValidationError("One.", code="one"), "one", ["One."]),
        (ValidationError(["One.", "Two."], code="all"), "", ["One.", "Two."]),
        (
            ValidationError([ValidationError("One.", code="one"), ValidationError("Two.")]),
            "one",
            ["One.", "Two."],
        ),
        (ValidationError({"name": [ValidationError("One.", code="one")]}), "one", ["One."]),
        (ValidationError("%(count)s of them.", "many", {"count": 3}), "many", ["3 of them."]),
    ],
)
def test_every_shape_of_a_validation_error_is_read(
    given: ValidationError, key: str, texts: list[str]
) -> None:
    assert (key_of(given), sentences(given)) == (key, texts)


@pytest.mark.parametrize("kind", [NotAllowed, ConditionUnmet, StaleVersion, WrongState])
def test_a_refused_transition_gives_all_its_reasons(kind: type[TransitionRefused]) -> None:
    refusal = kind([unmet("first", "One."), unmet("second", "Two.")])
    found = explain_refusal(refusal)
    assert (found.key, found.sentences) == ("first", ("One.", "Two."))


def test_a_refusal_without_reasons_is_still_shown() -> None:
    assert sentences(TransitionRefused([])) == [""]
    assert sentences(RuntimeError("broken")) == ["broken"]


@pytest.fixture
def depot(db: None) -> Depot:
    return build_depot()


def set_refused(depot: Depot, count: int) -> BulkRefused:
    """A set of parcels that are all still packed, so that none can be shipped."""
    parcels = [depot.parcel(title=f"Parcel {number}") for number in range(count)]
    with pytest.raises(BulkRefused) as caught:
        engine.perform_many(
            PARCELS,
            [parcel.pk for parcel in parcels],
            "deliver",
            actor=depot.lead,
            all_or_nothing=True,
        )
    return caught.value


def test_a_refused_set_names_its_subjects_with_their_reasons(depot: Depot) -> None:
    refusal = set_refused(depot, 2)
    reason = str(refusal.result.refused[0].reasons[0].reason)
    assert sentences(refusal) == [
        refusal.message,
        f"Parcel 0: {reason}",
        f"Parcel 1: {reason}",
    ]
    assert key_of(refusal) == refusal.result.refused[0].reasons[0].key


def test_of_a_large_refused_set_only_some_are_named(
    depot: Depot, django_assert_num_queries: Any
) -> None:
    refusal = set_refused(depot, MAX_NAMED + 3)
    with django_assert_num_queries(1):
        assert len(sentences(refusal)) == 1 + MAX_NAMED


# --- shown --------------------------------------------------------------------------------------


def test_the_sentences_stand_on_the_next_page() -> None:
    made = request()
    show_refusal(made, ConditionUnmet([unmet("first", "One."), unmet("second", "Two.")]))
    assert shown(made) == ["One.", "Two."]


class NameForm(forms.Form):
    name = forms.CharField()


def test_the_sentences_stand_above_the_form_or_at_a_field() -> None:
    form = NameForm({"name": "x"})
    show_in(form, refused("first", "One."))
    show_in(form, not_allowed("second", "Two."), "name")
    assert form.non_field_errors() == ["One."]
    assert form.errors["name"] == ["Two."]


@pytest.mark.parametrize("block", [refusals_in, refusals_shown])
def test_a_block_that_is_refused_is_left_and_not_allowed_is_a_403(block: Any) -> None:
    made, form = request(), NameForm({"name": "x"})
    with block(form if block is refusals_in else made):
        raise refused("first", "One.")
    assert [*form.non_field_errors(), *shown(made)] == ["One."]
    with pytest.raises(PermissionDenied), block(form if block is refusals_in else made):
        raise not_allowed("second", "Two.")


def answered(refusal: Exception | None) -> tuple[HttpRequest, HttpResponse]:
    @refusals_to("numbered_page", "key")
    def view(request: HttpRequest, key: int) -> HttpResponse:
        if refusal is not None:
            raise refusal
        return HttpResponse("done")

    made = request()
    return made, view(made, key=3)


@pytest.fixture
def addresses(settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.web.urls"


@pytest.mark.usefixtures("addresses")
def test_a_refused_view_goes_back_and_says_why() -> None:
    made, answer = answered(refused("first", "One."))
    assert (answer.status_code, answer["Location"]) == (
        HTTPStatus.FOUND,
        reverse("numbered_page", args=[3]),
    )
    assert shown(made) == ["One."]


@pytest.mark.usefixtures("addresses")
def test_not_allowed_is_a_403_with_its_sentence() -> None:
    with pytest.raises(PermissionDenied, match=r"Only the chair may do this\."):
        answered(not_allowed("not_chair", "Only the chair may do this."))


@pytest.mark.usefixtures("addresses")
def test_a_view_that_is_not_refused_answers_as_before() -> None:
    made, answer = answered(None)
    assert answer.content == b"done"
    assert shown(made) == []


@pytest.mark.usefixtures("addresses")
def test_a_fault_of_the_program_is_no_refusal() -> None:
    with pytest.raises(RuntimeError):
        answered(RuntimeError("broken"))
