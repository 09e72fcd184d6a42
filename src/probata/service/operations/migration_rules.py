"""What a migration may not do to the tables that are written all day, while people save.

risky_statements(sql) -> what is wrong with each

Migrations run before the new workers start, so the workers of before must be able to go on:
with the new tables, and without waiting for more than a moment. So, on these tables, from
their second migration on:

- no column is renamed, retyped or dropped, and no row is changed;
- a new column may be null, or keeps a default in the database (`db_default`);
- an index is made CONCURRENTLY;
- a constraint is added NOT VALID (and validated in a later migration).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

BUSY = (
    "cases_assessment",
    "cases_event",
    "cases_standinganswer",
    "cases_sectiondeclared",
    "audit_record",
    "django_session",
)
_TABLE = r'"?(?P<table>[a-z_]+)"?'
_RISKS = (
    (rf"ALTER TABLE {_TABLE} ALTER COLUMN \S+ TYPE", "rewrites the table"),
    (rf"ALTER TABLE {_TABLE} ALTER COLUMN \S+ SET NOT NULL", "reads the whole table"),
    (rf"ALTER TABLE {_TABLE} RENAME", "takes a name away from workers that use it"),
    (
        rf"ALTER TABLE {_TABLE} DROP COLUMN",
        "takes a column away from workers that use it",
    ),
    (
        rf"ALTER TABLE {_TABLE} ALTER COLUMN \S+ DROP DEFAULT",
        "leaves workers of before without a value for it",
    ),
    (
        rf"ALTER TABLE {_TABLE} ADD COLUMN (?!.*DEFAULT).*(?<!DROP) NOT NULL",
        "needs a value in each row",
    ),
    (
        rf"ALTER TABLE {_TABLE} ADD CONSTRAINT (?!.*NOT VALID)(?!.*USING INDEX)",
        "reads the whole table while nobody can save",
    ),
    (
        rf"CREATE (UNIQUE )?INDEX (?!CONCURRENTLY)\S+ ON {_TABLE}",
        "stops saving until the index is made",
    ),
    (rf"(UPDATE|DELETE FROM) {_TABLE}", "changes rows"),
    (rf"TRUNCATE {_TABLE}", "empties the table"),
)


def risky_statements(sql: str) -> Iterator[str]:
    """Each statement of a migration that a busy table must not go through, and why."""
    for statement in sql.split(";"):
        words = " ".join(
            line for line in statement.split("\n") if not line.startswith("--")
        )
        for pattern, why in _RISKS:
            found = re.search(pattern, words, re.IGNORECASE)
            if found and found["table"] in BUSY:
                yield f"{words.strip()[:120]}: {why}"
