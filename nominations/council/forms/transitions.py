"""Forms of the page that asks before a session is moved: `Form(data, session=...)`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nominations.council.models import VotingSession
from nominations.paper_numbers.forms import PaperNumberField
from nominations.paper_numbers.models import PaperType
from nominations.web.forms import VnDateTimeField
from nominations.web.transition_form import TransitionForm
from workflow import clock


class SessionTransitionForm(TransitionForm):
    """The texts of the page, and the data of the transition.

    `question` is shown above the form, `details` is a template shown under it, `done` the message
    that follows on `next_page`.
    """

    question: ClassVar[str | Promise] = ""
    details: ClassVar[str] = ""
    done: ClassVar[str | Promise] = ""
    next_page: ClassVar[str] = "council:session"

    def __init__(self, data: Any = None, *, session: VotingSession, **kwargs: Any) -> None:
        self.session = session
        super().__init__(data, **kwargs)


class OpenForm(SessionTransitionForm):
    question = _(
        "The list of members and the rule of each item are frozen, and the members are told."
    )
    details = "council/warnings.html"
    done = _("The voting is open.")
    at_fields: ClassVar[Mapping[str, str]] = {"closes_in_the_past": "closes_at"}

    closes_at = VnDateTimeField(
        label=_("Voting closes at"),
        required=False,
        help_text=_("Leave empty to close by hand. No vote is taken after this moment."),
    )

    def clean_closes_at(self) -> datetime | None:
        closes_at: datetime | None = self.cleaned_data["closes_at"]
        if closes_at is not None and closes_at <= clock.now():
            raise forms.ValidationError(
                _("The closing time lies in the past; choose a later one."), code="past"
            )
        return closes_at

    def payload(self) -> dict[str, Any]:
        return {"closes_at": self.cleaned_data["closes_at"]}


class CloseForm(SessionTransitionForm):
    question = _("From this moment no ballot is taken and none can be changed.")
    details = "council/act_close.html"
    done = _("The voting is closed.")


class CountForm(SessionTransitionForm):
    question = _(
        "Every result is computed over the base its rule names: all members of the council, the"
        " absent included, or those taking part."
    )
    details = "council/act_count.html"
    done = _("The votes are counted. The minutes can be completed and signed.")


class MinutesForm(SessionTransitionForm):
    """Number and conclusion, before anybody signs."""

    done = _("The minutes are completed.")
    next_page = "council:minutes"

    minutes_number = PaperNumberField(
        paper=PaperType.MINUTES,
        label=_("Number of the minutes"),
        required=False,
        help_text=_("For example: 12/BB-HĐTĐKT"),
    )
    conclusion = forms.CharField(
        label=_("Conclusion of the chair"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
        required=False,
    )

    def __init__(self, data: Any = None, *, session: VotingSession) -> None:
        initial = {name: getattr(session, name) for name in ("minutes_number", "conclusion")}
        super().__init__(data, session=session, initial=initial)

    def payload(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class MinutesSignForm(SessionTransitionForm):
    question = _("Please read the minutes before signing. A signature cannot be taken back.")
    details = "council/act_minutes.html"
    done = _("The minutes are signed.")


class CertifyForm(SessionTransitionForm):
    question = _(
        "All nominations of the agenda move at once: passed, or not passed by the council."
    )
    details = "council/act_certify.html"
    done = _("The results are in force.")


class VoidForm(SessionTransitionForm):
    question = _("The record stays, without result; the nominations can be put on a new session.")
    done = _("The session is void.")

    comment = forms.CharField(
        label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000
    )
