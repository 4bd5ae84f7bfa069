from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import models

from tests.workflow.toy.table import PARCELS, State
from workflow.models import WorkflowSubject, state_constraint
from workflow.transition_methods import bind


class Team(models.Model):
    name = models.CharField(max_length=50)


class Membership(models.Model):
    team = models.ForeignKey(Team, models.CASCADE)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    role = models.CharField(max_length=10)


class Parcel(WorkflowSubject):
    workflow = PARCELS

    public_id = models.UUIDField(default=uuid.uuid4, unique=True)
    title = models.CharField(max_length=80)
    team = models.ForeignKey(Team, models.CASCADE)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+"
    )
    due_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)

    inspect = bind(PARCELS, "inspect")
    ship = bind(PARCELS, "ship")
    refuse = bind(PARCELS, "refuse")
    hold = bind(PARCELS, "hold")
    release = bind(PARCELS, "release")
    deliver = bind(PARCELS, "deliver")
    reroute = bind(PARCELS, "reroute")
    write_off = bind(PARCELS, "write_off")

    class Meta:
        constraints = (state_constraint("parcel_state_known", State),)

    def __str__(self) -> str:
        return self.title

    @classmethod
    def describe(cls, row: Mapping[str, Any]) -> dict[str, str]:
        return {"title": row["title"], "path": f"/parcels/{row['public_id']}/"}


class Seal(models.Model):
    parcel = models.ForeignKey(Parcel, models.CASCADE)
    broken = models.BooleanField(default=False)


class Receipt(models.Model):
    parcel = models.ForeignKey(Parcel, models.CASCADE)
    text = models.TextField()
