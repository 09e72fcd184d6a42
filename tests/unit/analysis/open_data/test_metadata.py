"""The metadata of the open data agree with the files, by us and by another program."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from builders import INTERVAL, repeat_rows, run_columns
from csvw import CSVW, TableGroup
from open_data import check_group, check_table

from probata.analysis.open_data import columns
from probata.analysis.open_data.cases import write_case_metadata
from probata.analysis.open_data.columns import ALWAYS, RELIABILITY, TERMS
from probata.analysis.open_data.write import write_open_data
from probata.analysis.read_study import read_study
from probata.analysis.twin_search import write_twin

ROOT = Path(__file__).parents[4]
PREDICTORS = {"sex": ("male", 'f"e,male'), "group": ("a", "b"), "age": INTERVAL}
ROWS = {
    ("yes", "male", "a", "20"): 30,
    ("no", "male", "a", "31"): 23,
    ("yes", 'f"e,male', "a", "40"): 17,
    ("no", 'f"e,male', "b", "52"): 26,
    ("yes", "male", "b", "33"): 19,
    ("no", "male", "b", "25"): 31,
    ("yes", "", "b", "47"): 3,
}
EXTRA = """
[[tables]]
id = "B1"
title = "Tables"
variables = ["sex", "group"]
marks_from = "m"

[[figures]]
id = "1"
title = "Figure"
variables = ["sex"]
by = "group"

[disclosure]
minimum_n = 5
"""


@pytest.fixture(scope="module")
def study_and_results(tmp_path_factory):
    folder = tmp_path_factory.mktemp("open_data")
    made = repeat_rows(ROWS, ["outcome", *PREDICTORS])
    results = run_columns(folder, PREDICTORS, made, extra=EXTRA)
    return read_study(folder), results


def write(folder, study, results):
    for name, content in write_open_data(results, study).items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    return folder / "data"


def test_every_file_is_as_its_metadata_say(study_and_results, tmp_path):
    data = write(tmp_path, *study_and_results)
    assert check_group(data) == []
    assert CSVW(str(data / "csv-metadata.json"), validate=True).is_valid


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("frequencies.csv", "B1,sex,male", ",sex,male", "required"),
        ("frequencies.csv", "B1,sex,male,", "B1,sex,male,many", "not a number"),
        ("frequencies.csv", ",yes\n", ",perhaps\n", "not a boolean"),
        ("tests.csv", "m,all,sex,wald", "m,all,sex,likelihood_ratio", "keys"),
        ("fit.csv", "nagelkerke", "Nagelkerke", "header"),
        ("fit.csv", "m,0,146", "m,0,146.5", "not a whole number"),
    ],
)
def test_a_file_that_is_not_as_its_metadata_say_is_found(
    study_and_results, tmp_path, file, old, new, said
):
    data = write(tmp_path, *study_and_results)
    text = (data / file).read_text()
    assert old in text, text
    (data / file).write_text(text.replace(old, new))
    found = check_group(data)
    assert any(file in problem and said in problem for problem in found), found


def test_another_program_reads_typed_values(study_and_results, tmp_path):
    data = write(tmp_path, *study_and_results)
    group = TableGroup.from_file(data / "csv-metadata.json")
    rows = list(group.tabledict["frequencies.csv"])
    first = rows[0]
    assert (first["variable"], first["n"], first["marked"]) == ("all_cases", 149, None)
    assert {row["marked"] for row in rows[1:]} <= {True, False}
    steps = list(group.tabledict["fit.csv"])
    assert steps[0]["step"] == 0
    assert steps[0]["block_df"] is None
    assert steps[1]["block_df"] == 3


def test_suppressed_numbers_are_none(study_and_results, tmp_path):
    study, results = study_and_results
    hidden = (
        results.frequencies["sex"]
        .categories[0]
        .model_copy(
            update={
                "n": None,
                "positive": None,
                "percent": None,
                "ci_low": None,
                "ci_high": None,
            }
        )
    )
    held = results.frequencies["sex"].model_copy(update={"categories": (hidden,)})
    results = results.model_copy(
        update={"frequencies": results.frequencies | {"sex": held}}
    )
    data = write(tmp_path, study, results)
    assert "B1,sex,male,[c],[c]" in (data / "frequencies.csv").read_text()
    assert check_group(data) == []
    group = TableGroup.from_file(data / "csv-metadata.json")
    row = list(group.tabledict["frequencies.csv"])[1]
    assert (row["category"], row["n"], row["percent"]) == ("male", None, None)


def test_what_the_study_says_of_itself_is_in_the_metadata(study_and_results):
    study, results = study_and_results
    header = study.file.study.model_copy(
        update={
            "publisher": "Us",
            "licence": "CC BY 4.0",
            "date": "2026-11-23",
            "authors": ("A", "B"),
        }
    )
    told = replace(study, file=study.file.model_copy(update={"study": header}))
    made_up = results.model_copy(
        update={"provenance": results.provenance.model_copy(update={"synthetic": True})}
    )
    files = write_open_data(made_up, told)
    group = json.loads(files["data/csv-metadata.json"])
    assert group["dc:title"] == "Test"
    assert group["dc:publisher"] == "Us"
    assert group["dc:rights"] == "CC BY 4.0"
    assert group["dc:issued"] == "2026-11-23"
    assert group["dc:creator"] == ["A", "B"]
    assert "Synthetic data" in group["rdfs:comment"]
    plain = json.loads(write_open_data(results, study)["data/csv-metadata.json"])
    assert "rdfs:comment" not in plain
    assert "dc:publisher" not in plain


def test_each_column_says_what_it_is_and_keys_come_first():
    for table in ALWAYS + TERMS + RELIABILITY:
        names = table.header
        assert len(set(names)) == len(names)
        for column in table.columns:
            assert column.meaning.endswith("."), (table.name, column.name)
        assert any(column.key for column in table.columns), table.name
    assert len({table.name for table in ALWAYS + TERMS + RELIABILITY}) == 16
    assert columns.FREQUENCIES.path == "data/frequencies.csv"


def test_cases_are_described_by_the_codebook(tmp_path):
    study = read_study(ROOT / "bulletins" / "early_outcomes")
    twin = write_twin(study, None)
    header = twin.csv.partition(b"\n")[0].decode().split(",")
    metadata = write_case_metadata(header, study)
    (tmp_path / "cases_synthetic.csv").write_bytes(twin.csv)
    place = tmp_path / "cases_synthetic.csv-metadata.json"
    place.write_bytes(metadata)
    table = json.loads(metadata)
    assert check_table(tmp_path, table) == []
    assert CSVW(str(place), validate=True).is_valid
    assert "does not exist" in table["dc:description"]
    assert "Synthetic data" in table["rdfs:comment"]
    assert table["tableSchema"]["primaryKey"] == ["case_id"]
    text = twin.csv.decode().replace(",male,", ",mail,", 1)
    (tmp_path / "cases_synthetic.csv").write_text(text)
    assert any("another word" in problem for problem in check_table(tmp_path, table))
