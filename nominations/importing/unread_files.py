"""Uploaded tables with unrecognised headings, stored until their columns are chosen.

A file is returned only to its account, within an hour, by a signed ticket.
"""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import NamedTuple

from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from workflow import clock
from workflow.actors import Actor

FOLDER = "imports/unread"
KEEP_FOR = timedelta(hours=1)
_SALT = "importing.unread"


class UnreadFile(NamedTuple):
    """The name its owner gave to a file, and its bytes."""

    name: str
    content: bytes


def store_file(owner: Actor, name: str, content: bytes) -> str:
    """Store the file; the ticket that opens it again."""
    stored = default_storage.save(f"{FOLDER}/{uuid.uuid4().hex}", ContentFile(content))
    until = (clock.now() + KEEP_FOR).timestamp()
    ticket_data = {"owner": owner.pk, "name": name, "stored": stored, "until": until}
    return signing.dumps(ticket_data, salt=_SALT)


def find_file(owner: Actor, ticket: str) -> UnreadFile | None:
    """The file of a ticket; None when the ticket is not the owner's, too old or spoilt."""
    try:
        ticket_data = signing.loads(ticket, salt=_SALT)
    except signing.BadSignature:
        return None
    if ticket_data["owner"] != owner.pk or ticket_data["until"] < clock.now().timestamp():
        return None
    try:
        with default_storage.open(ticket_data["stored"]) as file:
            return UnreadFile(ticket_data["name"], file.read())
    except FileNotFoundError:
        return None


def clear_old() -> int:
    """Delete the files whose tickets have run out; how many."""
    try:
        _folders, names = default_storage.listdir(FOLDER)
    except FileNotFoundError:
        return 0
    paths = [f"{FOLDER}/{name}" for name in names]
    oldest = clock.now() - KEEP_FOR
    old = [path for path in paths if default_storage.get_modified_time(path) < oldest]
    for path in old:
        default_storage.delete(path)
    return len(old)
