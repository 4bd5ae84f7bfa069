"""The page of preferences as a form: one choice per group of topics and outside channel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from notifications.channels import Channel
from notifications.topics import GROUPS

NOW, NEVER = "now", "never"


class PreferenceForm(forms.Form):
    """`wishes()` of a valid form is what `preferences.choose` takes."""

    def __init__(
        self,
        *args: Any,
        offered: list[Channel],
        chosen: Mapping[tuple[str, str], bool],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.pairs: dict[str, tuple[str, str]] = {}
        for group, label in GROUPS.items():
            for channel in offered:
                name = f"{group}-{channel.name}"
                self.pairs[name] = (group, channel.name)
                self.fields[name] = forms.ChoiceField(
                    label=_("%(group)s: %(channel)s") % {"group": label, "channel": channel.label},
                    choices=[
                        (NOW, pgettext_lazy("notice", "Immediately")),
                        (NEVER, pgettext_lazy("notice", "Never")),
                    ],
                    widget=forms.RadioSelect,
                    initial=NOW if chosen.get((group, channel.name), True) else NEVER,
                )

    def wishes(self) -> dict[tuple[str, str], bool]:
        """What was chosen, by (group, channel)."""
        return {pair: self.cleaned_data[name] == NOW for name, pair in self.pairs.items()}
