"""Tables of interactions for the annex: odds ratios and percentages within a moderator."""

from __future__ import annotations

from probata.analysis.results import Results
from probata.analysis.study import Study
from probata.publication.blocks import Numbering, say, tabulate
from probata.publication.cells import column_headers, head_limits
from probata.publication.charts.interaction import Named, odds_rows, share_rows
from probata.publication.charts.odds import interval_title
from probata.publication.document import Block
from probata.publication.language import translate


def record_interactions(
    study: Study, results: Results, number: Numbering
) -> list[Block]:
    """Of each interaction, the odds ratios and the adjusted percentages."""
    blocks: list[Block] = []
    for model in results.models:
        for item in model.interactions:
            named = Named(item, study, model.label)
            blocks += [
                _odds(named, number, results),
                _shares(named, number, results),
            ]
    return blocks or [say(translate("No model has an interaction."))]


def _odds(named: Named, number: Numbering, results: Results) -> Block:
    title = translate(
        "{model}: odds ratios of {variable} within {moderator}",
        model=named.model,
        variable=named.variable,
        moderator=named.moderator,
    )
    header = column_headers(
        translate("Within"),
        translate("Category"),
        translate("Cases (n)"),
        translate("Odds ratio"),
        head_limits(interval_title(results)),
    )
    rows = odds_rows(named)
    return tabulate(number(), title, header, rows, named.study, results)


def _shares(named: Named, number: Numbering, results: Results) -> Block:
    title = translate(
        "{model}: percentages by {variable} within {moderator}",
        model=named.model,
        variable=named.variable,
        moderator=named.moderator,
    )
    level = translate("{interval}, adjusted", interval=interval_title(results))
    header = column_headers(
        translate("Within"),
        translate("Category"),
        translate("Cases (n)"),
        translate("Per cent as found"),
        translate("Per cent adjusted"),
        head_limits(level),
    )
    rows = share_rows(named, results)
    return tabulate(number(), title, header, rows, named.study, results)
