"""What was found and done, for those who answer for the bulletin; never published.

The log names groups and rules. It holds no count, but it says which groups are small.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from probata.analysis.open_data.flat_files import Cells
from probata.analysis.results import Results
from probata.analysis.rounding import number_text
from probata.analysis.study import Study
from probata.analysis.terms import label_column, label_term
from probata.guarded_csv import write_rows
from probata.publication.disclosure.control import Choice, count_risks
from probata.publication.disclosure.linear import Name, Switch
from probata.publication.disclosure.words import describe_switch

HEADER = ("what", "group", "number", "rule", "cost")
PROTECTS = "protects another count"


def write_log(
    study: Study,
    before: Results,
    after: Results,
    choice: Choice,
    switches: Mapping[Name, Switch],
) -> bytes:
    """The log as CSV; `before` and `after` are the results without and with control."""
    rows: list[Cells] = [
        ("at risk", about, "", rule, "") for about, rule in count_risks(choice.risks)
    ]
    for name in sorted(choice.off):
        group, number = describe_switch(name, study, before)
        kind = "primary" if name in choice.primary else "secondary"
        rule = "at risk itself" if kind == "primary" else PROTECTS
        cost = number_text(switches[name].cost, 2)
        rows.append((f"held back ({kind})", group, number, rule, cost))
    rows += _withheld(study, before, after)
    rows += [
        (
            "not followed",
            study.codebook.label(name),
            "",
            "derived from too many combinations; check it by hand",
            "",
        )
        for name in choice.unlinked
    ]
    return write_rows(HEADER, rows)


def _withheld(study: Study, before: Results, after: Results) -> Iterable[Cells]:
    """Estimates and measures of fit that would give a count away."""
    book = study.codebook
    rule = "would give a suppressed count away"
    for old, new in zip(before.models, after.models, strict=True):
        for was, item in zip(old.coefficients, new.coefficients, strict=True):
            if was.status != item.status and item.status == "suppressed":
                label = item.variable
                if item.block:
                    label = label_term(book, item.variable)
                if item.category:
                    label += f": {label_column(book, item.variable, item.category)}"
                yield ("withheld", f"{label}, {new.label}", "estimate", rule, "")
        for step, shown in zip(old.steps, new.steps, strict=True):
            if step.minus2ll is not None and shown.minus2ll is None:
                yield ("withheld", f"{new.label}, step {step.step}", "fit", rule, "")
    for name, frequency in before.frequencies.items():
        if frequency.test is not None and after.frequencies[name].test is None:
            yield ("withheld", book.label(name), "chi-square test", rule, "")
