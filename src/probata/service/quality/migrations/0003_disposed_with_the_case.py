"""Lets an adjudication go where its case was disposed of, and never else."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

_FUNCTION = """
CREATE FUNCTION quality_adjudication_change() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND EXISTS (
        SELECT 1 FROM retention_disposedcase gone
        JOIN retention_disposal disposal ON disposal.id = gone.disposal_id
        JOIN consent_consentrequest asked ON asked.id = disposal.request_id
        WHERE gone.case_id = OLD.case_id
            AND asked.kind = 'disposal' AND asked.outcome = 'agreed'
    )
    THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION '% of quality_adjudication is refused: it is only added to', TG_OP
        USING ERRCODE = 'insufficient_privilege';
END
$$;
DROP TRIGGER quality_adjudication_rows ON quality_adjudication;
CREATE TRIGGER quality_adjudication_rows BEFORE UPDATE OR DELETE ON quality_adjudication
    FOR EACH ROW EXECUTE FUNCTION quality_adjudication_change();
"""
_BACK = """
DROP TRIGGER quality_adjudication_rows ON quality_adjudication;
CREATE TRIGGER quality_adjudication_rows BEFORE UPDATE OR DELETE ON quality_adjudication
    FOR EACH ROW EXECUTE FUNCTION probata_refuse_change();
DROP FUNCTION quality_adjudication_change;
"""


class Migration(migrations.Migration):
    """The trigger that tells a disposal from anything else."""

    dependencies: ClassVar = [
        ("quality", "0002_only_added_to"),
        ("retention", "0002_disposal_alone_empties"),
    ]
    operations: ClassVar = [migrations.RunSQL(sql=_FUNCTION, reverse_sql=_BACK)]
