"""Settings of the service, all read from the environment here and nowhere else."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from probata import __version__
from probata.errors import Fault, UserError
from probata.service.operations.log_settings import LOGGING as LOGGING

HERE = Path(__file__).parent


class SettingsError(UserError):
    """The environment does not say how the service is to run."""


def _flag(name: str, default: bool = False) -> bool:
    return os.environ.get(name, "yes" if default else "no").lower() in (
        "1",
        "yes",
        "true",
    )


def read_database(url: str) -> dict[str, Any]:
    """Django's settings of a database from `postgresql://user:password@host:port/name`.

    A folder of sockets is given as `?host=/folder`. Raises SettingsError.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
        raise SettingsError(
            "The service cannot start.",
            [
                Fault(
                    "DATABASE_URL",
                    "is not of the form postgresql://user:password@host:port/name.",
                    "PostgreSQL is the only database; leave it out for the embedded one.",
                )
            ],
        )
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": query,
        "CONN_MAX_AGE": 600,
        # A connection that died with the database is replaced, not used again.
        "CONN_HEALTH_CHECKS": True,
        # A view and what it logs about itself are one transaction.
        "ATOMIC_REQUESTS": True,
    }


OIDC_PROVIDER_ID = "provider"


def oidc_settings(environ: Mapping[str, str]) -> dict[str, Any]:
    """The settings of signing in through an identity provider; empty ones without any.

    Raises SettingsError where some are there and others not, or the way is not encrypted.
    """
    names = ("PROBATA_OIDC_SERVER", "PROBATA_OIDC_CLIENT", "PROBATA_OIDC_SECRET")
    server, client, secret = (environ.get(name, "") for name in names)
    faults = [
        Fault(name, "is not set.", "The three go together.")
        for name in names
        if not environ.get(name) and (server or client or secret)
    ]
    parts = urlsplit(server)
    if server and parts.scheme != "https" and parts.hostname != "127.0.0.1":
        faults.append(Fault(names[0], "does not begin with https://."))
    if faults:
        raise SettingsError("Nobody could sign in through the provider.", faults)
    name = environ.get("PROBATA_OIDC_NAME", "your organisation")
    app = {
        "provider_id": OIDC_PROVIDER_ID,
        "name": name,
        "client_id": client,
        "secret": secret,
        # The token is signed, and says all that is needed.
        "settings": {"server_url": server, "fetch_userinfo": False},
    }
    return {
        "OIDC_SERVER": server,
        "OIDC_NAME": name,
        "OIDC_VERIFIED": environ.get("PROBATA_OIDC_VERIFIED_CLAIM", "email_verified"),
        "SOCIALACCOUNT_PROVIDERS": {
            "openid_connect": {
                "OAUTH_PKCE_ENABLED": True,
                "APPS": [app] if server else [],
            }
        },
    }


DEMO = _flag("PROBATA_DEMO")
DEBUG = False
SECRET_KEY = os.environ.get("PROBATA_SECRET_KEY", "")
ALLOWED_HOSTS = os.environ.get("PROBATA_HOSTS", "localhost,127.0.0.1").split(",")
DATABASES = {
    "default": read_database(
        os.environ.get("DATABASE_URL", "postgresql:///probata?host=/nowhere")
    )
}

# A folder with declarations of one's own: case_list, places, rules, case_facts, allocation.
DECLARATIONS = os.environ.get("PROBATA_DECLARATIONS", "")
# The secret from which releases make pseudonyms; whoever loses it cannot correct a release.
KEYS_FOLDER = os.environ.get("PROBATA_KEYS", "")

# What people see.
SERVICE_NAME = os.environ.get("PROBATA_SERVICE_NAME", "Case assessment")
MARKING = os.environ.get("PROBATA_MARKING", "OFFICIAL-SENSITIVE")
SERVICE_VERSION = __version__

# Over HTTPS everywhere but on one's own machine.
HTTPS = _flag("PROBATA_HTTPS", default=not DEMO)
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
BEHIND_PROXY = _flag("PROBATA_BEHIND_PROXY")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
X_FRAME_OPTIONS = "DENY"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True  # the page carries the token; no script reads the cookie
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "probata.service.problems.csrf_failure"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
# Lax, or a link in a message would arrive signed out.
SESSION_COOKIE_SAMESITE = "Lax"

# Sessions end after an hour without a request, and after twelve hours at all events.
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_IDLE_SECONDS = int(os.environ.get("PROBATA_SESSION_IDLE_SECONDS", "3600"))
SESSION_WARNING_SECONDS = int(os.environ.get("PROBATA_SESSION_WARNING_SECONDS", "600"))

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "axes",
    "csp",
    "probata.service.accounts",
    "probata.service.audit",
    "probata.service.consent",
    "probata.service.fieldwork",
    "probata.service.cases",
    "probata.service.releases",
    "probata.service.retention",
    "probata.service.quality",
]

_OPERATIONS = "probata.service.operations"
MIDDLEWARE = [
    f"{_OPERATIONS}.request_log.request_log",
    *([f"{_OPERATIONS}.proxy.address_behind_proxy"] if BEHIND_PROXY else []),
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "probata.service.middleware.private_pages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "probata.service.accounts.sessions.SessionLimits",
    "probata.service.guard.Guard",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "probata.service.urls"
WSGI_APPLICATION = "probata.service.wsgi.application"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

_CONTEXT = [
    "django.contrib.messages.context_processors.messages",
    "probata.service.pages.page_context",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [HERE / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "probata.service.pages.make_environment",
            "context_processors": _CONTEXT,
        },
    },
    {  # the libraries' own messages; no page of ours
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": ["django.template.context_processors.request"]
        },
    },
]

# An uploaded file is held in memory, and one that is too large is dropped while it comes; no
# file of a person's data waits in a folder for temporary things.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024 + 100_000  # the form's other fields, too

STATIC_URL = "/static/"
STATICFILES_DIRS = [HERE / "static"]
# Files are served from where they are installed; each address carries a hash of the file.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 31_536_000

# In the database, so that all workers count the same attempts and know used codes.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "service_cache",
        # Beyond it a third is thrown away, counted attempts and used codes among it, and two
        # requests that do so at once can stop each other. Usual is 300: one office's morning.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = os.environ.get("PROBATA_TIME_ZONE", "Europe/London")
USE_TZ = True
USE_I18N = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Who signs in, and how.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.NumericPasswordValidator"},
    {"NAME": "probata.service.accounts.passwords.CommonPartsValidator"},
    {
        "NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "probata.service.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by an administrator
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_EMAIL_NOTIFICATIONS = False
# An office signs in from one address at nine o'clock; wrong passwords are counted apart.
# A person is locked out at one place by axes; this is against guessing from many.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "60/m/ip,100/h/key"}
_OIDC = oidc_settings(os.environ)
OIDC_SERVER = _OIDC["OIDC_SERVER"]
OIDC_NAME = _OIDC["OIDC_NAME"]
OIDC_VERIFIED = _OIDC["OIDC_VERIFIED"]
SOCIALACCOUNT_PROVIDERS = _OIDC["SOCIALACCOUNT_PROVIDERS"]
SOCIALACCOUNT_ADAPTER = "probata.service.accounts.provider.ProviderAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5  # seconds
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ADAPTER = "probata.service.accounts.codes_adapter.CodesAdapter"
MFA_TOTP_ISSUER = SERVICE_NAME
# Ours, beside the library's: everybody must set up codes.
MFA_REQUIRED = _flag("PROBATA_MFA_REQUIRED", default=not DEMO)
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "probata.service.accounts.lock_out.whose_attempt"
AXES_LOCKOUT_TEMPLATE = "account/locked_out.html"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
SILENCED_SYSTEM_CHECKS: list[str] = []

# Mail goes out where a server is named; else an administrator hands links over.
MAIL_IS_SET_UP = bool(os.environ.get("PROBATA_MAIL_HOST"))
EMAIL_HOST = os.environ.get("PROBATA_MAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("PROBATA_MAIL_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("PROBATA_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("PROBATA_MAIL_PASSWORD", "")
EMAIL_USE_TLS = _flag("PROBATA_MAIL_TLS", default=True)
EMAIL_TIMEOUT = 10  # seconds
DEFAULT_FROM_EMAIL = os.environ.get("PROBATA_MAIL_FROM", "no-reply@localhost")
