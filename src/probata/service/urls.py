"""Every address of the service; each route's rights are declared in `rights`."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes.views import (
    generate_recovery_codes,
    view_recovery_codes,
)
from allauth.mfa.totp.views import activate_totp, deactivate_totp
from allauth.usersessions.views import list_usersessions
from django.conf import settings
from django.urls import path
from django.views.generic import RedirectView

from probata.service.accounts import provider
from probata.service.accounts.sessions import session
from probata.service.accounts.welcome import welcome
from probata.service.cases import views as cases
from probata.service.fieldwork import guidance_views as guidance
from probata.service.health import live, ready
from probata.service.inspections import (
    allocation_views,
    case_change_views,
    case_list_views,
    conflict_views,
    programme_views,
    progress_views,
)
from probata.service.inspections import views as inspections
from probata.service.oversight import account_views as accounts
from probata.service.oversight import audit_views as audit
from probata.service.oversight import request_views as requests
from probata.service.oversight import subject_access_views as access
from probata.service.quality.addresses import QUALITY_ADDRESSES
from probata.service.releases.addresses import RELEASE_ADDRESSES
from probata.service.retention import views as retention

handler404 = "probata.service.problems.page_not_found"
handler500 = "probata.service.problems.server_error"

_INSPECTION = "inspections/<uuid:inspection>/"
_ASSESSMENT = "assessments/<uuid:assessment>/"

# The sign-in library asks for its addresses by the name of the provider.
_PROVIDER = {"provider_id": settings.OIDC_PROVIDER_ID}

urlpatterns = [
    path("", cases.home, name="home"),
    path("health/live", live, name="health_live"),
    path("health/ready", ready, name="health_ready"),
    path("sign-in", account.login, name="account_login"),
    path("sign-in/provider", provider.login, _PROVIDER, name="openid_connect_login"),
    path(
        "sign-in/provider/back",
        provider.callback,
        _PROVIDER,
        name="openid_connect_callback",
    ),
    path("sign-out", account.logout, name="account_logout"),
    path("confirm", account.reauthenticate, name="account_reauthenticate"),
    path("account", list_usersessions, name="usersessions_list"),
    path("account/password", account.password_change, name="account_change_password"),
    path("account/closed", account.account_inactive, name="account_inactive"),
    path("account/codes", activate_totp, name="mfa_activate_totp"),
    path("account/codes/remove", deactivate_totp, name="mfa_deactivate_totp"),
    path("account/recovery", view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "account/recovery/new",
        generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path("account/one-time", RedirectView.as_view(url="/account"), name="mfa_index"),
    path("sign-in/code", mfa.authenticate, name="mfa_authenticate"),
    path("confirm/code", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("session", session, name="session"),
    path("welcome", welcome, name="welcome"),
    path("accounts", accounts.accounts, name="accounts"),
    path("accounts/new", accounts.new_account, name="new_account"),
    path("accounts/<uuid:account>", accounts.account, name="account"),
    path(
        "accounts/<uuid:account>/change",
        accounts.change_account,
        name="change_account",
    ),
    path("cases", cases.my_cases, name="my_cases"),
    path("conflicts", conflict_views.conflicts, name="conflicts"),
    path("inspections", inspections.inspections, name="inspections"),
    path("inspections/new", programme_views.new, name="inspection_new"),
    path(_INSPECTION, inspections.inspection, name="inspection"),
    path(f"{_INSPECTION}plan", programme_views.change, name="inspection_change"),
    path(f"{_INSPECTION}team", programme_views.team, name="inspection_team"),
    path(f"{_INSPECTION}open", programme_views.open_, name="inspection_open"),
    path(
        f"{_INSPECTION}conflicts",
        conflict_views.inspection_conflicts,
        name="inspection_conflicts",
    ),
    path(f"{_INSPECTION}list", case_list_views.case_list, name="case_list"),
    path(
        f"{_INSPECTION}list/findings.csv",
        case_list_views.findings,
        name="case_list_findings",
    ),
    path(f"{_INSPECTION}list/flow.svg", case_list_views.flow, name="case_list_flow"),
    path(f"{_INSPECTION}changes", case_change_views.case_changes, name="case_changes"),
    path(f"{_INSPECTION}allocation", allocation_views.allocation, name="allocation"),
    path(f"{_INSPECTION}progress", progress_views.progress, name="progress"),
    path(f"{_INSPECTION}close", progress_views.close, name="inspection_close"),
    path(f"{_INSPECTION}reopen", progress_views.reopen, name="inspection_reopen"),
    path(f"{_INSPECTION}allocate", inspections.allocate, name="allocate"),
    path(_ASSESSMENT, cases.task_list, name="assessment"),
    path(f"{_ASSESSMENT}answers", cases.save_one, name="save_answer"),
    path(f"{_ASSESSMENT}check", cases.check_answers, name="check_answers"),
    path(f"{_ASSESSMENT}sign", cases.sign, name="sign"),
    path(f"{_ASSESSMENT}history/<slug:question>", cases.history, name="history"),
    path(f"{_ASSESSMENT}sections/<slug:section>", cases.section, name="section"),
    path(f"{_ASSESSMENT}guidance", cases.search_guidance, name="search_guidance"),
    path(f"{_ASSESSMENT}unlock", requests.ask_to_unlock, name="ask_to_unlock"),
    path("audit", audit.audit, name="audit"),
    path("audit/export", audit.export_audit, name="export_audit"),
    path("audit/patterns", audit.audit_patterns, name="audit_patterns"),
    path("guidance", guidance.guidance, name="guidance"),
    path("guidance/<slug:framework>", guidance.new_guidance, name="new_guidance"),
    path("requests", requests.requests, name="requests"),
    path("requests/<uuid:asked>", requests.one_request, name="request"),
    path("requests/<uuid:asked>/decide", requests.decide_one, name="decide"),
    *RELEASE_ADDRESSES,
    path("requests/<uuid:asked>/extract", access.extract, name="extract"),
    path("subject-access", access.subject_access, name="subject_access"),
    path("retention", retention.retention, name="retention"),
    path("retention/period", retention.set_period, name="set_period"),
    path("retention/<uuid:inspection>", retention.disposal, name="disposal"),
    path(
        "retention/<uuid:inspection>/certificate",
        retention.certificate,
        name="certificate",
    ),
    *QUALITY_ADDRESSES,
]
