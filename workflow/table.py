"""The table: transitions as rows, a workflow as the table with its states."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field, replace
from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, Literal

from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from workflow import actions
from workflow.actors import Actor
from workflow.audiences import Audience
from workflow.exceptions import UnknownTransition
from workflow.rules import Condition, Expression, Fact, unless

if TYPE_CHECKING:
    from django.db.models import TextChoices
    from django.utils.functional import _StrOrPromise

    from workflow.models import WorkflowSubject


class _Previous(Enum):
    PREVIOUS = "previous"


PREVIOUS: Final = _Previous.PREVIOUS
"""Target of a row that leads back to the state before; the row names the possible `targets`."""

ADOPTED: Final = "adopted"
Emphasis = Literal["primary", "secondary", "danger", "quiet"]
"""How a page shows the step; "quiet" is for leaving: a link at the foot, no button."""


@dataclass(slots=True, kw_only=True)
class MovedRow:
    """One row that moved, as an effect sees it. `row` and `facts` are as read under the lock."""

    pk: Any
    row: Mapping[str, Any]
    facts: Mapping[str, Any]
    source: str
    target: str
    seq: int
    event_key: str
    data: Mapping[str, Any]


@dataclass(slots=True, kw_only=True)
class Effects:
    """What an effect gets: one call for all rows of a transition, so that it can work set-based.

    It runs inside the transaction, after state, history and messages are written (`effects`) or
    before them (`effects_before`); an exception rolls all of it back.
    """

    workflow: Workflow
    transition: Transition
    actor: Actor
    now: datetime
    today: date
    comment: str
    data: Mapping[str, Any]
    moved: list[MovedRow]
    group: str


Effect = Callable[[Effects], None]
Prepare = Callable[["WorkflowSubject", Actor], None]


class LazyFunction:
    """A function given by its dotted path and imported at the first call.

    A table is loaded before the models that its functions use. `manage.py check` refuses a path
    that does not lead to a function.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.__name__ = path.rpartition(".")[2]

    def __repr__(self) -> str:
        return f"<LazyFunction {self.path}>"

    def resolve(self) -> Callable[..., None]:
        """The function; raises ImportError or TypeError when the path leads to none."""
        function = import_string(self.path)
        if not callable(function):
            raise TypeError(f"{self.path} is not a function")
        return function  # type: ignore[no-any-return]  # imported by its name

    def __call__(self, *args: Any) -> None:
        self.resolve()(*args)


def lazy_effect(path: str) -> Effect:
    """An effect by its dotted path: `effects=[lazy_effect("rooms.effects.close_rooms")]`."""
    return LazyFunction(path)


def plain_state(state: object) -> str:
    """A state as plain text, given an enum member or a string."""
    return str(state.value if isinstance(state, Enum) else state)


@dataclass(frozen=True, eq=False, repr=False)
class Transition:
    """One row of the table. The fields that decide who may do what have no defaults.

    A row may lead from a state to the same state. The act then gets its version, history entry,
    messages and effects, while `previous_state` and `state_entered_at` stay as they were.
    `effects_before` run after the evaluation and before the state is written: for columns that a
    constraint of the database ties to the new state, such as the number of a signed paper.
    `prepare` (a function or its dotted path) brings stored facts of the subject up to date; a page
    runs it through `prepare_subject` before it performs the transition. `shows` names what the page
    of the transition shows besides its question, so that pages need not compare transition names.
    """

    name: str
    _: KW_ONLY
    sources: Collection[str]
    target: str | Literal[_Previous.PREVIOUS]
    label: _StrOrPromise
    allowed_for: Expression
    requires: Sequence[Condition] = ()
    tells: Sequence[Audience] = ()
    effects: Sequence[Effect] = ()
    done_label: _StrOrPromise = ""
    needs_comment: bool = False
    data_fields: Collection[str] = frozenset()
    form: str = ""
    emphasis: Emphasis = "secondary"
    offered: bool = True
    inbox: bool = True
    targets: Collection[str] = frozenset()
    prepare: Prepare | str | None = None
    effects_before: Sequence[Effect] = ()
    shows: Collection[str] = frozenset()

    def __post_init__(self) -> None:
        if not self.name.isidentifier():
            raise ValueError(f"transition {self.name!r} is not the name of a method")
        if not self.sources or isinstance(self.sources, str):
            raise ValueError(f"transition {self.name} needs a set of source states")
        if not isinstance(self.allowed_for, Expression):
            raise TypeError(f"transition {self.name}: allowed_for must be a relation")
        self._freeze("sources", frozenset(plain_state(state) for state in self.sources))
        self._freeze("data_fields", frozenset(self.data_fields))
        self._freeze("shows", frozenset(self.shows))
        if self.target is PREVIOUS:
            if not self.targets:
                raise ValueError(f"transition {self.name} leads back: name its possible targets")
            self._freeze("targets", frozenset(plain_state(state) for state in self.targets))
        else:
            self._freeze("target", plain_state(self.target))
            self._freeze("targets", frozenset({plain_state(self.target)}))
        for attribute, kind in (("requires", Condition), ("tells", Audience)):
            values = tuple(getattr(self, attribute))
            if not all(isinstance(value, kind) for value in values):
                raise TypeError(f"transition {self.name}: {attribute} takes {kind.__name__} only")
            self._freeze(attribute, values)
        self._freeze("effects", tuple(self.effects))
        self._freeze("effects_before", tuple(self.effects_before))
        if isinstance(self.prepare, str):
            self._freeze("prepare", LazyFunction(self.prepare))

    def __repr__(self) -> str:
        return f"<Transition {self.name}>"

    def _freeze(self, attribute: str, value: object) -> None:
        object.__setattr__(self, attribute, value)

    @property
    def declared_data(self) -> frozenset[str]:
        """The keys that data may have."""
        return frozenset(self.data_fields)

    @property
    def may_keep_state(self) -> bool:
        """Whether the row can lead from a state to the same state."""
        return not set(self.sources).isdisjoint(self.targets)

    def leaves(self, state: str) -> bool:
        """Whether the row can lead from this state to another one."""
        return state in self.sources and not set(self.targets) <= {state}

    def prepare_subject(self, subject: WorkflowSubject, actor: Actor) -> None:
        """Run `prepare`, where the row has one."""
        if callable(self.prepare):
            self.prepare(subject, actor)

    @property
    def lazy_functions(self) -> tuple[LazyFunction, ...]:
        """The functions of the row that are given by a dotted path."""
        functions = (*self.effects_before, *self.effects, self.prepare)
        return tuple(one for one in functions if isinstance(one, LazyFunction))

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Every fact needed to evaluate this row, relations first, each once."""
        relations = [leaf.fact for leaf in self.allowed_for.leaves()]
        conditions = [fact for condition in self.requires for fact in condition.facts]
        return tuple(dict.fromkeys([*relations, *conditions]))


def _no_params(actor: Actor) -> Mapping[str, Any]:
    return {}


@dataclass(eq=False)
class Workflow:
    """The table with its states. Raises ValueError for rows that contradict each other.

    `columns` are fields of the subject that are read with the lock and passed to rules, effects and
    `describe`; `snapshot` are those of them that every history entry stores (by default all).
    `topic_prefix` (by default the name) begins streams, topics and actions: "parcel:42",
    "parcel.ship". A workflow that is not `documented` is left out of the rendered document.
    `concerned` is the relation of whom the subject concerns personally: such an actor may perform
    the rows named in `open_to_concerned` and no others, whatever other relation they have.
    """

    name: str
    _: KW_ONLY
    states: type[TextChoices]
    initial: str
    transitions: Sequence[Transition]
    final: Collection[str] = frozenset()
    params: Callable[[Any], Mapping[str, Any]] = _no_params
    topic_prefix: str = ""
    columns: Sequence[str] = ()
    snapshot: Sequence[str] | None = None
    documented: bool = True
    concerned: Expression | None = None
    open_to_concerned: Collection[str] = frozenset()
    by_name: dict[str, Transition] = field(init=False, repr=False)
    plans: dict[Any, Any] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.initial = plain_state(self.initial)
        self.final = frozenset(plain_state(state) for state in self.final)
        self.transitions = tuple(self.transitions)
        self.columns = tuple(self.columns)
        self.snapshot = self.columns if self.snapshot is None else tuple(self.snapshot)
        self.topic_prefix = self.topic_prefix or self.name
        self.open_to_concerned = frozenset(self.open_to_concerned)
        self.transitions = tuple(self._for_others(row) for row in self.transitions)
        self.by_name = {row.name: row for row in self.transitions}
        self._validate()
        for row in self.transitions:
            actions.register(self.topic_of(row), row.done_label or row.label)
        actions.register(self.adopted_action, _("taken into the workflow"))

    def _for_others(self, row: Transition) -> Transition:
        """The row, closed to whom the subject concerns unless it is named as open to them."""
        if self.concerned is None or row.name in self.open_to_concerned:
            return row
        return replace(row, allowed_for=unless(row.allowed_for, self.concerned))

    def bars(self, row: Transition, facts: Mapping[str, Any]) -> bool:
        """Whether the row is closed to the actor because the subject concerns them."""
        if self.concerned is None or row.name in self.open_to_concerned:
            return False
        return self.concerned.holds(facts)

    def _validate(self) -> None:
        known = set(self.states.values)
        if not set(self.open_to_concerned) <= set(self.by_name):
            raise ValueError(f"{self.name}: open_to_concerned names an unknown transition")
        for row in self.transitions:
            unknown = (set(row.sources) | set(row.targets)) - known
            if unknown:
                raise ValueError(f"{self.name}.{row.name}: unknown states {sorted(unknown)}")
        if len(self.by_name) != len(self.transitions):
            raise ValueError(f"{self.name}: two transitions share a name")
        if ADOPTED in self.by_name:
            raise ValueError(f"{self.name}: {ADOPTED} is the entry of rows taken into the workflow")
        if self.initial not in known or not set(self.final) <= known:
            raise ValueError(f"{self.name}: initial or final names an unknown state")
        if not set(self.snapshot or ()) <= set(self.columns):
            raise ValueError(f"{self.name}: snapshot must be among the columns")
        facts: dict[str, Fact] = {}
        for row in self.transitions:
            for fact in row.facts:
                if facts.setdefault(fact.name, fact) != fact:
                    raise ValueError(f"{self.name}: two facts are called {fact.name}")

    def transition(self, name: str) -> Transition:
        """The row of that name; raises UnknownTransition if there is none."""
        row = self.by_name.get(name)
        if row is None:
            raise UnknownTransition(name)
        return row

    def from_state(self, state: str) -> list[Transition]:
        """The rows that start at a state, in the order of the table."""
        return [row for row in self.transitions if plain_state(state) in row.sources]

    def label_of(self, state: str) -> str:
        """The label of a state; an unknown state is shown as it is."""
        value = plain_state(state)
        return str(self.states(value).label) if value in self.states.values else value

    def topic_of(self, row: Transition) -> str:
        """Name of a transition in history and messages: "parcel.ship"."""
        return f"{self.topic_prefix}.{row.name}"

    @property
    def adopted_action(self) -> str:
        """Action of the entry that takes an existing row into the workflow (`adoption`)."""
        return f"{self.topic_prefix}.{ADOPTED}"

    def stream_of(self, pk: object) -> str:
        """Name of a subject's history: "parcel:42"."""
        return f"{self.topic_prefix}:{pk}"
