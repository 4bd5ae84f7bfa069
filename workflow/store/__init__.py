"""The engine's statements: the only hand-written SQL of the hot path, for PostgreSQL and SQLite.

The lock is a statement of its own and comes first. PostgreSQL takes the snapshot of a statement
before it waits for a row: facts read by the waiting statement would be older than the commit it
waited for. The second statement sees everything that was committed meanwhile, although both are
sent together. On SQLite a transaction is IMMEDIATE, so a reader already holds the only write lock.
"""

from __future__ import annotations

from workflow.store.plans import LockedRow, OfferPlan, Plan, offer_plan_of, plan_of
from workflow.store.statements import Statement, adapted_parameters, run, run_all
from workflow.store.transition_writer import Entry, write, write_many

__all__ = [
    "Entry",
    "LockedRow",
    "OfferPlan",
    "Plan",
    "Statement",
    "adapted_parameters",
    "offer_plan_of",
    "plan_of",
    "run",
    "run_all",
    "write",
    "write_many",
]
