"""Triggers that keep the history append-only, whoever writes to the database.

They stop mistakes and the application. A superuser can drop them: `audit_verify` detects changes.
"""

from __future__ import annotations

TABLE = "workflow_auditevent"

_POSTGRESQL = (
    """CREATE OR REPLACE FUNCTION workflow_history_is_append_only() RETURNS trigger
    LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'the history is append-only' USING ERRCODE = 'restrict_violation';
    END $$""",
    f"""CREATE TRIGGER workflow_history_row BEFORE UPDATE OR DELETE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION workflow_history_is_append_only()""",
    f"""CREATE TRIGGER workflow_history_all BEFORE TRUNCATE ON {TABLE}
    FOR EACH STATEMENT EXECUTE FUNCTION workflow_history_is_append_only()""",
    f"ALTER TABLE {TABLE} ENABLE ALWAYS TRIGGER workflow_history_row",
    f"ALTER TABLE {TABLE} ENABLE ALWAYS TRIGGER workflow_history_all",
)
_SQLITE = (
    f"""CREATE TRIGGER workflow_history_update BEFORE UPDATE ON {TABLE}
    BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END""",
    f"""CREATE TRIGGER workflow_history_delete BEFORE DELETE ON {TABLE}
    BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END""",
)


def create_triggers(vendor: str) -> tuple[str, ...]:
    """SQL statements that create the triggers on a database of that vendor."""
    return _SQLITE if vendor == "sqlite" else _POSTGRESQL


def drop_triggers(vendor: str) -> tuple[str, ...]:
    """SQL statements that drop them: to unapply the migration and to flush a test database."""
    if vendor == "sqlite":
        return (
            "DROP TRIGGER IF EXISTS workflow_history_update",
            "DROP TRIGGER IF EXISTS workflow_history_delete",
        )
    return (
        f"DROP TRIGGER IF EXISTS workflow_history_row ON {TABLE}",
        f"DROP TRIGGER IF EXISTS workflow_history_all ON {TABLE}",
    )
