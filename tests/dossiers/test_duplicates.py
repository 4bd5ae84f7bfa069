"""Duplicates: a hundred small situations under every regime, and the rows they are read from."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from nominations.awards.models import Award, AwardOrigin
from nominations.awards.services import NewAward, record_awards
from nominations.dossiers import services
from nominations.dossiers.duplicates.findings import DuplicateKind, blocking_sentences, findings_for
from nominations.dossiers.models import Campaign, EligibilityOverride, InitiativeUse, Nomination
from nominations.law import catalogue, rulesets
from nominations.law.duplicates import (
    AchievementUse,
    AwardClaim,
    duplicates_between,
    reused_achievement,
)
from nominations.law.models import RecipientKind
from nominations.people.models import Person
from nominations.records.initiative_workflow import InitiativeState
from nominations.states import State
from tests.cast import Cast
from tests.dossiers.ideas import idea
from tests.press_button import press_button
from tests.rows import check_rows
from tests.workflow.placing import place
from workflow import clock
from workflow.actors import SYSTEM
from workflow.exceptions import NotAllowed, TransitionRefused
from workflow.models import AuditEvent

REGIMES = ("R1A", "R1B", "R1C", "R2", "R3A", "R3B", "R4")


def entry(code: str, year: int = 2024, how: str = "CONG_TRANG", months: str = "") -> AwardClaim:
    """An award by its code; `months` "1-6" is its period, the whole year unless told."""
    award = catalogue.entries()[code]
    first, _dash, last = (months or "1-12").partition("-")
    ends = date(year + int(last) // 12, int(last) % 12 + 1, 1) - timedelta(days=1)
    return AwardClaim(
        code=code,
        name=award.name,
        form=award.form,
        year=year,
        commendation_type=how,
        period=(date(year, int(first), 1), ends),
        trace=AchievementUse(code),
    )


def rules(regime: str) -> Any:
    return rulesets.read_file(rulesets.FOLDER / f"{regime}.toml").duplicates


def found(me: AwardClaim, other: AwardClaim, regime: str) -> dict[str, str]:
    """The rules offended against, each with its effect."""
    held = rules(regime)
    return {key: held[key].effect for key, *_rest in duplicates_between(me, [other], held)}


B, A = "blocking", "advisory"
E = entry
# what is asked for, what is there, in which regimes, what is found
SITUATIONS: list[tuple[AwardClaim, AwardClaim, str, dict[str, str]]] = [
    # one title or commendation of one year twice
    (E("LDTT"), E("LDTT"), "R1A R1B R1C R2 R3A R3B R4", {"same_award": B}),
    (E("CSTDCS"), E("CSTDCS"), "R1B R2 R3A R3B", {"same_award": B}),
    (E("GK"), E("GK"), "R1C R2 R3A R3B", {"same_award": B}),
    (E("TTLDTT"), E("TTLDTT"), "R2 R3A R3B", {"same_award": B}),
    (E("BK_TTG"), E("BK_TTG"), "R2", {"same_award": B}),
    (E("LDTT"), E("LDTT", 2023), "R1B R2 R3A R3B", {}),
    (E("GK"), E("GK", 2023), "R2", {}),
    (E("LDTT"), E("CSTDCS"), "R1A R1B R1C R2 R3A R3B R4", {}),
    (E("TTLDTT"), E("TTLDXS"), "R2 R3A R3B", {}),
    # sudden and topical commendations may be given many times
    (E("GK", how="DOT_XUAT"), E("GK", how="DOT_XUAT"), "R1B R2 R3A R3B", {}),
    (E("GK", how="PHONG_TRAO"), E("GK", how="PHONG_TRAO"), "R2 R3A R3B", {}),
    (E("GK"), E("GK", how="DOT_XUAT"), "R1C R2 R3A R3B", {}),
    (E("GK", how="DOT_XUAT"), E("GK"), "R2", {}),
    (E("GK", how="CONG_HIEN"), E("GK", how="CONG_HIEN"), "R2", {"same_award": B}),
    # several forms for one achievement; a title and a commendation may both be held
    (E("GK"), E("BK_TINH"), "R1A R1B R1C R2 R3A R3B R4", {"same_achievement": A}),
    (E("BK_TINH"), E("GK"), "R2 R3A R3B", {"same_achievement": A}),
    (E("BK_TINH"), E("BK_BO"), "R1C R2", {"same_achievement": A}),
    (E("GK"), E("BK_TINH", months="1-6"), "R2 R3A R3B", {}),
    (E("GK"), E("BK_TINH", how="DOT_XUAT"), "R2", {}),
    (E("GK", how="DOT_XUAT"), E("BK_TINH", how="DOT_XUAT"), "R2 R3A R3B", {"same_achievement": A}),
    (E("GK"), E("HCLD3"), "R1B R2 R3A R3B", {}),
    (E("LDTT"), E("GK"), "R1B R2 R3A R3B", {}),
    (E("CSTDCS"), E("BK_TINH"), "R2 R3A R3B", {}),
    # a title that takes up several years
    (E("CSTD_TINH"), E("CSTD_TINH", 2023), "R1B R1C R2 R3A R3B R4", {"window_overlap": A}),
    (E("CSTD_TINH"), E("CSTD_TINH", 2022), "R1B R2 R3A R3B", {"window_overlap": A}),
    (E("CSTD_TINH"), E("CSTD_TINH", 2021), "R1B R2 R3A R3B", {}),
    (E("CSTD_TINH", 2022), E("CSTD_TINH", 2024), "R2", {"window_overlap": A}),
    (E("CSTDTQ"), E("CSTDTQ", 2019), "R1C R2", {"window_overlap": A}),
    (E("CSTDTQ"), E("CSTDTQ", 2018), "R1C R2", {}),
    (E("CSTD_TINH"), E("CSTD_BO", 2023), "R2", {}),
    (E("CSTDCS"), E("CSTDCS", 2023), "R2 R3A R3B", {}),
    (E("BK_TINH"), E("BK_TINH", 2023), "R1B R1C", {"commendation_window": A}),
    (E("BK_TINH"), E("BK_TINH", 2023), "R2 R3A R3B R4", {"commendation_window": B}),
    (E("BK_TINH"), E("BK_TINH", 2022), "R1B R2 R3A R3B", {}),
    (E("BK_TINH"), E("BK_TINH", 2023, "PHONG_TRAO"), "R2", {}),
    (E("BK_TINH", how="DOT_XUAT"), E("BK_TINH", 2023), "R2", {}),
    (E("BK_TTG"), E("BK_TTG", 2020), "R2 R3A R3B", {"commendation_window": B}),
    (E("BK_TTG"), E("BK_TTG", 2019), "R2 R3A R3B", {}),
    # two of the state in one year
    (E("HCLD3"), E("BK_TTG", months="1-6"), "R1C", {"two_state_awards": B}),
    (E("HCLD3"), E("BK_TTG", months="1-6"), "R1A R1B R2 R3A R3B R4", {"two_state_awards": A}),
    (E("CSTDTQ"), E("HCLD3"), "R1C", {"two_state_awards": B}),
    (E("CO_CP"), E("HCLD2"), "R2", {"two_state_awards": A}),
    (E("HCLD3"), E("BK_TTG", 2023), "R1C R2", {}),
    (E("HCLD3"), E("BK_TTG", how="DOT_XUAT"), "R1C", {}),
    (E("HCLD3", how="CONG_HIEN"), E("BK_TTG"), "R1C", {}),
    (E("HCLD3"), E("BK_TINH", months="1-6"), "R1C", {}),
    (E("CSTDTQ"), E("CSTD_TINH"), "R1C", {}),
    # the flag of the Government takes the place of the province's
    (E("CO_TINH"), E("CO_CP"), "R1C R2", {"excluding_pairs": B}),
    (E("CO_CP"), E("CO_TINH"), "R1C R2", {"excluding_pairs": B}),
    (E("CO_TINH"), E("CO_CP"), "R1B R3A R3B R4", {"excluding_pairs": A}),
    (E("CO_TINH"), E("CO_CP"), "R1A", {}),  # only later acts say it
    (E("CO_TINH"), E("CO_CP", 2023), "R1C R2", {}),
    (E("CO_TINH"), E("TTLDXS"), "R1C R2", {}),
]
CASES = [
    (me, other, regime, expected)
    for me, other, regimes, expected in SITUATIONS
    for regime in regimes.split()
]


def test_every_situation_is_found_as_the_regime_says() -> None:
    def check(case: tuple[AwardClaim, AwardClaim, str, dict[str, str]]) -> None:
        me, other, regime, expected = case
        assert found(me, other, regime) == expected

    check_rows(CASES, check)


def test_there_are_a_hundred_situations_and_no_rule_goes_unasked() -> None:
    assert len(CASES) >= 100
    asked = {key for *_rest, expected in CASES for key in expected}
    by_pairs = {"same_award", "same_achievement", "window_overlap", "commendation_window",
                "two_state_awards", "excluding_pairs"}  # fmt: skip
    assert asked == by_pairs
    assert set(DuplicateKind.values) - {"exclusion"} == set(rules("R2"))


@pytest.mark.parametrize(
    ("one", "other", "regime", "effect"),
    [
        ("title", "commendation", "R2", B),
        ("commendation", "title", "R2", B),
        ("commendation", "commendation", "R2", B),
        ("title", "title", "R2", A),
        ("title", "commendation", "R3B", B),
        ("title", "commendation", "R1B", A),
        ("title", "title", "R1B", A),
    ],
)
def test_one_initiative_one_use(one: str, other: str, regime: str, effect: str) -> None:
    rule = reused_achievement(frozenset({one, other}), rules(regime))

    assert rule is not None
    assert rule.effect == effect


def test_every_rule_says_what_it_is_and_only_read_ones_are_checked() -> None:
    for regime in REGIMES:
        for rule in rules(regime).values():
            assert rule.says
            assert rule.source or not rule.verified
    assert rules("R2")["initiative_reuse"].source.startswith("Công văn 5007/BNV-TĐKT")
    assert rules("R1C")["two_state_awards"].source == "Thông tư 12/2019/TT-BNV Đ3 k3"


# --- out of the rows -----------------------------------------------------------------------------


@pytest.fixture
def cast(db: None) -> Cast:
    return Cast.build()


def another_campaign(cast: Cast, **more: Any) -> Campaign:
    """A second campaign of the agency, of the same year unless told."""
    own = cast.campaign
    titles = list(own.titles.all())
    given = {
        "organization": cast.agency, "code": f"{own.year}-B{Campaign.objects.count()}",
        "name": "Đợt thứ hai", "year": own.year, "commendation_type": own.commendation_type,
        "achievement_from": own.achievement_from, "achievement_to": own.achievement_to,
        "registration_opens_at": own.registration_opens_at,
        "registration_closes_at": own.registration_closes_at,
        "submission_opens_at": own.submission_opens_at,
        "submission_closes_at": own.submission_closes_at,
        "rules": own.rules, "opened_at": own.opened_at,
    }  # fmt: skip
    made = Campaign.objects.create(**given | more)
    place(made, "open")
    for title in titles:
        title.pk, title.campaign = None, made
        title.save()
    return made


def award(cast: Cast, code: str, year: int, person: Person | None = None) -> Award:
    who = person or cast.nominee.person
    row = NewAward(
        organization_id=cast.agency.pk,
        award_type_id=cast.awards[code].pk,
        kind=RecipientKind.INDIVIDUAL,
        commendation_type="CONG_TRANG",
        year=year,
        recipient_name=who.full_name,
        person_id=who.pk,
        decision_number="45/QĐ-STC",
        decision_date=date(year, 12, 20),
        origin=AwardOrigin.IMPORT,
    )
    return record_awards(rows=[row], actor=SYSTEM)[0]


def kinds(nomination: Nomination) -> list[str]:
    return [str(one.kind) for one in findings_for([nomination])[nomination.pk]]


def test_an_award_of_the_year_in_the_history_is_found(cast: Cast) -> None:
    row = cast.nomination(State.REGISTERED, award="LDTT")
    assert kinds(row) == []
    award(cast, "LDTT", cast.campaign.year - 1)
    assert kinds(row) == []

    award(cast, "LDTT", cast.campaign.year)

    (finding,) = findings_for([row])[row.pk]
    assert (finding.kind, finding.blocks) == ("same_award", True)
    assert "45/QĐ-STC" in finding.sentence
    assert finding.first.path == row.get_absolute_url()
    assert blocking_sentences([row])[row.pk] == [finding.sentence.rstrip(".")]


def test_the_same_award_in_another_campaign_is_found_from_both_sides(cast: Cast) -> None:
    first = cast.nomination(State.REGISTERED, award="LDTT")
    second = cast.nomination(State.REGISTERED, award="LDTT", campaign=another_campaign(cast))

    both = findings_for([first, second])

    assert both[first.pk][0].pair == both[second.pk][0].pair
    page = cast.client(cast.secretary).get(reverse("dossiers:duplicates", args=[cast.campaign.pk]))
    assert len(page.context["page"]) == 1
    assert both[first.pk][0].second.path == second.get_absolute_url()
    assert both[second.pk][0].second.path == first.get_absolute_url()


@pytest.mark.parametrize("state", [State.DRAFT, State.WITHDRAWN, State.DECLINED])
def test_what_was_given_up_or_never_registered_is_no_double(cast: Cast, state: str) -> None:
    cast.nomination(state, award="LDTT", campaign=another_campaign(cast))
    row = cast.nomination(State.REGISTERED, award="LDTT")

    assert kinds(row) == []


def test_a_decided_nomination_is_not_a_double_of_its_own_award(cast: Cast) -> None:
    row = cast.nomination(State.DECIDED, award="LDTT")
    assert Award.objects.count() == 1

    assert kinds(row) == []
    later = cast.nomination(State.REGISTERED, award="LDTT", campaign=another_campaign(cast))
    assert kinds(later) == ["same_award"]


def test_the_dossier_at_the_agency_above_is_not_a_double_of_the_one_below(cast: Cast) -> None:
    below = cast.nomination(State.REPORTED, award="BK_TINH")
    receiving = another_campaign(cast, organization=cast.province)
    row = services.NewNomination(
        award_type=cast.awards["BK_TINH"],
        unit=cast.province.units.get(),
        person=cast.nominee.person,
        arrived_from=below,
    )
    (above,) = services.start_many(actor=SYSTEM, campaign=receiving, rows=[row])

    found = findings_for([below, above])

    assert [rows for rows in found.values() if rows] == []


def test_two_records_of_one_person_are_one_subject_and_are_told(cast: Cast) -> None:
    born = date(1985, 4, 2)
    Person.objects.filter(pk=cast.nominee.person.pk).update(birth_date=born)
    twin = Person.objects.create(full_name="NGUYỄN VĂN AN", birth_date=born)
    namesake = Person.objects.create(full_name="Nguyễn Văn An", birth_date=date(1970, 1, 1))
    award(cast, "LDTT", cast.campaign.year, namesake)
    row = cast.nomination(State.REGISTERED, award="LDTT")
    assert kinds(row) == ["same_person"]

    award(cast, "LDTT", cast.campaign.year, twin)

    found = findings_for([row])[row.pk]
    assert [str(one.kind) for one in found] == ["same_award", "same_person"]
    assert found[1].second.path == reverse("people:person", args=[twin.pk])


def test_people_without_a_date_of_birth_are_not_taken_for_one(cast: Cast) -> None:
    Person.objects.create(full_name="Nguyễn Văn An")
    assert kinds(cast.nomination(State.REGISTERED, award="LDTT")) == []


def test_an_override_with_a_reason_lifts_the_block_and_is_shown(cast: Cast) -> None:
    row = cast.nomination(State.REGISTERED, award="LDTT")
    award(cast, "LDTT", cast.campaign.year)

    services.allow_double(
        actor=cast.secretary, nomination=row, rule="same_award", reason="Quyết định cũ ghi nhầm năm"
    )

    (finding,) = findings_for([row])[row.pk]
    assert (finding.blocks, finding.waived) == (False, "Quyết định cũ ghi nhầm năm")
    assert blocking_sentences([row])[row.pk] == []
    event = AuditEvent.objects.get(action="double.allowed")
    assert event.content["rule"] == "same_award"


def test_a_blocking_double_stops_the_submission_until_it_is_allowed(cast: Cast) -> None:
    row = cast.nomination(State.REGISTERED, award="LDTT")
    award(cast, "LDTT", cast.campaign.year)
    from nominations.dossiers.services import save_report
    from tests.cast import REPORT

    save_report(actor=cast.nominee, nomination=row, fields=REPORT, revision=0)
    with pytest.raises(TransitionRefused) as refusal:
        cast.act([row.pk], "submit", cast.nominee)
    assert "đề nghị hai lần" in str(refusal.value.reasons[0].reason)
    assert Nomination.objects.get(pk=row.pk).state == State.REGISTERED

    services.allow_double(
        actor=cast.secretary, nomination=row, rule="same_award", reason="Đã thu hồi quyết định cũ"
    )
    cast.act([row.pk], "submit", cast.nominee)

    assert Nomination.objects.get(pk=row.pk).state == State.SUBMITTED


@pytest.mark.parametrize("part", ["nominee", "clerk", "unit_head", "director", "stranger"])
def test_only_the_secretary_lets_a_double_stand(cast: Cast, part: str) -> None:
    row = cast.nomination(State.REGISTERED)
    with pytest.raises(NotAllowed):
        services.allow_double(
            actor=cast.users[part], nomination=row, rule="same_award", reason="Lý do"
        )
    assert not EligibilityOverride.objects.exists()


def test_the_secretary_does_not_allow_their_own_double_nor_without_reason(cast: Cast) -> None:
    own = cast.nomination(
        State.REGISTERED, person=cast.secretary.person, unit=cast.board, award="LDTT"
    )
    with pytest.raises(NotAllowed):
        services.allow_double(actor=cast.secretary, nomination=own, rule="same_award", reason="x")
    row = cast.nomination(State.REGISTERED)
    for rule, reason in (("same_award", "  "), ("no_such_rule", "Lý do")):
        with pytest.raises(ValidationError):
            services.allow_double(actor=cast.secretary, nomination=row, rule=rule, reason=reason)
    assert not EligibilityOverride.objects.exists()


# --- initiatives ---------------------------------------------------------------------------------


def choose(cast: Cast, nomination: Nomination, *ideas: Any) -> Any:
    return services.choose_initiatives(actor=cast.nominee, nomination=nomination, initiatives=ideas)


def test_the_nominee_chooses_recognised_initiatives_and_may_choose_anew(cast: Cast) -> None:
    row, first, second = cast.nomination(State.REGISTERED), idea(cast), idea(cast, "Phần mềm")

    choose(cast, row, first, second)
    choose(cast, row, second)
    choose(cast, row, second)

    assert [use.initiative for use in row.initiative_uses.all()] == [second]
    assert AuditEvent.objects.filter(action="initiatives.chosen").count() == 2


def test_a_title_and_a_commendation_do_not_rest_on_one_initiative(cast: Cast) -> None:
    title, one = cast.nomination(State.REGISTERED), idea(cast)
    choose(cast, title, one)
    commendation = cast.nomination(State.REGISTERED, award="GK")

    with pytest.raises(ValidationError) as refusal:
        choose(cast, commendation, one)

    (sentence,) = refusal.value.messages
    assert one.name in sentence
    assert title.title in sentence
    assert not commendation.initiative_uses.exists()


def test_the_secretary_may_allow_the_second_use_and_the_reason_is_kept(cast: Cast) -> None:
    title, one = cast.nomination(State.REGISTERED), idea(cast)
    choose(cast, title, one)
    commendation = cast.nomination(State.REGISTERED, award="GK")
    services.allow_double(
        actor=cast.secretary, nomination=commendation, rule="initiative_reuse",
        reason="Phạm vi áp dụng mới",
    )  # fmt: skip

    choose(cast, commendation, one)

    (finding,) = findings_for([commendation])[commendation.pk]
    assert (finding.kind, finding.waived) == ("initiative_reuse", "Phạm vi áp dụng mới")
    assert not finding.blocks
    assert findings_for([title])[title.pk][0].blocks


def test_two_titles_on_one_initiative_are_a_warning(cast: Cast) -> None:
    first, one = cast.nomination(State.REGISTERED), idea(cast)
    choose(cast, first, one)
    second = cast.nomination(State.REGISTERED, award="LDTT")

    choose(cast, second, one)

    (finding,) = findings_for([second])[second.pk]
    assert (finding.kind, finding.blocks) == ("initiative_again", False)


def test_a_co_author_uses_the_initiative_for_an_own_nomination(cast: Cast) -> None:
    from nominations.records.models import InitiativeAuthor

    one = idea(cast)
    InitiativeAuthor.objects.filter(initiative=one).update(share=50)
    InitiativeAuthor.objects.create(initiative=one, person=cast.colleague, share=50)
    choose(cast, cast.nomination(State.REGISTERED), one)
    other = cast.nomination(State.REGISTERED, award="GK", person=cast.colleague)

    services.choose_initiatives(actor=cast.clerk, nomination=other, initiatives=[one])

    assert kinds(other) == []


def test_a_nomination_that_was_given_up_sets_its_initiative_free(cast: Cast) -> None:
    one, first = idea(cast), cast.nomination(State.REGISTERED)
    choose(cast, first, one)
    cast.act([first.pk], "withdraw", cast.nominee)
    second = cast.nomination(State.REGISTERED, award="GK")

    choose(cast, second, one)

    assert kinds(second) == []


@pytest.mark.parametrize("what", ["somebody else's", "not recognised", "recognition cancelled"])
def test_only_recognised_initiatives_of_the_nominee_can_be_chosen(cast: Cast, what: str) -> None:
    row = cast.nomination(State.REGISTERED)
    one = {
        "somebody else's": lambda: idea(cast, author=cast.colleague),
        "not recognised": lambda: idea(cast, state=InitiativeState.REGISTERED),
        "recognition cancelled": lambda: idea(cast),
    }[what]()
    if what == "recognition cancelled":
        one.recognitions.update(cancelled_on=clock.today(), cancel_reason="Sai")

    with pytest.raises(ValidationError):
        choose(cast, row, one)

    assert not InitiativeUse.objects.exists()


@pytest.mark.parametrize("part", ["unit_head", "secretary", "auditor", "outsider"])
def test_nobody_but_the_writers_chooses(cast: Cast, part: str) -> None:
    row, one = cast.nomination(State.REGISTERED), idea(cast)
    with pytest.raises(NotAllowed):
        services.choose_initiatives(actor=cast.users[part], nomination=row, initiatives=[one])
    assert not InitiativeUse.objects.exists()


def test_after_the_submission_the_choice_is_closed(cast: Cast) -> None:
    row, one = cast.nomination(State.SUBMITTED), idea(cast)
    with pytest.raises(NotAllowed):
        choose(cast, row, one)
    assert not InitiativeUse.objects.exists()


# --- pages ---------------------------------------------------------------------------------------


def test_the_page_of_the_nomination_shows_the_panel_and_leads_to_the_other_record(
    cast: Cast,
) -> None:
    row = cast.nomination(State.REGISTERED, award="LDTT")
    path = row.get_absolute_url()
    assert "Có thể trùng" not in cast.client(cast.nominee).get(path).content.decode()
    other = cast.nomination(State.REGISTERED, award="LDTT", campaign=another_campaign(cast))

    text = cast.client(cast.nominee).get(path).content.decode()

    assert "Có thể trùng" in text
    assert other.get_absolute_url() in text
    assert "Luật 06/2022/QH15" in text
    allow = reverse("dossiers:double_allow", args=[row.public_id, "same_award"])
    assert allow not in text
    assert allow in cast.client(cast.secretary).get(path).content.decode()


def test_a_nomination_the_reader_may_not_see_is_told_without_its_subject(cast: Cast) -> None:
    born = date(1985, 4, 2)
    Person.objects.filter(pk__in=[cast.nominee.person.pk, cast.colleague.pk]).update(
        birth_date=born, search_key="nguyen van an"
    )
    row = cast.nomination(State.REGISTERED, award="LDTT")
    hidden = cast.nomination(State.REGISTERED, award="LDTT", person=cast.colleague)

    for_nominee = findings_for([row], reader=cast.nominee)[row.pk]
    for_secretary = findings_for([row], reader=cast.secretary)[row.pk]

    assert hidden.title not in for_nominee[0].sentence
    assert for_nominee[0].second.path == ""
    assert hidden.title in for_secretary[0].sentence


def test_the_campaign_lists_the_doubles_for_its_secretary_only(cast: Cast) -> None:
    row = cast.nomination(State.REGISTERED, award="LDTT")
    award(cast, "LDTT", cast.campaign.year)
    page = reverse("dossiers:campaign", args=[cast.campaign.pk])
    path = reverse("dossiers:duplicates", args=[cast.campaign.pk])

    text = cast.client(cast.secretary).get(path).content.decode()

    assert row.title in text
    assert "1 trường hợp chặn nộp hồ sơ" in text
    assert "Có thể trùng" in cast.client(cast.secretary).get(page).content.decode()
    assert "Có thể trùng" not in cast.client(cast.nominee).get(page).content.decode()
    assert cast.client(cast.nominee).get(path).status_code == 403
    assert cast.client(cast.stranger).get(path).status_code == 404


def test_the_form_refuses_in_a_sentence_and_keeps_the_ticks(cast: Cast) -> None:
    one, other = idea(cast), idea(cast, "Phần mềm")
    choose(cast, cast.nomination(State.REGISTERED), one)
    row = cast.nomination(State.REGISTERED, award="GK")
    path = reverse("dossiers:initiatives", args=[row.public_id])

    page = press_button(cast.client(cast.nominee), path, {"initiatives": [one.pk, other.pk]})

    text = page.content.decode()
    assert page.status_code == 200
    assert "đã làm căn cứ cho" in text
    assert text.count(" checked") == 2
    assert not row.initiative_uses.exists()
    answer = press_button(cast.client(cast.nominee), path, {"initiatives": [other.pk]})
    assert answer.status_code == 302
    assert [use.initiative for use in row.initiative_uses.all()] == [other]


def test_the_number_of_queries_does_not_grow_with_the_nominations(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    people = [(cast.person(), None) for _ in range(12)]
    rows = cast.nominations(people, State.REGISTERED, award="LDTT")
    for person, _unit in people:
        award(cast, "LDTT", cast.campaign.year, person)
    with django_assert_max_num_queries(8):
        found = findings_for(rows)
    assert all(len(one) == 1 for one in found.values())
    client = cast.client(cast.secretary)
    with django_assert_max_num_queries(30):
        page = client.get(reverse("dossiers:duplicates", args=[cast.campaign.pk]))
    assert len(page.context["page"]) == 12
