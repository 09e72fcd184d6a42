"""What `probata schema` does."""

from __future__ import annotations

import json
from pathlib import Path

from probata.cli.say import Report
from probata.outputs import write_file


def write_schemas(folder: Path) -> Report:
    """Write the JSON Schemas of everything that a person edits or reads."""
    from pydantic import BaseModel

    from probata.analysis.results import Results
    from probata.analysis.series.series_file import SeriesFile
    from probata.analysis.study import StudyFile
    from probata.cli.manifest import Manifest
    from probata.cohort.allocation.team_file import TeamFile
    from probata.cohort.case_facts_file import CaseFactsFile
    from probata.cohort.case_list_file import CaseListFile
    from probata.cohort.places import RegisterFile
    from probata.cohort.rules_file import RulesFile
    from probata.dataset.assumed_twin import AssumedFile
    from probata.dataset.codebook import CodebookFile
    from probata.dataset.outcomes.outcome_file import OutcomeFile
    from probata.dataset.release_manifest import ReleaseManifest
    from probata.dataset.twin_design import TwinFile
    from probata.linkage.linkage_file import LinkageFile
    from probata.linkage.report import LinkageReport
    from probata.publication.theme import ThemeFile
    from probata.standards.framework import FrameworkFile
    from probata.standards.ratings.published_columns import PublishedFile
    from probata.standards.ratings.results import RatingsResult

    models: dict[str, type[BaseModel]] = {
        "study": StudyFile,
        "codebook": CodebookFile,
        "framework": FrameworkFile,
        "theme": ThemeFile,
        "case_list": CaseListFile,
        "places": RegisterFile,
        "cohort_rules": RulesFile,
        "team": TeamFile,
        "case_facts": CaseFactsFile,
        "linkage": LinkageFile,
        "linkage_report": LinkageReport,
        "twin": TwinFile,
        "outcomes": OutcomeFile,
        "assumed_twin": AssumedFile,
        "results": Results,
        "manifest": Manifest,
        "data_release": ReleaseManifest,
        "series": SeriesFile,
        "ratings": RatingsResult,
        "published": PublishedFile,
    }
    for name, model in models.items():
        text = json.dumps(model.model_json_schema(), indent=1, ensure_ascii=False)
        write_file(folder / f"{name}.schema.json", (text + "\n").encode())
    names = [f"{name}.schema.json" for name in models]
    return {"folder": str(folder), "files": names}, [
        f"{folder / name}" for name in names
    ]
