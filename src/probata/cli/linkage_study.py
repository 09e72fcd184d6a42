"""Carries out a study once a threshold of a linkage: what its odds ratios rest on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from probata.analysis.design import CONSTANT
from probata.analysis.read_study import read_study
from probata.analysis.results import Coefficient, ModelResult
from probata.analysis.run import run_study
from probata.analysis.study import MAIN, Study
from probata.analysis.terms import label_column, label_term
from probata.dataset.linked_outcome import LinkedOutcome, load_linked
from probata.errors import UserError
from probata.linkage.by_threshold import linked_at, list_thresholds
from probata.linkage.decide import Pair
from probata.linkage.engine import Scored
from probata.linkage.read_linkage import Linkage
from probata.linkage.records import Records
from probata.linkage.report import OddsAt, StudyAt, StudyOdds, StudyTable


@dataclass(frozen=True)
class StudyFiles:
    """A study and its case data."""

    study: Path
    data: Path


def check_study(files: StudyFiles, linkage: Linkage) -> None:
    """Raise UserError where the study cannot be joined to the linkage, before the work begins."""
    read_study(files.study)
    first = next(iter(linkage.file.files.values()))
    if linkage.file.outcome is None or not first.pseudonymous:
        raise UserError(
            "--study needs [outcome] in the linkage file, and `pseudonymous = true` in its "
            "first file: the data of the study name their cases by these ids."
        )


def study_thresholds(
    files: StudyFiles,
    linkage: Linkage,
    records: Records,
    scored: Scored,
    reviewed: Mapping[Pair, bool],
) -> StudyTable:
    """The odds ratios of every model at every threshold, the outcome taken from the links."""
    study = read_study(files.study)
    assert linkage.file.outcome is not None
    key = linkage.file.outcome.key or linkage.file.files[records.files[0].name].id
    ids = records.files[0].ids.tolist()
    columns: list[tuple[StudyAt, tuple[ModelResult, ...]]] = []
    for threshold in list_thresholds(linkage.file):
        made = linked_at(linkage.file, records, scored, threshold, reviewed)
        assert made.outcome is not None
        outcome = LinkedOutcome(
            key,
            study.file.outcome.variable,
            study.file.outcome.positive,
            dict(zip(ids, made.outcome.tolist(), strict=True)),
        )
        results = run_study(study, load_linked(files.data, study.codebook, outcome))
        total = results.total
        at = StudyAt(threshold=threshold, n=total.n or 0, positive=total.positive or 0)
        columns.append((at, results.models))
    return StudyTable(
        study=study.id,
        confidence=study.file.inference.confidence,
        columns=tuple(at for at, _ in columns),
        rows=tuple(_rows(study, columns)),
    )


def _rows(
    study: Study, columns: list[tuple[StudyAt, tuple[ModelResult, ...]]]
) -> list[StudyOdds]:
    """A row a parameter of the models of the first threshold, the constant left out.

    Models of other outcomes do not change with the links and are not told.
    """
    about = {model.id for model in study.file.models if model.outcome == MAIN}
    rows = []
    for model in [item for item in columns[0][1] if item.id in about]:
        for item in model.coefficients:
            if item.variable == CONSTANT:
                continue
            found = [_find(models, model.id, item) for _, models in columns]
            rows.append(
                StudyOdds(
                    model=model.label,
                    term=_term(study, item),
                    odds=tuple(_odds(other) for other in found),
                )
            )
    return rows


def _odds(item: Coefficient | None) -> OddsAt:
    """The odds ratio of a parameter; nothing where it is not estimated at a threshold."""
    if item is None:
        return OddsAt(odds_ratio=None, low=None, high=None)
    return OddsAt(odds_ratio=item.odds_ratio, low=item.ci_low, high=item.ci_high)


def _find(
    models: tuple[ModelResult, ...], model: str, wanted: Coefficient
) -> Coefficient | None:
    for item in next(m for m in models if m.id == model).coefficients:
        if (item.variable, item.category) == (wanted.variable, wanted.category):
            return item
    return None


def _term(study: Study, item: Coefficient) -> str:
    label = label_term(study.codebook, item.variable)
    if not item.category:
        return label
    return f"{label}: {label_column(study.codebook, item.variable, item.category)}"
