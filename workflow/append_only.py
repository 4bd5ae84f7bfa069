"""Triggers that keep rows as they were written, whoever writes to the database.

They stop mistakes and the application. A superuser can drop them: `audit_verify`, and for papers
`papers_verify`, detect changes.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class AppendOnlyTable:
    """A table that takes rows and neither changes nor loses one; `name` begins its triggers' names,
    `sentence` is the error of the database."""

    table: str
    name: str
    sentence: str

    def create_triggers(self, vendor: str) -> tuple[str, ...]:
        """SQL statements that create the triggers on a database of that vendor."""
        return self._sqlite() if vendor == "sqlite" else self._postgresql()

    def _sqlite(self) -> tuple[str, ...]:
        return tuple(
            f"""CREATE TRIGGER {self.name}_{act} BEFORE {act.upper()} ON {self.table}
    BEGIN SELECT RAISE(ABORT, '{self.sentence}'); END"""
            for act in ("update", "delete")
        )

    def _postgresql(self) -> tuple[str, ...]:
        return (
            f"""CREATE OR REPLACE FUNCTION {self.name}_is_append_only() RETURNS trigger
    LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '{self.sentence}' USING ERRCODE = 'restrict_violation';
    END $$""",
            f"""CREATE TRIGGER {self.name}_row BEFORE UPDATE OR DELETE ON {self.table}
    FOR EACH ROW EXECUTE FUNCTION {self.name}_is_append_only()""",
            f"""CREATE TRIGGER {self.name}_all BEFORE TRUNCATE ON {self.table}
    FOR EACH STATEMENT EXECUTE FUNCTION {self.name}_is_append_only()""",
            f"ALTER TABLE {self.table} ENABLE ALWAYS TRIGGER {self.name}_row",
            f"ALTER TABLE {self.table} ENABLE ALWAYS TRIGGER {self.name}_all",
        )

    def drop_triggers(self, vendor: str) -> tuple[str, ...]:
        """SQL statements that drop them: to unapply the migration and to flush a test database."""
        if vendor == "sqlite":
            return tuple(
                f"DROP TRIGGER IF EXISTS {self.name}_{act}" for act in ("update", "delete")
            )
        return tuple(
            f"DROP TRIGGER IF EXISTS {self.name}_{of} ON {self.table}" for of in ("row", "all")
        )


HISTORY = AppendOnlyTable(
    table="workflow_auditevent",
    name="workflow_history",
    sentence="the history is append-only",
)
