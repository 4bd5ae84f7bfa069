"""The base class of forms on the confirmation page of a transition."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from nominations.web.forms import BaseForm


class TransitionForm(BaseForm):
    """The base of every form that the page of a transition shows.

    Hidden fields may remember what the reader has seen; `comment`, where a form has it, is the
    reason that goes into the history. `at_fields` names the field at which a refusal by this key
    stands; the others stand above the form.
    """

    at_fields: ClassVar[Mapping[str, str]] = {}

    def payload(self) -> dict[str, Any]:
        """The data of the transition, by the names its row declares."""
        return {}

    def help_texts(self) -> Mapping[str, str]:
        """Help texts that have to be looked up, by field; asked only when the form is shown."""
        return {}

    def renew(self) -> None:
        """Bring hidden fields up to date with the page that is shown again after a refusal."""

    def show_help(self) -> None:
        """Put the looked-up help texts in place; for the page, right before it is rendered."""
        for name, text in self.help_texts().items():
            self.fields[name].help_text = text
            self[name].help_text = text  # a field that was validated copied the text before
