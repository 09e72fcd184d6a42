"""A data release: rows that `probata check` reads, the same bytes again, every change found."""

import datetime
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from small_form import write_form

from probata.assessment.answers import Entry
from probata.assessment.chain import Head
from probata.assessment.form import compile_form
from probata.assessment.log_events import LogEvent, answer_body, facts_body, utc_text
from probata.assessment.replay import replay
from probata.assessment.states import find_states
from probata.dataset.assessment_codebook import assessment_codebook
from probata.dataset.columns import REASON_OF_CODE
from probata.dataset.data_release import (
    REASON_OF_STATE,
    AssessedCase,
    assessed_case,
    make_release,
)
from probata.dataset.load import load_cases
from probata.dataset.read_codebook import read_codebook
from probata.dataset.read_release import compare_releases, read_release
from probata.dataset.release_manifest import LogHead
from probata.errors import AnswerError, DataError, DeclarationError, VerificationError
from probata.outputs import write_folder
from probata.standards.packaged import packaged_names
from probata.standards.read_framework import read_framework

HEAD = Head(412, "ab" * 32)
YES, NO, NONE = Entry("yes"), Entry("no"), Entry("none")
DECLINED = Entry(declined=True, declined_because="The file is lost, says John Smith")


def a_case(case_id, entries, facts=None, **more):
    told = {
        "case_id": case_id,
        "delivery_unit": "North",
        "inspector": "I-1",
        "facts": facts or {"kind": "other", "age": 30},
        "entries": entries,
        "guidance": {"a": "2.5"},
        "head": HEAD,
    }
    return AssessedCase(**{**told, **more})


FULL = {
    "a": YES,
    "b": NO,
    "c": YES,
    "h": YES,
    "k": YES,
    "e": YES,
    "g": NO,
    "m": NO,
    "i": NO,
}
CASES = (
    a_case("C-2", {**FULL, "a": NONE}),
    a_case("C-1", {**FULL, "a": replace(YES, note="Told by John Smith")}),
    a_case("C-3", {**FULL, "a": DECLINED}),
    a_case("C-4", {"a": YES}, {"kind": "upw", "age": None}, delivery_unit="South"),
)


@pytest.fixture
def form(tmp_path):
    return write_form(tmp_path / "small.toml")


def write(folder: Path, release) -> Path:
    write_folder(folder, release.files)
    return folder


def rows_of(release):
    header, *rows = release.files["assessments.csv"].decode().splitlines()
    return [dict(zip(header.split(","), row.split(","), strict=True)) for row in rows]


def test_each_way_of_having_no_answer_has_its_own_word(form):
    rows = {
        row["case_id"]: row
        for row in rows_of(make_release(form, CASES, synthetic=True))
    }
    assert list(rows) == ["C-1", "C-2", "C-3", "C-4"]
    assert [rows["C-1"][name] for name in "abchk"] == ["yes", "no", "yes", "yes", "yes"]
    assert [rows["C-2"][name] for name in "abch"] == ["none", *["not_asked"] * 3]
    assert [rows["C-3"][name] for name in "abch"] == ["declined", *["not_reached"] * 3]
    assert [rows["C-4"][name] for name in "abcem"] == [
        *("yes", "not_answered", "not_reached"),
        *("not_asked", "not_asked"),
    ]
    assert (rows["C-4"]["age"], rows["C-1"]["age"]) == ("", "30")


def test_no_text_of_an_inspector_is_in_any_file(form):
    release = make_release(form, CASES, synthetic=False)
    assert not any(b"Smith" in content for content in release.files.values())
    assert not any(b"lost" in content for content in release.files.values())


def test_synthetic_cases_say_so_in_each_file(form):
    made_up = make_release(form, CASES, synthetic=True).files
    assert all(b"synthetic" in content.lower() for content in made_up.values())
    real = make_release(form, CASES, synthetic=False)
    assert not real.manifest.synthetic
    assert {row["record_source"] for row in rows_of(real)} == {"inspection"}


def test_the_same_assessments_give_the_same_bytes_in_whatever_order(form):
    once = make_release(form, CASES, synthetic=True, left_out={"b": 1, "a": 2})
    again = make_release(
        form, reversed(CASES), synthetic=True, left_out={"a": 2, "b": 1}
    )
    assert once.files == again.files


def test_the_manifest_tells_what_is_in_it(form):
    manifest = make_release(
        form, CASES, synthetic=True, left_out={"not signed": 3}
    ).manifest
    assert (manifest.number, manifest.corrects, manifest.cases) == (1, "", 4)
    assert manifest.framework.sha256 == form.sha256
    assert manifest.heads["C-2"] == LogHead(number=HEAD.number, hash=HEAD.hash)
    assert len(manifest.heads) == 4
    assert manifest.units == {"North": 3, "South": 1}
    assert manifest.left_out == {"not signed": 3}
    assert manifest.guidance == {"a": {"2.5": 4}}
    assert manifest.counts["a"] == {"declined": 1, "none": 1, "yes": 2}
    assert sum(manifest.counts["b"].values()) == 4


@pytest.mark.parametrize(
    "name",
    [
        item
        for item in packaged_names()
        if compile_form(read_framework(Path(item))).questions
    ],
)
def test_every_code_of_the_codebook_survives_the_check(name, tmp_path):
    """Random cases of a framework, answered anyhow: what was released is what is read."""
    form = compile_form(read_framework(Path(name)))
    luck = np.random.default_rng(5)
    cases = [random_case(form, luck, at) for at in range(150)]
    folder = write(tmp_path / "release", make_release(form, cases, synthetic=True))
    codebook = read_codebook(folder / "codebook.toml")[0]
    read = load_cases(folder / "assessments.csv", codebook)
    assert read.synthetic
    seen = set()
    for at, case in enumerate(sorted(cases, key=lambda item: item.case_id)):
        for question, state in find_states(form, case.facts, case.entries).items():
            column = read.coded(question)
            code = int(column.codes[at])
            if state.kind == "asked_answered":
                assert column.categories[code] == case.entries[question].value
            else:
                assert REASON_OF_CODE[code] == REASON_OF_STATE[state.kind]
            seen.add((question, code))
    for question in form.by_id:
        for code in range(len(form.codes[question])):
            assert (question, code) in seen
    assert {code for _, code in seen if code < 0} == {-1, -3, -5, -6}


def random_case(form, luck, at):
    entries = {}
    for name in form.by_id:
        chance = luck.random()
        if chance < 0.85:
            entries[name] = Entry(
                list(form.codes[name])[luck.integers(len(form.codes[name]))]
            )
        elif chance < 0.93:
            entries[name] = DECLINED
    facts = {
        name: fact.ids[luck.integers(len(fact.ids))]
        if fact.values
        else int(luck.integers(90))
        for name, fact in form.framework.file.facts.items()
        if luck.random() < 0.9
    }
    return a_case(f"C-{at:04}", entries, facts, guidance={})


def test_a_release_is_read_again_and_verified(form, tmp_path):
    release = make_release(form, CASES, synthetic=True)
    found = read_release(write(tmp_path / "r", release))
    assert found.manifest == release.manifest
    assert found.cases == ("C-1", "C-2", "C-3", "C-4")


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("assessments.csv", b"North", b"Nord", "assessments.csv: is not the file"),
        ("codebook.toml", b"Label a", b"Label A", "codebook.toml: is not the file"),
        ("release.json", b'"cases": 4', b'"cases": 5', "holds other cases"),
    ],
)
def test_a_file_that_was_touched_is_named(form, tmp_path, file, old, new, words):
    folder = write(tmp_path / "r", make_release(form, CASES, synthetic=True))
    content = (folder / file).read_bytes()
    assert old in content
    (folder / file).write_bytes(content.replace(old, new))
    with pytest.raises(VerificationError, match=words):
        read_release(folder)


def test_a_row_hash_that_was_changed_names_its_case(form, tmp_path):
    folder = write(tmp_path / "r", make_release(form, CASES, synthetic=True))
    told = json.loads((folder / "release.json").read_text())
    told["rows"]["C-2"] = "0" * 64
    (folder / "release.json").write_text(json.dumps(told))
    with pytest.raises(VerificationError, match="case C-2"):
        read_release(folder)


def test_what_is_no_release_is_refused(form, tmp_path):
    folder = write(tmp_path / "r", make_release(form, CASES, synthetic=True))
    (folder / "notes.txt").write_text("mine")
    with pytest.raises(VerificationError, match="notes.txt: was put here"):
        read_release(folder)
    (folder / "release.json").write_text("{}")
    with pytest.raises(DeclarationError, match="not the manifest of a data release"):
        read_release(folder)


def test_a_correction_is_a_new_release_with_its_differences(form, tmp_path):
    first = make_release(form, CASES, synthetic=True)
    mended = [
        replace(CASES[0], entries={**CASES[0].entries, "i": YES}, inspector="I-2"),
        *CASES[1:3],
        a_case("C-5", FULL),
    ]
    second = make_release(form, mended, synthetic=True, corrects=first.manifest)
    assert second.manifest.number == 2
    old = read_release(write(tmp_path / "1", first))
    new = read_release(write(tmp_path / "2", second))
    found = compare_releases(old, new)
    assert found.follows
    assert (found.added, found.removed) == (("C-5",), ("C-4",))
    told = [
        (item.case_id, item.column, item.before, item.after) for item in found.changed
    ]
    assert told == [("C-2", "inspector", "", ""), ("C-2", "i", "no", "yes")]
    assert found.columns == {"inspector": 1, "i": 1}
    assert not compare_releases(new, old).follows
    same = compare_releases(old, old)
    assert not (same.added or same.removed or same.changed)


def test_releases_of_two_frameworks_are_not_compared(form, tmp_path):
    other = write_form(tmp_path / "other.toml", add="# another file\n")
    old = read_release(write(tmp_path / "1", make_release(form, CASES, synthetic=True)))
    new = read_release(
        write(tmp_path / "2", make_release(other, CASES, synthetic=True))
    )
    with pytest.raises(VerificationError, match="different frameworks"):
        compare_releases(old, new)
    with pytest.raises(DataError, match="corrected under the framework"):
        make_release(other, CASES, synthetic=True, corrects=old.manifest)


@pytest.mark.parametrize(
    ("cases", "error", "words"),
    [
        ([], DataError, "No signed assessment"),
        (
            [a_case("C-1", {}), a_case("C-1", FULL)],
            DataError,
            "stands in the release 2 times",
        ),
        ([a_case("", {})], DataError, "case_id is empty"),
        ([a_case("C-1 ", {})], DataError, "spaces that a file does not keep"),
        ([a_case("C-1", {}, inspector="A\nB")], DataError, "its inspector"),
        ([a_case("C-1", {"a": Entry("maybe")})], AnswerError, "none of its answers"),
    ],
)
def test_what_cannot_be_released_is_refused(form, cases, error, words):
    with pytest.raises(error, match=words):
        make_release(form, cases, synthetic=True)


def test_a_release_made_from_the_log_is_the_same(form):
    """The log alone gives the rows again: facts, answers and the guidance they rest on."""
    case = CASES[1]
    told = [
        (
            "case_opened",
            {
                "framework": "small",
                "framework_version": "1",
                "framework_sha256": form.sha256,
                "facts": facts_body(case.facts),
            },
        )
    ]
    for name, entry in case.entries.items():
        body = answer_body(
            name,
            entry,
            base_version=0,
            version=1,
            guidance_version=case.guidance.get(name, ""),
            framework_sha256=form.sha256,
        )
        told.append(("answer_saved", body))
    moment = utc_text(datetime.datetime(2026, 11, 2, tzinfo=datetime.UTC))
    events = [
        LogEvent(at, moment, kind, "u", "x", f"o{at}", body)
        for at, (kind, body) in enumerate(told, 1)
    ]
    record = replay(events).cases["x"]
    again = assessed_case(
        record, HEAD, case_id="C-1", delivery_unit="North", inspector="I-1"
    )
    kept, made = (make_release(form, [item], synthetic=True) for item in (case, again))
    assert kept.files == made.files


def test_the_columns_are_those_of_the_codebook(form):
    header = make_release(form, CASES, synthetic=True).files["assessments.csv"]
    names = header.decode().splitlines()[0].split(",")
    assert names == list(assessment_codebook(form.framework).variables)
