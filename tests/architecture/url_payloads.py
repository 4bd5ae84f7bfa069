"""Valid POST data of each page, by URL name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from http import HTTPStatus
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import localtime

from nominations.decisions.signing_summary import signing_summary
from nominations.dossiers.models import Nomination, Report
from nominations.importing.run_files import findings_of
from nominations.law.services import part_digest, text_digest
from nominations.people.models import Position
from nominations.people.roles import Role
from notifications.topics import GROUPS
from tests.architecture.url_world import TEXT, World
from tests.awards import tables
from tests.cast import PASSWORD, REPORT, endorsement, pdf
from tests.cast.sample_data import PDF
from tests.documents.drawings import drawing
from tests.issued_papers.rows import CONTENT
from tests.issued_papers.signing import Authority
from tests.law.rulebook import LAYER
from tests.packages import pages_world
from workflow import clock

Sent = Callable[[World], dict[str, Any]]


def day(value: date) -> str:
    """As people type it."""
    return f"{value:%d/%m/%Y}"


def moment(value: datetime) -> str:
    """As the browser's own field sends it."""
    return localtime(value).strftime("%Y-%m-%dT%H:%M")


def _window(world: World) -> dict[str, Any]:
    later = world.cast.campaign.submission_closes_at + timedelta(days=5)
    return {"window": "submission", "closes_at": moment(later), "reason": TEXT}


def _new_campaign(world: World) -> dict[str, Any]:
    now, today = clock.now(), clock.today()
    opens, closes = moment(now + timedelta(days=1)), moment(now + timedelta(days=30))
    return {
        "organization": world.cast.agency.pk,
        "name": "Thi đua chuyên đề",
        "code": "CD-1",
        "year": today.year,
        "commendation_type": "CONG_TRANG",
        "achievement_from": day(today),
        "achievement_to": day(today + timedelta(days=90)),
        "registration_opens_at": opens,
        "registration_closes_at": closes,
        "submission_opens_at": opens,
        "submission_closes_at": closes,
        "award_codes": ["LDTT"],
    }


def _bulk(world: World) -> dict[str, Any]:
    row = Nomination.objects.get(pk=world.rows["submitted"].pk)
    agreed = endorsement(row)
    return {
        "chon": row.pk,
        "present": agreed["present"],
        "held_on": day(clock.today()),
        f"agreed_{row.pk}": agreed["agreed"],
        f"version_{row.pk}": row.version,
        f"report_{row.pk}": agreed["report_number"],
    }


def _agenda(world: World) -> dict[str, Any]:
    first, second = world.cast.scrutineers
    return {
        "name": "Phiên họp",
        "mode": "named",
        "held_on": day(clock.today()),
        "place": "Phòng họp",
        "first_scrutineer": first.person_id,
        "second_scrutineer": second.person_id,
        "nominations": [world.rows["waiting for a vote"].pk],
    }


def _presence(world: World) -> dict[str, Any]:
    roster = world.rows["session open"].roster.all()
    return {f"r{entry.pk}-present": "yes" for entry in roster}


def _counts(world: World) -> dict[str, Any]:
    item = world.rows["session paper"].items.get()
    return {f"i{item.pk}-yes": 5, f"i{item.pk}-no": 0}


def _signature(world: World) -> dict[str, Any]:
    """What the button of the last page before signing sends."""
    summary = signing_summary(
        world.rows["decision draft"], number="", signed_on=clock.today(), signer_id=None
    )
    given = {"number": summary.number, "signed_on": day(summary.signed_on)}
    return {**given, "confirmed": summary.key}


def _correction(name: str, day_name: str, **values: str) -> Callable[[World], dict[str, Any]]:
    """Another number of a paper, on the day it bears."""

    def sent(world: World) -> dict[str, Any]:
        return {"date": day(getattr(world.rows[name], day_name)), "reason": TEXT, **values}

    return sent


def _decision(world: World) -> dict[str, Any]:
    return {"name": "Khen thưởng", "nominations": [world.rows["undecided"].pk]}


def _upward(world: World) -> dict[str, Any]:
    return {
        "name": "Báo cáo",
        "issued_on": day(clock.today()),
        "nominations": [world.rows["unreported"].pk],
    }


def _outcomes(world: World) -> dict[str, Any]:
    return {
        "paper_number": "88/QĐ-UBND",
        "paper_date": day(clock.today()),
        "issuer": "Chủ tịch Ủy ban nhân dân tỉnh",
        f"outcome_{world.rows['proposed'].pk}": "conferred",
    }


def _received(world: World) -> dict[str, Any]:
    campaign = world.rows["campaign above"]
    return {"campaign": campaign.pk, "unit": campaign.organization.units.get().pk}


def _opened_for_arrivals(world: World) -> dict[str, Any]:
    """As the page proposes it, with the one unit of the agency above; nothing if it is refused."""
    page = reverse("decisions:arrival_campaign", kwargs=world.objects["report"])
    response = world.client("superior_officer").get(page)
    if response.status_code != HTTPStatus.OK:
        return {}
    form = response.context["form"]
    shown = {name: form[name].value() for name in form.fields}
    given = {
        name: day(value) if isinstance(value, date) else value for name, value in shown.items()
    }
    unit = world.rows["campaign above"].organization.units.get()
    return {**given, "unit": unit.pk} | (
        {"choice_reason": TEXT} if "choice_reason" in given else {}
    )


def _role(world: World) -> dict[str, Any]:
    return {
        "person": world.cast.member.person_id,
        "role": Role.UNIT_CLERK,
        "place": f"unit:{world.cast.other_unit.pk}",
        "valid_from": day(clock.today()),
    }


def _delegation(world: World) -> dict[str, Any]:
    today = clock.today()
    to = world.cast.colleague.pk
    return {"to": to, "valid_from": day(today), "valid_to": day(today + timedelta(days=5))}


def _table(world: World) -> dict[str, Any]:
    content = tables.xlsx([tables.line(world.cast.colleague.full_name, year=2014)])
    file = pdf("lich-su.xlsx", content)
    return {"organization": world.cast.agency.pk, "file": file}


def _names(world: World) -> dict[str, Any]:
    (question,) = findings_of(world.rows["import with names"])["questions"]
    return {f"ten_{question.key}": question.choices[0]["value"]}


def _posting(world: World) -> dict[str, Any]:
    chosen = [world.rows["waiting for a posting"].pk]
    return {"step": "publish", "name": "Danh sách", "contact": "VP", "nominations": chosen}


def _seen(subject: str, typed: Sent = lambda _world: {}) -> Sent:
    """What is typed on the page of a transition, with the version of the subject it shows."""

    def sent(world: World) -> dict[str, Any]:
        row = world.rows[subject]
        version = type(row)._default_manager.values_list("version", flat=True).get(pk=row.pk)
        return {"seen_version": version, **typed(world)}

    return sent


def _shown(who: str, name: str, subject: str, typed: Sent) -> Sent:
    """What is typed on a page, with the mark of the values that it shows, if it is shown."""

    def sent(world: World) -> dict[str, Any]:
        page = world.client(who).get(reverse(name, kwargs=world.objects[subject]))
        seen = page.context.get("seen_version", "") if page.context else ""
        return {"seen_version": seen, **typed(world)}

    return sent


def _by_administrator(name: str, subject: str, typed: Sent) -> Sent:
    """What the administrator types on a page of the administration."""
    return _shown("administrator", f"administration:{name}", subject, typed)


HOUSEHOLD = {
    "representative": "Lý Văn Sáu", "representative_gender": "male", "address": "Ấp 7, xã Mỹ Tú",
    "valid_from": "01/01/2024",
}  # fmt: skip


def _today(_world: World) -> dict[str, Any]:
    return {"on": day(clock.today())}


def _report(world: World) -> dict[str, Any]:
    own = Report.objects.get(nomination=world.rows["own"])
    return {**REPORT, "duties": "Nhiệm vụ mới.", "revision": own.revision}


def _extension(world: World) -> dict[str, Any]:
    return {"due_on": day(world.rows["posting"].due_on + timedelta(days=7)), "comment": TEXT}


def _choices(_world: World) -> dict[str, Any]:
    return {f"{group}-email": "on" for group in list(GROUPS)[1:]}


def _sheet(world: World) -> dict[str, Any]:
    one = world.cast.secretary.person  # the sheet opens with the unit that stands first
    return {f"grade_c{one.pk}": "HTXS", "paper_number": "12/QĐ-STC", "note": TEXT}


def _initiative(world: World) -> dict[str, Any]:
    return {
        "name": "Tra cứu hồ sơ bằng mã",
        "kind": "initiative",
        "year": clock.today().year,
        "summary": TEXT,
        "person_1": world.cast.nominee.person_id,
        "share_1": 60,
        "person_2": world.cast.colleague.pk,
        "share_2": 40,
    }


def _meeting(_world: World) -> dict[str, Any]:
    return {"members": 9, "present": 8, "agreed": 7, "held_on": day(clock.today())}


def _wider(_world: World) -> dict[str, Any]:
    return {
        "scope": "TINH",
        "paper_number": "77/QĐ-UBND",
        "paper_date": day(clock.today()),
        "issuer": "Chủ tịch Ủy ban nhân dân tỉnh",
    }


def _accounts(world: World) -> dict[str, Any]:
    person = world.cast.colleague.pk
    return {f"tick_{person}": "on", f"name_{person}": "moicap", f"mail_{person}": ""}


def _place(world: World) -> dict[str, Any]:
    post = Position.objects.get(name="Chuyên viên")
    return {
        "unit": world.cast.other_unit.pk, "position": post.pk, "valid_from": day(clock.today()),
    }  # fmt: skip


SENT: dict[str, Sent] = {
    "account_login": lambda world: {"login": world.cast.nominee.username, "password": PASSWORD},
    "account_change_password": lambda _w: {
        "oldpassword": PASSWORD, "password1": "Tre-xanh-2026", "password2": "Tre-xanh-2026",
    },
    "account_reset_password": lambda world: {"email": world.cast.nominee.email},
    "account_reauthenticate": lambda _w: {"password": PASSWORD},
    "text_size": lambda _w: {"size": "large", "next": "/"},
    "awards:layer_new": lambda world: {
        "organization": world.cast.agency.pk,
        "text": LAYER.replace("STC-2024", "STC-2"),
        "propose": "1",
    },
    "awards:layer": _seen("layer", lambda _w: {"act": "approve"}),
    "awards:layer_copy": lambda _w: {},
    "awards:layer_drafts": lambda world: {
        "organization": world.cast.agency.pk, "name": "Quy chế 2027", "source": "",
    },
    "awards:layer_draft": lambda world: {
        "do": "propose", "revision": text_digest(world.rows["layer draft"].content),
    },
    "awards:layer_draft_file": lambda world: {
        "revision": text_digest(world.rows["layer draft"].content),
        "file": SimpleUploadedFile("quy-che.toml", LAYER.replace("STC-2024", "STC-4").encode()),
    },
    "awards:layer_draft_part": lambda _w: {
        "do": "save", "revision": part_digest(None), "value": "2", "article": "5",
    },
    "awards:what_if": lambda world: {
        "organization": world.cast.agency.pk,
        "award": "CSTDCS",
        "year": "2024",
        "rules": "agency",
        "kind": "individual",
        "grade_0": "HTXS",
        "awards": "CSTDCS 2023",
    },
    "importing:start": _table,
    "importing:run": _seen("import"),
    "importing:answers": _seen("import with names", _names),
    "dossiers:new": lambda _w: {"goals": TEXT, "planned_initiative": ""},
    "dossiers:draft_delete": _shown("nominee", "dossiers:draft_delete", "draft", lambda _w: {}),
    "dossiers:goals": _shown("nominee", "dossiers:goals", "draft", lambda _w: {
        "goals": TEXT, "planned_initiative": "Sáng kiến mới",
    }),
    "dossiers:progress": lambda _w: {"kind": "progress", "text": TEXT, "percent": "60"},
    "dossiers:report": _report,
    "dossiers:evidence": lambda _w: {"paper": "excellence", "file": pdf("b.pdf"), "note": "Số 12"},
    "dossiers:opinion": _shown("secretary", "dossiers:opinion", "asked", lambda _w: {
        "asked_on": day(clock.today()), "answer": "",
    }),
    "dossiers:campaign_opinions": _shown("secretary", "dossiers:campaign_opinions", "campaign",
        lambda world: {
            "nominations": [world.rows["asked"].pk], "answer": "other", "number": "13-CV/TU",
            "dated": day(clock.today()), "summary": TEXT, "reason": TEXT,
        },
    ),
    "dossiers:override": lambda _w: {"reason": TEXT},
    "dossiers:exception_ask": lambda _w: {"reason": TEXT},
    "dossiers:exception_answer": _seen("request", lambda _w: {"comment": TEXT}),
    "dossiers:initiatives": _shown("nominee", "dossiers:initiatives", "own", lambda world: {
        "initiatives": [world.rows["idea"].pk],
    }),
    "dossiers:double_allow": lambda _w: {"reason": TEXT},
    "dossiers:transition": _seen("own"),
    "dossiers:unit_endorse": _bulk,
    "dossiers:forgotten": lambda world: {
        "chon": f"{world.cast.colleague.pk}-{world.cast.awards['LDTT'].pk}", "reason": TEXT,
    },
    "dossiers:campaign_new": _new_campaign,
    "dossiers:campaign_edit": _shown(
        "secretary", "dossiers:campaign_edit", "campaign draft", _new_campaign
    ),
    "dossiers:campaign_open": _seen(
        "campaign draft", lambda _world: {"takes_proposed": "on", "choice_reason": TEXT}
    ),
    "dossiers:campaign_close": _seen("campaign over"),
    "dossiers:campaign_cancel": _seen("campaign draft", lambda _w: {"comment": TEXT}),
    "dossiers:step_change": _seen("step change", lambda _w: {"act": "confirm"}),
    "dossiers:campaign_extend": _shown(
        "secretary", "dossiers:campaign_extend", "campaign", _window
    ),
    "dossiers:campaign_title": _shown("secretary", "dossiers:campaign_title", "title", lambda _w: {
        "needs_unit_review": "on", "needs_registration": "on", "reason": TEXT,
    }),
    "documents:emblem": _shown("secretary", "documents:emblem", "", lambda _w: {
        "step": "save", "file": SimpleUploadedFile("bieu-trung.png", drawing()),
    }),
    "documents:text": _shown("secretary", "documents:text", "text of a paper", lambda _w: {
        "text": TEXT, "valid_from": day(clock.today()), "step": "save",
    }),
    "council:prepare": _agenda,
    "council:revise": _seen("session draft", _agenda),
    "council:open": _seen("session draft", lambda _w: {"closes_at": "", "agreed": "on"}),
    "council:close": _seen("session open"),
    "council:count": _seen("session closed"),
    "council:sign": _seen("session counted"),
    "council:certify": _seen("session signed"),
    "council:void": _seen("session open", lambda _w: {"comment": TEXT}),
    "council:ballot": lambda world: {
        "step": "cast", f"item-{world.rows['ballot item'].pk}": "yes",
    },
    "council:recusal": lambda _w: {"declare": "1", "reason": TEXT},
    "council:presence": _shown("secretary", "council:presence", "session open", _presence),
    "council:counts": _shown("scrutineer", "council:counts", "session paper", _counts),
    "council:complete_minutes": _seen(
        "session counted", lambda _w: {"minutes_number": "7/BB-HĐTĐKT", "conclusion": TEXT}
    ),
    "consultation:comment": lambda _w: {
        "text": TEXT, "sender_name": "Lê Văn Khách", "sender_contact": "0912345678",
    },
    "consultation:post": _posting,
    "consultation:extend": _seen("posting", _extension),
    "consultation:close": _seen("posting over"),
    "consultation:minutes": _shown(
        "secretary", "consultation:minutes", "posting", lambda _w: {"note": TEXT}
    ),
    "consultation:summary": _shown(
        "secretary", "consultation:summary", "posted item", lambda _w: {"summary": TEXT}
    ),
    "consultation:new_objection": lambda w: {
        "subject_matter": TEXT,
        "assigned_to": w.cast.deputy.person_id,
    },
    "consultation:opinion": _shown(
        "secretary", "consultation:opinion", "opinion", lambda _w: {"act": "note", "note": TEXT}
    ),
    "consultation:objection": _seen("objection", lambda _w: {"act": "close"}),
    "decisions:new": _decision,
    "administration:council_confirm": _shown(
        "director", "administration:council_confirm", "council to confirm", lambda _w: {}
    ),
    "decisions:lines": _seen(
        "decision draft", lambda world: {"add": [world.rows["undecided"].pk]}
    ),
    "decisions:sign": _seen("decision draft", _signature),
    "decisions:discard": _seen("decision draft"),
    "issued_papers:issue": _shown(
        "secretary", "issued_papers:issue", "paper to issue", lambda _w: {}
    ),
    "issued_papers:authority_add": lambda _w: {
        "pem": Authority.made("Gốc thứ hai").pem, "source": "công báo",
    },
    "issued_papers:authority_end": _shown(
        "administrator", "issued_papers:authority_end", "authority", lambda _w: {"reason": TEXT}
    ),
    "issued_papers:sign_remotely": lambda _w: {"pin": "246810", "code": ""},  # it is switched off
    "issued_papers:sign": lambda _w: {"form": "scan", "file": pdf("ban-ky.pdf", PDF + b"\n")},
    "print_runs:start": lambda _w: {"numbers": ""},  # the decision has no certificates
    "decisions:offsets": lambda _w: {"right": "2,5", "down": "0"},  # nor blanks
    "issued_papers:verify": lambda _w: {"file": pdf("quyet-dinh.pdf", CONTENT)},
    "administration:series": _by_administrator(
        "series", "", lambda _w: {
            "decision": "registry", "submission": "either", "report": "either",
            "minutes": "registry", "notice": "either", "plan": "either",
        },
    ),
    "decisions:correct": _shown(
        "secretary", "decisions:correct", "decision",
        _correction("decision", "signed_on", number="77/QĐ-STC"),
    ),
    "decisions:revocation_correct": _shown(
        "secretary", "decisions:revocation_correct", "revocation",
        _correction("revocation", "paper_date", number="78/QĐ-STC"),
    ),
    "decisions:outcome_correct": _shown(
        "secretary", "decisions:outcome_correct", "outcome",
        _correction(
            "outcome", "paper_date", number="79/QĐ-UBND", issuer="Chủ tịch", conferred="yes",
            note="",
        ),
    ),
    "decisions:correction_approve": _seen("correction"),
    "decisions:correction_drop": _seen("correction", lambda _w: {"comment": TEXT}),
    "decisions:report_new": _upward,
    "decisions:outcomes": _outcomes,
    "decisions:arrival": _received,
    "decisions:arrival_campaign": _opened_for_arrivals,
    "decisions:arrival_return": lambda world: {
        "reason": TEXT, "nominations": [world.rows["proposed"].pk],
    },
    "packages:upload": pages_world.upload,
    "packages:check": lambda _w: {"confirm": "1"},
    "packages:keys": pages_world.new_key,
    "decisions:fund_enter": _shown("secretary", "decisions:fund_enter", "", lambda _w: {
        "amount": "120.000.000", "pay_fund": "", "note": TEXT,
    }),
    "decisions:revocation": _shown(
        "secretary", "decisions:revocation", "revocation",
        lambda _w: {"money_returned_on": day(clock.today())},
    ),
    "people:assign": _role,
    "people:password_link": lambda _w: {"password": "Tre-xanh-2026", "again": "Tre-xanh-2026"},
    "administration:issue": _accounts,
    "administration:account": _by_administrator("account", "account", lambda _w: {
        "username": "ten-moi", "email": "ten-moi@so.example",
    }),
    "administration:account_action": _by_administrator(
        "account_action", "account to close", lambda _w: {"reason": TEXT}
    ),
    "administration:person_new": lambda world: {"full_name": "Võ Thị Mới"} | _place(world),
    "administration:place": _by_administrator(
        "place", "person to move", lambda world: {"is_primary": "on"} | _place(world)
    ),
    "administration:place_end": _by_administrator("place_end", "place of work", _today),
    "administration:row_new": lambda world: {
        "organization": world.cast.agency.pk, "code": "MOI", "name": "Phòng Mới", "rank": 9,
        "valid_from": day(clock.today()),
    },
    "administration:row": _by_administrator("row", "unit to change", lambda _w: {
        "code": "TCDN", "name": "Phòng Tài chính doanh nghiệp, tài sản công", "rank": 3,
        "valid_from": "01/01/2015",
    }),
    "administration:calendar": _by_administrator("calendar", "", lambda _w: {
        "day": f"05/05/{clock.today().year}", "is_working": "0", "note": "Nghỉ bù",
    }),
    "administration:calendar_remove": _by_administrator(
        "calendar_remove", "calendar day", lambda _w: {}
    ),
    "administration:council_new": lambda world: {
        "name": "Hội đồng mới", "valid_from": day(clock.today()),
        "chair": str(world.cast.director.person_id),
    },
    "administration:council": lambda world: {
        "person": str(world.cast.deputy.person_id), "seat": "member",
        "valid_from": day(clock.today()),
    },
    "administration:council_change": _by_administrator("council_change", "council", lambda _w: {
        "name": "Hội đồng đổi tên", "valid_from": "01/01/2015",
    }),
    "administration:seat_end": _by_administrator("seat_end", "seat", _today),
    "people:end": _shown("administrator", "people:end", "role", _today),
    "people:delegate": _delegation,
    "people:household_new": lambda _w: HOUSEHOLD,
    "people:household": _shown("secretary", "people:household", "household", lambda _w: HOUSEHOLD),
    "people:household_end": _shown("secretary", "people:household_end", "household", _today),
    "records:enter_person": lambda _w: {
        "year": clock.today().year - 1, "grade": "HTT", "paper_number": "5/QĐ", "note": TEXT,
    },
    "records:enter_unit": lambda _w: {"counted_on": day(clock.today()), "total": 9, "note": TEXT},
    "records:grade_replace": lambda w: {
        "grade": "HT",
        "paper_number": "77/QĐ-STC",
        "paper_date": f"{clock.today():%d/%m/%Y}",
    },
    "model_examples:new": lambda world: {"award": world.rows["award to choose"].pk},
    "model_examples:edit": _shown(
        "secretary", "model_examples:edit", "draft example",
        lambda _w: {"title": "Tên mới", "story": TEXT, "picture_text": ""},
    ),
    "model_examples:consent": _shown(
        "nominee", "model_examples:consent", "asked example", lambda _w: {"answer": "give"}
    ),
    "model_examples:paper_consent": lambda _w: {
        "given_by": "Nguyễn Văn A", "given_on": day(clock.today()), "paper": "Hồ sơ 05",
    },
    "model_examples:conference": lambda _w: {
        "level": "CO_SO", "name": "Hội nghị", "held_on": day(clock.today()), "place": "Hội trường",
    },
    "model_examples:uptake": lambda _w: {
        "place": "Phòng Ngân sách", "taken_up_on": day(clock.today()), "what": TEXT,
    },
    "model_examples:step": _seen("example step", lambda _w: {"comment": TEXT}),
    "movements:plan_new": lambda _w: {"year": clock.today().year + 1, "theme": "Đổi mới"},
    "movements:copy": lambda _w: {},
    "movements:plan_edit": _shown(
        "secretary", "movements:plan_edit", "plan draft", lambda _w: {"theme": "Kỷ cương"}
    ),
    "movements:plan_edition": _shown(
        "secretary", "movements:plan_edition", "plan in force", lambda _w: {"reason": TEXT}
    ),
    "movements:plan_step": _seen("plan step", lambda _w: {"comment": TEXT}),
    "movements:new": lambda _w: {
        "name": "Chung tay vì người nghèo", "launched_by": "CO_QUAN", "for_units": "on",
        "starts_on": day(clock.today()),
    },
    "movements:edit": _shown(
        "secretary", "movements:edit", "movement",
        lambda _w: {
            "name": "Thi đua cải cách hành chính", "launched_by": "CO_QUAN", "for_units": "on",
            "starts_on": day(clock.today()), "reason": TEXT,
        },
    ),
    "movements:indicators": _shown(
        "secretary", "movements:indicators", "movement",
        lambda w: {
            "i-TOTAL_FORMS": 1, "i-INITIAL_FORMS": 1, "i-0-name": "Hồ sơ trễ hạn",
            "i-0-pk": w.rows["movement"].indicators.get().pk,
        },
    ),
    "movements:response": _shown(
        "secretary", "movements:response", "movement", lambda _w: {"response_content": TEXT}
    ),
    "movements:response_edition": _shown(
        "secretary", "movements:response_edition", "movement with plan", lambda _w: {"reason": TEXT}
    ),
    "movements:review_edition": _shown(
        "secretary", "movements:review_edition", "issued review", lambda _w: {"reason": TEXT}
    ),
    "movements:awards": _shown(
        "secretary", "movements:awards", "movement",
        lambda w: {"campaigns": [w.cast.campaign.pk]},
    ),
    "movements:step": _seen("movement step", lambda _w: {}),
    "movements:register": lambda _w: {"who": "ca-nhan", "content": TEXT},
    "movements:review_new": lambda _w: {
        "review": "TONG_KET", "held_on": day(clock.today()), "results": TEXT,
    },
    "movements:review": _shown(
        "secretary", "movements:review", "movement review",
        lambda _w: {"review": "SO_KET", "held_on": day(clock.today()), "results": "Khá."},
    ),
    "period_reports:new": lambda _w: {
        "variant": "final", "first_year": 2015, "last_year": 2019, "months": 12, "title": "",
    },
    "period_reports:edit": _shown(
        "secretary", "period_reports:edit", "period report",
        lambda _w: {
            "variant": "interim", "first_year": clock.today().year,
            "last_year": clock.today().year, "months": 6, "title": "Sơ kết 6 tháng",
        },
    ),
    "period_reports:edition": _shown(
        "secretary", "period_reports:edition", "issued report", lambda _w: {"reason": TEXT}
    ),
    "period_reports:section": _shown(
        "secretary", "period_reports:section", "report section", lambda _w: {"text": TEXT}
    ),
    "period_reports:step": _seen("report step", lambda _w: {"comment": TEXT}),
    "statistics:correct_figure": _shown(
        "secretary",
        "statistics:correct_figure",
        "figure",
        lambda _w: {"count": 13, "source": "Báo cáo số 6/BC-STC", "reason": TEXT},
    ),
    "statistics:withdraw_figure": _shown(
        "secretary", "statistics:withdraw_figure", "figure", lambda _w: {"reason": TEXT}
    ),
    "statistics:choose_figure": _shown(
        "secretary", "statistics:choose_figure", "figure", lambda _w: {"reason": TEXT}
    ),
    "records:cancel": lambda _w: {"reason": TEXT},
    "records:close_examination": lambda _w: {"closed_on": day(clock.today()), "fault_found": "0"},
    "records:grade_sheet": _sheet,
    "records:initiative_new": _initiative,
    "records:initiative_edit": _shown(
        "nominee", "records:initiative_edit", "draft initiative", _initiative
    ),
    "records:initiative_widen": _wider,
    "records:initiative_transition": _seen("initiative to assess", _meeting),
    "notifications:mark_all_read": lambda world: {"upto": world.rows["second notice"].pk},
    "notifications:preferences": _choices,
}  # fmt: skip
"""URL name -> what a right POST carries; a page without entry needs nothing but the press."""


def query_of(name: str, world: World) -> str:
    """What stands behind the question mark of the page's own link."""
    cast = world.cast
    if name == "dossiers:new":
        award = cast.awards["GK"].pk
        return f"?dot={cast.campaign.pk}&danh_hieu={award}&cho=nguoi-{cast.nominee.person_id}"
    if name == "statistics:annex_lines":
        return "?dong=01&cot=tong"
    if name == "dossiers:unit_endorse":
        return f"?chon={world.rows['submitted'].pk}"
    return ""
