"""Signing in through the organisation's identity provider (OpenID Connect).

An account is found by the verified address in the provider's signed token, and never made.
Roles stay ours. The sign-in library runs the code flow with PKCE and state; what it leaves
to the connection's encryption, the token's signature, is checked here all the same.
"""

from __future__ import annotations

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal.deferred import jwt
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import (
    OAuth2CallbackView,
    OAuth2LoginView,
)
from allauth.socialaccount.providers.openid_connect.views import (
    OpenIDConnectOAuth2Adapter,
)
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from probata.service.accounts.models import User
from probata.service.audit.record import record

# Signed by a key pair; a secret that both sides know signs nothing here.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384")
_DEMANDED = ("iss", "aud", "sub", "exp", "iat")


class ProviderFlow(OpenIDConnectOAuth2Adapter):
    """The library's flow, with the token's signature verified whatever brought it."""

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        config = self.openid_config
        try:
            algorithm, key = jwtkit.fetch_key(
                id_token, config["jwks_uri"], jwtkit.lookup_kid_jwk
            )
            if algorithm not in ALGORITHMS:
                raise OAuth2Error("The token is signed in a way that is not taken.")
            told: dict[str, Any] = jwt.decode(
                id_token,
                key=key,
                algorithms=[algorithm],
                issuer=config["issuer"],
                audience=app.client_id,
                options={"require": list(_DEMANDED)},
            )
        except (jwt.PyJWTError, KeyError, TypeError, ValueError) as error:
            raise OAuth2Error(
                "The token is not one of this provider for us."
            ) from error
        return told

    def complete_login(self, request: Any, app: Any, token: Any, **given: Any) -> Any:
        if not given["response"].get("id_token"):
            raise OAuth2Error("The provider sent no token that says who this is.")
        return super().complete_login(request, app, token, **given)


class ProviderAdapter(DefaultSocialAccountAdapter):
    """Whom a token lets in: the open account with its verified address, nobody else."""

    def is_open_for_signup(self, request: Any, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: Any, sociallogin: Any) -> None:
        """Nothing of the provider is stored: the address is looked up at each sign-in."""
        user = _account_of(sociallogin.account.extra_data.get("id_token", {}))
        if user is None:
            record(request, "refused", route="openid_connect_callback")
            page = render(request, "socialaccount/no_account.html", status=403)
            raise ImmediateHttpResponse(page)
        sociallogin.user = user


def _account_of(claims: dict[str, Any]) -> User | None:
    email = claims.get("email")
    # Exactly true: some providers send the text "false".
    if not isinstance(email, str) or claims.get(settings.OIDC_VERIFIED) is not True:
        return None
    return User.objects.filter(email__iexact=email, is_active=True).first()


@require_GET
def login(request: Any, provider_id: str) -> HttpResponse:
    """To the provider. To follow a link is enough: it signs in at the provider, not here."""
    if request.GET.get("process", "login") != "login":
        # The library could tie the provider's account to ours; nothing of it is stored.
        raise Http404
    return _run(request, provider_id, OAuth2LoginView)


@require_GET
def callback(request: Any, provider_id: str) -> HttpResponse:
    """Back from the provider with a code, or with its refusal."""
    answer = _run(request, provider_id, OAuth2CallbackView)
    if request.user.is_authenticated:
        # The second factor was the provider's affair; see `second_factor`.
        request.session["from_provider"] = True
    return answer


def _run(request: Any, provider_id: str, view: Any) -> HttpResponse:
    from requests import RequestException

    if not settings.OIDC_SERVER:
        raise Http404
    try:
        flow = ProviderFlow(request, provider_id)
        answer: HttpResponse = view.adapter_view(flow)(request)
    except (RequestException, KeyError, ValueError):
        # It does not answer, or not as a provider does.
        return render(request, "socialaccount/authentication_error.html", status=503)
    return answer
