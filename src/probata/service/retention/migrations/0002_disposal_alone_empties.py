"""Lets an event lose its body where its case was disposed of, and change in no other way."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from probata.service.add_only import refuse_changes

# The columns are compared as a whole, so that one added later is not forgotten.
_FUNCTION = """
CREATE FUNCTION cases_event_change() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.body IS NOT NULL AND NEW.body IS NULL
        AND to_jsonb(NEW) - 'body' = to_jsonb(OLD) - 'body'
        AND OLD.kind <> 'case_disposed'
        AND EXISTS (
            SELECT 1 FROM cases_assessment assessment
            JOIN retention_disposedcase gone ON gone.case_id = assessment.case_id
            JOIN retention_disposal disposal ON disposal.id = gone.disposal_id
            JOIN consent_consentrequest asked ON asked.id = disposal.request_id
            WHERE assessment.id = OLD.assessment_id
                AND asked.kind = 'disposal' AND asked.outcome = 'agreed'
        )
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'UPDATE of cases_event is refused: it is only added to'
        USING ERRCODE = 'insufficient_privilege';
END
$$;
DROP TRIGGER cases_event_rows ON cases_event;
CREATE TRIGGER cases_event_rows BEFORE DELETE ON cases_event
    FOR EACH ROW EXECUTE FUNCTION probata_refuse_change();
CREATE TRIGGER cases_event_bodies BEFORE UPDATE ON cases_event
    FOR EACH ROW EXECUTE FUNCTION cases_event_change();
"""
_BACK = """
DROP TRIGGER cases_event_bodies ON cases_event;
DROP TRIGGER cases_event_rows ON cases_event;
CREATE TRIGGER cases_event_rows BEFORE UPDATE OR DELETE ON cases_event
    FOR EACH ROW EXECUTE FUNCTION probata_refuse_change();
DROP FUNCTION cases_event_change;
"""


def _set_periods(apps: object, schema_editor: object) -> None:
    """Periods to begin with, for the organisation to set as its own schedule says."""
    period = apps.get_model("retention", "RetentionPeriod")  # type: ignore[attr-defined]
    alias = schema_editor.connection.alias  # type: ignore[attr-defined]
    for kind, days in (("cases", 3 * 365), ("audit", 7 * 365), ("sign_ins", 90)):
        period.objects.using(alias).get_or_create(kind=kind, defaults={"days": days})


class Migration(migrations.Migration):
    """The trigger, tables that are only added to, and the first periods."""

    dependencies: ClassVar = [
        ("retention", "0001_initial"),
        ("cases", "0002_only_added_to"),
        ("consent", "0002_decided_once"),
    ]
    operations: ClassVar = [
        migrations.RunSQL(sql=_FUNCTION, reverse_sql=_BACK),
        refuse_changes("retention_disposal"),
        refuse_changes("retention_disposedcase"),
        migrations.RunPython(_set_periods, migrations.RunPython.noop),
    ]
