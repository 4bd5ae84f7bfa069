"""One act that concerns many dossiers is one notice to each reader, not one per dossier.

Every event keeps its row, which is the record that the person was notified; the rows of one act are
shown through the first of them, which counts and names the others.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Q

from notifications.channels import Letter
from notifications.models import Notice, OutboxMessage
from notifications.rendering import Text, language_of, render_many

Key = tuple[int, str, datetime]


def key_of(message: OutboxMessage) -> Key:
    """Reader, topic and moment: the rows of one transaction of the engine share the moment."""
    return message.recipient_id, message.topic, message.created_at


def file_notices(letters: Sequence[Letter]) -> list[Letter]:
    """Write the notices; gives the letters that begin a group and go out over other channels."""
    firsts = _firsts(letters)
    beginning: dict[Key, Letter] = {}
    for letter in letters:
        if key_of(letter.message) not in firsts:
            beginning.setdefault(key_of(letter.message), letter)
    Notice.objects.bulk_create(map(_notice, beginning.values()), ignore_conflicts=True)
    began = {id(letter) for letter in beginning.values()}
    others = [letter for letter in letters if id(letter) not in began]
    if others:
        firsts = _firsts(letters)
        Notice.objects.bulk_create(
            [_notice(one, firsts[key_of(one.message)]) for one in others], ignore_conflicts=True
        )
        _tell_of_all({key_of(one.message): one for one in others}, firsts)
    return list(beginning.values())


def shown_text(message: OutboxMessage) -> Text | None:
    """The text of the notice that the inbox shows for this message, if there is one."""
    notice = Notice.objects.filter(
        event_key=message.event_key, recipient_id=message.recipient_id
    ).first()
    return Text(notice.title, notice.body, notice.path) if notice else None


def _firsts(letters: Iterable[Letter]) -> dict[Key, Notice]:
    moments = {letter.message.created_at for letter in letters}
    people = {letter.message.recipient_id for letter in letters}
    found = Notice.objects.filter(recipient_id__in=people, created_at__in=moments, first=None)
    return {(one.recipient_id, one.topic, one.created_at): one for one in found.order_by("-id")}


def _notice(letter: Letter, first: Notice | None = None) -> Notice:
    message = letter.message
    own = first is not None and first.event_key == message.event_key  # delivered once more
    return Notice(
        recipient_id=message.recipient_id,
        event_key=message.event_key,
        topic=message.topic,
        title=letter.title,
        subject=letter.subject,
        body=letter.body,
        path=letter.path,
        created_at=message.created_at,
        first=None if own else first,
    )


def _tell_of_all(last: dict[Key, Letter], firsts: dict[Key, Notice]) -> None:
    """Write the number and the first names into each notice that represents several."""
    for key, letter in last.items():
        first = firsts[key]
        rows = Notice.objects.filter(Q(pk=first.pk) | Q(first=first)).order_by("id")
        notices = list(rows.values_list("subject", "path"))
        if len(notices) == 1:
            continue
        subjects = [subject for subject, _path in notices]
        text = render_many(first.topic, letter.facts, subjects, language_of(letter.recipient))
        Notice.objects.filter(pk=first.pk).update(
            title=text.title,
            body=text.body,
            path=common_page([path for _subject, path in notices]),
            read_at=None,
        )


def common_page(paths: Sequence[str]) -> str:
    """The longest common parent of these paths: the list that has all their pages."""
    if "" in paths:
        return ""
    shared = posixpath.commonpath(paths)
    return shared if shared.endswith("/") else f"{shared}/"
