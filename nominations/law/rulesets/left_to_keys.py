"""The keys that say that an article leaves a value to ministries, sectors and provinces."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nominations.law.rulesets.key_types import KeyDescription
from nominations.people.models import Authority

LEFT_TO = KeyDescription(
    name="left_to",
    kind="text",
    label=_("Article that leaves the value to ministries, sectors and provinces"),
    help=_("Where it stands, the value beside it is only proposed."),
    in_layers=False,
)

LEFT_TO_PROVINCE = (
    LEFT_TO,
    KeyDescription(
        name="left_for",
        kind="choices",
        label=_("Only of awards decided by"),
        help=_("The authorities whose awards the article is about; none named: all."),
        words=dict(Authority.choices),
        in_layers=False,
    ),
)
