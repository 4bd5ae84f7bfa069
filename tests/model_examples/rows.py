"""Model examples as rows: in any state, with or without consent, past the services."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image

from nominations.awards.models import Award
from nominations.awards.services import NewAward, record_awards
from nominations.law.models import AwardType, CommendationType, RecipientKind
from nominations.model_examples.models import ExampleConsent, ModelExample
from nominations.people.models import Organization, Person, Unit, User
from tests.workflow.placing import adopt_placed, place
from workflow import clock
from workflow.actors import SYSTEM

STORY = "Đồng chí đã rút ngắn thời gian thẩm định từ 20 ngày xuống 12 ngày."


def award_of(
    agency: Organization, recipient: Person | Unit, *, code: str = "LDTT", year: int = 2012
) -> Award:
    """An award of that year with its decision."""
    is_person = isinstance(recipient, Person)
    row = NewAward(
        organization_id=agency.pk,
        award_type_id=AwardType.objects.filter(code=code).earliest("valid_from").pk,
        kind=RecipientKind.INDIVIDUAL if is_person else RecipientKind.COLLECTIVE,
        commendation_type=CommendationType.MERIT,
        year=year,
        recipient_name=str(recipient),
        person_id=recipient.pk if is_person else None,
        collective_id=None if is_person else recipient.pk,
        decision_number=f"{year % 100}/QĐ-STC",
        decision_date=date(year, 12, 20),
        issuer="Giám đốc Sở Tài chính",
    )
    return record_awards(rows=[row], actor=SYSTEM)[0]


def example_of(
    award: Award,
    state: str,
    *,
    proposer: User | None = None,
    consents: User | None = None,
    **values: Any,
) -> ModelExample:
    """An example in the state, with the consent that an account recorded."""
    given = {"title": f"Gương sáng: {award.recipient_name}", "story": STORY, **values}
    row = ModelExample.objects.create(
        organization_id=award.organization_id,
        award=award,
        proposed_by=proposer,
        created_at=clock.now(),
        **given,
    )
    place(row, state, published_on=clock.today() if state == "published" else None)
    if consents is not None:
        ExampleConsent.objects.create(
            example=row,
            given_on=clock.today(),
            given_by=award.recipient_name,
            text_mark=row.text_mark,
            recorded_at=clock.now(),
            recorded_by=consents,
        )
    return row  # fmt: skip


def picture_bytes(kind: str = "JPEG", size: tuple[int, int] = (40, 30), **given: Any) -> bytes:
    """A picture of one colour."""
    target = BytesIO()
    Image.new("RGB", size, (196, 30, 58)).save(target, kind, **given)
    return target.getvalue()


def examples_in(world: Any) -> None:
    """One that is written, one that waits for consent, one that everybody sees."""
    cast = world.cast
    nominee = cast.nominee.person
    for place_, (name, state) in enumerate(
        [("draft example", "draft"), ("asked example", "proposed"), ("public example", "published")]
    ):
        award = award_of(cast.agency, nominee, year=2010 + place_)
        consents = cast.secretary if state == "published" else None
        row = example_of(award, state, proposer=cast.secretary, consents=consents)
        if state == "published":
            row.picture.save("a.jpg", ContentFile(picture_bytes()), save=False)
            row.picture_text = "Tại nơi làm việc"
            row.save(update_fields=["picture", "picture_text"])
        adopt_placed(row)
        world.put(name, row, pk=row.pk)
    conference = row.conferences.create(
        level="TINH", name="Hội nghị điển hình tiên tiến", held_on=date(2020, 5, 5),
        place="Sóc Trăng",
    )  # fmt: skip
    world.put("conference of example", conference, pk=row.pk, entry=conference.pk)
    uptake = row.uptakes.create(
        place="Phòng Giá", taken_up_on=date(2020, 6, 6), what="Áp dụng mẫu đối chiếu."
    )
    world.put("uptake of example", uptake, pk=row.pk, entry=uptake.pk)
    world.put("example step", row, pk=row.pk, name="withdraw")
    world.put("award to choose", award_of(cast.agency, nominee, year=2009), pk=0)
