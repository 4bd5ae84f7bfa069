"""The engine's statements: the only hand-written SQL of the hot path, for PostgreSQL and SQLite.

The lock comes first and by itself. PostgreSQL takes a statement's snapshot before it waits for a
row: facts read by the statement that waits would be those from before the rival's commit. The
second statement sees everything the rival wrote, although both travel in one message.
On SQLite a transaction is IMMEDIATE, so whoever reads already holds the only write lock.
"""

from __future__ import annotations

from workflow.store.plans import Locked, Offering, Plan, offering_of, plan_of
from workflow.store.statements import Statement, adapted, run, run_all
from workflow.store.writing import Entry, write, write_many

__all__ = [
    "Entry",
    "Locked",
    "Offering",
    "Plan",
    "Statement",
    "adapted",
    "offering_of",
    "plan_of",
    "run",
    "run_all",
    "write",
    "write_many",
]
