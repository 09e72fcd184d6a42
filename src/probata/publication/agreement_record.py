"""The part of an annex on cases judged twice: agreement, and how often one is right."""

from __future__ import annotations

from probata.analysis.reliability_results import (
    Accuracy,
    SecondJudgements,
    TwiceJudged,
    TwiceMeasure,
)
from probata.analysis.results import Results
from probata.analysis.rounding import number_text, rounded
from probata.analysis.study import Study
from probata.phrases import phrase
from probata.publication.blocks import Numbering, bullets, say, tabulate
from probata.publication.cells import (
    Cell,
    Shorthand,
    head_limits,
    show_count,
    show_interval,
    show_none,
    show_number,
)
from probata.publication.document import Block, TableBlock
from probata.publication.language import translate, translate_found

_NONE = phrase("No case was judged twice, or the study does not say where.")
_PEERS = phrase(
    "The second assessors are peers of the first: neither is right. How often a judgement is "
    "right follows from agreement if both err independently of one another, and a true yes "
    "is missed as often as a true no; that is assumed, not measured."
)
_PANEL = phrase(
    "The second judgement is a panel's and is taken to be right: how often the first is right "
    "is counted."
)
_MADE_UP = phrase("The second judgements are made up ({source}).")
Cells = tuple[Cell, ...]


def record_agreement(study: Study, results: Results, number: Numbering) -> list[Block]:
    """Agreement on each question with its uncertainty; what corrections rest on."""
    found = results.reliability.second if results.reliability else None
    if found is None:
        return [say(translate(_NONE))]
    blocks: list[Block] = [say(_introduce(found))]
    blocks.append(_agreement_table(study, results, found, number))
    cautions = _cautions(study, found)
    if cautions:
        blocks += [say(translate("Limits that may be too narrow:")), bullets(cautions)]
    blocks.append(say(translate(_PANEL if found.by == "panel" else _PEERS)))
    if any(item.hit for item in found.questions):
        blocks.append(_accuracy_table(study, results, found, number))
    return blocks


def _introduce(found: SecondJudgements) -> str:
    text = translate(
        "Some cases were judged twice. Agreement is the share of them with the same answer; "
        "AC1 and alpha take off what chance alone would give, and alpha falls where nearly "
        "all answers are the same. Nothing is shown for fewer than {minimum} cases.",
        minimum=found.minimum,
    )
    if found.synthetic:
        text += " " + translate(_MADE_UP, source=found.source)
    return text


def _level() -> str:
    return translate("{level}% interval", level="95")


def _agreement_table(
    study: Study, results: Results, found: SecondJudgements, number: Numbering
) -> TableBlock:
    rows = [
        (
            Cell(study.codebook.label(item.variable), "row_header"),
            show_count(item.n),
            *(
                cell
                for name in ("percent", "gwet", "alpha")
                for cell in _measure(item, name)
            ),
            _prevalence(study, item),
        )
        for item in found.questions
    ]
    header = (
        translate("Question"),
        translate("Judged twice"),
        translate("Agreement (per cent)"),
        head_limits(translate("{interval} of agreement", interval=_level())),
        translate("AC1"),
        head_limits(translate("{interval} of AC1", interval=_level())),
        translate("Alpha"),
        head_limits(translate("{interval} of alpha", interval=_level())),
        translate("Shares of the answers"),
    )
    title = translate("Agreement of two judgements of the same case")
    return tabulate(number(), title, header, rows, study, results)


def _measure(item: TwiceJudged, name: str) -> Cells:
    if item.n is None:
        symbol = Shorthand.CONFIDENTIAL
        return show_none(symbol, symbol), show_none(symbol, symbol, columns=2)
    found = next(part for part in item.measures if part.measure == name)
    return _limited(found, 100 if name == "percent" else 1)


def _limited(found: TwiceMeasure, scale: int) -> Cells:
    digits = 1 if scale == 100 else 2
    if found.value is None or found.low is None or found.high is None:
        none = Shorthand.NOT_AVAILABLE
        text = translate("not given")
        return show_none(text, none, remark=found.reason), show_none(
            "", none, columns=2
        )
    limits = rounded(scale * found.low, digits), rounded(scale * found.high, digits)
    return (
        show_number(scale * found.value, digits),
        show_interval(*limits, unbroken=True),
    )


def _prevalence(study: Study, item: TwiceJudged) -> Cell:
    names = {c.id: c.name for c in study.codebook[item.variable].categories}
    told = "; ".join(
        f"{names[name]} {number_text(100 * share, 0)}%"
        for name, share in item.shares.items()
    )
    return Cell(told) if told else Cell("", values=(Shorthand.NOT_APPLICABLE,))


def _cautions(study: Study, found: SecondJudgements) -> list[str]:
    return [
        f"{study.codebook.label(item.variable)}: {part.caution}."
        for item in found.questions
        for part in item.measures
        if part.caution and part.measure == "alpha"
    ]


def _accuracy_table(
    study: Study, results: Results, found: SecondJudgements, number: Numbering
) -> TableBlock:
    rows: list[Cells] = []
    for item in found.questions:
        label = Cell(study.codebook.label(item.variable), "row_header")
        if item.hit is None or item.right is None:
            none = show_none("", Shorthand.NOT_AVAILABLE)
            limits = show_none("", Shorthand.NOT_AVAILABLE, columns=2)
            reason = Cell(translate_found(item.reason))
            rows.append((label, none, limits, none, limits, reason))
            continue
        used = Cell(translate("used for the correction"))
        rows.append((label, *_accuracy(item.hit), *_accuracy(item.right), used))
    header = (
        translate("Question"),
        translate("A true yes is judged so (per cent)"),
        head_limits(translate("{interval} of that", interval=_level())),
        translate("A true no is judged so (per cent)"),
        head_limits(translate("{interval} of this", interval=_level())),
        translate("Use"),
    )
    title = translate("How often a judgement is right")
    return tabulate(number(), title, header, rows, study, results)


def _accuracy(found: Accuracy) -> Cells:
    limits = rounded(100 * found.low, 0), rounded(100 * found.high, 0)
    return show_number(100 * found.value, 0), show_interval(*limits, unbroken=True)
