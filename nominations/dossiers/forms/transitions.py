"""Forms of the confirmation page of a transition: `Form(data, nomination=..., user=...)`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, cast

from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from nominations.dossiers.corrections import (
    ANSWERS,
    FIXED,
    LEFT,
    changed_items,
    correction_items,
    words_of,
)
from nominations.dossiers.forms.meeting_fields import (
    check_meeting_day,
    check_present,
    meeting_fields,
    minority_field,
    staff_of,
)
from nominations.dossiers.models import CampaignTitle, Nomination
from nominations.dossiers.unit_meeting import (
    MeetingRule,
    is_minority,
    meeting_rule,
    minority_text,
    quorum_text,
    staff_text,
    vote_text,
)
from nominations.people.models import User
from nominations.web.forms import BaseForm, VnIntegerField
from nominations.web.transition_form import TransitionForm
from workflow import clock

MAX_PRESENT = 2000
MAX_DIGITS = 5


def reason_field(**kwargs: Any) -> forms.CharField:
    """A multi-line comment that is stored in the history."""
    kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 4}))
    kwargs.setdefault("max_length", 4000)
    return forms.CharField(**kwargs)


class NominationTransitionForm(TransitionForm):
    """A form of a transition of a nomination."""

    def __init__(self, data: Any = None, *, nomination: Nomination, user: User) -> None:
        self.nomination, self.user = nomination, user
        super().__init__(data)


class ConfirmForm(NominationTransitionForm):
    """Nothing to type in."""


class NominationReasonForm(NominationTransitionForm):
    """A reason that the nominee will read."""

    comment = reason_field(
        label=_("Reason"),
        help_text=_("The nominee reads this reason."),
        error_messages={"required": _("Write the reason.")},
    )


class SubmitForm(NominationTransitionForm):
    """No fields for a first submission; for a returned dossier an answer about each item to
    correct."""

    comment = reason_field(
        label=_("Why something was not corrected"),
        help_text=_("The unit head reads this text. May be left empty where all is corrected."),
        required=False,
    )

    def __init__(self, data: Any = None, *, nomination: Nomination, user: User) -> None:
        super().__init__(data, nomination=nomination, user=user)
        self.correction = nomination.corrections.filter(resolved_at__isnull=True).first()
        if self.correction is None:
            del self.fields["comment"]
            return
        self.changed = changed_items(
            self.correction,
            versions=list(nomination.reports.order_by("number")),
            files=nomination.evidence.all(),
        )
        asked = {}
        for item, word in words_of(self.correction.items).items():
            asked[f"item_{item}"] = forms.ChoiceField(
                label=capfirst(word),
                choices=list(ANSWERS.items()),
                widget=forms.RadioSelect,
                initial=FIXED if self.changed[item] else None,
                error_messages={"required": _("Say whether this was corrected.")},
            )
        self.fields = {**asked, **self.fields}

    @property
    def is_unchanged(self) -> bool:
        """Whether nothing was changed since the dossier was returned."""
        return self.correction is not None and not any(self.changed.values())

    @property
    def answers(self) -> dict[str, str]:
        items = self.correction.items if self.correction is not None else []
        return {item: self.cleaned_data.get(f"item_{item}", "") for item in items}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for item, answer in self.answers.items():
            if answer == FIXED and not self.changed[item]:
                self.add_error(
                    f"item_{item}",
                    _(
                        "This is the same as in the dossier that was returned. Correct it, or"
                        " choose “not corrected” and write why."
                    ),
                )
        if LEFT in self.answers.values() and not cleaned.get("comment"):
            self.add_error("comment", _("Write why something was not corrected."))
        return cleaned

    def payload(self) -> dict[str, Any]:
        return {"answers": self.answers} if self.correction is not None else {}


class ExceptionAnswerForm(TransitionForm):
    """The reason of the council secretary, granted or not."""

    comment = reason_field(
        label=_("Reason"),
        help_text=_("Everybody who sees the nomination reads the reason and your name."),
        error_messages={"required": _("Write the reason.")},
    )


class ReturnForm(NominationTransitionForm):
    """The parts to correct and why; only these are unlocked."""

    items = forms.MultipleChoiceField(
        label=_("What must be corrected"),
        help_text=_("Only the ticked parts can be changed; the others stay as submitted."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one item that must be corrected.")},
    )
    comment = reason_field(
        label=_("What to correct, and why"),
        help_text=_("The nominee reads this text; name the passage and what is expected."),
        error_messages={"required": _("Write what must be corrected and why.")},
    )

    def __init__(self, data: Any = None, *, nomination: Nomination, user: User) -> None:
        super().__init__(data, nomination=nomination, user=user)
        choices = [(item, capfirst(word)) for item, word in correction_items()]
        self.fields["items"].choices = choices  # type: ignore[attr-defined]  # fields are typed by their base

    def payload(self) -> dict[str, Any]:
        return {"items": list(self.cleaned_data["items"])}


def rule_of(nomination: Nomination) -> MeetingRule:
    """The campaign's rule for the unit meeting on this award."""
    titles = CampaignTitle.objects.filter(
        campaign_id=nomination.campaign_id, award_type_id=nomination.award_type_id
    )
    return meeting_rule(titles.values_list("unit_meeting", flat=True).first())


class EndorseForm(NominationTransitionForm):
    """The result of the unit meeting, for the version of the report shown on the page."""

    present = meeting_fields()["present"]
    agreed = VnIntegerField(
        label=_("How many agreed"),
        min_value=0,
        max_value=MAX_PRESENT,
        error_messages={"required": _("Write how many agreed.")},
    )
    held_on = meeting_fields()["held_on"]
    comment = reason_field(
        label=_("Comment of the unit"),
        required=False,
        help_text=_("May be left empty. The nominee and the council read it."),
    )
    minority_confirmed = minority_field()
    report_number = forms.IntegerField(required=False, widget=forms.HiddenInput)
    field_order = ("present", "agreed", "minority_confirmed", "held_on", "comment")

    at_fields: ClassVar[Mapping[str, str]] = {
        "unit_meeting_missing": "present",
        "unit_meeting_not_quorate": "present",
        "agreed_more_than_present": "agreed",
        "unit_vote_not_reached": "agreed",
        "more_present_than_staff": "present",
        "unit_minority": "agreed",
    }

    def __init__(self, data: Any = None, *, nomination: Nomination, user: User) -> None:
        super().__init__(data, nomination=nomination, user=user)
        self.fields["held_on"].initial = clock.today()
        self.fields["report_number"].initial = self._current_number
        if not self._is_minority():
            del self.fields["minority_confirmed"]

    def _is_minority(self) -> bool:
        """Whether the typed figures have to be confirmed: no rule of the campaign judges them."""
        typed = [str(self.data.get(name, "")).strip() for name in ("present", "agreed")]
        if not all(one.isdecimal() and len(one) < MAX_DIGITS for one in typed):
            return False
        return is_minority(*map(int, typed)) and rule_of(self.nomination).vote is None

    def help_texts(self) -> dict[str, str]:
        staff, rule = staff_of(self.nomination.unit), rule_of(self.nomination)
        sentences = [staff_text(staff), quorum_text(rule, staff)]
        return {
            "present": " ".join(str(one) for one in sentences if one),
            "agreed": vote_text(rule, staff),
        }

    def renew(self) -> None:
        """Set the version to that of the newest report, which the page shows."""
        data = cast("QueryDict", self.data).copy()
        data["report_number"] = str(self._current_number() or "")
        self.data = data

    def _current_number(self) -> int | None:
        frozen = self.nomination.reports.filter(frozen_at__isnull=False)
        return frozen.order_by("-number").values_list("number", flat=True).first()

    def clean_held_on(self) -> Any:
        return check_meeting_day(self.cleaned_data["held_on"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        present, agreed = cleaned.get("present"), cleaned.get("agreed")
        if present is not None and agreed is not None and agreed > present:
            self.add_error("agreed", _("More people agreed than were present."))
        asks = "minority_confirmed" in self.fields and not cleaned.get("minority_confirmed")
        if asks and present is not None and agreed is not None:
            self.add_error("agreed", minority_text(present, agreed))
        return cleaned

    def payload(self) -> dict[str, Any]:
        given = {
            "present": self.cleaned_data["present"],
            "agreed": self.cleaned_data["agreed"],
            "held_on": self.cleaned_data["held_on"].isoformat(),
            "report_number": self.cleaned_data["report_number"],
        }
        if self.cleaned_data.get("minority_confirmed"):
            given["minority_confirmed"] = True
        return given


class BulkEndorseForm(BaseForm):
    """One unit meeting for several nominations; per nomination how many agreed."""

    def __init__(self, data: Any = None, *, nominations: Iterable[Any]) -> None:
        self.rows = list(nominations)
        super().__init__(data)
        self.fields.update(meeting_fields())
        self.fields["held_on"].initial = clock.today()
        for row in self.rows:
            self.fields[f"agreed_{row.pk}"] = VnIntegerField(
                label=_("How many agreed"), min_value=0, max_value=MAX_PRESENT, required=False
            )
            self.fields[f"version_{row.pk}"] = forms.IntegerField(
                widget=forms.HiddenInput, initial=row.version
            )
            self.fields[f"report_{row.pk}"] = forms.IntegerField(
                widget=forms.HiddenInput, initial=row.report_number, required=False
            )

        if self._has_minority():
            self.fields["minority_confirmed"] = minority_field()

    def _has_minority(self) -> bool:
        """Whether for some row the typed figures have to be confirmed."""

        def typed(name: str) -> int | None:
            text = str(self.data.get(name, "")).strip()
            return int(text) if text.isdecimal() and len(text) < MAX_DIGITS else None

        present = typed("present")
        return any(
            is_minority(present, typed(f"agreed_{row.pk}")) and rule_of(row.nomination).vote is None
            for row in self.rows
        )

    @cached_property
    def members(self) -> list[tuple[str, int]]:
        """The units of the rows with the number of their members today."""
        units = {row.nomination.unit_id: row.nomination.unit for row in self.rows}
        return [(unit.name, staff_of(unit)) for unit in units.values()]

    @cached_property
    def requirements(self) -> list[str]:
        """The requirements of the meeting, per award, each sentence once."""
        asked: dict[tuple[int, int, int], Nomination] = {}
        for row in self.rows:
            one = row.nomination
            asked.setdefault((one.campaign_id, one.award_type_id, one.unit_id), one)
        found: list[str] = []
        for one in asked.values():
            rule, staff = rule_of(one), staff_of(one.unit)
            texts = (quorum_text(rule, staff), vote_text(rule, staff))
            found += [f"{one.award_type.short_name}: {text}" for text in texts if text]
        return list(dict.fromkeys(found))

    def agreed_field(self, row: Any) -> Any:
        return self[f"agreed_{row.pk}"]

    def clean_held_on(self) -> Any:
        return check_meeting_day(self.cleaned_data["held_on"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        present = cleaned.get("present")
        asks = "minority_confirmed" in self.fields and not cleaned.get("minority_confirmed")
        for row in self.rows:
            agreed = cleaned.get(f"agreed_{row.pk}")
            if present is not None and agreed is not None and agreed > present:
                self.add_error(f"agreed_{row.pk}", _("More people agreed than were present."))
            elif asks and is_minority(present, agreed):
                self.add_error(f"agreed_{row.pk}", minority_text(present or 0, agreed or 0))
        check_present(self, {row.nomination.unit for row in self.rows})
        return cleaned

    def data_for(self) -> dict[int, dict[str, Any]]:
        """Per nomination the result of the meeting; nothing typed in means that all agreed."""
        present = self.cleaned_data["present"]
        found = {}
        for row in self.rows:
            agreed = self.cleaned_data.get(f"agreed_{row.pk}")
            found[row.pk] = {
                "present": present,
                "agreed": present if agreed is None else agreed,
                "held_on": self.cleaned_data["held_on"].isoformat(),
                "report_number": self.cleaned_data.get(f"report_{row.pk}"),
            }
            if self.cleaned_data.get("minority_confirmed"):
                found[row.pk]["minority_confirmed"] = True
        return found

    def seen_versions(self) -> dict[int, int]:
        return {row.pk: self.cleaned_data[f"version_{row.pk}"] for row in self.rows}
