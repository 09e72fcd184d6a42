"""Tables that are only ever added to: the trigger that refuses anything else.

refuse_changes(table) -> a step of a migration
"""

from __future__ import annotations

from django.db import migrations

_FUNCTION = """
CREATE OR REPLACE FUNCTION probata_refuse_change() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of % is refused: it is only added to', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END
$$;
"""


def refuse_changes(table: str) -> migrations.RunSQL:
    """From here on, rows of the table are neither changed nor deleted, by anybody.

    Whoever owns the table can take the trigger away; that shows in the database's own log,
    and the chain of hashes shows what was done meanwhile.
    """
    return migrations.RunSQL(
        sql=[
            _FUNCTION,
            f"""CREATE TRIGGER {table}_rows BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION probata_refuse_change()""",
            f"""CREATE TRIGGER {table}_all BEFORE TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION probata_refuse_change()""",
        ],
        reverse_sql=[
            f"DROP TRIGGER {table}_rows ON {table}",
            f"DROP TRIGGER {table}_all ON {table}",
        ],
    )


def decide_once(table: str) -> migrations.RunSQL:
    """A row of the table changes once, from waiting to decided, and is never deleted.

    Only the columns of the decision may change then.
    """
    return migrations.RunSQL(
        sql=[
            _DECIDE.format(table=table),
            f"""CREATE TRIGGER {table}_decided BEFORE UPDATE ON {table}
            FOR EACH ROW EXECUTE FUNCTION {table}_decide()""",
            f"""CREATE TRIGGER {table}_rows BEFORE DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION probata_refuse_change()""",
            f"""CREATE TRIGGER {table}_all BEFORE TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION probata_refuse_change()""",
        ],
        reverse_sql=[
            f"DROP TRIGGER {table}_decided ON {table}",
            f"DROP TRIGGER {table}_rows ON {table}",
            f"DROP TRIGGER {table}_all ON {table}",
            f"DROP FUNCTION {table}_decide",
        ],
    )


_DECIDE = """
CREATE FUNCTION {table}_decide() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    decision text[] := ARRAY['outcome', 'decided_by_id', 'decided_at', 'decision_reason'];
BEGIN
    IF OLD.outcome <> 'waiting' OR to_jsonb(NEW) - decision <> to_jsonb(OLD) - decision THEN
        RAISE EXCEPTION 'UPDATE of % is refused: a request is decided once', TG_TABLE_NAME
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END
$$;
"""
