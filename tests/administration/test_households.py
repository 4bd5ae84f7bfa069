"""Households: kept beside the units of an agency, and no place of work."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from nominations.importing.file_reader import read_table
from nominations.importing.plan import no_progress
from nominations.people.body_kinds import BodyKind
from nominations.people.gender import Gender
from nominations.people.importing.directory import Directory
from nominations.people.importing.importer import HOUSEHOLD_IMPORTER
from nominations.people.menu import entries
from nominations.people.models import Unit
from nominations.people.queries import households_of, units_of
from nominations.people.roles import Role
from nominations.people.services import assign_role, end_household, place_person, save_household
from nominations.people.services.households import arrived_household
from nominations.records.models import Attestation
from nominations.records.scales import AttestationKind
from nominations.records.services import enter_grades, enter_headcount
from nominations.web.refusals import NotAllowed
from tests.cast import SINCE, Cast
from tests.cast.building import position
from tests.households import household, household_of
from tests.importing.sheets import HOUSEHOLDS, xlsx
from tests.importing.sheets import household as sheet_row
from workflow import clock

LIST = reverse("people:households")
NEW = reverse("people:household_new")


def values(cast: Cast, **changes: Any) -> dict[str, Any]:
    return {
        "organization": cast.agency,
        "representative": "Nguyễn Văn  Hòa",
        "representative_gender": Gender.MALE,
        "address": "Ấp 2, xã Mỹ Tú",
        "valid_from": SINCE,
        "valid_to": None,
    } | changes


def test_a_household_is_named_by_its_representative_and_stands_behind_the_units(cast: Cast) -> None:
    row = household(cast, "Nguyễn Văn  Hòa")

    assert row.name == "Hộ gia đình ông Nguyễn Văn Hòa"
    assert (row.code, row.body_kind) == ("HO-0001", "HO_GIA_DINH")
    assert household(cast, "Trần Thị Mai", gender=Gender.FEMALE).name.endswith("bà Trần Thị Mai")
    save_household(
        actor=cast.administrator,
        row=row,
        values={"representative": "Nguyễn Thị Lan", "representative_gender": Gender.FEMALE,
                "address": row.address, "valid_from": SINCE, "valid_to": None},
    )  # fmt: skip
    assert Unit.objects.get(pk=row.pk).name == "Hộ gia đình bà Nguyễn Thị Lan"


@pytest.mark.parametrize(
    ("changes", "code", "sentence"),
    [
        ({"representative": "  "}, "no_representative", "hãy ghi họ tên người đại diện"),
        ({"representative_gender": ""}, "no_representative", "hãy ghi họ tên người đại diện"),
        ({"address": ""}, "no_address", "Hãy ghi địa chỉ của hộ gia đình"),
    ],
)
def test_a_household_without_representative_or_address_is_refused(
    cast: Cast, changes: dict[str, Any], code: str, sentence: str
) -> None:
    with pytest.raises(ValidationError, match=sentence) as refused:
        save_household(actor=cast.administrator, row=Unit(), values=values(cast, **changes))
    assert refused.value.code == code


def test_the_database_keeps_households_and_units_apart(cast: Cast) -> None:
    row = household(cast)
    for wrong in (
        {"pk": row.pk, "representative": ""},
        {"pk": row.pk, "address": ""},
        {"pk": row.pk, "successor": cast.unit},
        {"pk": cast.unit.pk, "representative": "Nguyễn Văn Hòa"},
        {"pk": cast.unit.pk, "body_kind": BodyKind.HOUSEHOLD},
    ):
        pk = wrong.pop("pk")
        with pytest.raises(IntegrityError), transaction.atomic():
            Unit.objects.filter(pk=pk).update(**wrong)


def test_the_same_representative_and_address_are_asked_about(cast: Cast) -> None:
    first = household(cast)
    again = values(cast, representative="NGUYỄN VĂN HOÀ", address="ấp 2,  xã Mỹ Tú")
    with pytest.raises(ValidationError, match=first.code) as refused:
        save_household(actor=cast.administrator, row=Unit(), values=again)

    assert refused.value.code == "same_household"
    other = Unit()
    assert save_household(actor=cast.administrator, row=other, values=again | {"is_another": True})
    assert other.code == "HO-0002"
    ended = again | {"valid_to": clock.today()}  # nobody is asked again where both stay
    assert save_household(actor=cast.administrator, row=other, values=ended)
    elsewhere = values(cast, address="Ấp 3, xã Mỹ Tú")
    assert save_household(actor=cast.administrator, row=Unit(), values=elsewhere)


def test_the_secretary_and_the_administrator_keep_the_households_of_their_agency(
    cast: Cast,
) -> None:
    row = household(cast)
    for user in (cast.clerk, cast.unit_head, cast.director, cast.auditor, cast.outsider):
        for address in ("Ấp 9", row.address):  # who may not is not told what is recorded
            with pytest.raises(NotAllowed, match="Chỉ thư ký Hội đồng hoặc quản trị hệ thống"):
                save_household(actor=user, row=Unit(), values=values(cast, address=address))
        with pytest.raises(NotAllowed):
            save_household(actor=user, row=Unit.objects.get(pk=row.pk), values=values(cast))
        with pytest.raises(NotAllowed):
            end_household(actor=user, row=row, on=clock.today())
    elsewhere = values(cast, organization=cast.other_agency)
    with pytest.raises(NotAllowed, match="Sở Xây dựng"):
        save_household(actor=cast.secretary, row=Unit(), values=elsewhere)
    moved = values(cast, organization=cast.other_agency, address="Ấp 9")
    assert save_household(actor=cast.secretary, row=Unit.objects.get(pk=row.pk), values=moved)
    assert Unit.objects.households().get().organization == cast.agency
    assert household(cast, "Lý Văn Sáu", actor=cast.secretary).code == "HO-0002"


def test_nobody_works_holds_a_role_or_is_graded_in_a_household(cast: Cast) -> None:
    row = household(cast)
    sentence = "không bố trí người làm việc, không giao vai trò và không xếp loại"
    with pytest.raises(ValidationError, match=sentence):
        place_person(
            actor=cast.administrator, person=cast.colleague, unit=row,
            position=position("Chuyên viên"), valid_from=clock.today(),
        )  # fmt: skip
    with pytest.raises(ValidationError, match=sentence):
        assign_role(
            actor=cast.administrator, person=cast.colleague, role=Role.UNIT_HEAD, unit=row,
            valid_from=clock.today(),
        )  # fmt: skip
    with pytest.raises(ValidationError, match=sentence):
        enter_grades(
            actor=cast.secretary, organization=cast.agency, year=clock.today().year - 1,
            grades={row: "HTT"},
        )  # fmt: skip


def test_a_household_is_no_unit_of_the_agency(cast: Cast) -> None:
    before = list(units_of(cast.agency, clock.today()))
    row = household(cast)

    assert list(units_of(cast.agency, clock.today())) == before
    assert list(households_of(cast.agency, clock.today())) == [row]
    assert not Directory(cast.agency).knows_unit(row.name)


def test_the_secretary_lists_adds_corrects_and_ends_households(cast: Cast) -> None:
    browser = cast.client(cast.secretary)
    sent = {
        "representative": "Nguyễn Văn Hòa", "representative_gender": "male",
        "address": "Ấp 2, xã Mỹ Tú", "valid_from": "01/01/2024",
    }  # fmt: skip

    assert "Danh sách chưa có hộ gia đình nào" in browser.get(LIST).content.decode()
    assert 'name="organization"' not in browser.get(NEW).content.decode()  # the only agency
    assert browser.post(NEW, sent).status_code == 302
    page = browser.get(LIST).content.decode()
    assert "Hộ gia đình ông Nguyễn Văn Hòa" in page
    assert "Ấp 2, xã Mỹ Tú" in page
    units = reverse("administration:table", args=["don-vi"])
    assert "Nguyễn Văn Hòa" not in cast.client(cast.administrator).get(units).content.decode()

    refused = browser.post(NEW, sent).content.decode()
    assert "đã có trong danh sách với mã HO-0001" in refused
    assert 'name="is_another"' in refused
    assert 'value="Ấp 2, xã Mỹ Tú"' in refused  # nothing typed is lost
    assert 'name="is_another"' not in browser.get(NEW).content.decode()
    assert browser.post(NEW, sent | {"is_another": "on"}).status_code == 302
    first, second = Unit.objects.households().order_by("code")

    place = reverse("people:household", args=[second.pk])
    seen = browser.get(place).context["seen_version"]
    moved = sent | {"address": "Ấp 5, xã Mỹ Tú", "seen_version": seen}
    assert browser.post(place, moved).status_code == 302
    second.refresh_from_db()
    assert second.address == "Ấp 5, xã Mỹ Tú"
    history = browser.get(place).content.decode()
    assert "Sửa thông tin hộ gia đình" in history
    assert "<del>Ấp 2, xã Mỹ Tú</del><ins>Ấp 5, xã Mỹ Tú</ins>" in history
    stale = browser.post(place, moved | {"address": "Ấp 9"})  # shown before the change
    assert (stale.status_code, 'value="Ấp 9"' in stale.content.decode()) == (200, True)
    second.refresh_from_db()
    assert second.address == "Ấp 5, xã Mỹ Tú"

    end = reverse("people:household_end", args=[first.pk])
    seen = browser.get(end).context["seen_version"]
    early = browser.post(end, {"on": "31/12/2023", "seen_version": seen}).content.decode()
    assert "ngày cuối cùng không được trước ngày đó" in early
    yesterday = clock.today() - timedelta(days=1)
    done = browser.post(end, {"on": f"{yesterday:%d/%m/%Y}", "seen_version": seen})
    assert done.status_code == 302
    assert list(households_of(cast.agency, clock.today())) == [second]
    assert "HO-0001" not in browser.get(LIST).content.decode()
    assert "HO-0001" in browser.get(LIST, {"all": "1"}).content.decode()
    over = browser.get(reverse("people:household", args=[first.pk])).content.decode()
    assert "hãy xóa ngày cuối cùng" in over
    assert "Đưa hộ gia đình ra khỏi danh sách" in over


def test_a_household_off_the_list_is_said_to_be_off_it(cast: Cast) -> None:
    row = household(cast)
    yesterday = clock.today() - timedelta(days=1)
    end_household(actor=cast.secretary, row=row, on=yesterday)
    browser = cast.client(cast.secretary)
    shown = browser.get(LIST).content.decode()
    assert "Hiện không có hộ gia đình nào trong danh sách" in shown
    assert "chưa có hộ gia đình nào" not in shown
    sent = {
        "representative": row.representative, "representative_gender": "male",
        "address": row.address, "valid_from": "01/01/2024",
    }  # fmt: skip
    refused = browser.post(NEW, sent).content.decode()
    assert f"mã HO-0001 và đã ra khỏi danh sách sau ngày {yesterday:%d/%m/%Y}" in refused
    assert 'name="is_another"' in refused


def test_the_history_says_what_stood_there_whoever_wrote_it(cast: Cast) -> None:
    row = household(cast, actor=cast.secretary)
    sheet = read_table(
        "ho.xlsx",
        xlsx(HOUSEHOLDS, [sheet_row("Nguyễn Hòa", honorific="Bà", address="Ấp 5", code=row.code),
                          sheet_row("Lý Văn Sáu", address="12-3-45")]),
        HOUSEHOLD_IMPORTER.table,
    )  # fmt: skip
    plan = HOUSEHOLD_IMPORTER.plan(sheet, cast.agency, {}, no_progress)
    HOUSEHOLD_IMPORTER.write(plan, actor=cast.secretary)
    browser = cast.client(cast.secretary)

    page = browser.get(reverse("people:household", args=[row.pk])).content.decode()
    assert "Nhập hộ gia đình" in page
    for was, now in (("Ông", "Bà"), ("Nguyễn Văn Hòa", "Nguyễn Hòa"), (row.address, "Ấp 5")):
        assert f"<del>{was}</del><ins>{now}</ins>" in page, now
    other = Unit.objects.households().exclude(pk=row.pk).get()
    page = browser.get(reverse("people:household", args=[other.pk])).content.decode()
    assert "<ins>12-3-45</ins>" in page
    assert "<ins>01/01/2024</ins>" in page
    assert "Ấp 5" not in page


def test_of_a_household_only_attestations_are_recorded(cast: Cast) -> None:
    row = household(cast)
    browser = cast.client(cast.secretary)
    page = reverse("people:household", args=[row.pk])
    record = reverse("records:unit", args=[row.pk])
    assert f'href="{record}"' in browser.get(page).content.decode()
    assert f'href="{record}"' not in cast.client(cast.administrator).get(page).content.decode()

    shown = browser.get(record).content.decode()
    assert row.address in shown
    assert reverse("records:enter_unit", args=[row.pk, "xac-nhan"]) in shown
    for word in ("xep-loai", "quan-so", "xem-xet"):
        path = reverse("records:enter_unit", args=[row.pk, word])
        assert path not in shown, word
        assert browser.get(path).status_code == 404, word
    assert "Quân số" not in shown
    sent = {"year": clock.today().year - 1, "what": AttestationKind.MOVEMENT, "holds": "1"}
    path = reverse("records:enter_unit", args=[row.pk, "xac-nhan"])
    assert browser.post(path, sent).status_code == 302
    assert Attestation.objects.get().unit == row
    with pytest.raises(ValidationError, match="không bố trí người làm việc"):
        enter_headcount(
            actor=cast.secretary, organization=cast.agency, unit=row,
            counted_on=clock.today(), total=4,
        )  # fmt: skip


def test_a_household_is_found_by_name_or_address_with_or_without_marks(cast: Cast) -> None:
    household(cast)
    household(cast, "Trần Thị Mai", gender=Gender.FEMALE, address="12 Lê Lợi, phường Sóc Trăng")
    browser = cast.client(cast.secretary)
    for text, found in (("hoa", "Hòa"), ("le loi", "Mai"), ("SÓC TRĂNG", "Mai"), ("my tu", "Hòa")):
        page = browser.get(LIST, {"q": text}).content.decode()
        assert (f"{found}</a>" in page, page.count("/ket-thuc/")) == (True, 1), text
    assert "Không có hộ gia đình nào khớp" in browser.get(LIST, {"q": "Cà Mau"}).content.decode()


def test_the_list_is_for_who_keeps_it_and_shows_no_other_agency(cast: Cast) -> None:
    own = household(cast)
    other = household_of(cast.other_agency, "Võ Văn Lâm")
    for user in (cast.clerk, cast.unit_head, cast.director, cast.auditor):
        refused = cast.client(user).get(LIST)
        assert refused.status_code == 403
        assert "đề nghị thư ký Hội đồng ghi hộ còn thiếu" in refused.content.decode()
    browser = cast.client(cast.secretary)
    assert "Võ Văn Lâm" not in browser.get(LIST).content.decode()
    for name in ("household", "household_end"):
        assert browser.get(reverse(f"people:{name}", args=[own.pk])).status_code == 200
        for pk in (other.pk, cast.unit.pk):  # of another agency; no household
            assert browser.get(reverse(f"people:{name}", args=[pk])).status_code == 404
    urls = [[one.url_name for one in entries(user)] for user in (cast.secretary, cast.clerk)]
    assert ["people:households" in one for one in urls] == [True, False]


def test_a_long_list_costs_no_more_queries(cast: Cast, django_assert_max_num_queries: Any) -> None:
    for number in range(12):
        household(cast, f"Nguyễn Văn {'ABCDEFGHIKLM'[number]}", address=f"Ấp {number}")
    browser = cast.client(cast.administrator)  # several agencies
    browser.get(LIST)
    with django_assert_max_num_queries(16):
        assert browser.get(LIST).content.decode().count("/ket-thuc/") == 12
    row = reverse("people:household", args=[Unit.objects.households()[0].pk])
    with django_assert_max_num_queries(14):
        browser.get(row)


def test_the_form_of_a_unit_does_not_offer_the_kind(cast: Cast) -> None:
    page = cast.client(cast.administrator).get(
        reverse("administration:row", args=["don-vi", cast.unit.pk])
    )
    assert "HO_GIA_DINH" not in page.content.decode()


def arrived(cast: Cast, **changes: Any) -> Unit:
    given = {"code": "HO-0007", "representative": "Nguyễn Văn Hòa", "gender": "male",
             "address": "Ấp 2, xã Mỹ Tú", "since": SINCE} | changes  # fmt: skip
    return arrived_household(cast.other_agency, **given)


def test_an_arriving_household_is_found_again(cast: Cast) -> None:
    first = arrived(cast)

    assert arrived(cast, address="Ấp 5, xã Mỹ Tú") == first  # the same code: it moved house
    assert arrived(cast, code="HO-0009") == first  # numbered anew by the sender
    other = arrived(cast, representative="Trần Văn Ba", address="Ấp 9")
    assert (other.pk != first.pk, other.code) == (True, "HO-0002")
    assert first.code == "HO-0007"
    assert {first.organization, other.organization} == {cast.other_agency}
