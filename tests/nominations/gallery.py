"""One page with every component, for the tests of looks and accessibility; never shipped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import include, path

from nominations.states import State
from nominations.web.forms import (
    BaseForm,
    UploadField,
    VnDateField,
    VnDecimalField,
    VnIntegerField,
)
from nominations.web.inbox import InboxItem
from nominations.web.menu import MenuEntry
from workflow.verdict import unmet

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
NUMBER = UUID("0f0e0d0c-0b0a-4908-8706-050403020100")


class GalleryForm(BaseForm):
    name = forms.CharField(
        label="Tên sáng kiến", max_length=80, help_text="Ghi như trong quyết định công nhận."
    )
    award = forms.ChoiceField(
        label="Danh hiệu",
        choices=[("", "Chọn một danh hiệu"), ("CSTDCS", "Chiến sĩ thi đua cơ sở")],
    )
    day = VnDateField(label="Ngày họp đơn vị")
    saved = VnDecimalField(
        label="Số tiền làm lợi (triệu đồng)", required=False, max_digits=12, decimal_places=1
    )
    present = VnIntegerField(label="Số người dự họp", min_value=1)
    report = forms.CharField(label="Tóm tắt thành tích", widget=forms.Textarea, required=False)
    kind = forms.ChoiceField(
        label="Loại đề nghị",
        choices=[("individual", "Cá nhân"), ("collective", "Tập thể")],
        widget=forms.RadioSelect,
    )
    file = UploadField(label="Minh chứng", required=False)
    agreed = forms.BooleanField(label="Tôi cam đoan nội dung báo cáo là đúng sự thật")


@dataclass(frozen=True)
class Row:
    subject: str
    unit: str
    award: str
    state: str
    day: date


NAMES = [
    "Nguyễn Thị Thu Hằng",
    "Trần Quốc Tuấn",
    "Lý Thị Ngọc Ánh",
    "Thạch Sà Rươl",
    "Đặng Ưng Khuyên",
]
ROWS = [
    Row(
        NAMES[i % 5],
        "Phòng Quản lý ngân sách",
        "Chiến sĩ thi đua cơ sở",
        state,
        date(2026, 11, 2 + i),
    )
    for i, state in enumerate(State.values)
]


def offer(name: str, label: str, emphasis: str, reason: str = "", citation: str = "") -> Any:
    return SimpleNamespace(
        transition=SimpleNamespace(name=name, label=label, emphasis=emphasis),
        enabled=not reason,
        reasons=[unmet("closed", reason, citation)] if reason else [],
    )


OFFERS = [
    offer("endorse", "Đồng ý đề nghị", "primary"),
    offer("return_for_correction", "Trả lại", "secondary"),
    offer("decline", "Không đề nghị", "danger"),
    offer(
        "withdraw",
        "Rút hồ sơ",
        "secondary",
        "Hồ sơ đang nằm trong phiếu bầu của phiên họp ngày 25/11/2026 nên chưa rút được.",
    ),
]


def at(day: int, hour: int, minute: int) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=HANOI)


EVENTS = [
    {"at": at(3, 8, 15), "who": NAMES[0], "sentence": "đã nộp báo cáo thành tích"},
    {
        "at": at(5, 14, 30),
        "who": "Trần Quốc Tuấn, Trưởng phòng",
        "sentence": "đã trả lại hồ sơ để hoàn thiện",
        "comment": "Xin bổ sung quyết định công nhận sáng kiến và số tiền làm lợi.",
    },
    {
        "at": at(9, 9, 2),
        "who": NAMES[0],
        "sentence": "đã nộp lại báo cáo thành tích",
        "differences": [{"label": "Số tiền làm lợi", "before": "", "after": "1.234,5 triệu đồng"}],
    },
]
ITEMS = [
    InboxItem(
        title="Nguyễn Thị Thu Hằng, Chiến sĩ thi đua cơ sở năm 2026",
        path="/de-nghi/1/",
        deadline=date(2026, 11, 20),
        action_label="Xét hồ sơ",
        action_path="/de-nghi/1/",
        kind="Xét tại đơn vị",
        subject="Phòng Quản lý ngân sách",
    ),
    InboxItem(
        title="Phiên họp Hội đồng thi đua, khen thưởng ngày 25/11/2026",
        path="/hoi-dong/1/",
        deadline=date(2026, 11, 25),
        action_label="Bỏ phiếu",
        action_path="/hoi-dong/1/",
        kind="Bỏ phiếu",
        subject="86 đề nghị",
    ),
    InboxItem(
        title="Danh sách lấy ý kiến đợt tổng kết năm 2026",
        path="/lay-y-kien/1/",
        deadline=date(2026, 12, 9),
        action_label="Đóng đợt",
        action_path="/lay-y-kien/1/",
        action_method="post",
        kind="Lấy ý kiến",
    ),
    InboxItem(
        title="Kế hoạch phát động thi đua năm 2027",
        path="/dot/1/",
        deadline=None,
        action_label="Mở",
        action_path="/dot/1/",
        kind="Đợt thi đua",
    ),
]
ENTRIES = [
    MenuEntry(label="Việc của tôi", url_name="home", icon="house", order=0, badge=4),
    MenuEntry(label="Đề nghị khen thưởng", url_name="gallery", icon="file-earmark-text", order=10),
    MenuEntry(label="Hội đồng", url_name="gallery_tasks", icon="people", order=30, badge=2),
    MenuEntry(label="Lấy ý kiến", url_name="menu", icon="chat-left-text", order=40),
    MenuEntry(label="Quyết định", url_name="menu", icon="file-earmark-check", order=50),
    MenuEntry(label="Thống kê", url_name="menu", icon="bar-chart", order=60),
    MenuEntry(label="Nhân sự, đơn vị", url_name="menu", icon="diagram-3", order=80),
]
CHART = {
    "labels": [str(year) for year in range(2015, 2020)],
    "series": [
        {"label": "Lao động tiên tiến", "data": [61, 58, 63, 60, 64]},
        {"label": "Chiến sĩ thi đua cơ sở", "data": [11, 12, 12, 14, 13]},
        {"label": "Bằng khen cấp tỉnh", "data": [9, 4, 7, 6, 8]},
    ],
    "stacked": True,
}
FRAME = SimpleNamespace(
    menu=ENTRIES,
    current_entry=ENTRIES[1],
    unread=3,
    unread_shown="3",
    organization=SimpleNamespace(
        name="Sở Tài chính", parent=SimpleNamespace(name="Ủy ban nhân dân thành phố Cần Thơ")
    ),
    roles=["Trưởng phòng, Phòng Quản lý ngân sách"],
    name="Nguyễn Thị Thu Hằng",
    initial="H",
    version="0.1.0",
    text_size="normal",
)


def frame_for(request: HttpRequest) -> Any:
    return SimpleNamespace(
        **{**vars(FRAME), "text_size": request.COOKIES.get("text_size", "normal")}
    )


def gallery(request: HttpRequest) -> HttpResponse:
    """Everything once, with Vietnamese words of the length that occurs."""
    form = GalleryForm(request.POST or None, request.FILES or None)
    nominations = [
        SimpleNamespace(state=state, public_id=NUMBER)
        for state in ("submitted", "conferred", "not_passed")
    ]
    context = {
        "form": form,
        "rows": ROWS,
        "nominations": nominations,
        "offers": OFFERS,
        "events": EVENTS,
        "chart_data": CHART,
        "page": Paginator(range(140), 25).page(3),
        "dates": {"registered": date(2026, 1, 20)},
        "frame": frame_for(request),
    }
    return render(request, "gallery.html", context)


def gallery_tasks(request: HttpRequest) -> HttpResponse:
    """The home page of a person with work."""
    return render(
        request,
        "home/my_work.html",
        {
            "tasks": ITEMS,
            "total": len(ITEMS),
            "kinds": [
                ("Xét tại đơn vị", 1),
                ("Bỏ phiếu", 1),
                ("Lấy ý kiến", 1),
                ("Đợt thi đua", 1),
            ],
            "wanted": "",
            "mine": [
                SimpleNamespace(
                    title="Thạch Sà Rươl, Lao động tiên tiến năm 2026",
                    state=state,
                    get_absolute_url="/de-nghi/2/",
                )
                for state in ("registered", "conferred")
            ],
            "frame": frame_for(request),
        },
    )


def autosave(request: HttpRequest) -> HttpResponse:
    """Saves nothing; answers what the name in the form asks for."""
    wish = request.POST["name"]
    if wish == "conflict":
        return JsonResponse({"message": "Đã có bản mới hơn."}, status=409)
    if wish == "expired":
        return redirect("account_login")
    if wish == "invalid":
        return JsonResponse({"message": "Tên quá dài."}, status=422)
    return JsonResponse({"version": int(request.POST["seen_version"]) + 1})


dossiers = ([path("de-nghi/<uuid:public_id>/<str:name>/", gallery, name="transition")], "dossiers")
urlpatterns = [
    path("gallery/", gallery, name="gallery"),
    path("gallery/autosave/", autosave),
    path("gallery/tasks/", gallery_tasks, name="gallery_tasks"),
    path("", include(dossiers)),
    path("tai-khoan/", include("config.account_urls")),
    path("thong-bao/", include("notifications.urls")),
    path("", include("nominations.web.urls")),
]
handler400 = "nominations.web.views.bad_request"
