"""Postings for the tests of the consultation room. The cast's titles ask for five working days."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from nominations.consultation import services
from nominations.consultation.models import Comment, Objection, PostedItem, Posting
from nominations.consultation.objection_workflow import OBJECTIONS
from nominations.dossiers.models import Nomination
from nominations.people.models import User
from nominations.states import State
from tests.cast import Cast
from workflow import clock, engine
from workflow.models import AuditEvent


@contextmanager
def on(day: date, hour: int = 9, minute: int = 0, second: int = 0) -> Iterator[None]:
    """The clock at an hour of a day in Viet Nam."""
    moment = datetime.combine(day, time(hour, minute, second))
    with clock.at(timezone.make_aware(moment, timezone.get_default_timezone())):
        yield


@dataclass
class Board:
    """The cast and nominations that passed the council: two persons and the nominee."""

    cast: Cast
    nominations: list[Nomination] = field(default_factory=list)

    def __post_init__(self) -> None:
        cast = self.cast
        people = [(cast.person("Lý Văn An"), None), (cast.person("Lý Văn Bé"), None), (None, None)]
        self.nominations = cast.nominations(people, State.COUNCIL_VOTED, award="LDTT")

    @property
    def own(self) -> Nomination:
        """The nomination of the cast's nominee."""
        return self.nominations[2]

    def post(self, **kwargs: Any) -> Posting:
        defaults = {
            "actor": self.cast.secretary,
            "organization": self.cast.agency,
            "campaign": self.cast.campaign,
            "name": "Lấy ý kiến kết quả bình xét",
            "nominations": self.nominations,
            "contact": "Văn phòng Sở",
        }
        return services.open_posting(**{**defaults, **kwargs})

    def item(self, nomination: Nomination | None = None) -> PostedItem:
        wanted = nomination or self.nominations[0]
        return PostedItem.objects.select_related("posting", "nomination").get(
            nomination=wanted, ended_at=None
        )

    def opinion(self, item: PostedItem, **kwargs: Any) -> Comment:
        defaults = {
            "text": "Thành tích nêu trong báo cáo chưa chính xác.",
            "sender_name": "Hà Thị Người Gửi",
            "sender_contact": "0903 111 222",
        }
        return services.submit_comment(item=item, **{**defaults, **kwargs})

    def case(self, item: PostedItem, **kwargs: Any) -> Objection:
        defaults = {
            "actor": self.cast.secretary,
            "subject_matter": "Số liệu chưa chính xác.",
            "assigned_to": self.cast.deputy,
        }
        return services.open_objection(item=item, **{**defaults, **kwargs})

    def conclude(self, case: Objection, effect: str = "none", **kwargs: Any) -> Objection:
        """The finding of who examines the case."""
        given = {"finding": "Đã đối chiếu sổ sách, số liệu đúng.", "answer": "Cảm ơn ý kiến."}
        services.conclude_objection(
            **{"actor": case.assigned_to, "objection": case, "effect": effect, **given, **kwargs}
        )
        case.refresh_from_db()
        return case

    def settle(self, case: Objection, effect: str = "none", actor: User | None = None) -> Objection:
        """The finding, and the second person who closes the case."""
        self.conclude(case, effect)
        engine.perform(OBJECTIONS, case.pk, "close", actor=actor or self.cast.secretary)
        case.refresh_from_db()
        return case

    def assign(self, case: Objection, actor: User | None = None, **data: Any) -> None:
        given = {"assigned_to": self.cast.deputy.pk, "due_on": None} | data
        engine.perform(
            OBJECTIONS, case.pk, "assign", actor=actor or self.cast.secretary, data=given
        )

    def states(self) -> list[str]:
        pks = [one.pk for one in self.nominations]
        rows = Nomination.objects.filter(pk__in=pks).order_by("pk")
        return list(rows.values_list("state", flat=True))

    def trace(self) -> dict[str, Any]:
        """Everything a refused act must leave as it was."""
        return {
            "postings": list(Posting.objects.values_list("pk", "due_on", "state", "version")),
            "items": list(PostedItem.objects.values_list("pk", "ended_at")),
            "opinions": list(Comment.objects.values_list("pk", "handled_at")),
            "cases": list(
                Objection.objects.values_list("pk", "state", "version", "assigned_to_id", "finding")
            ),
            "history": AuditEvent.objects.count(),
            "states": self.states(),
        }
