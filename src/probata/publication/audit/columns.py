"""What the columns of a table hold, by their headings."""

from __future__ import annotations

import re
from typing import Literal, get_args

Role = Literal[
    "n", "count", "percent", "modelled", "mean", "ratio", "estimate", "error", "chi2", "df", "p",
    "ci", "ci_low", "ci_high", "label", "other",
]  # fmt: skip
ROLES: tuple[str, ...] = get_args(Role)

# The first that fits a heading; underscores count as spaces. `OR` counts in capitals.
_PATTERNS: tuple[tuple[Role, str], ...] = (
    ("p", r"^p$|^p[ -]?val|^p (?:of|for)\b|^p ?\(|^p ?[<=]|^sig\b|\bp[ -]values?$"),
    ("ci_low", r"^lower\b|\b(?:low|lower) (?:ci|cl|limit|bound|95)"),
    ("ci_low", r"\b(?:ci|cl|limit|bound|interval|confidence)\b.*\b(?:low|lower)\b"),
    ("ci_high", r"^upper\b|\b(?:high|upper) (?:ci|cl|limit|bound|95)"),
    ("ci_high", r"\b(?:ci|cl|limit|bound|interval|confidence)\b.*\b(?:high|upper)\b"),
    ("ratio", r"\b(?:odds|risk|hazard|rate|prevalence) ratio|exp ?\( ?(?:b|β)"),
    ("ratio", r"(?-i:\b(?:a|c|adj\.? ?)?OR\b|\bI?RR\b|\bHR\b)"),
    ("ci", r"\bci\b|confidence|\binterval\b"),
    ("error", r"^s\. ?e\.|^se\b|^std\.? ?err|standard error"),
    ("df", r"^d\.? ?f\.?$|degrees of freedom"),
    ("chi2", r"\bwald\b|chi[- ]?squared?|χ|likelihood[- ]ratio|^lr\b|^score$"),
    ("mean", r"^mean\b|\baverage\b"),
    ("estimate", r"^(?:difference|change)\b.*\b(?:percentage )?points?\b"),
    ("percent", r"%|\bper ?cent|\bpct\b|^proportion"),
    ("estimate", r"^(?:b|β|beta|coef\w*|log[- ]odds)$"),
    ("count", r"\b(?:yes|positive|events?)\b|^of (?:these|which|whom|them)\b"),
    ("n", r"^n$|\bn\b|^(?:count|base|total|freq\w*|sample|unweighted|valid)\b"),
    ("n", r"\b(?:cases|people|persons|respondents|children|participants)$|^cases\b"),
    ("n", r"^(?:number|no\.?) of \w+(?: \w+)?$|^number$|^all$|\bobservations$"),
)
LONGEST = 200  # characters of a heading that are read
# A percentage that is no share of whole cases: no count is behind it.
MODELLED = re.compile(
    r"\b(?:fitted|expected|predicted|adjusted|model+ed|estimated|weighted|imputed"
    r"|standardi[sz]ed|mean|average|median|change|difference|increase|decrease|points?)\b",
    re.IGNORECASE,
)
PATTERNS = tuple((role, re.compile(text, re.IGNORECASE)) for role, text in _PATTERNS)


def find_role(heading: str) -> Role | None:
    """The role that a heading gives its column; None where it says nothing."""
    plain = " ".join(heading[:LONGEST].replace("_", " ").split())
    plain = re.sub(r"\bC\. ?I\. ?", "CI ", plain, flags=re.IGNORECASE)
    for role, pattern in PATTERNS:
        if pattern.search(plain):
            modelled = role == "percent" and MODELLED.search(plain)
            return "modelled" if modelled else role
    return None


def find_base(heading: str) -> int | None:
    """The number of cases that a heading states: 1299 for `Men (n = 1,299)`."""
    found = re.search(r"\b[nN]\s*=\s*(\d[\d,]{0,14})", heading)
    return int(found[1].replace(",", "")) if found else None


def find_level(heading: str) -> float | None:
    """The confidence level that a heading states: 0.95 for `95% CI`."""
    found = re.search(r"\b(\d{2}(?:\.\d+)?) ?(?:%|per ?cent)", heading)
    return float(found[1]) / 100 if found else None
