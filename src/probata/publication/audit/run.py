"""Carries out every check on every file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from probata.publication.audit.columns import Role
from probata.publication.audit.findings import LEVELS, Audit
from probata.publication.audit.layout import Table, lay_out
from probata.publication.audit.names import check_names
from probata.publication.audit.percentages import check_means, check_percentages
from probata.publication.audit.phrases import check_phrases
from probata.publication.audit.ratios import check_ratios
from probata.publication.audit.recompute import check_results
from probata.publication.audit.references import check_references, split_references
from probata.publication.audit.source import Source
from probata.publication.audit.statements import Fact, check_shares, list_facts
from probata.publication.audit.tidy import list_statements
from probata.publication.audit.totals import check_totals


@dataclass(frozen=True)
class Options:
    """What a person says of the files.

    `columns` gives headings a role; `of_total` whether percentages are parts of the
    total (None: found out from the numbers); `cases` the number of cases where no row is
    a total; `names` the names that are right, by their folded spelling.
    """

    columns: Mapping[str, Role] = field(default_factory=dict)
    of_total: bool | None = None
    cases: int | None = None
    names: dict[str, str] | None = None


def audit_sources(sources: Sequence[Source], options: Options) -> list[Audit]:
    """One audit a file; text is held against its own tables and those of sheets beside it."""
    laid_out = [
        [lay_out(grid, options.columns) for grid in source.grids if grid.rows]
        for source in sources
    ]
    facts = [list_facts(tables, options.of_total) for tables in laid_out]
    audits: list[Audit] = []
    named = options.names is None
    for at, (source, tables) in enumerate(zip(sources, laid_out, strict=True)):
        audit = Audit(source.name)
        audit.count("tables", len(tables))
        for table in tables:
            _audit_table(table, options, audit)
        if options.names is not None:
            named |= check_names(source.grids, options.names, audit)
        beside = [i for i, other in enumerate(sources) if i == at or other.sheets]
        _audit_text(source, [fact for i in beside for fact in facts[i]], audit)
        audit.findings.sort(key=lambda item: LEVELS.index(item.level))
        audits.append(audit)
    if not named:
        words = "names, as no column holds mostly names of the list"
        audits[-1].skip(words, "all files")
    return audits


def _audit_table(table: Table, options: Options, audit: Audit) -> None:
    if not table.sets:
        words = (
            "tables without a heading that names a measure (name one with "
            "--column ROLE=HEADING)"
        )
        audit.skip(words, table.name)
    for measures in table.sets:
        check_percentages(table, measures, options.of_total, audit)
        if "mean" in options.columns.values():
            check_means(table, measures, audit)
        check_totals(table, measures, options.of_total, options.cases, audit)
        check_ratios(table, measures, audit)
    seen = Counter((row.group, row.label, row.cells) for row in table.rows)
    for (_, label, cells), times in seen.items():
        if times > 1 and any(cells) and table.sets:
            message = f"the same row stands {times} times: {label or cells[0]}."
            audit.warn("duplicate", table.name, message)
    audit.count("rows", len(table.rows))


def _audit_text(source: Source, facts: Sequence[Fact], audit: Audit) -> None:
    text, listed = split_references(source.passages)
    stated = [item for grid in source.grids for item in list_statements(grid)]
    check_shares([*text, *stated], facts, audit)
    check_phrases(text, audit)
    for passage in text:
        check_results(passage.where, passage.text, audit)
    check_references(text, listed, audit)
