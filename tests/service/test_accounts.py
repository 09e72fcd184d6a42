"""Signing in: one-time codes, lock-out, passwords, sessions that end."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest

pytestmark = pytest.mark.database
PASSWORD = "fifteen made up letters"


@pytest.fixture
def codes_required(database: Any) -> Any:
    from django.conf import settings

    settings.MFA_REQUIRED = True
    yield
    settings.MFA_REQUIRED = False


def sign_in(client: Any, user: Any, password: str = PASSWORD) -> Any:
    return client.post("/sign-in", {"login": user.email, "password": password})


def shown_secret(page: Any) -> str:
    found = re.search(r'<code class="app-code">(\w+)</code>', page.content.decode())
    assert found
    return found[1]


def code_for(secret: str, step: int = 0) -> str:
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


def test_codes_are_set_up_before_anything_else_and_asked_for_after(
    place: Any, codes_required: Any
) -> None:
    from allauth.mfa.models import Authenticator
    from django.test import Client

    assessment, client = place.case(), Client()
    sign_in(client, place.reader)
    for page in ("/", "/cases", f"/assessments/{assessment.pk}/", "/account"):
        assert client.get(page)["Location"] == "/account/codes"
    assert client.get("/account/codes")["Location"].startswith("/confirm")
    client.post("/confirm", {"password": PASSWORD})
    page = client.get("/account/codes")
    secret = shown_secret(page)
    wrong = client.post("/account/codes", {"code": "000000"})
    assert wrong.status_code == 200 and b"The code is not right" in wrong.content
    done = client.post("/account/codes", {"code": code_for(secret)})
    assert done["Location"] == "/account/recovery"
    assert client.get("/cases").status_code == 200
    stored = Authenticator.objects.get(user=place.reader, type="totp")
    assert secret not in str(stored.data)

    again = Client()
    assert sign_in(again, place.reader)["Location"] == "/sign-in/code"
    assert again.get("/cases").status_code == 302
    assert again.get("/sign-in/code").status_code == 200
    code = code_for(secret)
    again.post("/sign-in/code", {"code": code})
    assert again.get("/cases").status_code == 200
    # Who saw it over a shoulder cannot use it.
    thief = Client()
    sign_in(thief, place.reader)
    thief.post("/sign-in/code", {"code": code})
    assert thief.get("/cases").status_code == 302


def test_a_recovery_code_lets_in_once(place: Any, codes_required: Any) -> None:
    from django.test import Client

    client = Client()
    sign_in(client, place.reader)
    client.post("/confirm", {"password": PASSWORD})
    secret = shown_secret(client.get("/account/codes"))
    client.post("/account/codes", {"code": code_for(secret)})
    page = client.get("/account/recovery").content.decode()
    codes = re.findall(r'<code class="app-code">(\w+)</code>', page)
    assert len(codes) == 10
    for expected in (200, 302):
        again = Client()
        sign_in(again, place.reader)
        again.post("/sign-in/code", {"code": codes[0]})
        assert again.get("/cases").status_code == expected


def test_five_wrong_passwords_lock_the_account_for_a_while(place: Any) -> None:
    from django.test import Client

    client = Client()
    for _ in range(5):
        last = sign_in(client, place.reader, "not the right password")
    assert last.status_code == 429 and b"Too many attempts" in last.content
    sign_in(client, place.reader)
    assert client.get("/cases").status_code == 302
    assert sign_in(Client(), place.other).status_code == 302


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short and easy", "at least 15 characters"),
        ("1234567890123456", "entirely numeric"),
        ("password123password", "common one made longer"),
        ("letmeinqwerty1234", "common one made longer"),
        ("aaaaaaaaaaaaaaaa", "common one made longer"),
        ("reader.{key}@example", "too similar"),
    ],
)
def test_a_weak_password_is_refused(
    place: Any, browser_of: Any, password: str, why: str
) -> None:
    client = browser_of(place.reader)
    password = password.format(key=place.key)
    page = client.post(
        "/account/password",
        {"oldpassword": PASSWORD, "password1": password, "password2": password},
    )
    assert page.status_code == 200
    assert re.search(why, page.content.decode())


def test_a_person_ends_their_other_sessions(place: Any) -> None:
    from django.test import Client

    here, there = Client(), Client()
    for client in (here, there):
        sign_in(client, place.reader)
        assert client.get("/cases").status_code == 200
    here.post("/account")
    assert there.get("/cases").status_code == 302
    assert here.get("/cases").status_code == 200


def test_a_closed_account_is_out_at_once(place: Any, browser_of: Any) -> None:
    client = browser_of(place.reader)
    assert client.get("/cases").status_code == 200
    place.reader.is_active = False
    place.reader.save()
    assert client.get("/cases").status_code == 302


def test_an_idle_session_ends_and_asking_does_not_prolong_it(
    place: Any, browser_of: Any
) -> None:
    client = browser_of(place.reader)
    client.get("/cases")
    session = client.session
    session["seen"] -= 3500
    session.save()
    asked = client.get("/session", headers={"Accept": "application/json"})
    assert 0 < asked.json()["seconds"] <= 100
    session = client.session
    session["seen"] -= 200
    session.save()
    assert client.get("/cases").status_code == 302


def test_signing_asks_for_the_password_again_and_never_acts_by_itself(
    place: Any,
) -> None:
    from django.test import Client

    assessment, client = place.case(), Client()
    address = f"/assessments/{assessment.pk}/sign"
    sign_in(client, place.reader)
    assert client.get(address)["Location"].startswith("/confirm?next=")
    # A form that was open for long: it is not sent on after the password.
    late = client.post(address, {"declaration": "yes"})
    assert late["Location"].startswith("/confirm?next=")
    done = client.post(late["Location"], {"password": PASSWORD, "next": address})
    assert done["Location"] == address
    assert b"things are missing" in client.get(address).content
    assessment.refresh_from_db()
    assert assessment.state == "open"
