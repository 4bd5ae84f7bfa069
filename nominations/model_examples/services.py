"""Choosing a model example, writing it, consent, conferences, where it was taken up."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from nominations.awards.models import Award
from nominations.files.upload_check import AcceptedFile, accept_upload
from nominations.model_examples.example_effects import delete_picture
from nominations.model_examples.example_workflow import MODEL_EXAMPLES, ExampleState
from nominations.model_examples.models import (
    ConferenceLevel,
    ConsentEnd,
    ExampleConference,
    ExampleConsent,
    ExampleUptake,
    ModelExample,
    picture_path,
)
from nominations.model_examples.queries import WRITERS, about_account, text_day
from nominations.paper_numbers.services import read_number
from nominations.people.authorization import accounts_holding, holds
from nominations.people.models import Organization, User
from nominations.people.queries import with_predecessors
from nominations.people.roles import Role
from nominations.vietnamese import clean_text, tidy_name
from nominations.web.refusals import not_allowed, refused
from notifications import outbox
from workflow import audit, clock, engine

PICTURES = ("jpg", "png", "heic")
LONGEST_SIDE = 1600
"""Pixels of the longer side of a picture as it is kept: enough for a page and for a preview."""
MAX_STORY = 20_000
CONSENT_STATES = (ExampleState.PROPOSED, ExampleState.APPROVED)
"""The states in which consent is given: the text is there and does not change under it."""


def _require_writer(actor: User, organization_id: int) -> None:
    if not holds(actor, *WRITERS, organization=organization_id):
        raise not_allowed(
            "not_example_writer",
            _("Only the council secretary and the director of the agency keep model examples."),
        )


def _locked(example: ModelExample) -> ModelExample:
    """The example under the lock that the engine takes too."""
    row: ModelExample = ModelExample.objects.select_for_update(no_key=True).get(pk=example.pk)
    return row


def _record(example: ModelExample, action: str, actor: User, **payload: Any) -> str:
    return audit.record_on(example, f"model_example.{action}", actor=actor, payload=payload)


# --- chosen and written ---------------------------------------------------------------------------


def begin_example(*, actor: User, organization: Organization, award: Award | None) -> ModelExample:
    """An example for an award that stands; its story is written next.

    Refuses (ValidationError) no award, one of another agency, one that was revoked, and one that
    has an example; and who does not keep the agency's examples (NotAllowed).
    """
    _require_writer(actor, organization.pk)
    if award is None or award.organization_id not in with_predecessors({organization.pk}):
        raise refused(
            "no_award", _("Choose the award for which somebody is held up as an example.")
        )
    title = f"{award.recipient_name}: {award.award_type.name} {award.year}"[:200]
    with transaction.atomic():
        current = Award.objects.select_for_update(of=("self",), no_key=True).get(pk=award.pk)
        if current.revoked_on is not None:
            raise refused("award_revoked", _("This award was revoked. Choose another one."))
        taken = ModelExample.objects.filter(award=award).first()
        if taken is not None:
            raise ValidationError(
                _("There is an example for this award already: “%(title)s” (%(state)s). Open it."),
                "example_exists",
                {"title": taken.title, "state": taken.state_label},
            )
        example = ModelExample.objects.create(
            organization=organization, award=award, title=title, created_at=clock.now()
        )
        _record(example, "begun", actor, award=award.pk)
    return example


def write_example(
    *,
    actor: User,
    example: ModelExample,
    title: str,
    story: str,
    picture: UploadedFile[Any] | AcceptedFile | None = None,
    picture_text: str = "",
    without_picture: bool = False,
) -> ModelExample:
    """Write headline, story and picture of an example that is being written.

    A picture is checked, made smaller and written anew, so that nothing but the picture is kept. A
    consent to other words or another picture ends. Refuses (ValidationError) a headline that is
    empty, a picture without a word on what it shows, what `accept_upload` refuses, and an
    example that is not being written; and who does not keep the agency's examples (NotAllowed).
    """
    _require_writer(actor, example.organization_id)
    values = {"title": tidy_name(title), "story": clean_text(story).strip()}
    if not values["title"]:
        raise refused("no_title", _("Write the headline of the example."))
    accepted = accepted_picture(picture)
    says = tidy_name(picture_text)[:200]
    path = ""
    try:
        with transaction.atomic():
            row = _locked(example)
            if not row.is_open:
                raise refused(
                    "example_locked",
                    _("The example is proposed, so its text is locked. Send it back first."),
                )
            before = row.text_mark
            if accepted is not None or without_picture:
                delete_picture(row)
            if accepted is not None:
                path = picture_path(row, f"picture.{accepted.kind}")
                row.picture.name = default_storage.save(path, ContentFile(accepted.content))
            if row.picture.name and not says:
                raise refused(
                    "no_picture_text",
                    _("Say what the picture shows, for readers who do not see it."),
                )
            row.title, row.story = values["title"], values["story"][:MAX_STORY]
            row.picture_text = says if row.picture.name else ""
            row.save(update_fields=["title", "story", "picture", "picture_text"])
            changed = row.text_mark != before
            if changed:
                _end_consent(row, actor, ConsentEnd.TEXT_CHANGED)
                _record(row, "story_written", actor, text_mark=row.text_mark)
    except BaseException:
        if path:  # also where the disk took only a part of it
            default_storage.delete(path)
        raise
    return row


def accepted_picture(picture: UploadedFile[Any] | AcceptedFile | None) -> AcceptedFile | None:
    """The picture checked and made smaller, before any row is locked; refuses (ValidationError)
    what `upload_check.accept_upload` refuses."""
    if picture is None or isinstance(picture, AcceptedFile):
        return picture
    return accept_upload(picture, kinds=PICTURES, longest_side=LONGEST_SIDE)


# --- consent --------------------------------------------------------------------------------------


def is_about(actor: User, example: ModelExample) -> bool:
    """Whether the example is about the actor's person or a unit that the actor heads."""
    return ModelExample.objects.filter(about_account(actor), pk=example.pk).exists()


def give_consent(*, actor: User, example: ModelExample) -> ExampleConsent:
    """The person, or the head of the unit, consents to the text and the picture; the secretaries
    are told.

    Refuses (ValidationError) an example that waits for no consent and a consent that is there; and
    whom the example is not about (NotAllowed).
    """
    if not is_about(actor, example) or actor.person is None:
        raise not_allowed(
            "not_the_example",
            _("Only the person, or the head of the unit, whom it is about gives this consent."),
        )
    with transaction.atomic():
        row = _locked(example)
        consent = _add_consent(
            row, actor, given_on=clock.today(), given_by=actor.person.full_name, paper=""
        )
        event_key = _record(row, "consent_given", actor, text_mark=row.text_mark)
        secretaries = accounts_holding(Role.SECRETARY, row.organization_id)
        outbox.queue_messages(
            topic="model_example.consent_given",
            recipients=set(secretaries.values_list("pk", flat=True)) - {actor.pk},
            event_key=event_key,
            context={"title": row.title, "path": row.get_absolute_url()},
        )
    return consent


def record_consent(
    *, actor: User, example: ModelExample, given_by: str, given_on: date, paper: str
) -> ExampleConsent:
    """The secretary records a consent that was signed on paper, for who has no account.

    Refuses (ValidationError) a day of the future or before this text and picture were there, no
    paper, and what `give_consent` refuses; and who does not keep the agency's examples
    (NotAllowed).
    """
    _require_writer(actor, example.organization_id)
    if not tidy_name(paper) or not tidy_name(given_by):
        raise refused("no_paper", _("Write who signed the consent and where the paper is kept."))
    if given_on > clock.today():
        raise refused("future", _("The consent can not be given in the future."))
    if given_on < clock.day_of(example.created_at):
        raise refused(
            "before_example", _("The consent lies before the example; nobody had read it then.")
        )
    with transaction.atomic():
        row = _locked(example)
        written_on = text_day(row)
        if given_on < written_on:
            raise ValidationError(
                _(
                    "Story and picture stand as they are since %(day)s; a consent of before is one"
                    " to another text. Have the present one signed."
                ),
                "before_text",
                {"day": f"{written_on:%d/%m/%Y}"},
            )
        consent = _add_consent(
            row, actor, given_on=given_on, given_by=tidy_name(given_by), paper=tidy_name(paper)
        )
        payload = {"by": consent.given_by, "on": given_on, "paper": consent.paper}
        _record(row, "consent_recorded", actor, **payload, text_mark=row.text_mark)
    return consent


def _add_consent(row: ModelExample, actor: User, **values: Any) -> ExampleConsent:
    if row.state not in CONSENT_STATES:
        raise refused(
            "no_consent_asked",
            _("Consent is given to a text that is proposed and no longer changes."),
        )
    if row.consents.filter(ended_at__isnull=True).exists():
        raise refused("consent_there", _("The consent is recorded already."))
    return ExampleConsent.objects.create(
        example=row,
        text_mark=row.text_mark,
        recorded_at=clock.now(),
        recorded_by=actor,
        **values,
    )


def take_consent_back(*, actor: User, example: ModelExample) -> None:
    """End the consent: what is published is taken down in the same transaction, and the picture is
    deleted. Idempotent.

    For whom the example is about, whenever they wish and without a reason; for who keeps the
    agency's examples, where it was taken back by word or on paper. Others are refused (NotAllowed).
    """
    if not is_about(actor, example):
        _require_writer(actor, example.organization_id)
    with transaction.atomic():
        row = _locked(example)
        if not _end_consent(row, actor, ConsentEnd.TAKEN_BACK):
            return
        delete_picture(row)
        _record(row, "consent_ended", actor, because=ConsentEnd.TAKEN_BACK.value)
        if row.state == ExampleState.PUBLISHED:
            engine.perform(MODEL_EXAMPLES, row.pk, "take_down", actor=actor, joins=True)


def _end_consent(row: ModelExample, actor: User, because: ConsentEnd) -> int:
    return row.consents.filter(ended_at__isnull=True).update(
        ended_at=clock.now(), ended_by=actor, ended_because=because
    )


# --- conferences, and where it was taken up -------------------------------------------------------


def _first_day(award: Award) -> date:
    """The day of the award: of its decision, or the beginning of its year where that is unknown."""
    return award.decision_date or date(award.year, 1, 1)


def _approved(example: ModelExample) -> ModelExample:
    row = _locked(example)
    if not row.is_approved:
        raise refused(
            "not_approved", _("The example has to be approved first; then it goes on from here.")
        )
    return row


def _check_after_award(day: date, example: ModelExample, what: str) -> None:
    first = _first_day(example.award)
    if day < first:
        words = {"what": what, "day": f"{day:%d/%m/%Y}", "award": f"{first:%d/%m/%Y}"}
        sentence = _("%(what)s of %(day)s lies before the award of %(award)s; check the date.")
        raise refused("before_award", sentence % words)


def add_conference(
    *,
    actor: User,
    example: ModelExample,
    level: str,
    name: str,
    held_on: date,
    place: str,
    paper_number: str = "",
    paper_date: date | None = None,
) -> ExampleConference:
    """Record that the example was put forward to a conference, which may be still to come.

    Refuses (ValidationError) an unknown level, a day before the award, what is no number of a
    paper, a paper after the conference, a second conference of that level and day, and an example
    that is not approved; and who does not keep the agency's examples (NotAllowed).
    """
    _require_writer(actor, example.organization_id)
    if level not in ConferenceLevel.values:
        raise refused("unknown_level", _("Choose the level of the conference."))
    if not tidy_name(name) or not tidy_name(place):
        raise refused("incomplete", _("Write the name of the conference and where it is held."))
    _check_after_award(held_on, example, _("The conference"))
    written = read_number(paper_number).canonical if paper_number.strip() else ""
    if paper_date is not None and paper_date > held_on:
        raise refused("paper_after", _("The paper is dated after the conference; check the dates."))
    with transaction.atomic():
        row = _approved(example)
        try:
            with transaction.atomic():
                conference = ExampleConference.objects.create(
                    example=row,
                    level=level,
                    name=tidy_name(name),
                    held_on=held_on,
                    place=tidy_name(place),
                    paper_number=written,
                    paper_date=paper_date,
                )
        except IntegrityError:
            raise refused(
                "conference_twice",
                _("A conference of this level on this day is recorded already."),
            ) from None
        _record(row, "conference_added", actor, **_entry_values(conference))
    return conference


def add_uptake(
    *, actor: User, example: ModelExample, place: str, taken_up_on: date, what: str
) -> ExampleUptake:
    """Record where the example was taken up. Refuses as `add_conference` does, and a day of the
    future (ValidationError)."""
    _require_writer(actor, example.organization_id)
    if not tidy_name(place) or not tidy_name(what):
        raise refused("incomplete", _("Write where it was taken up and what was done there."))
    if taken_up_on > clock.today():
        raise refused("future", _("Record it when it has been done: the day lies in the future."))
    _check_after_award(taken_up_on, example, _("The day"))
    with transaction.atomic():
        row = _approved(example)
        uptake = ExampleUptake.objects.create(
            example=row, place=tidy_name(place), taken_up_on=taken_up_on, what=tidy_name(what)
        )
        _record(row, "uptake_added", actor, **_entry_values(uptake))
    return uptake


def remove_entry(*, actor: User, entry: ExampleConference | ExampleUptake) -> None:
    """Take out a conference or a place that was recorded by mistake; the history keeps what it was.

    Refuses who does not keep the agency's examples (NotAllowed).
    """
    _require_writer(actor, entry.example.organization_id)
    action = "conference" if isinstance(entry, ExampleConference) else "uptake"
    with transaction.atomic():
        row = _locked(entry.example)
        values = _entry_values(entry)
        if type(entry).objects.filter(pk=entry.pk).delete()[0]:
            _record(row, f"{action}_removed", actor, **values)


def _entry_values(entry: ExampleConference | ExampleUptake) -> dict[str, Any]:
    left_out = {"id", "example"}
    return {
        field.name: getattr(entry, field.name)
        for field in entry._meta.concrete_fields
        if field.name not in left_out
    }
