"""Preferences of people: per group of topics and channel, at once or never."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.db import transaction

from notifications.models import Preference

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser


def declined_channels(user_ids: Iterable[int]) -> set[tuple[int, str, str]]:
    """(account, group, channel) of everything these people switched off; one query."""
    return set(
        Preference.objects.filter(user_id__in=list(user_ids), enabled=False).values_list(
            "user_id", "topic_group", "channel"
        )
    )


def choices_of(user: AbstractUser) -> dict[tuple[str, str], bool]:
    """What this person chose so far, by (group, channel); a missing pair means at once."""
    rows = Preference.objects.filter(user_id=user.pk)
    return {(row.topic_group, row.channel): row.enabled for row in rows}


@transaction.atomic
def store_choices(user: AbstractUser, wishes: Mapping[tuple[str, str], bool]) -> None:
    """Store wishes by (group, channel); pairs not named stay as they are."""
    Preference.objects.bulk_create(
        [
            Preference(user_id=user.pk, topic_group=group, channel=channel, enabled=enabled)
            for (group, channel), enabled in wishes.items()
        ],
        update_conflicts=True,
        unique_fields=["user", "topic_group", "channel"],
        update_fields=["enabled"],
    )
