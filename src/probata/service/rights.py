"""Every right of the service: which route is open to whom, from facts alone.

    decide(route, standing) -> Outcome

A route that is not declared here is open to nobody. What the facts are is looked up in
the `standing` modules beside the tables; nothing else decides.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from probata.service.roles import ASSESSORS, Role


class Outcome(StrEnum):
    """What a request gets: its page; a page as if there were nothing; or a reason."""

    ALLOWED = "allowed"
    HIDDEN = "hidden"
    REFUSED = "refused"


State = Literal["open", "signed", "locked", "disposed"]
Subject = Literal[
    "",
    "assessment",
    "inspection",
    "asked",
    "account",
    "release",
    "framework",
    "comparison",
]
# What may be asked for that needs a second person; see `probata.service.consent`.
Consent = Literal[
    "", "unlock", "role", "subject_access", "disposal", "release", "release_key"
]


@dataclass(frozen=True)
class Standing:
    """What a person is to the service and to the one thing that a request is about.

    `reads`: the case is allocated to them now. `leads`: they lead its inspection.
    `blind`: they read the case in another reading, of which this one must tell them
    nothing. `second`: it is a second reading, which goes on after fieldwork. `compared`:
    both are signed. `conflicted`: they have an interest in the case or its unit. `fieldwork`: the
    inspection's fieldwork is open. `reopened`: two people opened the assessment again after
    it had been signed. About a request that needs a second person: what it is for
    (`consent`), whether they asked for it or it concerns them, whether it `waits`, whether
    it was `agreed` to, and whether what was agreed to can be taken now (`usable`).
    """

    roles: frozenset[Role] = frozenset()
    signed_in: bool = True
    reads: bool = False
    leads: bool = False
    conflicted: bool = False
    blind: bool = False
    second: bool = False
    compared: bool = False
    state: State = "open"
    fieldwork: bool = True
    reopened: bool = False
    consent: Consent = ""
    asked: bool = False
    concerns: bool = False
    waits: bool = True
    usable: bool = False
    agreed: bool = False


Rule = Callable[[Standing], Outcome]


@dataclass(frozen=True)
class Route:
    """One route: what it is about, what it does in words, and who may.

    `why` is what somebody is told whom it is refused.
    """

    words: str
    rule: Rule
    subject: Subject = ""
    why: str = ""


def _allow(when: bool, otherwise: Outcome = Outcome.HIDDEN) -> Outcome:
    return Outcome.ALLOWED if when else otherwise


def anyone(standing: Standing) -> Outcome:
    return Outcome.ALLOWED


def signed_in(standing: Standing) -> Outcome:
    return _allow(standing.signed_in)


def with_role(*roles: Role) -> Rule:
    """People with one of these roles, whatever the thing."""

    def rule(standing: Standing) -> Outcome:
        return _allow(standing.signed_in and bool(standing.roles & set(roles)))

    return rule


def see_case(standing: Standing) -> Outcome:
    """Who reads the case now, or leads its inspection; never with a conflict, or blind.

    Nobody, once it was disposed of: there is nothing to see.
    """
    knows = (standing.reads or standing.leads) and standing.state != "disposed"
    barred = standing.conflicted or standing.blind
    return _allow(standing.signed_in and knows and not barred)


def judge_case(standing: Standing) -> Outcome:
    """Who reads the case now, while it is open; and fieldwork is on, or it was reopened."""
    if see_case(standing) is Outcome.HIDDEN:
        return Outcome.HIDDEN
    on = standing.fieldwork or standing.reopened or standing.second
    may = standing.reads and standing.state == "open" and on
    return _allow(may, Outcome.REFUSED)


def lead_inspection(standing: Standing) -> Outcome:
    return _allow(standing.signed_in and standing.leads and not standing.conflicted)


def see_inspection(standing: Standing) -> Outcome:
    """Its lead, and programme managers; who have no sight of its cases."""
    manages = Role.PROGRAMME_MANAGER in standing.roles
    leads = standing.leads and not standing.conflicted
    return _allow(standing.signed_in and (manages or leads))


def ask_to_unlock(standing: Standing) -> Outcome:
    """Who reads the case or leads its inspection, once it is signed or locked."""
    if see_case(standing) is Outcome.HIDDEN:
        return Outcome.HIDDEN
    return _allow(standing.state != "open", Outcome.REFUSED)


def _may_agree(standing: Standing) -> bool:
    """The second person of a request; who it concerns is never one."""
    if standing.conflicted or standing.concerns:
        return False
    if standing.consent == "role":
        return Role.ADMINISTRATOR in standing.roles
    manages = Role.PROGRAMME_MANAGER in standing.roles
    if standing.consent == "unlock":
        # What was released is opened again by somebody who answers for the releases.
        return manages or (standing.leads and standing.state != "locked")
    return manages


def see_request(standing: Standing) -> Outcome:
    """Who asked, and who may decide."""
    asked = standing.asked and not standing.conflicted
    return _allow(standing.signed_in and (asked or _may_agree(standing)))


def decide_request(standing: Standing) -> Outcome:
    """Another person than who asked, once."""
    if see_request(standing) is Outcome.HIDDEN:
        return Outcome.HIDDEN
    may = _may_agree(standing) and not standing.asked and standing.waits
    return _allow(may, Outcome.REFUSED)


def fetch_extract(standing: Standing) -> Outcome:
    """Who asked for an extract, once another agreed."""
    own = standing.asked and standing.consent == "subject_access"
    if not (standing.signed_in and own and Role.DATA_PROTECTION in standing.roles):
        return Outcome.HIDDEN
    return _allow(standing.agreed, Outcome.REFUSED)


def assure_inspection(standing: Standing) -> Outcome:
    """Quality leads, for any inspection whose unit they have no interest in."""
    leads = Role.QUALITY_LEAD in standing.roles
    return _allow(standing.signed_in and leads and not standing.conflicted)


def see_comparison(standing: Standing) -> Outcome:
    """Its two readers and quality leads, once both have signed."""
    knows = standing.reads or Role.QUALITY_LEAD in standing.roles
    may = knows and standing.compared and not standing.conflicted
    return _allow(standing.signed_in and may)


def adjudicate(standing: Standing) -> Outcome:
    """A quality lead who is neither of the two."""
    if see_comparison(standing) is Outcome.HIDDEN:
        return Outcome.HIDDEN
    may = Role.QUALITY_LEAD in standing.roles and not standing.reads
    return _allow(may, Outcome.REFUSED)


# Who sees the whole audit; see `oversight.audit_search` for the parts that others see.
SEES_AUDIT = (Role.PROGRAMME_MANAGER, Role.DATA_PROTECTION)


def manage_inspection(standing: Standing) -> Outcome:
    """Programme managers, for any inspection; its cases stay closed to them."""
    return _allow(standing.signed_in and Role.PROGRAMME_MANAGER in standing.roles)


see_release = with_role(Role.ANALYST, Role.PROGRAMME_MANAGER)


def take_key(standing: Standing) -> Outcome:
    """The analyst who asked, once, while the agreement lasts."""
    own = standing.asked and standing.consent == "release_key"
    if not own or see_request(standing) is Outcome.HIDDEN:
        return Outcome.HIDDEN
    may = Role.ANALYST in standing.roles and standing.usable
    return _allow(may, Outcome.REFUSED)


ROUTES: Mapping[str, Route] = {
    "health_live": Route("The service answers", anyone),
    "health_ready": Route("The service and its database answer", anyone),
    "account_login": Route("Sign in", anyone),
    "openid_connect_login": Route("Sign in through the identity provider", anyone),
    "openid_connect_callback": Route("Come back from the identity provider", anyone),
    "account_logout": Route("Sign out", anyone),
    "account_reauthenticate": Route("Give one's password again", signed_in),
    "account_change_password": Route("Change one's password", signed_in),
    "account_inactive": Route("Say that an account is closed", anyone),
    "mfa_authenticate": Route("Give a one-time code when signing in", anyone),
    "mfa_reauthenticate": Route("Give a one-time code again", signed_in),
    "mfa_activate_totp": Route("Set up one-time codes", signed_in),
    "mfa_deactivate_totp": Route("Remove one-time codes", signed_in),
    "mfa_view_recovery_codes": Route("One's recovery codes", signed_in),
    "mfa_generate_recovery_codes": Route("Make new recovery codes", signed_in),
    "mfa_index": Route("To one's account", signed_in),
    "usersessions_list": Route("One's account; end other sessions", signed_in),
    "session": Route("How long one's session lasts; prolong it", anyone),
    "home": Route("First page", signed_in),
    "my_cases": Route("One's own cases", with_role(*ASSESSORS)),
    "inspections": Route(
        "Inspections and their progress; one's own where one leads",
        with_role(Role.PROGRAMME_MANAGER, Role.LEAD_INSPECTOR),
    ),
    "inspection": Route("One inspection", see_inspection, "inspection"),
    "inspection_new": Route("Plan an inspection", with_role(Role.PROGRAMME_MANAGER)),
    "inspection_change": Route("Change a plan", manage_inspection, "inspection"),
    "inspection_team": Route("Who takes part", manage_inspection, "inspection"),
    "inspection_open": Route("Open fieldwork", manage_inspection, "inspection"),
    "conflicts": Route("One's own conflicts of interest", with_role(*ASSESSORS)),
    "inspection_conflicts": Route(
        "Conflicts of interest in an inspection; withdraw one",
        lead_inspection,
        "inspection",
    ),
    "case_list": Route(
        "Upload, check and accept a case list", lead_inspection, "inspection"
    ),
    "case_list_findings": Route(
        "What was found in a list, row by row", lead_inspection, "inspection"
    ),
    "case_list_flow": Route("Flow of the cohort", lead_inspection, "inspection"),
    "case_changes": Route(
        "Add a late case, withdraw one, record a fact", lead_inspection, "inspection"
    ),
    "allocation": Route(
        "Propose readers and carry it out", lead_inspection, "inspection"
    ),
    "progress": Route("How far each case has come", lead_inspection, "inspection"),
    "inspection_close": Route("Close fieldwork", lead_inspection, "inspection"),
    "inspection_reopen": Route("Open fieldwork again", lead_inspection, "inspection"),
    "allocate": Route("Give a case to a reader", lead_inspection, "inspection"),
    "assessment": Route("Task list of a case", see_case, "assessment"),
    "section": Route("Page of a key question", judge_case, "assessment"),
    "save_answer": Route("Save one answer", judge_case, "assessment"),
    "history": Route("Everything saved for a question", see_case, "assessment"),
    "check_answers": Route("Check and print the answers", see_case, "assessment"),
    "sign": Route("Sign an assessment", judge_case, "assessment"),
    "search_guidance": Route(
        "Search the guidance of a case's framework", see_case, "assessment"
    ),
    "ask_to_unlock": Route(
        "Ask to open a signed assessment again",
        ask_to_unlock,
        "assessment",
        "This assessment is open already.",
    ),
    "live_ratings": Route(
        "Where the ratings are heading", lead_inspection, "inspection"
    ),
    "quality": Route(
        "Samples and agreement of every inspection", with_role(Role.QUALITY_LEAD)
    ),
    "quality_sample": Route(
        "Draw cases for second readers", assure_inspection, "inspection"
    ),
    "comparison": Route(
        "Two signed readings of a case side by side", see_comparison, "comparison"
    ),
    "adjudicate": Route(
        "Say what stands where they differ",
        adjudicate,
        "comparison",
        "A quality lead who read the case themselves does not adjudicate it.",
    ),
    "welcome": Route("Set a password by a one-time link", anyone),
    "accounts": Route("Every account", with_role(Role.ADMINISTRATOR)),
    "new_account": Route("Make an account", with_role(Role.ADMINISTRATOR)),
    "account": Route("One account", with_role(Role.ADMINISTRATOR), "account"),
    "change_account": Route(
        "Change roles, close, open, reset codes, lift a lock-out, end sessions, new link",
        with_role(Role.ADMINISTRATOR),
        "account",
    ),
    "audit": Route(
        "Who did, saw, exported or was refused what: all, one's inspections', or of accounts",
        with_role(*SEES_AUDIT, Role.LEAD_INSPECTOR, Role.ADMINISTRATOR),
    ),
    "export_audit": Route(
        "The same as a file",
        with_role(*SEES_AUDIT, Role.LEAD_INSPECTOR, Role.ADMINISTRATOR),
    ),
    "audit_patterns": Route("Patterns to ask about", with_role(*SEES_AUDIT)),
    "guidance": Route(
        "Guidance published after its framework", with_role(Role.PROGRAMME_MANAGER)
    ),
    "new_guidance": Route(
        "Publish guidance to a question",
        with_role(Role.PROGRAMME_MANAGER),
        "framework",
    ),
    "requests": Route(
        "One's requests, and those one may decide",
        with_role(*Role),
    ),
    "request": Route("One request", see_request, "asked"),
    "subject_access": Route(
        "Ask for all that is held on a person", with_role(Role.DATA_PROTECTION)
    ),
    "extract": Route(
        "Fetch the extract that was agreed to",
        fetch_extract,
        "asked",
        "A programme manager must agree first, at most 30 days ago.",
    ),
    "retention": Route(
        "Retention schedule, what is due, what was disposed of", with_role(*SEES_AUDIT)
    ),
    "set_period": Route(
        "Set how long something is kept", with_role(Role.DATA_PROTECTION)
    ),
    "disposal": Route(
        "What a disposal takes, or took; ask for it",
        with_role(*SEES_AUDIT),
        "inspection",
    ),
    "certificate": Route(
        "The certificate of a disposal", with_role(*SEES_AUDIT), "inspection"
    ),
    "decide": Route(
        "Agree to a request, or refuse it",
        decide_request,
        "asked",
        "Another person decides what you asked for, and each request is decided once.",
    ),
    "releases": Route("Data releases, and those asked for", see_release),
    "ask_release": Route("Ask for a release", with_role(Role.ANALYST)),
    "release": Route("One release", see_release, "release"),
    "release_codebook": Route("Its codebook", see_release, "release"),
    "release_changes": Route("What it changes", see_release, "release"),
    "download_release": Route("Download it", with_role(Role.ANALYST), "release"),
    "correct_release": Route(
        "Ask for its correction", with_role(Role.ANALYST), "release"
    ),
    "ask_key": Route(
        "Ask who is behind its pseudonyms", with_role(Role.ANALYST), "release"
    ),
    "take_key": Route(
        "Download who is behind the pseudonyms, once",
        take_key,
        "asked",
        "It was not agreed to, was taken already, or its time is over. Ask again if you "
        "need it.",
    ),
}


def decide(route: str, standing: Standing) -> Outcome:
    """What a request to a route gets; hidden where the route is not declared."""
    found = ROUTES.get(route)
    return found.rule(standing) if found else Outcome.HIDDEN
