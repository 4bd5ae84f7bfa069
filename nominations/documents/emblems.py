"""The emblem of an agency on the full page of its certificates: a picture that somebody uploaded.

What is kept was checked and written anew (`upload_check.accept_upload`): pixels, without what the
file said of itself. A certificate names the picture by its hash, so a run that goes on later draws
the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from nominations.documents.models import AgencyEmblem
from nominations.files.upload_check import AcceptedFile, accept_upload
from nominations.people.authorization import account_of, require
from nominations.people.models import Organization
from nominations.people.roles import Role
from nominations.web.refusals import refused
from workflow import audit, clock
from workflow.actors import Actor

KEEPERS = (Role.SECRETARY, Role.ADMINISTRATOR)
PICTURES = ("png", "jpg")
LONGEST_SIDE = 800
"""Pixels of the longer side as it is kept: 600 dots per inch of the largest emblem on a page."""
SET, REMOVED = "emblem.set", "emblem.removed"


def current_emblem(agency: Organization | int) -> QuerySet[AgencyEmblem]:
    """The emblem that new certificates of the agency bear: one row or none."""
    return AgencyEmblem.objects.filter(organization=agency, ended_at=None)


def emblem_of(agency: Organization) -> str:
    """The hash by which a certificate names the agency's emblem, "" without one: one query."""
    return current_emblem(agency).values_list("sha256", flat=True).first() or ""


def emblem_pictures(names: Iterable[str]) -> dict[str, bytes]:
    """The pictures of these hashes; a hash that no kept picture has is left out."""
    wanted = {name for name in names if name}
    if not wanted:
        return {}
    rows = AgencyEmblem.objects.filter(sha256__in=wanted).values_list("sha256", "content")
    return {name: bytes(content) for name, content in rows}


def require_keeper(actor: Actor, agency: Organization) -> None:
    """Refuse (NotAllowed) all but the secretary and the administrator of the agency."""
    sentence = _("Only the council secretary and the administrator of %(agency)s set its emblem.")
    require(
        actor,
        *KEEPERS,
        organization=agency,
        sentence=sentence % {"agency": agency.name},
        key="no_emblem_keeper",
    )


def checked_picture(upload: Any) -> AcceptedFile:
    """The picture alone; refuses (ValidationError) what is no PNG or JPEG, or is spoilt."""
    return accept_upload(upload, kinds=PICTURES, longest_side=LONGEST_SIDE)


def set_emblem(*, actor: Actor, agency: Organization, picture: AcceptedFile) -> AgencyEmblem:
    """Have new certificates of the agency bear the picture instead of the one before.

    Refuses (NotAllowed) who does not keep it, (ValidationError) the picture that it is already.
    """
    require_keeper(actor, agency)
    try:
        with transaction.atomic():
            Organization.objects.select_for_update(no_key=True).get(pk=agency.pk)
            before = emblem_of(agency)
            if before == picture.sha256:
                raise refused("same_emblem", _("The certificates bear this picture already."))
            _end(agency, actor)
            row = AgencyEmblem.objects.create(
                organization=agency,
                kind=picture.kind,
                content=picture.content,
                size=picture.size,
                sha256=picture.sha256,
                added_at=clock.now(),
                added_by=account_of(actor),
            )
            _record(agency, SET, actor, before=before, after=row.sha256)
    except IntegrityError:
        raise refused("same_emblem", _("The certificates bear this picture already.")) from None
    return row


def remove_emblem(*, actor: Actor, agency: Organization) -> None:
    """Have new certificates of the agency bear no emblem; what was issued stays as it is.

    Refuses (NotAllowed) who does not keep it, (ValidationError) an agency without an emblem.
    """
    require_keeper(actor, agency)
    with transaction.atomic():
        Organization.objects.select_for_update(no_key=True).get(pk=agency.pk)
        before = emblem_of(agency)
        if not before:
            raise refused("no_emblem", _("There is no emblem to remove."))
        _end(agency, actor)
        _record(agency, REMOVED, actor, before=before, after="")


def _end(agency: Organization, actor: Actor) -> None:
    current_emblem(agency).update(ended_at=clock.now(), ended_by=account_of(actor))


def _record(agency: Organization, action: str, actor: Actor, **payload: str) -> None:
    audit.record(f"organization:{agency.pk}", action, actor=actor, payload=payload)
