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
