"""Made-up case lists, and inspections that they are of."""

from __future__ import annotations

import datetime
import itertools
from typing import Any

import numpy as np

MONDAY = datetime.date(2023, 5, 8)
UNIT = "Lambeth"
_MONDAYS = itertools.count()


def list_columns(unit: str = UNIT, cases: int = 400, monday: Any = MONDAY) -> Any:
    """A clean list of a unit, as columns of text."""
    from probata.cohort.example import make_example
    from probata.cohort.places import find_unit, read_places

    places = read_places()
    place = find_unit(places, unit, monday)
    home = [(place.name, places.region_of(place).name)]
    return make_example(home, monday, cases, np.random.default_rng(1))


def list_file(columns: Any) -> bytes:
    from probata.cohort.example import write_example

    return write_example(columns)


def workbook(columns: Any, formula: str = "") -> bytes:
    """The list as XLSX; with `formula` in the first cell below the header, if given."""
    import io

    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = "cases"
    sheet.append(list(columns))
    for row in zip(*(column.tolist() for column in columns.values()), strict=True):
        sheet.append(row)
    if formula:
        sheet["A2"] = formula
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def inspect(place: Any, unit: str = UNIT) -> Any:
    """Makes the place's inspection one of a unit that case lists know."""
    from probata.service.fieldwork.models import Unit

    inspection = place.inspection
    inspection.unit = Unit.objects.get_or_create(name=unit)[0]
    inspection.fieldwork_starts = MONDAY
    inspection.fieldwork_ends = MONDAY + datetime.timedelta(days=11)
    inspection.save()
    return inspection


def upload(client: Any, place: Any, content: bytes, name: str = "list.csv") -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    return client.post(
        f"/inspections/{place.inspection.pk}/list",
        {"action": "upload", "file": SimpleUploadedFile(name, content)},
    )


def accept(client: Any, place: Any, *agreed: str) -> Any:
    from probata.service.fieldwork.models import PendingList

    pending = PendingList.objects.filter(inspection=place.inspection).first()
    sent = {"action": "accept", "sha256": pending.sha256 if pending else ""}
    sent |= {f"agree-{name}": "yes" for name in agreed}
    return client.post(f"/inspections/{place.inspection.pk}/list", sent)


def accept_cohort(place: Any, client: Any, cases: int = 400) -> list[Any]:
    """An accepted cohort; its cases in order."""
    inspect(place)
    assert (
        upload(client, place, list_file(list_columns(cases=cases))).status_code == 302
    )
    assert accept(client, place).status_code == 302
    return list(place.inspection.cases.order_by("reference"))
