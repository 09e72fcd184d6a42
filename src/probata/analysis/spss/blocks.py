"""The tables of one block: tests, fit, classification and the equation."""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_lowercase

from probata.analysis.design import CONSTANT
from probata.analysis.fit_results import Classification, EntryTest, HosmerLemeshow
from probata.analysis.results import (
    Coefficient,
    JointTest,
    Step,
)
from probata.analysis.spss.encoding import Listed
from probata.analysis.spss.text_table import TextTable, spss_number

Row = tuple[str, ...]


def tabulate_omnibus(step: Step) -> TextTable:
    """Omnibus Tests of Model Coefficients; with ENTER, step and block are the same."""
    tests = {
        "Step": (step.block_chi2, step.block_df, step.block_p),
        "Block": (step.block_chi2, step.block_df, step.block_p),
        "Model": (step.model_chi2, step.model_df, step.model_p),
    }
    rows = [
        (
            "Step 1" if name == "Step" else "",
            name,
            spss_number(chi2),
            str(df),
            spss_number(p),
        )
        for name, (chi2, df, p) in tests.items()
    ]
    return TextTable(
        title="Omnibus Tests of Model Coefficients",
        labels=2,
        heads=[[("", 2), ("Chi-square", 1), ("df", 1), ("Sig.", 1)]],
        rows=rows,
    )


def tabulate_fit(step: Step, iterations: int) -> TextTable:
    """Model Summary."""
    return TextTable(
        title="Model Summary",
        labels=1,
        heads=[
            [
                ("Step", 1),
                ("-2 Log likelihood", 1),
                ("Cox & Snell R Square", 1),
                ("Nagelkerke R Square", 1),
            ]
        ],
        rows=[
            (
                "1",
                spss_number(step.minus2ll) + "a",
                spss_number(step.cox_snell),
                spss_number(step.nagelkerke),
            )
        ],
        notes=[f"a. Estimation ended at iteration number {iterations}."],
    )


def tabulate_goodness(test: HosmerLemeshow) -> TextTable:
    """Hosmer and Lemeshow Test."""
    return TextTable(
        title="Hosmer and Lemeshow Test",
        labels=1,
        heads=[[("Step", 1), ("Chi-square", 1), ("df", 1), ("Sig.", 1)]],
        rows=[("1", spss_number(test.statistic), str(test.df), spss_number(test.p))],
    )


def tabulate_groups(listed: Listed, test: HosmerLemeshow) -> TextTable:
    """Contingency Table for Hosmer and Lemeshow Test."""
    rows = [
        (
            "Step 1" if at == 0 else "",
            str(at + 1),
            str(group.n - group.observed),
            spss_number(group.n - group.expected),
            str(group.observed),
            spss_number(group.expected),
            str(group.n),
        )
        for at, group in enumerate(test.groups)
    ]
    heads = [(f"{listed.outcome} = {label}", 2) for label in listed.outcomes]
    pair = [("Observed", 1), ("Expected", 1)]
    return TextTable(
        title="Contingency Table for Hosmer and Lemeshow Test",
        labels=2,
        heads=[[("", 2), *heads, ("", 1)], [("", 2), *pair, *pair, ("Total", 1)]],
        rows=rows,
    )


def tabulate_classification(
    listed: Listed, found: Classification, step: int
) -> TextTable:
    """Classification Table, with the per cent correct of each observed outcome."""
    no, yes = listed.outcomes
    first = (found.true_negative, found.false_positive)
    second = (found.false_negative, found.true_positive)

    def correct(right: int, whole: int) -> str:
        return spss_number(100 * right / whole, 1)

    cut = f"The cut value is {spss_number(found.cut)}"
    return TextTable(
        title="Classification Table",
        labels=3,
        heads=[
            [("", 3), ("Predicted", 2), ("", 1)],
            [("", 3), (listed.outcome, 2), ("Percentage", 1)],
            [("Observed", 3), (no, 1), (yes, 1), ("Correct", 1)],
        ],
        rows=[
            (f"Step {step}", listed.outcome, no, *map(str, first),
             correct(first[0], sum(first))),
            ("", "", yes, *map(str, second), correct(second[1], sum(second))),
            ("", "Overall Percentage", "", "", "",
             spss_number(found.percent_correct, 1)),
        ],
        notes=[f"a. {cut}"]
        if step
        else ["a. Constant is included in the model.", f"b. {cut}"],
    )  # fmt: skip


def tabulate_entry(listed: Listed, tests: Sequence[EntryTest]) -> TextTable:
    """Variables not in the Equation: score tests of the first block."""
    rows = []
    for at, test in enumerate(tests):
        name = listed.name(test.variable)
        if test.category:
            name = listed.term(test.variable, test.category)
        elif listed.is_categorical(test.variable):
            dummies = listed.dummies(test.variable)
            # As in SPSS, a variable of one parameter has no row of its own besides.
            name = f"{name}(1)" if len(dummies) == 1 else name
        rows.append(
            (
                "Step 0" if at == 0 else "",
                "Variables" if at == 0 else "" if name else "Overall Statistics",
                name,
                spss_number(test.statistic),
                str(test.df),
                spss_number(test.p),
            )
        )
    return TextTable(
        title="Variables not in the Equation",
        labels=3,
        heads=[[("", 3), ("Score", 1), ("df", 1), ("Sig.", 1)]],
        rows=rows,
    )


def tabulate_equation(
    listed: Listed,
    step: int,
    entered: Sequence[str],
    coefficients: Sequence[Coefficient],
    tests: Sequence[JointTest],
) -> TextTable:
    """Variables in the Equation; a parameter without an estimate says why below."""
    notes: list[str] = []
    if entered:
        names = ", ".join(map(listed.name, entered))
        notes.append(f"Variable(s) entered on step 1: {names}.")
    rows: list[Row] = []
    wald = {item.variable: item for item in tests if item.test == "wald"}
    for name in dict.fromkeys(item.variable for item in coefficients):
        terms = [item for item in coefficients if item.variable == name]
        if name == CONSTANT:
            continue
        if listed.is_categorical(name):
            order = list(listed.study.codebook.category_ids(name))
            terms.sort(key=lambda item: order.index(item.category))
            if len(listed.dummies(name)) > 1:
                rows.append(_joint(name, wald[name], notes))
        elif len(terms) > 1:
            rows.append(_joint(listed.name(name), wald[name], notes))
        rows += [_coefficient(listed, item, notes) for item in terms]
    last = next(item for item in coefficients if item.variable == CONSTANT)
    rows.append((*_coefficient(listed, last, notes)[:-2], "", ""))
    first = f"Step {min(step, 1)}" + ("a" if entered else "")
    heads = [(text, 1) for text in ("B", "S.E.", "Wald", "df", "Sig.", "Exp(B)")]
    if not step:  # SPSS gives the constant alone no limits
        return TextTable(
            title="Variables in the Equation",
            labels=2,
            heads=[[("", 2), *heads]],
            rows=[(first, *row[:-2]) for row in rows],
        )
    level = spss_number(100 * listed.results.confidence, 1).removesuffix(".0")
    limits = f"{level}% C.I.for EXP(B)"
    return TextTable(
        title="Variables in the Equation",
        labels=2,
        heads=[
            [("", 2), *[("", 1)] * len(heads), (limits, 2)],
            [("", 2), *heads, ("Lower", 1), ("Upper", 1)],
        ],
        rows=[(first if at == 0 else "", *row) for at, row in enumerate(rows)],
        notes=[f"{_letter(at)}. {note}" for at, note in enumerate(notes)],
    )


def _mark(notes: list[str], note: str) -> str:
    """The letter of a note, which is added once."""
    if note not in notes:
        notes.append(note)
    return _letter(notes.index(note))


def _letter(number: int) -> str:
    """a to z, then aa to zz."""
    return ascii_lowercase[number % 26] * (number // 26 + 1)


def _joint(name: str, test: JointTest, notes: list[str]) -> Row:
    if test.p is None:
        mark = _mark(notes, f"No Wald test of the variable: {test.reason}.")
        return (f"{name} ({mark})", *[""] * 8)
    numbers = (spss_number(test.statistic), str(test.df), spss_number(test.p))
    return (name, "", "", *numbers, "", "", "")


def _coefficient(listed: Listed, item: Coefficient, notes: list[str]) -> Row:
    name = "Constant"
    if item.variable != CONSTANT:
        name = listed.term(item.variable, item.category)
    if item.reason:
        name = f"{name} ({_mark(notes, _sentence(item.reason))})"
    if item.estimate is None:
        return (name, *[""] * 8)
    return (
        name,
        spss_number(item.estimate),
        spss_number(item.standard_error),
        spss_number(None if item.z is None else item.z**2),
        "1",
        spss_number(item.p),
        spss_number(item.odds_ratio),
        spss_number(item.ci_low),
        spss_number(item.ci_high),
    )


def _sentence(reason: str) -> str:
    return f"{reason[0].upper()}{reason[1:]}."
