"""The service's log: JSON lines, and nothing in them that a person wrote."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from saves import send

pytestmark = pytest.mark.database
MARK = "MARKEDTEXT"


@pytest.fixture
def written(database: Any) -> Iterator[io.StringIO]:
    """All that is logged by anybody, at any level, as the service's handler writes it."""
    from probata.service.operations.json_lines import JsonLines

    told = io.StringIO()
    handler = logging.StreamHandler(told)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield told
    root.removeHandler(handler)
    root.setLevel(before)


def lines(told: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in told.getvalue().splitlines()]


def test_a_request_is_one_line(place: Any, browser_of: Any, written: Any) -> None:
    assessment, client = place.case(), browser_of(place.reader)
    answer = send(client, assessment)
    found = [line for line in lines(written) if line["logger"] == "probata.request"]
    assert len(found) == 1
    line = found[0]
    assert line["time"].endswith("Z") and line["level"] == "info"
    assert (line["route"], line["method"], line["status"]) == (
        "save_answer",
        "POST",
        200,
    )
    assert line["ms"] > 0 and line["user"] == str(place.reader.pk)
    assert line["request"] == answer.headers["X-Request-ID"]


def test_nothing_that_was_sent_is_in_the_log(
    place: Any, browser_of: Any, written: Any
) -> None:
    """Marked text everywhere: notes, forms, addresses, headers, passwords, names of fields."""
    assessment, client = place.case(), browser_of(place.reader)
    place.reader.name = f"{MARK} name"
    place.reader.save()
    client.raise_request_exception = False
    send(client, assessment, note=MARK)
    send(client, assessment, note=f"{MARK} late")
    send(client, assessment, value=MARK)
    send(client, assessment, question=MARK)
    send(client, assessment, **{MARK: MARK})
    section = f"/assessments/{assessment.pk}/sections/engagement"
    client.post(section, {"operation": MARK, "note-working_relationship": MARK})
    client.get(f"/assessments/{assessment.pk}/sections/{MARK}")
    client.get(f"/assessments/{assessment.pk}/history/{MARK}?{MARK}={MARK}")
    client.get(f"/{MARK}", headers={"User-Agent": MARK, "Referer": MARK})
    client.get("/", headers={"Host": f"{MARK}.example"})
    client.post("/sign-in", {"login": f"{MARK}@example.org", "password": MARK})
    client.post("/sign-in", MARK, content_type="application/json")
    assert len(lines(written)) > 12
    assert MARK.lower() not in written.getvalue().lower()


def test_an_error_says_where_and_not_what(
    place: Any, browser_of: Any, written: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from probata.service.cases import views

    def fail(*given: Any, **named: Any) -> None:
        raise ValueError(f"{MARK} is in the row")

    monkeypatch.setattr(views, "save_answer", fail)
    assessment, client = place.case(), browser_of(place.reader)
    client.raise_request_exception = False
    answer = send(client, assessment, note=MARK)
    assert answer.status_code == 500 and answer.json() == {"error": "server"}
    assert MARK not in written.getvalue()
    failed = [line for line in lines(written) if "exception" in line]
    assert failed[0]["exception"]["type"] == "ValueError"
    assert any("cases/views.py" in place for place in failed[0]["exception"]["at"])
    assert failed[0]["request"] == answer.headers["X-Request-ID"]


def test_health_is_worth_a_line_only_when_it_fails(
    database: Any, written: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import DatabaseError
    from django.test import Client

    from probata.service import health

    client = Client()
    assert client.get("/health/ready").status_code == 200
    assert [
        line for line in lines(written) if line["logger"] == "probata.request"
    ] == []

    class Away:
        def cursor(self) -> Any:
            raise DatabaseError("not there")

    monkeypatch.setattr(health, "connection", Away())
    assert client.get("/health/ready").status_code == 503
    (line,) = [item for item in lines(written) if item["logger"] == "probata.request"]
    assert (line["route"], line["status"], line["level"]) == (
        "health_ready",
        503,
        "error",
    )


def test_behind_a_proxy_each_comes_from_their_own_address() -> None:
    from django.http import HttpRequest, HttpResponse

    from probata.service.operations.proxy import address_behind_proxy

    seen = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(request.META["REMOTE_ADDR"])
        return HttpResponse()

    for header in (
        "203.0.113.9",
        "198.51.100.1, 203.0.113.9",
        "2001:db8::1",
        "x, <y>",
        "",
    ):
        request = HttpRequest()
        request.META = {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": header}
        address_behind_proxy(view)(request)
    # What the caller says of itself comes before what the proxy has added, and is not taken.
    assert seen == [
        "203.0.113.9",
        "203.0.113.9",
        "2001:db8::1",
        "127.0.0.1",
        "127.0.0.1",
    ]
