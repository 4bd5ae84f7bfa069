"""The page of preferences as a form: one switch per group of topics and outside channel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from notifications.channels import Channel
from notifications.topics import GROUPS


class PreferenceForm(forms.Form):
    """`wishes()` of a valid form is what `preferences.store_choices` takes."""

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
                self.fields[name] = forms.BooleanField(
                    label=label
                    if len(offered) == 1
                    else _("%(group)s: %(channel)s") % {"group": label, "channel": channel.label},
                    required=False,
                    widget=forms.CheckboxInput(attrs={"role": "switch"}),
                    initial=chosen.get((group, channel.name), True),
                )

    def wishes(self) -> dict[tuple[str, str], bool]:
        """What was chosen, by (group, channel)."""
        return {pair: self.cleaned_data[name] for name, pair in self.pairs.items()}
