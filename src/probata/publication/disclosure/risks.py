"""Which counts would say something about a person, and what must stay open about them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from probata.analysis.disclosure_spec import Disclosure
from probata.analysis.results import Results, Share
from probata.analysis.study import Study
from probata.publication.disclosure.linear import Form, Requirement

# A listed row says that there is a case; of any other group there may be none.
Kind = Literal["group", "listed", "left_over", "added"]


@dataclass(frozen=True)
class Group:
    """Cases that readers can tell apart, with their counts as forms and as they are.

    `kind` left_over: cases that no table sets out to count, such as those without a value
    or those that a model leaves out; they follow by subtraction. added: those by which
    a group has grown since an earlier bulletin. Of a listed group only the number of
    cases is told, so it has no `positive`. `in_table` is false of groups in models.
    """

    about: str
    n: int
    n_form: Form
    positive: int | None
    positive_form: Form
    others_form: Form
    kind: Kind = "group"
    in_table: bool = True
    variables: tuple[str, ...] = ()


# Fitted probabilities of like cases differ by a tenth at the least: counts so many times
# the least number of cases are not told by an estimate as closely as that number.
LARGE = 10


def leaves_open(share: Share, total: Share, rules: Disclosure) -> bool:
    """Whether the estimate of a category leaves its positive cases open.

    It tells them roughly: the fitted probabilities add up to them, and which cases have
    which is not told. That is rough enough where there are many cases with either outcome
    in the category, and outside it.
    """
    if share.n is None or share.positive is None:
        return False
    if total.n is None or total.positive is None:
        return False
    inside = (share.positive, share.n - share.positive)
    outside = (total.positive - inside[0], total.n - total.positive - inside[1])
    return min(*inside, *outside) >= LARGE * max(1, rules.minimum_n)


def find_open(study: Study, results: Results) -> Iterator[tuple[str, str]]:
    """Variables and categories of which that is so."""
    rules = study.file.disclosure
    for name, frequency in results.frequencies.items():
        for item in frequency.categories:
            if leaves_open(item, results.total, rules):
                yield name, item.category


def find_risks(group: Group, rules: Disclosure) -> Iterator[Requirement]:
    """What must stay open about a group so that its readers learn about nobody."""
    for found in _find(group, rules):
        yield replace(found, variables=group.variables)


def _find(group: Group, rules: Disclosure) -> Iterator[Requirement]:
    if group.n == 0 or (group.kind == "left_over" and rules.missing_groups == "allow"):
        return
    if group.n < rules.minimum_n:
        yield from _few_cases(group, rules)
    elif group.positive is not None:
        yield from _one_sided(group, group.positive, rules)


def _few_cases(group: Group, rules: Disclosure) -> Iterator[Requirement]:
    """Fewer cases than the least that may be shown."""
    least, about, n = rules.minimum_n, group.about, group.n
    positive = group.positive
    if group.kind in ("left_over", "added"):
        # That there are few may be known; what became of them may not.
        if positive is not None:
            rule = f"what became of fewer than {least} cases follows by subtraction"
            yield Requirement(about, group.positive_form, positive, 0, n, rule)
        return
    rule = f"fewer than {least} cases"
    yield Requirement(about, group.n_form, n, 1, least, rule)
    if positive is not None:
        high = rules.least_cell
        yield Requirement(about, group.positive_form, positive, 0, high, rule)
        yield Requirement(about, group.others_form, n - positive, 0, high, rule)


def _one_sided(group: Group, positive: int, rules: Disclosure) -> Iterator[Requirement]:
    """Few cases, or none, with one of the two outcomes."""
    cell, protect = rules.least_cell, rules.uniform_groups == "protect"
    for count, form in (
        (positive, group.positive_form),
        (group.n - positive, group.others_form),
    ):
        if count == 0 and protect:
            rule = "every case has the same outcome"
        elif 0 < count < cell:
            rule = f"fewer than {cell} cases with one of the outcomes"
        else:
            continue
        low, high = 0 if protect else 1, max(1, cell)
        yield Requirement(group.about, form, count, low, high, rule)
