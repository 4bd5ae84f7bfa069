"""Narrowing the history by day, person, act and subject."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from nominations.administration.history.entry_wording import KINDS
from nominations.administration.history.scope import (
    ADMINISTRATIVE,
    SHARED,
    HistoryScope,
    entries_in,
)
from nominations.people.queries import of_agencies_ever, search_people
from nominations.web.forms import BaseForm, VnDateField
from workflow import actions
from workflow.models import AuditEvent


class HistoryForm(BaseForm):
    """Which entries to show; everything may be left empty."""

    first = VnDateField(label=gettext_lazy("From day"), required=False)
    last = VnDateField(label=gettext_lazy("To day"), required=False)
    actor = forms.CharField(label=gettext_lazy("Done by"), max_length=100, required=False)
    about = forms.CharField(label=gettext_lazy("About the person"), max_length=100, required=False)
    act = forms.ChoiceField(label=gettext_lazy("Act"), required=False)
    kind = forms.ChoiceField(label=pgettext_lazy("history", "Subject"), required=False)
    person = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, scope: HistoryScope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope = scope
        labels: dict[str, list[str]] = {}
        for name, label in actions.labels().items():
            if scope.inspects or name in ADMINISTRATIVE:
                labels.setdefault(str(label)[:1].upper() + str(label)[1:], []).append(name)
        self.acts = {names[0]: names for names in labels.values()}
        self.choice_field("act").choices = [
            ("", _("All acts")),
            *((names[0], label) for label, names in sorted(labels.items())),
        ]
        kinds = {name: label for name, (_model, label) in KINDS.items()}
        if not scope.inspects:
            kept = {"person", "organization", "council", *(name.rstrip(":") for name in SHARED)}
            kinds = {name: label for name, label in kinds.items() if name in kept}
        self.choice_field("kind").choices = [("", _("All subjects")), *kinds.items()]

    def entries(self) -> QuerySet[AuditEvent]:
        """The entries that the reader may see and asked for, newest first."""
        found = entries_in(self.scope)
        given = self.cleaned_data if self.is_valid() else {}
        if given.get("first"):
            found = found.filter(at__gte=_begin(given["first"], time.min))
        if given.get("last"):
            found = found.filter(at__lte=_begin(given["last"], time.max))
        if given.get("act"):
            found = found.filter(action__in=self.acts[given["act"]])
        if given.get("kind"):
            found = found.filter(stream__startswith=f"{given['kind']}:")
        if given.get("actor"):
            people = search_people(given["actor"]).filter(user__isnull=False)
            found = found.filter(
                Q(actor_id__in=people.values("user__id")) | Q(actor_name=given["actor"])
            )
        if given.get("about"):
            theirs = of_agencies_ever(self.scope.agencies).values("pk")
            people = search_people(given["about"]).filter(pk__in=theirs)
            found = found.filter(
                stream__in=[f"person:{pk}" for pk in people.values_list("pk", flat=True)[:200]]
            )
        if given.get("person"):
            found = found.filter(stream=f"person:{given['person']}")
        return found


def _begin(day: Any, moment: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, moment))
