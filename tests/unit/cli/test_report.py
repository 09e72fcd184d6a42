"""The annexe of one unit, as a user makes it."""

import json
import zipfile

import numpy as np
import pytest

from probata.cli.main import main

UNITS = ("Alpha", "Beta & Söhne", "Gamma")


@pytest.fixture
def folder(tmp_path):
    rng = np.random.default_rng(5)
    rows = [
        "case_id,delivery_unit,record_source,case_type,engagement,safety,prompt_start,pre_release_contact"
    ]
    for at in range(90):
        unit = UNITS[at % 3]
        kind = ("community", "post_release")[at % 2]
        yes = "yes" if rng.random() < (0.9 if unit == "Alpha" else 0.4) else "no"
        start = ("yes", "no_should_have", "no_non_compliance", "not_answered")[at % 4]
        contact = "" if kind == "community" else "yes"
        rows.append(f"c{at},{unit},synthetic,{kind},{yes},no,{start},{contact}")
    (tmp_path / "cases.csv").write_text("\n".join(rows) + "\n")
    (tmp_path / "units.csv").write_text(
        "unit,cases,region\n" + "".join(f"{unit},40,North\n" for unit in UNITS)
    )
    (tmp_path / "flow.csv").write_text(
        "unit,step,reason,confidence,before,left_out,after,undecided\n"
        "alpha,window,outside the two weeks,stated,50,7,43,0\n"
        "alpha,short,ended within seven days,stated,43,3,40,0\n"
        "beta,window,outside the two weeks,stated,9,1,8,0\n"
    )
    return tmp_path


def report(folder, *arguments, unit="Alpha"):
    main(
        [
            "report",
            unit,
            "--framework",
            "probation_2021",
            "--judgements",
            str(folder / "cases.csv"),
            "--draws",
            "200",
            "--minimum-n",
            "0",
            "--out",
            str(folder / "out"),
            *map(str, arguments),
        ]
    )
    return json.loads((folder / "out" / "report.json").read_text())


def refused(folder, capsys, *arguments, unit="Alpha") -> str:
    with pytest.raises(SystemExit):
        report(folder, *arguments, unit=unit)
    assert not (folder / "out").exists()
    return str(capsys.readouterr().err)


def test_the_annexe_holds_ratings_comparison_questions_and_cohort(folder, capsys):
    found = report(
        folder,
        "--units",
        folder / "units.csv",
        "--flow",
        folder / "flow.csv",
        "--strict",
    )
    assert (found["judged"], found["cohort"], found["units"], found["cases"]) == (
        30,
        40,
        3,
        90,
    )
    out = folder / "out"
    assert {path.name for path in out.iterdir()} >= {
        "annexe.html",
        "annexe_tables.xlsx",
        "annexe_tables.ods",
    }
    page = (out / "annexe.html").read_text()
    for words in (
        "Synthetic data",
        "Ratings of Alpha",
        "Implementation and delivery: engagement in Alpha and in other units",
        "Left out: ended within seven days",
        "Requirements started promptly or at an appropriate time",
        "Beta &amp; Söhne",
    ):
        assert words in page, words
    assert zipfile.is_zipfile(out / "annexe_tables.xlsx")
    assert "annexe.html, structure: nothing found." in capsys.readouterr().out


def test_every_answer_is_counted_in_the_unit_and_in_all(folder):
    found = report(folder, "--formats", "html")
    questions = {item["id"]: item for item in found["questions"]}
    start = questions["prompt_start"]
    assert start["group"] == "Implementation and delivery: engagement"
    given = [answer["unit"]["positive"] for answer in start["answers"]]
    assert sum(given) == start["n"] == 22
    assert start["missing"] == [{"reason": "not_answered", "n": 8, "positive": 0}]
    everyone = [answer["all_units"]["positive"] for answer in start["answers"]]
    assert sum(everyone) == start["answers"][0]["all_units"]["n"] == 68
    contact = questions["pre_release_contact"]
    assert contact["n"] == 15
    assert contact["missing"][0]["reason"] == "not_asked"


def test_a_unit_that_stands_out_lies_beyond_the_limits_of_its_funnel(folder):
    found = report(folder, "--formats", "html")
    funnel = found["funnels"][0]
    point = next(item for item in funnel["points"] if item["unit"] == "Alpha")
    assert funnel["n"] == 90
    assert point["percent"] > point["high"]
    assert point["position"] in ("above", "far_above")
    # nobody is positive on safety: the limits are nought and nobody lies beyond them
    assert {item["position"] for item in found["funnels"][1]["points"]} == {"within"}


def test_a_known_cohort_narrows_the_intervals_of_the_unit(folder):
    def width(found):
        share = found["key_questions"][0]["unit"]
        answer = found["questions"][0]["answers"][0]["unit"]
        assert (share["ci_low"], share["ci_high"]) == (
            answer["ci_low"],
            answer["ci_high"],
        )
        return share["ci_high"] - share["ci_low"]

    endless = width(report(folder, "--formats", "html"))
    known = width(report(folder, "--formats", "html", "--units", folder / "units.csv"))
    flowed = width(report(folder, "--formats", "html", "--flow", folder / "flow.csv"))
    assert known == flowed < endless


def test_the_same_input_gives_the_same_bytes(folder):
    def files():
        report(folder, "--units", folder / "units.csv")
        out = folder / "out"
        return {path.name: path.read_bytes() for path in out.iterdir()}

    assert files() == files()


def test_a_made_up_flow_makes_the_annexe_a_synthetic_one(folder):
    cases, flow = folder / "cases.csv", folder / "flow.csv"
    cases.write_text(cases.read_text().replace(",synthetic,", ",inspection,"))
    assert not report(folder, "--formats", "html")["provenance"]["synthetic"]
    lines = flow.read_text().splitlines()
    marked = [f"{lines[0]},record_source", *(f"{line},synthetic" for line in lines[1:])]
    flow.write_text("\n".join(marked) + "\n")
    found = report(folder, "--formats", "html", "--flow", flow)
    assert found["provenance"]["synthetic"]
    assert "Synthetic data" in (folder / "out" / "annexe.html").read_text()


def test_wrong_units_and_flows_are_refused(folder, capsys):
    assert "Did you mean `Alpha`" in refused(folder, capsys, unit="Alfa")
    flow = folder / "flow.csv"
    told = refused(folder, capsys, "--flow", flow, unit="Gamma")
    assert "has no flow of `Gamma`" in told and "--flow-unit" in told
    units = folder / "units.csv"
    told = refused(
        folder, capsys, "--flow", flow, "--flow-unit", "beta", unit="Beta & Söhne"
    )
    assert "ends at 8 cases, but 30 are judged" in told
    units.write_text(units.read_text().replace("Alpha,40", "Alpha,41"))
    told = refused(folder, capsys, "--flow", flow, "--units", units)
    assert "ends at 40 cases, but its cohort has 41" in told
    flow.write_text(flow.read_text().replace("43,3,40", "43,3,39"))
    assert "row 3: does not go on" in refused(folder, capsys, "--flow", flow)
    flow.write_text(flow.read_text().replace("43,3,39", "43,x,39"))
    assert "row 3: a count is no whole number" in refused(
        folder, capsys, "--flow", flow
    )
    units.write_text("unit,cases\nAlpha,40\nBeta & Söhne,40\nGamma,40\nDelta,9\n")
    told = refused(folder, capsys, "--units", units, unit="Delta")
    assert "no case of `Delta` has been judged yet" in told


def test_a_single_unit_has_nobody_to_be_compared_with(folder):
    rows = (folder / "cases.csv").read_text().splitlines()
    kept = [rows[0], *(row for row in rows[1:] if ",Alpha," in row)]
    (folder / "cases.csv").write_text("\n".join(kept) + "\n")
    found = report(folder, "--formats", "html", "--draws", "0")
    assert found["funnels"] == []
    page = (folder / "out" / "annexe.html").read_text()
    assert "No key question has been answered in more than one unit." in page
    assert "Chances rest on" not in page


def test_the_folder_is_named_after_the_unit_in_plain_letters(folder, monkeypatch):
    monkeypatch.chdir(folder)
    cases = folder / "cases.csv"
    cases.write_text(cases.read_text().replace("Beta & Söhne", "../Söhne"))
    main(
        ["report", "../Söhne", "--framework", "probation_2021", "--judgements"]
        + [str(cases), "--draws", "0", "--formats", "html"]
    )
    assert (folder / "build" / "units" / "sohne" / "annexe.html").exists()


def test_a_framework_without_ratings_has_its_annexe_all_the_same(tmp_path):
    rows = [f"{unit},{'yes' if at % 3 else 'no'}" for unit in "AB" for at in range(20)]
    cases = tmp_path / "cases.csv"
    cases.write_text("delivery_unit,assessment_safety\n" + "\n".join(rows) + "\n")
    main(
        ["report", "A", "--framework", "public_protection_2025", "--judgements"]
        + [str(cases), "--out", str(tmp_path / "out"), "--formats", "html"]
    )
    found = json.loads((tmp_path / "out" / "report.json").read_text())
    assert found["standards"] == [] and found["overall"] is None
    assert found["key_questions"][0]["unit"]["positive"] == 13
    assert len(found["funnels"]) == 1
    page = (tmp_path / "out" / "annexe.html").read_text()
    assert "The framework has no ratings." in page
    assert "Synthetic data" not in page


# --- small numbers --------------------------------------------------------------------


def test_a_question_with_a_small_answer_is_held_back_whole(folder, capsys):
    """Alpha has 30 cases; few of them are negative on engagement."""
    plain = report(folder)
    own = next(item for item in plain["key_questions"] if item["id"] == "engagement")
    assert 0 < own["unit"]["n"] - own["unit"]["positive"] < 5
    found = report(folder, "--minimum-n", 10)
    shown = {item["id"]: item for item in found["questions"]}
    assert shown["engagement"]["n"] is None
    assert shown["engagement"]["missing"] == []
    for answer in shown["engagement"]["answers"]:
        assert {answer[of]["n"] for of in ("unit", "all_units")} == {None}
    assert shown["prompt_start"]["n"] == next(
        item["n"] for item in plain["questions"] if item["id"] == "prompt_start"
    )
    line = next(item for item in found["key_questions"] if item["id"] == "engagement")
    assert line["unit"]["percent"] is line["all_units"]["percent"] is None
    assert "engagement" not in {item["id"] for item in found["funnels"]}
    label = "Implementation and delivery: engagement"
    assert label in capsys.readouterr().out
    page = (folder / "out" / "annexe.html").read_text()
    assert f"{label} ([c] answers)" in page
    assert "[c]: suppressed, so that nobody can be recognised." in page


def test_what_is_asked_because_of_a_question_that_is_held_back_goes_with_it(folder):
    """How many were asked of contact before release says how many were released."""
    rows = (folder / "cases.csv").read_text().splitlines()
    kept = [row for row in rows if ",Alpha," not in row or "post_release" not in row]
    kept += [row for row in rows if ",Alpha," in row and "post_release" in row][:12]
    (folder / "cases.csv").write_text("\n".join(kept) + "\n")
    found = report(folder, "--minimum-n", 14)
    shown = {item["id"]: item["n"] for item in found["questions"]}
    assert shown["pre_release_contact"] is None
    assert shown["safety"] == 27


def test_a_unit_with_few_cases_has_no_annexe(folder, capsys):
    said = refused(folder, capsys, "--minimum-n", 31)
    assert "Alpha has 30 judged cases" in said and "--minimum-n" in said
