"""The pages of decisions, reports, arrivals and revocations: who sees them, and that they work."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nominations.awards.models import Award
from nominations.awards.prizes import prize_totals
from nominations.decisions import prizes, sealed_package, services
from nominations.decisions.forms.decisions import OutcomesForm
from nominations.decisions.inbox import items
from nominations.decisions.menu import entries
from nominations.decisions.models import Decision, Outcome, Revocation, UpwardReport
from nominations.dossiers.models import Campaign, Nomination
from nominations.people.roles import Role
from nominations.states import State
from notifications.models import OutboxMessage
from tests.cast import Cast
from tests.decisions import decision_steps
from tests.decisions.signing import confirmed, sign_on_page
from tests.law.rulebook import LAYER
from tests.law.test_layers import approved
from tests.press_button import press_button
from tests.workflow.placing import place
from workflow import clock

Picture = Callable[[], dict[str, object]]
READERS = ("secretary", "director", "delegate", "auditor")
OUTSIDERS = ("nominee", "unit_head", "clerk", "member", "administrator", "outsider", "stranger")


def messages_of(response: object) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def titles(user: object) -> list[str]:
    return [str(task.title) for task in items(user)]


@pytest.fixture
def papers(cast: Cast) -> dict[str, str]:
    """One paper of each kind, and its address."""
    cast.nomination(State.REPORTED, award="BK_TINH")
    cast.nomination(State.REVOKED, person=cast.colleague)
    decision = Decision.objects.first()
    report = UpwardReport.objects.get(kind="submission")
    return {
        "list": reverse("decisions:list"),
        "decision": reverse("decisions:decision", args=[decision.public_id]),
        "reports": reverse("decisions:reports"),
        "report": reverse("decisions:report", args=[report.public_id]),
        "package": reverse("decisions:package", args=[report.public_id]),
        "revocations": reverse("decisions:revocations"),
        "revocation": reverse("decisions:revocation", args=[Revocation.objects.get().pk]),
    }


def test_readers_open_every_paper_and_others_find_nothing(
    cast: Cast, papers: dict[str, str]
) -> None:
    for part in READERS:
        client = cast.client(cast.users[part])
        assert {name: client.get(path).status_code for name, path in papers.items()} == (
            dict.fromkeys(papers, 200)
        ), part
    for part in OUTSIDERS:
        client = cast.client(cast.users[part])
        assert {name: client.get(path).status_code for name, path in papers.items()} == (
            dict.fromkeys(papers, 404)
        ), part


def test_pages_that_act_exist_for_the_actors_only(cast: Cast, everything: Picture) -> None:
    nomination = cast.nomination(State.CONSULTED)
    decision = services.draft_decision(
        actor=cast.secretary,
        organization=cast.agency,
        campaign=cast.campaign,
        name="Khen thưởng",
        nominations=[nomination],
    )
    sign = reverse("decisions:sign", args=[decision.public_id])
    before = everything()

    for part in ("secretary", "auditor", "nominee"):
        answer = cast.client(cast.users[part]).post(sign, {"signed_on": "01/01/2026"})
        assert answer.status_code == 404, part
    for name in ("new", "report_new", "arrivals"):
        path = reverse(f"decisions:{name}")
        assert cast.client(cast.nominee).get(path).status_code == 404
        assert cast.client(cast.auditor).get(path).status_code == (
            200 if name == "arrivals" else 404
        )
    lines = reverse("decisions:lines", args=[decision.public_id])
    taken_off = {"remove": nomination.pk, "seen_version": decision.version}
    refused = cast.client(cast.auditor).post(lines, taken_off)
    assert refused.status_code == 403
    assert everything() == before


def test_the_secretary_drafts_and_the_director_signs(cast: Cast) -> None:
    first, second = cast.nominations(
        [(cast.nominee.person, None), (cast.colleague, None)], State.CONSULTED
    )
    secretary, director = cast.client(cast.secretary), cast.client(cast.director)
    assert any("chờ quyết định" in title for title in titles(cast.secretary))

    page = secretary.get(reverse("decisions:new"))
    assert page.context["form"]["nominations"].value() == [first.pk, second.pk]
    answer = secretary.post(
        reverse("decisions:new"), {"name": "Khen thưởng năm nay", "nominations": [first.pk]}
    )
    decision = Decision.objects.get()
    assert answer.url == reverse("decisions:decision", args=[decision.public_id])
    draft = secretary.get(answer.url).content.decode()
    assert "chưa có trong quyết định này (1)" in draft
    lines = reverse("decisions:lines", args=[decision.public_id])
    secretary.post(lines, {"add": [second.pk], "seen_version": decision.version})
    assert decision.lines.count() == 2

    assert any("Ký quyết định" in title for title in titles(cast.director))
    today = f"{clock.today():%d/%m/%Y}"
    done = sign_on_page(director, decision, number="45/QĐ-STC", signed_on=today)
    assert "2 trường hợp" in messages_of(done)
    assert Award.objects.count() == 2
    contexts = OutboxMessage.objects.filter(topic="nomination.decide").values_list(
        "context", flat=True
    )
    facts = [json.loads(context) for context in contexts]
    assert {(one["paper"], one["by"]) for one in facts} == {
        ("45/QĐ-STC", cast.director.get_full_name())
    }
    paper = director.get(done.url).content.decode()
    assert "45/QĐ-STC" in paper
    assert "Nguyễn Văn An" in paper
    assert not any("Ký quyết định" in title for title in titles(cast.director))


def test_a_wrong_date_or_number_is_told_on_the_form(cast: Cast, everything: Picture) -> None:
    first, second = cast.nominations(
        [(cast.nominee.person, None), (cast.colleague, None)], State.CONSULTED
    )
    drafts = [
        services.draft_decision(
            actor=cast.secretary,
            organization=cast.agency,
            campaign=cast.campaign,
            name="Khen thưởng",
            nominations=[one],
        )
        for one in (first, second)
    ]
    decision_steps.sign(actor=cast.director, decision=drafts[0], number="45/QĐ-STC")
    sign = reverse("decisions:sign", args=[drafts[1].public_id])
    client = cast.client(cast.director)
    today, tomorrow = clock.today(), clock.today() + timedelta(days=1)
    before = everything()

    for given, sentence in (
        ({"number": "", "signed_on": f"{tomorrow:%d/%m/%Y}"}, "chưa đến"),
        ({"number": "", "signed_on": "31/02/2026"}, "ngày"),
        ({"number": "số 045/qđ–stc.", "signed_on": f"{today:%d/%m/%Y}"}, "đã được dùng"),
        ({"number": "con số gì đó", "signed_on": f"{today:%d/%m/%Y}"}, "ví dụ 45/QĐ-STC"),
        ({"number": "46/QĐ-STC", "signed_on": "01/01/2020"}, "kết thúc lấy ý kiến công khai ngày"),
    ):
        page = press_button(client, sign, given)
        assert page.status_code == 422
        assert sentence in page.content.decode()

    assert everything() == before


def test_the_second_tab_is_told_of_the_draft_and_a_removal_is_undone(cast: Cast) -> None:
    first, second = cast.nominations(
        [(cast.nominee.person, None), (cast.colleague, None)], State.CONSULTED
    )
    client, new = cast.client(cast.secretary), reverse("decisions:new")
    given = {"name": "Khen thưởng", "nominations": [first.pk, second.pk]}
    client.post(new, given)
    draft = Decision.objects.get()

    for page in (client.get(new), client.post(new, given)):
        html = page.content.decode()
        assert "2 đề nghị đã nằm trong dự thảo “Khen thưởng”" in html
        assert f'href="{draft.get_absolute_url()}"' in html
        assert "Không có đề nghị nào chờ" not in html
    assert Decision.objects.count() == 1

    assert "Bỏ khỏi danh sách" in client.get(draft.get_absolute_url()).content.decode()
    lines = reverse("decisions:lines", args=[draft.public_id])
    seen = {"seen_version": draft.version}
    after = client.post(lines, {"remove": second.pk, **seen}, follow=True).content.decode()
    assert f"Đã bỏ {second.title} khỏi danh sách." in after
    assert "Hoàn tác" in after
    old = client.post(lines, {"add": second.pk, **seen}, follow=True).content.decode()
    assert "đã xử lý hồ sơ này lúc" in old
    assert f'id="missing-{second.pk}" checked' in old
    assert draft.lines.count() == 1
    seen = {"seen_version": draft.version + 1}
    back = client.post(lines, {"add": second.pk, **seen}, follow=True).content.decode()
    assert "Hoàn tác" not in back
    assert draft.lines.count() == 2
    # What was ticked stays ticked when something else is refused.
    decision_steps.discard(actor=cast.secretary, decision=draft)
    refused = client.post(new, {"name": "", "nominations": [second.pk]}).content.decode()
    assert f'value="{second.pk}" id="line-{second.pk}" checked' in refused
    assert f'value="{first.pk}" id="line-{first.pk}">' in refused


def test_the_signer_confirms_what_is_signed_on_a_last_page(cast: Cast, everything: Picture) -> None:
    first, second = cast.nominations(
        [(cast.nominee.person, None), (cast.colleague, None)], State.CONSULTED
    )
    draft = services.draft_decision(
        actor=cast.secretary, organization=cast.agency, campaign=cast.campaign,
        name="Khen thưởng", nominations=[first, second],
    )  # fmt: skip
    sign = reverse("decisions:sign", args=[draft.public_id])
    client = cast.client(cast.director)
    today = f"{clock.today():%d/%m/%Y}"
    before = everything()

    page = client.post(sign, {"number": "số 7/qđ–stc", "signed_on": today, "seen_version": 0})

    text = page.content.decode()
    money = prize_totals(prizes.lines_of_decision(draft)).payable
    assert money
    for words in ("07/QĐ-STC", today, "02 cá nhân", f"{money:,}".replace(",", ".")):
        assert words in text
    assert "Mức lương cơ sở áp dụng" in text
    assert everything() == before
    # Going back loses nothing; a blank number shows the one it will be.
    back = client.post(sign, {**confirmed(page), "change": "1"})
    assert (back.status_code, back.context["form"]["number"].value()) == (200, "07/QĐ-STC")
    blank = press_button(client, sign, {"number": "", "signed_on": today})
    assert blank.context["summary"].number == "01/QĐ-STC"
    # What is confirmed is what was shown: other figures are shown again.
    other = client.post(sign, {**confirmed(page), "confirmed": "07/QĐ-STC|2026-01-01|9+0|1"})
    assert "đã thay đổi" in other.content.decode()
    assert everything() == before

    assert client.post(sign, confirmed(page)).status_code == 302
    draft.refresh_from_db()
    assert (draft.state, draft.number) == ("signed", "07/QĐ-STC")


def test_a_draft_is_discarded_after_asking(cast: Cast) -> None:
    decision = services.draft_decision(
        actor=cast.secretary,
        organization=cast.agency,
        campaign=cast.campaign,
        name="Khen thưởng",
        nominations=[cast.nomination(State.CONSULTED)],
    )
    client = cast.client(cast.secretary)
    path = reverse("decisions:discard", args=[decision.public_id])

    assert client.get(path).status_code == 200
    assert Decision.objects.exists()
    assert press_button(client, path).url == reverse("decisions:list")
    assert Decision.objects.get().state == "discarded"
    assert str(decision.public_id) not in client.get(reverse("decisions:list")).content.decode()
    assert not Nomination.objects.get().decision_lines.exists()


def test_the_secretary_issues_a_submission_and_downloads_its_package(cast: Cast) -> None:
    nomination = cast.nomination(State.DECIDED, award="BK_TINH")
    client = cast.client(cast.secretary)
    assert any("chưa báo cáo" in title for title in titles(cast.secretary))

    page = client.get(reverse("decisions:report_new"))
    key = page.context["chosen"]["group"].key
    answer = client.post(
        f"{reverse('decisions:report_new')}?nhom={key}",
        {
            "name": "Đề nghị tặng Bằng khen",
            "number": "12/TTr-STC",
            "issued_on": f"{clock.today():%d/%m/%Y}",
            "nominations": [nomination.pk],
        },
    )
    report = UpwardReport.objects.get()
    assert answer.url == reverse("decisions:report", args=[report.public_id])
    assert "nguyên vẹn" in client.get(answer.url).content.decode()

    file = client.get(reverse("decisions:package", args=[report.public_id]))
    assert file["Content-Disposition"] == 'attachment; filename="12ttr-stc.json"'
    assert sealed_package.open_envelope(file.content.decode())["number"] == "12/TTr-STC"


def test_a_report_with_a_wrong_day_keeps_what_was_ticked_and_what_was_not(cast: Cast) -> None:
    ticked, left_out = cast.nominations(
        [(cast.nominee.person, None), (cast.colleague, None)], State.DECIDED
    )
    client = cast.client(cast.secretary)
    key = client.get(reverse("decisions:report_new")).context["chosen"]["group"].key
    given = {"name": "Báo cáo năm", "issued_on": "31/02/2026", "nominations": [ticked.pk]}

    answer = client.post(f"{reverse('decisions:report_new')}?nhom={key}", given)

    page = answer.content.decode()
    assert "issued_on" in answer.context["form"].errors
    assert f'id="line-{ticked.pk}" checked' in page
    assert f'id="line-{left_out.pk}">' in page
    assert not UpwardReport.objects.exists()


def test_an_agency_without_parent_is_told_so(cast: Cast, everything: Picture) -> None:
    nomination = cast.nomination(State.DECIDED)
    cast.agency.parent = None
    cast.agency.save()
    client = cast.client(cast.secretary)
    assert "chưa có cơ quan cấp trên" in client.get(reverse("decisions:reports")).content.decode()
    before = everything()

    page = client.post(
        reverse("decisions:report_new"),
        {
            "name": "Báo cáo",
            "issued_on": f"{clock.today():%d/%m/%Y}",
            "nominations": [nomination.pk],
        },
    )

    assert page.status_code == 200
    assert "cấp trên" in str(page.context["form"].non_field_errors())
    assert everything() == before


def test_outcomes_of_many_are_entered_by_one_paper(cast: Cast, everything: Picture) -> None:
    first, second, third = cast.nominations(
        [(cast.nominee.person, None), (cast.colleague, None), (cast.person(), None)],
        State.REPORTED,
        award="BK_TINH",
    )
    report = UpwardReport.objects.get()
    client = cast.client(cast.secretary)
    path = reverse("decisions:outcomes", args=[report.public_id])
    given = {
        "paper_number": "1234/QĐ-UBND",
        "paper_date": f"{clock.today():%d/%m/%Y}",
        "issuer": "Chủ tịch UBND tỉnh",
        f"outcome_{first.pk}": "conferred",
        f"outcome_{second.pk}": "refused",
    }
    before = everything()
    page = client.post(path, given)
    assert "lý do" in str(page.context["form"].errors)
    assert everything() == before

    client.post(path, {**given, "reason": "Chưa đủ thời gian."})

    states = {one.pk: one.state for one in Nomination.objects.all()}
    assert states == {
        first.pk: State.CONFERRED,
        second.pk: State.REFUSED_ABOVE,
        third.pk: State.REPORTED,
    }
    assert Award.objects.count() == 1
    html = client.get(reverse("decisions:report", args=[report.public_id])).content.decode()
    assert "1234/QĐ-UBND" in html
    assert "Chưa đủ thời gian." in html


def test_another_award_was_given_to_some_of_many(cast: Cast, everything: Picture) -> None:
    first, second, third = cast.nominations(
        [(cast.nominee.person, None), (cast.colleague, None), (cast.person(), None)],
        State.REPORTED,
        award="BK_TINH",
    )
    client = cast.client(cast.secretary)
    path = reverse("decisions:outcomes", args=[UpwardReport.objects.get().public_id])
    lower = cast.awards["GK"]
    given = {
        "paper_number": "1234/QĐ-UBND",
        "paper_date": f"{clock.today():%d/%m/%Y}",
        "issuer": "Chủ tịch UBND tỉnh",
        f"outcome_{first.pk}": "conferred",
        f"award_{first.pk}": "",
        f"outcome_{second.pk}": "conferred",
        f"award_{second.pk}": lower.code,
    }
    assert lower.name in client.get(path).content.decode()
    before = everything()
    for wrong, words in (
        ({f"outcome_{second.pk}": ""}, "đã chọn hình thức khen khác"),
        ({f"outcome_{second.pk}": "refused", "reason": "x"}, "đã chọn hình thức khen khác"),
        ({f"award_{second.pk}": "KHONG_CO"}, "KHONG_CO"),
    ):
        page = client.post(path, {**given, **wrong})
        assert words in str(page.context["form"].errors)
        assert everything() == before

    client.post(path, given)

    assert {one.person_id: one.award_type.code for one in Award.objects.all()} == {
        first.person_id: "BK_TINH",
        second.person_id: lower.code,
    }
    assert {one.decision_number for one in Award.objects.all()} == {"1234/QĐ-UBND"}
    outcomes = {one.nomination_id: one.other_award for one in Outcome.objects.all()}
    assert outcomes == {first.pk: None, second.pk: lower}
    third.refresh_from_db()
    assert third.state == State.REPORTED


def test_the_list_of_outcomes_asks_the_catalogue_once(cast: Cast) -> None:
    people = [(cast.person(), None) for _ in range(6)]
    cast.nominations(people, State.REPORTED, award="BK_TINH")
    rows = list(Nomination.objects.select_related("award_type"))
    with CaptureQueriesContext(connection) as caught:
        OutcomesForm(nominations=rows)
    assert len(caught) == 1


def test_the_officer_of_the_parent_receives_on_the_arrivals_page(cast: Cast) -> None:
    cast.nomination(State.REPORTED, award="BK_TINH")
    report = UpwardReport.objects.get()
    own = cast.campaign
    windows = ("registration_opens_at", "registration_closes_at", "submission_opens_at",
               "submission_closes_at", "achievement_from", "achievement_to")  # fmt: skip
    province = Campaign.objects.create(
        organization=cast.province, code="TINH", name="Khen thưởng cấp tỉnh", year=own.year,
        rules=own.rules, opened_at=own.opened_at, **{name: getattr(own, name) for name in windows},
    )  # fmt: skip
    place(province, "open")
    province.titles.create(
        award_type=cast.awards["BK_TINH"], own_authority=True, needs_consultation=False
    )
    client = cast.client(cast.superior_officer)
    path = reverse("decisions:arrival", args=[report.public_id])
    assert any("Tiếp nhận" in title for title in titles(cast.superior_officer))
    assert report.name in client.get(reverse("decisions:arrivals")).content.decode()
    assert cast.client(cast.secretary).get(path).status_code == 404
    assert "chưa tiếp nhận" in client.get(path).content.decode()

    client.post(path, {"campaign": province.pk, "unit": cast.province.units.get().pk})

    arrived = Nomination.objects.get(organization=cast.province)
    assert arrived.state == State.SUBMITTED
    page = client.get(path)
    assert page.status_code == 200
    assert reverse("dossiers:nomination", args=[arrived.public_id]) in page.content.decode()
    assert not any("Tiếp nhận" in title for title in titles(cast.superior_officer))


def test_an_annual_report_is_acknowledged_with_one_button(cast: Cast) -> None:
    cast.nomination(State.REPORTED)
    report = UpwardReport.objects.get()
    client, path = (
        cast.client(cast.superior_officer),
        reverse("decisions:arrival", args=[report.public_id]),
    )
    assert "Hồ sơ tại đây" not in client.get(path).content.decode()  # nothing of it comes here

    client.post(path)

    report.refresh_from_db()
    assert report.received_at is not None


def test_the_return_of_money_is_recorded_on_the_page(cast: Cast) -> None:
    cast.nomination(State.REVOKED)
    revocation = Revocation.objects.get()
    path = reverse("decisions:revocation", args=[revocation.pk])
    assert any("hoàn trả" in title for title in titles(cast.secretary))

    press_button(
        cast.client(cast.secretary),
        path,
        {"money_returned_on": f"{clock.today():%d/%m/%Y}", "object_returned_on": ""},
    )
    revocation.refresh_from_db()
    assert revocation.money_returned_on == clock.today()
    answer = cast.client(cast.auditor).post(path, {"money_returned_on": ""})
    assert answer.status_code == 404
    revocation.refresh_from_db()
    assert revocation.money_returned_on == clock.today()


def test_a_draft_about_the_director_waits_for_the_delegate(cast: Cast) -> None:
    own = cast.nomination(State.CONSULTED)
    services.draft_decision(
        actor=cast.secretary,
        organization=cast.agency,
        campaign=cast.campaign,
        name="Khen thưởng",
        nominations=[own],
    )
    assert any("Ký quyết định" in title for title in titles(cast.director))
    assert not any("Ký quyết định" in title for title in titles(cast.delegate))

    cast.director.person.role_assignments.filter(role=Role.DIRECTOR).delete()
    cast.give(cast.nominee, Role.DIRECTOR, cast.agency)

    assert any("Ký quyết định" in title for title in titles(cast.delegate))
    assert not any("Ký quyết định" in title for title in titles(cast.nominee))


def test_the_menu_shows_papers_to_those_who_work_with_them(cast: Cast) -> None:
    assert [str(one.label) for one in entries(cast.nominee)] == []
    assert len(entries(cast.secretary)) == 4
    assert "Hồ sơ đến" in [str(one.label) for one in entries(cast.superior_officer)]


@pytest.mark.parametrize("name", ["list", "reports", "revocations", "arrivals"])
def test_lists_take_few_queries_however_long(
    cast: Cast, name: str, django_assert_max_num_queries: object
) -> None:
    people = [(cast.person(), None) for _ in range(5)]
    cast.nominations(people, State.REVOKED)
    cast.nominations([(cast.nominee.person, None)], State.REPORTED, award="BK_TINH")
    user = cast.superior_officer if name == "arrivals" else cast.secretary
    client = cast.client(user)

    with django_assert_max_num_queries(30):
        assert client.get(reverse(f"decisions:{name}")).status_code == 200


def test_a_package_names_no_account(cast: Cast) -> None:
    cast.nomination(State.REPORTED, award="BK_TINH")
    content = json.dumps(json.loads(UpwardReport.objects.get().package))

    for user in cast.users.values():
        assert f'"{user.username}"' not in content


def test_the_director_revokes_on_the_page_of_the_nomination(
    cast: Cast, everything: Picture
) -> None:
    nomination = cast.nomination(State.DECIDED)
    path = reverse("dossiers:transition", args=[nomination.public_id, "revoke"])
    client = cast.client(cast.director)
    assert "Căn cứ pháp lý" in client.get(path).content.decode()
    given = {
        "comment": "Điểm a khoản 2 Điều 93: kê khai sai.",
        "paper_number": "99/QĐ-STC",
        "paper_date": f"{clock.today():%d/%m/%Y}",
        "seen_version": nomination.version,
    }
    before = everything()
    for missing in ("comment", "paper_number", "paper_date"):
        assert client.post(path, {**given, missing: ""}).status_code in (200, 422)
    assert everything() == before

    client.post(path, given)

    assert Nomination.objects.get(pk=nomination.pk).state == State.REVOKED
    assert Award.objects.get().revoked_on == clock.today()


FIFTEEN_DAYS = LAYER.partition("[award.LDTT.vote]")[0] + "[settings.revocation_days]\nvalue = 15\n"


@pytest.mark.parametrize(("days_before", "late"), [(40, True), (10, False)])
def test_a_revocation_filed_late_is_taken_and_the_delay_noted(
    cast: Cast, days_before: int, late: bool
) -> None:
    approved(cast, FIFTEEN_DAYS)
    nomination = cast.nomination(State.DECIDED)
    path = reverse("dossiers:transition", args=[nomination.public_id, "revoke"])
    client = cast.client(cast.director)
    assert "15 ngày làm việc" in client.get(path).content.decode()
    concluded_on = clock.today() - timedelta(days=days_before)
    given = {
        "comment": "Kê khai sai.",
        "paper_number": "99/QĐ-STC",
        "paper_date": f"{clock.today():%d/%m/%Y}",
        "concluded_on": "",
        "seen_version": nomination.version,
    }
    assert client.post(path, given).status_code == 422

    client.post(path, {**given, "concluded_on": f"{concluded_on:%d/%m/%Y}"})

    row = Revocation.objects.get()
    assert (row.concluded_on, row.filed_late) == (concluded_on, late)
    page = client.get(reverse("decisions:revocation", args=[row.pk])).content.decode()
    assert ("Nộp quá thời hạn" in page) is late
    assert ("Quyết định 12/QĐ-STC" in page) is late


def test_without_the_rule_nobody_asks_for_the_day_of_the_finding(cast: Cast) -> None:
    nomination = cast.nomination(State.DECIDED)
    path = reverse("dossiers:transition", args=[nomination.public_id, "revoke"])

    assert "concluded_on" not in cast.client(cast.director).get(path).content.decode()


def test_the_secretary_records_one_outcome_on_the_page_of_the_nomination(cast: Cast) -> None:
    nomination = cast.nomination(State.REPORTED, award="BK_TINH")
    path = reverse("dossiers:transition", args=[nomination.public_id, "record_outcome"])
    client = cast.client(cast.secretary)
    assert "Chủ tịch Ủy ban nhân dân tỉnh Sóc Trăng" in client.get(path).content.decode()

    client.post(
        path,
        {
            "paper_number": "1234/QĐ-UBND",
            "paper_date": f"{clock.today():%d/%m/%Y}",
            "issuer": "Chủ tịch UBND tỉnh",
            "comment": "",
            "seen_version": nomination.version,
        },
    )

    assert Nomination.objects.get(pk=nomination.pk).state == State.CONFERRED
    assert Award.objects.get().issuer == "Chủ tịch UBND tỉnh"


@pytest.mark.parametrize("part", READERS)
def test_the_article_of_a_late_revocation_is_written_out(cast: Cast, part: str) -> None:
    cast.nomination(State.REVOKED)
    row = Revocation.objects.get()
    row.file_by = row.paper_date - timedelta(days=3)
    row.filing_source = "Quyết định 12/QĐ-STC Đ5 k2 b (suy theo Nghị định 98/2023/NĐ-CP Đ76)"
    row.save(update_fields=["file_by", "filing_source"])

    page = cast.client(cast.users[part]).get(row.get_absolute_url()).content.decode()

    assert "(Điều 5, khoản 2, điểm b Quyết định 12/QĐ-STC)" in page
    assert "suy theo" not in page
