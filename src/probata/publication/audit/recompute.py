"""Test results in the text: p worked out again from the statistic and its df.

As statcheck does (Nuijten et al. 2016, Behavior Research Methods 48): t, F, r, chi-square,
Q and z in the form `t(28) = 2.20, p = .036`, with all rounding allowed for.
"""

from __future__ import annotations

import re

from probata.analysis.distributions import chi_square_tail, normal_p
from probata.publication.audit.cells import read_quantity
from probata.publication.audit.findings import Audit
from probata.publication.audit.layout import Measures, Row, Table
from probata.publication.audit.ratios import MOST_DF, check_ratios, p_limits

P = r"p\s*(?P<relation>[<>=\u2264\u2265])\s*(?P<p>\d?\.\d+|[01](?!\d))"
BETWEEN = r"\s*[,;]?[^.;()=<>]{0,30}?[,;]?\s*"
RESULT = re.compile(
    r"(?<![A-Za-z])(?P<kind>t|F|r|z|Z|Q|\u03c7\s*[2\u00b2]|chi-?\s?squared?|chi2|X\s?[2\u00b2])\s*"
    r"(?:\(\s*(?P<df>\d+(?:\.\d+)?)\s*(?:,\s*(?:(?P<df2>\d+(?:\.\d+)?)|N\s*=\s*[\d, ]+)\s*)?\))?"
    r"\s*=\s*(?P<value>[-\u2212]?\d*\.?\d+)" + BETWEEN + P,
)
RATIO = re.compile(
    r"\b(?:a?OR|odds ratio|risk ratio|hazard ratio)\b\s*(?:of|was|is|=|:)?\s*"
    r"(?P<ratio>\d+(?:\.\d+)?)\s*[,;]?\s*[\[(]?\s*(?:(?P<level>\d\d(?:\.\d)?)\s*(?:%|per cent)\s*)?"
    r"(?:CI|confidence interval|interval)\s*[:=,]?\s*[\[(]?\s*(?P<low>\d+(?:\.\d+)?)\s*"
    r"(?:to|,|-|\u2013)\s*(?P<high>\d+(?:\.\d+)?)(?:\s*[\])]?\s*[,;]?\s*" + P + ")?",
    re.IGNORECASE,
)
ONE_SIDED = re.compile(r"one[- ](?:tailed|sided)|directional", re.IGNORECASE)


def check_results(where: str, sentence: str, audit: Audit) -> None:
    """Every test result and odds ratio of a sentence."""
    for found in RESULT.finditer(sentence):
        _check_result(where, sentence, found, audit)
    for found in RATIO.finditer(sentence):
        _check_ratio(where, found, audit)


def _check_result(
    where: str, sentence: str, found: re.Match[str], audit: Audit
) -> None:
    value, p = (
        read_quantity(found["value"]),
        read_quantity(found["relation"] + found["p"]),
    )
    if value is None or p is None:
        return
    ends = [abs(end) for end in value.around()]
    least_value = 0.0 if value.around()[0] < 0 < value.around()[1] else min(ends)
    tails = [_tail(found, end) for end in (max(ends), least_value)]
    smallest, largest = tails
    if smallest is None or largest is None:
        return
    audit.count("test results in the text, p worked out again")
    least, most = p_limits(p)
    if p.value == 0:
        audit.error("p-value", where, f"“{found[0]}”: p is never nought.")
    elif not (most < smallest or least > largest):
        return
    elif _one_sided(found, (smallest, largest), (least, most)):
        if not ONE_SIDED.search(sentence):
            audit.warn(
                "p-value", where, f"“{found[0]}” is right for a one-sided test only."
            )
    else:
        exact = _tail(found, abs(float(value.value)))
        assert exact is not None
        changed = (exact < 0.05) != ((least + most) / 2 < 0.05)
        also = "; the verdict at 5 per cent changes" if changed else ""
        about = f"{exact:.3f}" if exact >= 0.001 else f"{exact:.1g}"
        message = f"“{found[0]}”: this statistic gives p = {about}{also}."
        audit.error("p-value", where, message)


def _one_sided(
    found: re.Match[str], worked_out: tuple[float, float], printed: tuple[float, float]
) -> bool:
    if found["kind"].lower() not in ("t", "z", "r"):
        return False
    return printed[1] >= worked_out[0] / 2 and printed[0] <= worked_out[1] / 2


def _tail(found: re.Match[str], value: float) -> float | None:
    """The p of a statistic of this size, two-sided where it has a sign; None where undefined."""
    kind = found["kind"][0].lower()
    if kind == "z":
        return normal_p(value) if found["df"] is None else None
    df = float(found["df"]) if found["df"] else 0.0
    if not 0 < df <= MOST_DF * 10:
        return None
    if kind in ("c", "x", "q", "\u03c7"):
        return chi_square_tail(value, int(df)) if df == int(df) <= MOST_DF else None
    from scipy.special import fdtrc, stdtr

    if kind == "f":
        df2 = float(found["df2"]) if found["df2"] else 0.0
        return float(fdtrc(df, df2, value)) if df2 > 0 else None
    if kind == "r":
        if value >= 1:
            return 0.0
        value = value * (df / (1 - value**2)) ** 0.5
    return float(2 * stdtr(df, -value))


def _check_ratio(where: str, found: re.Match[str], audit: Audit) -> None:
    """An odds ratio of the text goes through the checks of a table's."""
    p = f"{found['relation']}{found['p']}" if found["p"] else ""
    cells = (found["ratio"], f"{found['low']} to {found['high']}", p)
    level = float(found["level"]) / 100 if found["level"] else None
    columns = Measures({"ratio": 0, "ci": 1, "p": 2}, level=level)
    row = Row(0, (), "", cells)
    check_ratios(Table(where, (), (row,), (columns,)), columns, audit)
