"""A form of a transition looks nothing up until its page is shown."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from nominations.dossiers.forms import EndorseForm
from nominations.dossiers.models import Nomination
from nominations.people.models import User
from nominations.web.transition_form import TransitionForm


class CountingForm(TransitionForm):
    present = forms.IntegerField(help_text="before")
    asked = 0

    def help_texts(self) -> dict[str, str]:
        self.asked += 1
        return {"present": f"looked up {self.asked}"}


def test_a_form_that_is_only_validated_looks_nothing_up() -> None:
    form = CountingForm({"present": "3"})
    assert form.is_valid()
    assert form.asked == 0


def test_a_form_that_is_shown_again_has_its_help() -> None:
    form = CountingForm({"present": "x"})
    assert not form.is_valid()
    form.show_help()
    assert form["present"].help_text == "looked up 1"


def test_the_result_of_a_unit_meeting_is_checked_without_the_database() -> None:
    """The test has no access to the database, so that a query would fail it."""
    posted: dict[str, Any] = {
        "present": "9",
        "agreed": "7",
        "held_on": f"{date(2026, 1, 5):%d/%m/%Y}",
        "report_number": "2",
    }
    form = EndorseForm(posted, nomination=Nomination(), user=User())
    assert form.is_valid(), form.errors
    assert form.payload() == {
        "present": 9,
        "agreed": 7,
        "held_on": "2026-01-05",
        "report_number": 2,
    }
