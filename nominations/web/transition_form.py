"""The base class of forms on the confirmation page of a transition."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from nominations.web.forms import BaseForm


class TransitionForm(BaseForm):
    """The base of every form that the page of a transition shows.

    Hidden fields may store what the reader has seen; the field `comment`, if there is one, is the
    reason in the history. `at_fields` maps the key of a refusal to the field that shows it; others
    are shown above the form.
    """

    at_fields: ClassVar[Mapping[str, str]] = {}

    def payload(self) -> dict[str, Any]:
        """The data of the transition, by the names declared in its row."""
        return {}

    def help_texts(self) -> Mapping[str, str]:
        """Help texts that need queries, by field; called only when the form is rendered."""
        return {}

    def renew(self) -> None:
        """Update hidden fields before the page is shown again after a refusal."""

    def show_help(self) -> None:
        """Set the help texts of `help_texts`, right before rendering."""
        for name, text in self.help_texts().items():
            self.fields[name].help_text = text
            self[name].help_text = text  # a field that was validated copied the text before
