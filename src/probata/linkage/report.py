"""What a linkage found, as numbers about groups of records: nothing here is of one person.

The report is drawn from it and `report.json` is written from it.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """A part of a linkage report: frozen."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class FileCount(Part):
    """A file: its records, and those that were linked to another."""

    name: str
    source: str
    sha256: str
    records: int
    linked: int


class Note(Part):
    """Something found in a file or among its pairs, and how many it is."""

    where: str
    what: str
    count: int


class RuleCount(Part):
    """A blocking rule and the pairs that agree on it."""

    rule: str
    pairs: int


class Weight(Part):
    """What a step of likeness is worth: its share among true and among false pairs."""

    field: str
    label: str
    true_pairs: float | None
    false_pairs: float | None


class Accuracy(Part):
    """Links held against the truth: `found` of the `true_pairs` are among `links`."""

    links: int
    found: int
    true_pairs: int
    precision: float | None
    recall: float | None
    f1: float | None


class AtThreshold(Part):
    """The linkage at one threshold.

    `expected_precision` and `expected_recall` follow from the match probabilities; the
    second is of the true pairs among those compared. `accuracy` is known with a truth only.
    """

    threshold: float
    links: int
    records_linked: int
    expected_precision: float | None
    expected_recall: float | None
    accuracy: Accuracy | None
    outcome: int | None
    outcome_percent: float | None
    outcome_low: float | None
    outcome_high: float | None


class GroupShare(Part):
    """A group of records of the first file: how many of `n` have it, and against the largest.

    `difference` and its limits are in percentage points against the group with most
    records; None for that group itself.
    """

    group: str
    n: int
    positive: int
    percent: float
    low: float
    high: float
    difference: float | None
    difference_low: float | None
    difference_high: float | None


class GroupTable(Part):
    """One column of groups and one measure: `missed`, `wrong` or `linked`."""

    column: str
    measure: str
    rows: tuple[GroupShare, ...]


class StudyAt(Part):
    """A study at one threshold: its cases, and those with the outcome by a link."""

    threshold: float
    n: int
    positive: int


class OddsAt(Part):
    """An odds ratio at one threshold; None where it is not estimated."""

    odds_ratio: float | None
    low: float | None
    high: float | None


class StudyOdds(Part):
    """One parameter of a model at every threshold, in the order of the columns."""

    model: str
    term: str
    odds: tuple[OddsAt, ...]


class StudyTable(Part):
    """A study whose outcome is taken from the links, at every threshold."""

    study: str
    confidence: float
    columns: tuple[StudyAt, ...]
    rows: tuple[StudyOdds, ...]


class Provenance(Part):
    """What made the report."""

    probata: str
    libraries: dict[str, str]
    linkage: str
    linkage_sha256: str
    seed: int
    synthetic: bool
    confidence: float


class LinkageReport(Part):
    """Everything that the report of a linkage prints."""

    title: str
    two_files: bool
    files: tuple[FileCount, ...]
    fields: tuple[str, ...]
    threshold: float
    review: float
    compared: int
    true_compared: int | None
    prior: float
    links: int
    joined_by_review: int
    parted_by_review: int
    queue: int
    clusters: int
    largest_cluster: int
    cluster_accuracy: Accuracy | None
    notes: tuple[Note, ...]
    rules: tuple[RuleCount, ...]
    weights: tuple[Weight, ...]
    thresholds: tuple[AtThreshold, ...]
    groups: tuple[GroupTable, ...]
    outcome: str
    study: StudyTable | None = None
    provenance: Provenance
