"""Accounts: made, changed, closed; never by one administrator what needs two."""

from __future__ import annotations

import re
from typing import Any

import pytest
from signing import PASSWORD, confirmed

pytestmark = pytest.mark.database
NEW_PASSWORD = "a kettle of quiet geese"


@pytest.fixture
def administrator(place: Any) -> Any:
    from probata.service.roles import Role

    return place.person("administrator", Role.ADMINISTRATOR)


@pytest.fixture
def second(place: Any) -> Any:
    from probata.service.roles import Role

    return place.person("second", Role.ADMINISTRATOR)


def make(client: Any, place: Any, **given: Any) -> Any:
    sent = {"name": "New Person", "email": f"new.{place.key}@example.org"} | given
    return client.post("/accounts/new", sent)


def made_of(place: Any) -> Any:
    from probata.service.accounts.models import User

    return User.objects.get(email=f"new.{place.key}@example.org")


def link_in(page: Any) -> str:
    found = re.search(r'id="link">http://[^/]+(/welcome[^<]+)<', page.content.decode())
    assert found, page.content.decode()
    return found[1].replace("&amp;", "&")


def change(client: Any, user: Any, act: str, **given: Any) -> Any:
    return client.post(f"/accounts/{user.pk}/change", {"act": act} | given)


def follow(link: str, password: str = NEW_PASSWORD) -> Any:
    from django.test import Client

    account, token = re.findall(r"=([^&]+)", link)
    return Client().post(
        "/welcome",
        {
            "account": account,
            "token": token,
            "new_password1": password,
            "new_password2": password,
        },
    )


def test_a_person_is_invited_by_a_link_that_is_good_once(
    place: Any, administrator: Any
) -> None:
    from django.test import Client

    client = confirmed(administrator)
    link = link_in(make(client, place, roles=["inspector"]))
    user = made_of(place)
    assert user.roles == ["inspector"] and not user.has_usable_password()
    # Mail programs open links; that uses nothing up.
    assert Client().get(link).status_code == 200
    weak = follow(link, "short")
    assert weak.status_code == 422 and b"at least 15 characters" in weak.content
    assert follow(link)["Location"] == "/sign-in"
    assert follow(link).status_code == 410
    assert signs_in(user, NEW_PASSWORD)


def test_a_new_link_ends_the_password_and_the_link_before(
    place: Any, administrator: Any
) -> None:
    client = confirmed(administrator)
    first = link_in(change(client, place.reader, "link"))
    again = link_in(change(client, place.reader, "link"))
    assert not signs_in(place.reader)
    assert follow(first).status_code == 410
    assert follow(again).status_code == 302


def test_a_link_is_mailed_where_mail_is_set_up(place: Any, administrator: Any) -> None:
    from django.core import mail
    from django.test import override_settings

    mail.outbox = []
    backend = "django.core.mail.backends.locmem.EmailBackend"
    with override_settings(MAIL_IS_SET_UP=True, EMAIL_BACKEND=backend):
        page = make(confirmed(administrator), place).content.decode()
    assert "/welcome?" not in page
    assert "/welcome?account=" in mail.outbox[-1].body
    assert mail.outbox[-1].to == [made_of(place).email]


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"email": "nonsense"}, "Give an email address"),
        ({"name": " "}, "Give the person"),
        ({"roles": ["administrator"]}, "Give a reason"),
    ],
)
def test_what_cannot_be_an_account_is_not_made(
    place: Any, administrator: Any, given: dict[str, Any], why: str
) -> None:
    from probata.service.accounts.models import User

    page = make(confirmed(administrator), place, **given)
    assert page.status_code == 422 and why in page.content.decode()
    assert not User.objects.filter(
        name="New Person", email__contains=place.key
    ).exists()


def test_one_address_is_one_account_whatever_its_case(
    place: Any, administrator: Any
) -> None:
    page = make(confirmed(administrator), place, email=place.reader.email.upper())
    assert b"already" in page.content


def test_a_powerful_role_needs_another_administrator(
    place: Any, administrator: Any, second: Any
) -> None:
    from probata.service.consent.models import ConsentRequest

    client = confirmed(administrator)
    roles = ["inspector", "programme_manager"]
    change(client, place.other, "roles", roles=roles, reason="Takes over the programme")
    place.other.refresh_from_db()
    assert place.other.roles == ["inspector"]
    asked = ConsentRequest.objects.get(subject_id=str(place.other.pk))
    own = client.post(
        f"/requests/{asked.pk}/decide", {"decision": "agree", "reason": "x"}
    )
    assert own.status_code == 403
    confirmed(second).post(
        f"/requests/{asked.pk}/decide", {"decision": "agree", "reason": "Right"}
    )
    place.other.refresh_from_db()
    assert set(place.other.roles) == {"inspector", "programme_manager"}


def test_no_administrator_gives_themself_a_role(
    place: Any, administrator: Any, second: Any
) -> None:
    from probata.service.consent.models import ConsentRequest

    client = confirmed(administrator)
    roles = ["administrator", "inspector"]
    change(client, administrator, "roles", roles=roles, reason="Short of people")
    administrator.refresh_from_db()
    assert administrator.roles == ["administrator"]
    # Nor does another's request help: who it concerns does not agree.
    asked = ConsentRequest.objects.get(subject_id=str(administrator.pk))
    decided = client.post(
        f"/requests/{asked.pk}/decide", {"decision": "agree", "reason": "x"}
    )
    assert decided.status_code == 403


@pytest.mark.parametrize("act", ["close", "codes", "lock_out", "sessions", "link"])
def test_nobody_does_this_to_their_own_account(
    administrator: Any, second: Any, act: str
) -> None:
    page = change(confirmed(administrator), administrator, act)
    assert page.status_code == 422 and b"Another administrator" in page.content


def test_the_last_administrator_stays(database: Any, place: Any) -> None:
    from probata.service.accounts.administer import (
        CannotAdminister,
        close_account,
        remove_roles,
    )
    from probata.service.accounts.models import User
    from probata.service.roles import Role

    others = User.objects.filter(roles__contains=["administrator"], is_active=True)
    closed = list(others.values_list("pk", flat=True))
    others.update(is_active=False)
    try:
        last = place.person("last", Role.ADMINISTRATOR)
        with pytest.raises(CannotAdminister):
            close_account(last)
        with pytest.raises(CannotAdminister):
            remove_roles(last, [Role.ADMINISTRATOR])
        another = place.person("another", Role.ADMINISTRATOR)
        close_account(last)
        last.refresh_from_db()
        assert not last.is_active
        with pytest.raises(CannotAdminister):
            close_account(another)
        another.is_active = False
        another.save()
    finally:
        User.objects.filter(pk__in=closed).update(is_active=True)


def test_closing_ends_every_session_at_once(
    place: Any, administrator: Any, browser_of: Any
) -> None:
    reader = browser_of(place.reader)
    assert reader.get("/cases").status_code == 200
    client = confirmed(administrator)
    assert change(client, place.reader, "close").status_code == 302
    assert reader.get("/cases").status_code == 302
    change(client, place.reader, "open")
    assert browser_of(place.reader).get("/cases").status_code == 200


def test_sessions_are_ended_from_afar(place: Any, administrator: Any) -> None:
    from django.test import Client

    reader = Client()
    reader.post("/sign-in", {"login": place.reader.email, "password": PASSWORD})
    assert reader.get("/cases").status_code == 200
    change(confirmed(administrator), place.reader, "sessions")
    assert reader.get("/cases").status_code == 302


def test_a_lock_out_is_lifted(place: Any, administrator: Any) -> None:
    from django.test import Client

    wrong = Client()
    for _ in range(5):
        wrong.post(
            "/sign-in", {"login": place.reader.email, "password": "not this one"}
        )
    assert signs_in(place.reader) is False
    client = confirmed(administrator)
    page = client.get(f"/accounts/{place.reader.pk}").content.decode()
    assert "Lift the lock-out" in page
    change(client, place.reader, "lock_out")
    assert signs_in(place.reader)


def signs_in(user: Any, password: str = PASSWORD) -> bool:
    from django.test import Client

    client = Client()
    client.post("/sign-in", {"login": user.email, "password": password})
    return client.get("/account").status_code == 200


def test_codes_are_reset(place: Any, administrator: Any) -> None:
    from allauth.mfa.models import Authenticator

    Authenticator.objects.create(user=place.reader, type="totp", data={"secret": "x"})
    change(confirmed(administrator), place.reader, "codes")
    assert not Authenticator.objects.filter(user=place.reader).exists()


def test_every_act_is_recorded_and_the_words_searched_for_are_not(
    place: Any, administrator: Any
) -> None:
    from probata.service.audit.models import Record

    client = confirmed(administrator)
    client.post("/accounts", {"q": place.reader.email})
    change(client, place.reader, "roles", roles=["inspector", "analyst"])
    done = Record.objects.filter(by=administrator)
    told = done.get(action="done")
    assert told.subject_id == str(place.reader.pk)
    assert told.details["given"] == ["analyst"]
    searched = done.get(route="accounts")
    assert place.reader.email not in str(searched.details)


def test_accounts_are_found_by_name_address_and_role(
    place: Any, administrator: Any
) -> None:
    client = confirmed(administrator)

    def listed(words: str, role: str = "") -> list[str]:
        page = client.post("/accounts", {"q": words, "role": role}).content.decode()
        return re.findall(r'href="/accounts/([0-9a-f-]{36})"', page)

    assert listed(place.reader.email.upper()) == [str(place.reader.pk)]
    assert listed(place.reader.email, "analyst") == []
    assert listed("\0%nobody") == []
    assert client.get("/accounts?page=nonsense&role=nonsense").status_code == 200


def test_no_administrator_is_shown_the_link_of_who_could_agree(
    place: Any, administrator: Any, second: Any
) -> None:
    page = change(confirmed(administrator), second, "link")
    assert page.status_code == 422 and b"never shown" in page.content
    assert b"/welcome?" not in page.content
    assert signs_in(second)


@pytest.mark.parametrize("role", ["programme_manager", "lead_inspector", "analyst"])
def test_nobody_else_sees_accounts(place: Any, role: str) -> None:
    from probata.service.roles import Role

    client = confirmed(place.person("stranger", Role(role)))
    for address in ("/accounts", "/accounts/new", f"/accounts/{place.reader.pk}"):
        assert client.get(address).status_code == 404
    assert change(client, place.reader, "close").status_code == 404
    place.reader.refresh_from_db()
    assert place.reader.is_active


def test_an_administrator_sees_no_case(place: Any, administrator: Any) -> None:
    assessment = place.case()
    client = confirmed(administrator)
    assert client.get(f"/assessments/{assessment.pk}/").status_code == 404
    assert client.get(f"/inspections/{place.inspection.pk}/").status_code == 404


def test_the_first_administrator_comes_from_the_command_line(
    place: Any, database: Any, tmp_path: Any
) -> None:
    import json
    import os
    import subprocess
    import sys

    def run(*more: str) -> Any:
        return subprocess.run(
            [sys.executable, "-m", "probata", "service", *more],
            capture_output=True,
            text=True,
            env={**os.environ},
            check=False,
        )

    email = f"new.{place.key}@example.org"
    refused = run("administrator", email)
    assert refused.returncode and "name" in refused.stderr
    assert "Traceback" not in refused.stderr
    told = json.loads(run("administrator", email, "--name", "First", "--json").stdout)
    assert told["new"] is True
    link = told["link"].removeprefix("http://localhost:8090")
    assert follow(link).status_code == 302
    user = made_of(place)
    assert user.roles == ["administrator"]
    assert signs_in(user, NEW_PASSWORD)
    again = json.loads(run("link", email, "--json").stdout)["link"]
    assert not signs_in(user, NEW_PASSWORD)
    assert follow(again.removeprefix("http://localhost:8090")).status_code == 302
    assert run("link", "nobody@example.org").returncode == 3
