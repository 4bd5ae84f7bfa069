"""An invented regulation on the pages of the secretary and the nominees of a campaign."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import strip_tags

from nominations.dossiers import services
from nominations.dossiers.models import Campaign, Nomination
from nominations.dossiers.services import NewNomination, start_many
from nominations.law import catalogue, datafile
from nominations.law import services as law_services
from nominations.law.models import AwardType
from tests.cast import Cast
from tests.law import layer_steps
from workflow import clock

REGULATION = datafile.DATA / "layers" / "so_tai_chinh_vi_du.toml"
BEFORE, SINCE = (2026, 11, 19, 9), (2026, 12, 1, 9)
ARTICLES = {
    "standard": "Điều 9, khoản 1 Quyết định 15/QĐ-STC",
    "share": "Điều 12, khoản 5 Quyết định 15/QĐ-STC",
    "vote": "Điều 18, khoản 2 Quyết định 15/QĐ-STC",
}


@pytest.fixture
def cast(db: Any, settings: Any, tmp_path: Path) -> Cast:
    settings.MEDIA_ROOT = tmp_path
    cast = Cast.build()
    QuerySet(Campaign).delete()
    AwardType.objects.all().delete()
    catalogue.load_award_types()
    return cast


def local_time(parts: tuple[int, ...]) -> datetime:
    return datetime(*parts, tzinfo=clock.zone())


def approved(cast: Cast) -> None:
    """The example, proposed by one and approved by another."""
    text = REGULATION.read_text(encoding="utf-8")
    row = law_services.propose_layer(actor=cast.secretary, organization=cast.agency, text=text)
    layer_steps.approve(actor=cast.director, layer=row)


def opened(cast: Cast) -> Campaign:
    """With achievements up to today: by the last of their days goes what is asked of them."""
    now = clock.now()
    return services.open_campaign(
        actor=cast.secretary,
        organization=cast.agency,
        code=f"VD-{now:%m}",
        name="Thi đua theo quy chế ví dụ",
        year=2026,
        award_codes=["LDTT", "CSTDCS", "GK"],
        achievement_from=date(2026, 1, 1),
        achievement_to=clock.today(),
        registration=(now, now + timedelta(days=30)),
        submission=(now, now + timedelta(days=60)),
        choice_reason="Tỉnh chưa ban hành quy định; áp dụng quy chế ví dụ.",
    )


def nominated(cast: Cast, campaign: Campaign, code: str) -> Nomination:
    award = campaign.titles.get(award_type__code=code).award_type
    row = NewNomination(award_type=award, unit=cast.unit, person=cast.nominee.person)
    return start_many(actor=cast.nominee, campaign=campaign, rows=[row])[0]


def seen(cast: Cast, who: Any, address: str) -> str:
    """The words of the main part of a page."""
    page = cast.client(who).get(address)
    assert page.status_code == 200
    main = re.search(r"<main.*?</main>", page.content.decode(), re.DOTALL)[0]
    return " ".join(unescape(strip_tags(main)).split())


def pages(cast: Cast, campaign: Campaign) -> dict[str, str]:
    """What the secretary reads of the campaign, and a nominee of two nominations."""
    praise, title = (nominated(cast, campaign, code) for code in ("GK", "CSTDCS"))
    return {
        "campaign": seen(cast, cast.secretary, reverse("dossiers:campaign", args=[campaign.pk])),
        "board": seen(cast, cast.secretary, reverse("dossiers:board", args=[campaign.pk])),
        "praise": seen(cast, cast.nominee, praise.get_absolute_url()),
        "title": seen(cast, cast.nominee, title.get_absolute_url()),
        "papers": seen(cast, cast.nominee, reverse("dossiers:evidence", args=[title.public_id])),
    }


WORDS = {
    "campaign": ["ít nhất 17/20 tổng số thành viên", "lấy ý kiến (7 ngày làm việc)"],
    "board": ["Giấy khen: Không quá 12,5% số cá nhân đạt Lao động tiên tiến", ARTICLES["share"]],
    "praise": [
        "Hoàn thành xuất sắc nhiệm vụ, hoặc hoàn thành tốt và có sáng kiến được công nhận",
        "còn thiếu 1 sáng kiến cấp cơ sở",
        ARTICLES["standard"],
    ],
    "title": [ARTICLES["vote"]],
    "papers": ["Biên bản họp đơn vị (còn thiếu)"],
}


def test_a_campaign_shows_its_regulation_to_secretary_and_nominee(cast: Cast) -> None:
    with clock.at(local_time(BEFORE)):
        approved(cast)
        without = pages(cast, opened(cast))
    with clock.at(local_time(SINCE)):
        under = pages(cast, opened(cast))

    for page, words in WORDS.items():
        for one in words:
            assert one in under[page], (page, one)
            assert one not in without[page], (page, one)
