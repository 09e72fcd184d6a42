"""Puts the report of a linkage together: what was linked, how well, and what it changes.

make_linkage_report(report) -> Document
"""

from __future__ import annotations

from probata.analysis.rounding import number_text
from probata.linkage.report import LinkageReport
from probata.publication.blocks import bullets, say
from probata.publication.document import (
    Block,
    Document,
    Fact,
)
from probata.publication.linkage_outcomes import list_outcomes, list_study
from probata.publication.linkage_tables import (
    list_files,
    list_groups,
    list_notes,
    list_rules,
    list_thresholds,
    list_weights,
)
from probata.publication.plain_report import Opening, Part, assemble_report
from probata.publication.unit_tables import Numbering


def make_linkage_report(report: LinkageReport) -> Document:
    """The document of a linkage; every number comes from `report`."""
    number = Numbering()
    parts: list[Part] = [
        ("summary", "", "Summary", "summary", _summarise(report)),
        ("files", "1", "Files", "section", list_files(report, number)),
        ("quality", "2", "Quality", "section", list_thresholds(report, number)),
    ]
    if report.groups:
        groups = list_groups(report, number)
        parts.append(("groups", "3", "Quality by group", "section", groups))
    if report.outcome:
        at = str(len(parts))
        outcome = [*list_outcomes(report, number), *list_study(report, number)]
        parts.append(("outcome", at, "What the threshold changes", "section", outcome))
    parts += [
        ("found", "A", "What was found", "annex", list_notes(report, number)),
        (
            "method",
            "B",
            "How it was done",
            "annex",
            [
                *_describe(report),
                *list_rules(report, number),
                *list_weights(report, number),
            ],
        ),
    ]
    return assemble_report(_front(report), parts, _provenance(report))


def _front(report: LinkageReport) -> Opening:
    made_up = "synthetic " if report.provenance.synthetic else ""
    facts = [
        Fact(f"{sum(f.records for f in report.files):,}", f"{made_up}records"),
        Fact(f"{report.links:,}", "links"),
        Fact(f"{report.queue:,}", "pairs to review"),
    ]
    return Opening(
        title=report.title,
        subtitle="Linkage report",
        series="Linkage report",
        description=f"{report.title}: what was linked, how well, what it changes.",
        synthetic=report.provenance.synthetic,
        internal=True,
        facts=tuple(facts),
    )


def _summarise(report: LinkageReport) -> list[Block]:
    names = " and ".join(f"{f.name} ({f.records:,} records)" for f in report.files)
    first = report.files[0]
    share = number_text(100 * first.linked / first.records, 1)
    found = [
        (
            f"{report.links:,} links from a match probability of {report.threshold:g} on. "
            f"{first.linked:,} of the {first.records:,} records of {first.name} ({share}%) are "
            "linked."
        ),
        (
            f"{report.queue:,} pairs wait for a person to look at them; "
            f"{report.joined_by_review:,} were joined and {report.parted_by_review:,} told "
            "apart by review."
        ),
    ]
    line = next(x for x in report.thresholds if x.threshold == report.threshold)
    if line.accuracy and line.accuracy.precision is not None:
        precision = number_text(100 * line.accuracy.precision, 1)
        recall = number_text(100 * (line.accuracy.recall or 0), 1)
        found.append(
            f"Against the true persons in the files: {precision}% of the links are right "
            f"(precision), and {recall}% of the true pairs are linked (recall)."
        )
    elif line.expected_precision is not None:
        precision = number_text(100 * line.expected_precision, 1)
        found.append(
            f"The true persons are not known. By its own probabilities the model expects "
            f"{precision}% of the links to be right; whether that holds, only review can "
            "tell."
        )
    return [say(f"Linked: {names}."), bullets(found)]


def _describe(report: LinkageReport) -> list[Block]:
    """The method in words."""
    fields = ", ".join(report.fields)
    return [
        say(
            f"Records were compared by {fields}, after case, accents on Latin letters, "
            "punctuation and spaces were taken out. Names in other scripts were compared "
            "as they stand. The weights of agreement were learnt from the records "
            "themselves (Fellegi and Sunter 1969, fitted by Splink): how often each step "
            "of likeness comes by chance, from random pairs; how often among true pairs, "
            "by expectation and maximisation within blocks."
        ),
        say(
            "A pair is linked from the threshold on, the likeliest first. It is held for "
            "review, whatever its probability, where it looks like twins (same surname, "
            "date of birth and home, another forename, no identifier in common), where "
            "one identifier stands for two people (two of forename, surname and date of "
            "birth are different, and the home is, too), or where two records of a file that holds nobody twice "
            "fit equally well. A link that would join two records of such a file is "
            "refused."
        ),
        say(
            f"{report.compared:,} pairs were compared: those that agree on one of the "
            "rules below"
            + (
                f". {report.true_compared:,} of them are true pairs; a true pair that no "
                "rule brings together cannot be linked."
                if report.true_compared is not None
                else ". A true pair that no rule brings together cannot be linked."
            )
        ),
        say(
            "This is a working paper. Groups below ten records are put together; the "
            "disclosure control of bulletins is not applied, and counts at neighbouring "
            "thresholds can differ by very few records."
        ),
    ]


def _provenance(report: LinkageReport) -> tuple[tuple[str, str], ...]:
    made = report.provenance
    rows = [
        ("Probata", made.probata),
        ("Linkage file", f"{made.linkage} (sha256 {made.linkage_sha256[:16]})"),
    ]
    rows += [(f.name, f"{f.source} (sha256 {f.sha256[:16]})") for f in report.files]
    rows.append(("Libraries", ", ".join(f"{k} {v}" for k, v in made.libraries.items())))
    rows.append(("Seed", str(made.seed)))
    return tuple(rows)
