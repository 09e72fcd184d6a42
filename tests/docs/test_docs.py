"""The documentation is complete and current."""

import importlib.util
import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from probata import errors
from probata.analysis import matrix_spec, study, term_spec
from probata.analysis.series import series_file
from probata.cohort import case_list_file, rules_file
from probata.cohort.allocation import team_file
from probata.dataset import assumed_twin, codebook
from probata.dataset.outcomes import outcome_file
from probata.linkage import linkage_file
from probata.publication.binding import Binder
from probata.publication.formats import NAMES
from probata.publication.records import RECORDS
from probata.standards import framework, rating
from probata.standards.ratings import published_columns

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


def keys_of(module) -> list[tuple[str, str]]:
    models = [
        item
        for item in vars(module).values()
        if isinstance(item, type)
        and issubclass(item, BaseModel)
        and item.__module__ == module.__name__
    ]
    return [
        (model.__name__, field.alias or name)
        for model in models
        for name, field in model.model_fields.items()
    ]


@pytest.mark.parametrize(
    ("module", "page"),
    [
        (codebook, "codebook.md"),
        (study, "study.md"),
        (matrix_spec, "study.md"),
        (term_spec, "study.md"),
        (series_file, "series.md"),
        (assumed_twin, "twin.md"),
        (framework, "framework.md"),
        (case_list_file, "case-list.md"),
        (rating, "framework.md"),
        (published_columns, "framework.md"),
        (rules_file, "cohort-rules.md"),
        (team_file, "team.md"),
        (outcome_file, "outcomes.md"),
        (linkage_file, "linkage.md"),
    ],
)
def test_every_key_of_a_declaration_is_documented(module, page):
    text = (DOCS / "reference" / page).read_text()
    code = " ".join(re.findall(r"```.*?```|`[^`]+`", text, re.DOTALL))
    keys = keys_of(module)
    assert len(keys) >= 5
    for model, key in keys:
        assert re.search(rf"\b{key}\b", code), f"{page}: {model}.{key}"


def test_everything_that_text_may_call_is_documented():
    text = (DOCS / "reference" / "text.md").read_text()
    calls = Binder.__new__(Binder).functions()
    assert len(calls) > 20
    for name in calls:
        assert f"{{{{ {name}(" in text, name
    for kind in RECORDS:
        assert f'record("{kind}")' in text, kind


def test_every_exit_code_is_documented():
    text = (DOCS / "reference" / "outputs.md").read_text()
    codes = {
        item.exit_code
        for item in vars(errors).values()
        if isinstance(item, type) and issubclass(item, errors.UserError)
    }
    assert len(codes) >= 8
    for code in codes:
        assert f"| {code} |" in text


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("command-line.md", "command_page"),
        ("open-data.md", "open_data_page"),
        ("service.md", "rights_page"),
    ],
)
def test_a_generated_page_is_current(name, make):
    path = DOCS / "reference" / "generate.py"
    spec = importlib.util.spec_from_file_location("generate_reference", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    page = (DOCS / "reference" / name).read_text()
    assert page == getattr(module, make)(), "run `make docs`"


def test_every_link_between_pages_leads_somewhere():
    for page in [*ROOT.glob("*.md"), *DOCS.rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_help_and_the_guide_name_every_format():
    guide = (DOCS / "how-to" / "formats.md").read_text()
    page = " ".join((DOCS / "reference" / "command-line.md").read_text().split())
    assert f"or `all`: {', '.join(sorted(NAMES, key=NAMES.index))}." in page
    for name in NAMES:
        assert name == "html" or f"`{name}`" in guide, name
