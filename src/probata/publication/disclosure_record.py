"""The part of the annex that says what disclosure control did, and by which rules."""

from __future__ import annotations

from collections.abc import Iterator

from probata.analysis.disclosure_results import DisclosureRecord
from probata.analysis.results import Results
from probata.analysis.rounding import CONFIDENTIAL
from probata.analysis.study import Study
from probata.publication.blocks import Numbering, bullets, say
from probata.publication.document import Block
from probata.publication.language import translate, translate_count


def record_disclosure(study: Study, results: Results, number: Numbering) -> list[Block]:
    """What must not follow from the numbers, and what was done about it."""
    made = results.disclosure
    if made is None:
        return [
            say(
                translate(
                    "Disclosure control has not been carried out on these results."
                )
            )
        ]
    if made.minimum_n == 0 and made.uniform_groups == made.missing_groups == "allow":
        return [say(translate("No number of this bulletin is too small to be shown."))]
    return [
        say(
            translate(
                "These must not follow from the numbers of this bulletin, also not by "
                "subtracting one from another across tables, figures and models:"
            )
        ),
        bullets(list(_rules(made))),
        say(" ".join(_done(made))),
    ]


def _rules(made: DisclosureRecord) -> Iterator[str]:
    n = made.minimum_n
    yield translate(
        "how many cases a group has, where it has fewer than {number}", number=n
    )
    yield translate(
        "how many cases of a group have one of the two outcomes, where these are fewer "
        "than {number}",
        number=made.minimum_cell,
    )
    if made.uniform_groups == "protect":
        yield translate("that all cases of a group have the same outcome")
    if made.missing_groups == "protect":
        yield translate(
            "what became of fewer than {number} cases that lack a value, or that a model "
            "leaves out",
            number=n,
        )
    if made.earlier:
        yield translate(
            "what became of fewer than {number} cases that have been added since an "
            "earlier bulletin",
            number=n,
        )


def _done(made: DisclosureRecord) -> Iterator[str]:
    if made.mode == "report":
        yield translate_count(
            "By these rules {count} count would be at risk.",
            "By these rules {count} counts would be at risk.",
            made.risks,
        )
        yield translate("Nothing is held back: {reason}.", reason=made.reason)
        return
    if made.mode == "round":
        yield translate(
            "Counts are rounded to the nearest multiple of {number}, and percentages are "
            "worked out from the rounded counts; the number of all cases, and those that "
            "a model uses and loses, are not rounded.",
            number=made.rounded,
        )
    if not made.suppressed:
        yield translate("No number had to be held back.")
        return
    yield translate_count(
        "{count} number is held back and marked {symbol}.",
        "{count} numbers are held back and marked {symbol}: those at risk, and the fewest "
        "and least important others that protect them.",
        made.suppressed,
        symbol=CONFIDENTIAL,
    )
    yield translate(
        "Which are which is not said, because that would tell something about the first."
    )
