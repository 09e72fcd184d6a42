"""Signing in through an identity provider: who gets in, and all who do not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from fake_provider import CLIENT, SECRET, FakeProvider

pytestmark = pytest.mark.database


@pytest.fixture
def provider(database: Any) -> Iterator[FakeProvider]:
    from django.test import override_settings

    from probata.service.settings import oidc_settings

    made = FakeProvider()
    given = oidc_settings(
        {
            "PROBATA_OIDC_SERVER": made.address,
            "PROBATA_OIDC_CLIENT": CLIENT,
            "PROBATA_OIDC_SECRET": SECRET,
            "PROBATA_OIDC_NAME": "Department sign-in",
        }
    )
    with override_settings(**given):
        yield made
    made.close()


def begin(client: Any, provider: FakeProvider) -> str:
    """The state that the service sends along to the provider."""
    to = urlsplit(client.get("/sign-in/provider")["Location"])
    sent = {name: values[0] for name, values in parse_qs(to.query).items()}
    assert f"{to.scheme}://{to.netloc}" == provider.address
    assert sent["client_id"] == CLIENT and sent["code_challenge_method"] == "S256"
    assert sent["redirect_uri"].endswith("/sign-in/provider/back")
    provider.challenge = sent["code_challenge"]
    return sent["state"]


def come_back(client: Any, state: str, code: str = "the-code") -> Any:
    return client.get("/sign-in/provider/back", {"state": state, "code": code})


def sign_in(provider: FakeProvider, **claims: Any) -> tuple[Any, Any]:
    from django.test import Client

    provider.claims = claims
    client = Client()
    return client, come_back(client, begin(client, provider))


def test_a_verified_address_signs_in_to_its_account(
    place: Any, provider: FakeProvider
) -> None:
    email = place.reader.email.upper()
    client, answer = sign_in(provider, email=email, email_verified=True)
    assert answer.status_code == 302
    assert client.get("/cases").status_code == 200
    assert str(place.reader.pk) in client.get("/cases").content.decode()


def test_nothing_of_the_provider_is_stored_and_roles_stay_ours(
    place: Any, provider: FakeProvider
) -> None:
    from allauth.account.models import EmailAddress
    from allauth.socialaccount.models import SocialAccount, SocialToken

    from probata.service.accounts.models import User

    count = User.objects.count()
    sign_in(
        provider,
        email=place.reader.email,
        email_verified=True,
        name="Another Name",
        roles=["administrator"],
    )
    place.reader.refresh_from_db()
    assert (place.reader.name, place.reader.roles) == ("Reader", ["inspector"])
    assert User.objects.count() == count
    assert not SocialAccount.objects.exists() and not SocialToken.objects.exists()
    assert not EmailAddress.objects.filter(user=place.reader).exists()


def test_the_second_factor_is_the_providers(place: Any, provider: FakeProvider) -> None:
    from django.test import override_settings

    with override_settings(MFA_REQUIRED=True):
        claims = {"email": place.reader.email, "email_verified": True}
        client, _ = sign_in(provider, **claims)
        assert client.get("/cases").status_code == 200


REFUSED = {
    "an address that is not verified": {"email_verified": False},
    "a text that says it is": {"email_verified": "true"},
    "nothing on the address": {"email_verified": None},
    "no address": {"email": None},
    "an address without an account": {"email": "nobody@example.org"},
    "an address that is no text": {"email": ["a", "b"]},
}


@pytest.mark.parametrize("what", REFUSED)
def test_who_has_no_account_stays_out_and_none_is_made(
    place: Any, provider: FakeProvider, what: str
) -> None:
    from probata.service.accounts.models import User
    from probata.service.audit.models import Record

    count, refused = User.objects.count(), Record.objects.filter(action="refused")
    before = refused.count()
    claims = {"email": place.reader.email, "email_verified": True} | REFUSED[what]
    client, answer = sign_in(provider, **claims)
    assert answer.status_code == 403 and b"no account here" in answer.content
    assert client.get("/cases").status_code == 302
    assert User.objects.count() == count and refused.count() == before + 1


def test_a_closed_account_stays_closed(place: Any, provider: FakeProvider) -> None:
    place.reader.is_active = False
    place.reader.save()
    claims = {"email": place.reader.email, "email_verified": True}
    client, answer = sign_in(provider, **claims)
    assert answer.status_code == 403
    assert client.get("/cases").status_code == 302


FORGED = {
    "for another client": {"aud": "another-client"},
    "from another issuer": {"iss": "https://elsewhere.example"},
    "over": {"exp": 1},
    "without an end": {"exp": None},
    "for nobody": {"aud": None},
    "about nobody": {"sub": None},
}


@pytest.mark.parametrize("what", FORGED)
def test_a_token_that_is_not_for_us_lets_nobody_in(
    place: Any, provider: FakeProvider, what: str
) -> None:
    claims = {"email": place.reader.email, "email_verified": True} | FORGED[what]
    client, answer = sign_in(provider, **claims)
    assert b"did not confirm" in answer.content
    assert client.get("/cases").status_code == 302


def test_a_token_signed_by_another_key_lets_nobody_in(
    place: Any, provider: FakeProvider
) -> None:
    from cryptography.hazmat.primitives.asymmetric import rsa

    claims = {"email": place.reader.email, "email_verified": True}
    provider.signs_with = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    client, answer = sign_in(provider, **claims)
    assert b"did not confirm" in answer.content
    for algorithm, key in (("none", None), ("HS256", "x" * 64)):
        provider.algorithm, provider.signs_with = algorithm, key
        client, answer = sign_in(provider, **claims)
        assert b"did not confirm" in answer.content, algorithm
        assert client.get("/cases").status_code == 302


def test_a_provider_without_a_token_or_an_answer_lets_nobody_in(
    place: Any, provider: FakeProvider
) -> None:
    from django.test import Client

    provider.sends_token = False
    claims = {"email": place.reader.email, "email_verified": True}
    client, answer = sign_in(provider, **claims)
    assert b"did not confirm" in answer.content
    provider.broken = True
    answer = Client().get("/sign-in/provider")
    assert answer.status_code == 503 and b"did not answer" in answer.content


def test_another_browser_cannot_finish_what_one_began(
    place: Any, provider: FakeProvider
) -> None:
    from django.test import Client

    provider.claims = {"email": place.reader.email, "email_verified": True}
    state, thief = begin(Client(), provider), Client()
    come_back(thief, state)
    assert thief.get("/cases").status_code == 302
    own = Client()
    begin(own, provider)
    come_back(own, "made-up-state")
    assert own.get("/cases").status_code == 302


def test_a_refusal_of_the_provider_is_a_page(
    place: Any, provider: FakeProvider
) -> None:
    from django.test import Client

    client = Client()
    given = {"state": begin(client, provider), "error": "server_error"}
    page = client.get("/sign-in/provider/back", given)
    assert b"did not confirm" in page.content


def test_the_sign_in_page_offers_it_only_where_it_is_set_up(
    place: Any, provider: FakeProvider
) -> None:
    from django.test import Client, override_settings

    assert b"Sign in with Department sign-in" in Client().get("/sign-in").content
    with override_settings(OIDC_SERVER=""):
        assert b"/sign-in/provider" not in Client().get("/sign-in").content
        for address in ("/sign-in/provider", "/sign-in/provider/back"):
            assert Client().get(address).status_code == 404


def test_no_account_is_tied_to_the_providers(
    place: Any, provider: FakeProvider, browser_of: Any
) -> None:
    client = browser_of(place.reader)
    for process in ("connect", "redirect"):
        answer = client.get("/sign-in/provider", {"process": process})
        assert answer.status_code == 404


def test_half_of_the_settings_is_a_fault() -> None:
    from probata.service.settings import SettingsError, oidc_settings

    with pytest.raises(SettingsError) as caught:
        oidc_settings({"PROBATA_OIDC_SERVER": "http://provider.example"})
    told = {fault.where for fault in caught.value.faults}
    assert told == {
        "PROBATA_OIDC_SERVER",
        "PROBATA_OIDC_CLIENT",
        "PROBATA_OIDC_SECRET",
    }
