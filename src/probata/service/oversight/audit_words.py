"""A record of the audit in words and as a row of a file; no name or answer of a case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from probata.guarded_csv import write_rows
from probata.service.audit.models import Record
from probata.service.cases.models import Assessment
from probata.service.fieldwork.models import Case, Inspection
from probata.service.rights import ROUTES

COLUMNS = (
    "at",
    "person",
    "person_id",
    "action",
    "route",
    "what",
    "subject",
    "subject_id",
    "reference",
    "details",
    "from_address",
)


def route_words(record: Record) -> str:
    """What was done, as `rights` puts it."""
    route = ROUTES.get(record.route)
    return route.words if route else record.route


def details_words(record: Record) -> str:
    return _listed(record.details)


def _listed(details: Mapping[str, object]) -> str:
    told = []
    for name, value in details.items():
        if isinstance(value, Mapping):
            told.append(_listed(value))
        elif isinstance(value, list):
            told.append(f"{name}: {' '.join(map(str, value))}")
        else:
            told.append(f"{name}: {value}" if value != "" else "")
    return ", ".join(item for item in told if item)


def references(records: Iterable[Record]) -> Mapping[str, str]:
    """Subject id -> case reference, or unit of an inspection, of those on a page."""
    ids: dict[str, set[str]] = {"assessment": set(), "case": set(), "inspection": set()}
    for item in records:
        if item.subject in ids:
            ids[item.subject].add(item.subject_id)
    told = {
        str(item.pk): f"Case {item.case.reference}"
        for item in Assessment.objects.filter(pk__in=ids["assessment"]).select_related(
            "case"
        )
    }
    for case in Case.objects.filter(pk__in=ids["case"]):
        told[str(case.pk)] = f"Case {case.reference}"
    inspections = Inspection.objects.filter(pk__in=ids["inspection"])
    for inspection in inspections.select_related("unit"):
        told[str(inspection.pk)] = inspection.unit.name
    return told


def as_csv(records: Iterable[Record]) -> bytes:
    """Records as a file that spreadsheets read, and run nothing of."""
    records = list(records)
    told = references(records)
    rows = [
        (
            item.at.isoformat(),
            item.by.name if item.by else None,
            item.by_id,
            item.action,
            item.route,
            route_words(item),
            item.subject,
            item.subject_id,
            told.get(item.subject_id),
            details_words(item),
            item.from_address,
        )
        for item in records
    ]
    return write_rows(COLUMNS, rows)
