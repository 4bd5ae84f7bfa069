"""Models of the engine: the base of a subject, the history, the calendar."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar, TypeVar

from django.db import models
from django.db.models import Model, Q
from django.db.models.base import ModelBase
from django.db.models.signals import class_prepared
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from workflow import actions, clock, registry
from workflow.canonical import decode
from workflow.fields import StateField, state_unlocked
from workflow.table import Workflow, plain_state

ENGINE_COLUMNS = frozenset(
    {"state", "previous_state", "version", "state_entered_at", "audit_seq", "audit_head"}
)
_T = TypeVar("_T", bound=Model)
Describe = Callable[[Mapping[str, Any]], dict[str, str]]


class ProtectedColumnError(AttributeError):
    """Raised on an attempt to write a column that only the engine may write."""


class ProtectedHistoryError(RuntimeError):
    """Raised on an attempt to delete a subject that has a history."""


def _refuse(names: Iterable[str]) -> None:
    protected = sorted(ENGINE_COLUMNS.intersection(names))
    if protected:
        raise ProtectedColumnError(f"{', '.join(protected)}: written by the workflow engine only")


class SubjectQuerySet(models.QuerySet[_T]):
    """Base of every query set of a subject: refuses to write the engine's columns."""

    def update(self, **kwargs: Any) -> int:
        """Like Django's; refuses the engine's columns."""
        _refuse(kwargs)
        return super().update(**kwargs)

    def bulk_update(
        self, objs: Iterable[_T], fields: Iterable[str], batch_size: int | None = None
    ) -> int:
        """Like Django's; refuses the engine's columns."""
        names = list(fields)
        _refuse(names)
        return super().bulk_update(objs, names, batch_size)

    def bulk_create(self, objs: Iterable[_T], *args: Any, **kwargs: Any) -> list[_T]:
        """Like Django's; refuses rows that are not in the initial state of the table."""
        rows = list(objs)
        for row in rows:
            if isinstance(row, WorkflowSubject):
                row.require_initial()
        _refuse(kwargs.get("update_fields") or ())
        return super().bulk_create(rows, *args, **kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        """Like Django's; refuses if one of the rows has a history."""
        if self.filter(audit_seq__gt=0).exists():
            raise ProtectedHistoryError("a subject with a history is not deleted")
        return super().delete()


class WorkflowSubject(models.Model):
    """A row that a workflow moves. A model inherits this and declares `workflow = TABLE`.

    Only the engine writes the columns below: assigning `state` raises, `save()` leaves all of them
    out of an UPDATE, an INSERT must have the initial state of the table. Managers of a subject
    derive from SubjectQuerySet.
    """

    workflow: ClassVar[Workflow]
    workflow_name: ClassVar[str] = ""

    state = StateField(_("state"))
    previous_state = models.CharField(
        _("previous state"), max_length=32, blank=True, default="", editable=False
    )
    version = models.PositiveIntegerField(_("version"), default=0, editable=False)
    state_entered_at = models.DateTimeField(
        _("in this state since"), default=clock.now, editable=False
    )
    audit_seq = models.PositiveIntegerField(default=0, editable=False)
    audit_head = models.CharField(max_length=64, blank=True, default="", editable=False)

    objects: ClassVar[models.Manager[Any]] = SubjectQuerySet.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def describe(cls, row: Mapping[str, Any]) -> dict[str, str]:
        """Title and path for messages, from the workflow's columns; subjects override it."""
        return {"title": f"{cls._meta.verbose_name} {row['id']}", "path": ""}

    @classmethod
    def describer(cls) -> Describe:
        """`describe` for all rows of one call; overridden where something is the same for all."""
        return cls.describe

    @property
    def stream(self) -> str:
        """Name of this subject's history."""
        return self.workflow.stream_of(self.pk)

    @property
    def state_label(self) -> str:
        """The label of the present state."""
        return self.workflow.label_of(self.state)

    def require_initial(self) -> None:
        """Refuse a new row that is not in the initial state of the table."""
        fresh = (plain_state(self.state), self.previous_state, self.version, self.audit_seq)
        if fresh != (self.workflow.initial, "", 0, 0) or self.audit_head:
            raise ProtectedColumnError("a subject starts in the initial state of its table")

    def refresh_from_db(
        self,
        using: str | None = None,
        fields: Iterable[str] | None = None,
        from_queryset: models.QuerySet[Any] | None = None,
    ) -> None:
        """Like Django's; may write the state of this instance."""
        with state_unlocked(self):
            super().refresh_from_db(using=using, fields=fields, from_queryset=from_queryset)

    def clean_fields(self, exclude: Any = None) -> None:
        """Like Django's; may write the state of this instance."""
        with state_unlocked(self):
            super().clean_fields(exclude=exclude)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Like Django's; refuses if there is a history whose head nothing else keeps
        (`audit.keep_head`)."""
        has_history = type(self)._base_manager.filter(pk=self.pk, audit_seq__gt=0).exists()
        if has_history and not AuditStream.objects.filter(pk=self.stream).exists():
            raise ProtectedHistoryError("a subject with a history is not deleted")
        return super().delete(*args, **kwargs)

    def _do_insert(
        self, manager: Any, using: Any, fields: Any, returning_fields: Any, raw: bool
    ) -> Any:
        if not raw:
            self.require_initial()
        return super()._do_insert(  # type: ignore[misc]  # not in the stubs
            manager, using, fields, returning_fields, raw
        )

    def _do_update(  # type: ignore[override]  # the stubs describe a later Django
        self,
        base_qs: Any,
        using: Any,
        pk_val: Any,
        values: Any,
        update_fields: Any,
        forced_update: bool,
    ) -> bool:
        own = [value for value in values if value[0].attname not in ENGINE_COLUMNS]
        return bool(
            super()._do_update(  # type: ignore[call-arg]  # not in the stubs
                base_qs, using, pk_val, own, update_fields, forced_update
            )
        )


def _register_subject(sender: ModelBase, **kwargs: Any) -> None:
    if not issubclass(sender, WorkflowSubject) or sender._meta.abstract or sender._meta.proxy:
        return
    workflow = getattr(sender, "workflow", None)
    if isinstance(workflow, Workflow):
        sender.workflow_name = workflow.name
        registry.register(workflow, sender)


class_prepared.connect(_register_subject, dispatch_uid="workflow.register_subject")


def state_constraint(name: str, states: type[models.TextChoices]) -> models.CheckConstraint:
    """Constraint for the subject's Meta: the database refuses a state outside the enumeration."""
    return models.CheckConstraint(condition=Q(state__in=sorted(states.values)), name=name)


class AuditEvent(models.Model):
    """One entry of a history, linked to the previous one by its hash. Append-only in the database.

    `actor_id` has no foreign key: the history outlives accounts. `payload` is canonical JSON.
    """

    stream = models.CharField(_("history"), max_length=80)
    seq = models.PositiveIntegerField(pgettext_lazy("history", "number"))
    action = models.CharField(pgettext_lazy("history", "act"), max_length=80)
    actor_id = models.BigIntegerField(_("account"), null=True)
    actor_name = models.CharField(pgettext_lazy("history", "by"), max_length=200)
    at = models.DateTimeField(pgettext_lazy("history", "at"))
    group = models.CharField(
        pgettext_lazy("history", "together with"), max_length=80, blank=True, default=""
    )
    payload = models.TextField(pgettext_lazy("history", "content"))
    prev_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("history entry")
        verbose_name_plural = _("history entries")
        constraints = (
            models.UniqueConstraint(fields=("stream", "seq"), name="workflow_audit_one_seq"),
            models.UniqueConstraint(fields=("stream", "prev_hash"), name="workflow_audit_no_fork"),
        )

    def __str__(self) -> str:
        return self.event_key

    @property
    def event_key(self) -> str:
        """Name of this entry: "parcel:42#7"."""
        return f"{self.stream}#{self.seq}"

    @property
    def label(self) -> str:
        """The label of the action, for a timeline."""
        return actions.label_of(self.action)

    @property
    def content(self) -> dict[str, Any]:
        """The payload, decoded."""
        return decode(self.payload)


class AuditStream(models.Model):
    """Head of a history without a subject ("depot:3"); locking this row locks the chain."""

    stream = models.CharField(max_length=80, primary_key=True)
    seq = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        verbose_name = _("history")
        verbose_name_plural = _("histories")

    def __str__(self) -> str:
        return self.stream


class CalendarDay(models.Model):
    """A local exception to the national calendar: a day off, or a weekend day worked instead."""

    day = models.DateField(_("day"), unique=True)
    is_working = models.BooleanField(_("working day"), default=False)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("calendar day")
        verbose_name_plural = _("calendar days")
        ordering = ("day",)

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}"
