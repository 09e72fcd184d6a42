"""OGRS3 against the test cases of the public Ministry of Justice repositories.

`data/ogrs3_cases.json` names the repositories, commits and licences (MIT) in `meta`.
"""

import datetime
import json
from pathlib import Path

import numpy as np
import pytest

from probata.risk.ages import completed_years
from probata.risk.coefficients import OFFENCES, read_bands, read_coefficients
from probata.risk.formula import (
    age_sex_part,
    band_of,
    history_part,
    log_rate_part,
    probability,
)
from probata.risk.people import People
from probata.risk.problems import ERRORS, FIELDS, names_in
from probata.risk.read_people import _code, _sex
from probata.risk.rounding import UNIT, clamp, to_five_decimals, to_percent
from probata.risk.score import score_people
from probata.tabular.given import GIVEN, MISSING, UNREADABLE, Given, read_day

CASES = json.loads(
    (Path(__file__).parent / "data" / "ogrs3_cases.json").read_text(encoding="utf-8")
)["cases"]
SAME = 1e-12  # the same formula in double precision
# One name upstream, several here.
UNEXPECTED = {"DATE_NOT_AFTER_BIRTH", "AGE_AT_START_OF_FOLLOWUP_LESS_THAN_TEN"}
OFFENCE_TEXT = {"absent": "05110"}  # a code that the mapping does not have


def of_kind(*kinds):
    found = [case for case in CASES if case["kind"] in kinds]
    assert found
    return pytest.mark.parametrize("case", found, ids=[item["id"] for item in found])


def the_set(case):
    return read_coefficients(case["coefficients"])


def ints(*values):
    return np.asarray(values, dtype=np.int64)


def days(text):
    return ints(datetime.date.fromisoformat(text).toordinal() - 719163)


def given(value, read=int):
    if value is None:
        return Given(ints(0), np.asarray([MISSING], dtype=np.int8))
    seen = read(value)
    state = UNREADABLE if seen is None else GIVEN
    return Given(ints(seen or 0), np.asarray([state], dtype=np.int8))


def person(inputs):
    """The inputs of a case, with an offence of the same weight where one is mocked."""
    code = inputs.get("offence_code")
    if "offence_weight" in inputs:
        weights = read_coefficients("operational").offence.tolist()
        weight = inputs["offence_weight"]
        offence = given(None if weight is None else weights.index(weight))
        if weight is None:
            lookup = inputs["offence_lookup"]
            offence = given(OFFENCE_TEXT.get(lookup, "08800"), _code)
    elif "offence" in inputs:
        offence = given(OFFENCES.index(inputs["offence"]))
    else:
        offence = given(code, _code)
    first_day = inputs.get("date_of_first_sanction")
    return People(
        sex=given(inputs.get("sex"), _sex),
        birth=given(inputs.get("date_of_birth"), read_day),
        conviction=given(inputs.get("date_of_current_conviction"), read_day),
        followup=given(inputs.get("date_at_start_of_followup"), read_day),
        sanctions=given(inputs.get("n_sanctions")),
        first=given(first_day, read_day)
        if first_day
        else given(inputs.get("age_at_first_sanction")),
        offence=offence,
        first_is_date=first_day is not None,
    )


def parts(coefficients, inputs):
    """The four components from whole-year ages."""
    sex = ints("MF".index(inputs["sex"]))
    sanctions = ints(inputs["n_sanctions"])
    if "offence" in inputs:
        offence = coefficients.offence[OFFENCES.index(inputs["offence"])]
    else:
        offence = inputs["offence_weight"]
    return {
        "age_sex": age_sex_part(
            coefficients, sex, ints(inputs["age_at_start_of_followup"])
        )[0],
        "sanction_history": history_part(coefficients, sanctions)[0],
        "copas": log_rate_part(
            coefficients,
            sanctions,
            ints(inputs["age_at_conviction"]),
            ints(inputs["age_at_first_sanction"]),
        )[0],
        "offence": offence,
    }


def chances(coefficients, inputs):
    total = np.asarray([sum(parts(coefficients, inputs).values())])
    return (
        probability(total, coefficients.one_year)[0],
        probability(total, coefficients.two_years)[0],
    )


def test_every_case_is_of_a_kind_that_is_tested_here():
    tested = {
        "probability",
        "probability_3dp",
        "probability_pct2dp",
        "components",
        "score",
        "error",
        "validation",
        "validation_age_at_conviction",
        "validation_age_at_first_sanction",
        "component_copas",
        "component_age_sex",
        "component_probability",
        "band",
        "rounding_percentage",
        "rounding_clamp",
        "rounding_5dp",
        "age",
        "mapping",
    }
    assert len(CASES) == 595
    assert {case["kind"] for case in CASES} == tested


@pytest.mark.parametrize("name", ["age_at_conviction", "date_of_birth"])
def test_probabilities(name):
    cases = [c for c in CASES if c["kind"] == "probability" and name in c["inputs"]]
    assert len(cases) == {"age_at_conviction": 501, "date_of_birth": 1}[name]
    for case in cases:
        inputs = dict(case["inputs"])
        if name == "date_of_birth":
            inputs |= with_ages(inputs)
        one, two = chances(the_set(case), inputs)
        assert one == pytest.approx(case["expected"]["p_1y"], abs=SAME), case["id"]
        assert two == pytest.approx(case["expected"]["p_2y"], abs=SAME), case["id"]


def with_ages(inputs):
    birth = days(inputs["date_of_birth"])
    return {
        name: int(completed_years(birth, days(inputs[field]))[0])
        for name, field in (
            ("age_at_conviction", "date_of_current_conviction"),
            ("age_at_first_sanction", "date_of_first_sanction"),
            ("age_at_start_of_followup", "date_at_start_of_followup"),
        )
    }


@of_kind("probability_pct2dp", "probability_3dp")
def test_probabilities_as_printed_elsewhere(case):
    inputs = dict(case["inputs"])
    if "date_of_birth" in inputs:
        inputs |= with_ages(inputs)
    one, two = chances(the_set(case), inputs)
    expected = case["expected"]
    if "pct2dp_1y" in expected:
        assert round(100 * one, 2) == expected["pct2dp_1y"]
        assert round(100 * two, 2) == expected["pct2dp_2y"]
    else:
        assert round(one, 3) == expected["p_1y"]
        assert round(two, 3) == expected["p_2y"]
        assert round(parts(the_set(case), inputs)["copas"], 3) == expected["copas"]


@of_kind("components")
def test_components(case):
    found = parts(the_set(case), case["inputs"])
    assert found == pytest.approx(case["expected"], abs=SAME)


@of_kind("score")
def test_scores_and_bands(case):
    scores = score_people(person(case["inputs"]), the_set(case))
    expected = case["expected"]
    assert names_in(int(scores.errors[0]), ERRORS) == []
    assert int(scores.one_year_percent[0]) == expected["pct_1y"]
    assert int(scores.two_years_percent[0]) == expected["pct_2y"]
    assert band_name(scores.band) == expected["band"]


def band_name(place):
    return read_bands()[int(place[0])].name.upper().replace(" ", "_")


def upstream_names(scores):
    names = names_in(int(scores.errors[0]), ERRORS)
    return ["UNEXPECTED_ERROR" if name in UNEXPECTED else name for name in names]


@of_kind("error")
def test_errors(case):
    scores = score_people(person(case["inputs"]), the_set(case))
    assert np.isnan(scores.one_year[0]) and np.isnan(scores.two_years[0])
    assert scores.band[0] == -1 and scores.two_years_percent[0] == 0
    (error,) = case["expected"]["errors"]
    if error["type"] == "validation":  # a case that gives a sex of neither kind only
        sex = 1 << FIELDS.index("sex")
        assert "VALUE_NOT_READABLE" in names_in(int(scores.errors[0]), ERRORS)
        assert int(scores.unreadable[0]) == sex
        return
    assert upstream_names(scores) == [error["type"]]
    if error["type"] == "MISSING_MANDATORY_INPUT":
        named = [f for at, f in enumerate(FIELDS) if int(scores.missing[0]) >> at & 1]
        assert named == error["fields"]


@of_kind("validation")
def test_validation_of_inputs(case):
    scores = score_people(person(case["inputs"]), the_set(case))
    expected = [error["type"] for error in case["expected"]["errors"]]
    found = upstream_names(scores)
    if not expected:  # valid as inputs; the code has no weight, as the case's note says
        assert found == ["OFFENCE_CODE_MAPPING_NOT_FOUND"]
    else:
        assert found == expected


@of_kind("validation_age_at_conviction", "validation_age_at_first_sanction")
def test_validation_of_ages(case):
    inputs = case["inputs"]
    age, first = (
        inputs["age_at_conviction"],
        inputs.get("age_at_first_sanction", inputs["age_at_conviction"]),
    )
    scores = score_people(
        person(
            {
                "sex": "M",
                "date_of_birth": "1990-01-01",
                "date_of_current_conviction": f"{1990 + age}-06-01",
                "date_at_start_of_followup": "2020-06-01",
                "n_sanctions": 2,
                "age_at_first_sanction": first,
                "offence_code": "00100",
            }
        ),
        the_set(case),
    )
    about = (
        "AGE_AT_FIRST_SANCTION_AFTER_AGE_AT_CURRENT_CONVICTION"
        if "age_at_first_sanction" in inputs
        else "AGE_AT_CURRENT_CONVICTION_LESS_THAN_TEN"
    )
    found = [name for name in upstream_names(scores) if name == about]
    assert found == [error["type"] for error in case["expected"]["errors"]]


@of_kind("component_copas", "component_age_sex", "component_probability")
def test_single_components(case):
    inputs, expected, coefficients = case["inputs"], case["expected"], the_set(case)

    def compute():
        if case["kind"] == "component_copas":
            return log_rate_part(
                coefficients,
                ints(inputs["n_sanctions"]),
                ints(inputs["age_at_conviction"]),
                ints(inputs["age_at_first_sanction"]),
            )[0]
        if case["kind"] == "component_age_sex":
            sex = ints("MF".index(inputs["sex"]))
            age = ints(inputs["age_at_start_of_followup"])
            return age_sex_part(coefficients, sex, age)[0]
        intercept = {1: coefficients.one_year, 2: coefficients.two_years}
        total = np.asarray([inputs["total_without_intercept"]])
        chance = probability(total, intercept[inputs["years"]])
        return to_five_decimals(chance)[0] / UNIT

    if expected.get("raises"):
        with pytest.raises(ValueError, match=r"OGRS3|sanction|range"):
            compute()
    else:
        assert compute() == expected.get("value", expected.get("probability_5dp"))


@of_kind("band")
def test_bands(case):
    percent = ints(case["inputs"]["pct_2y"])
    if case["expected"].get("raises"):
        with pytest.raises(ValueError, match="negative"):
            band_of(percent)
    else:
        assert band_name(band_of(percent)) == case["expected"]["band"]


@of_kind("rounding_percentage", "rounding_clamp", "rounding_5dp")
def test_rounding(case):
    inputs, expected = case["inputs"], case["expected"]
    if case["kind"] == "rounding_clamp":
        assert clamp(ints(inputs["pct"]))[0] == expected["pct"]
    elif case["kind"] == "rounding_5dp":
        rounded = to_five_decimals(np.asarray([inputs["x"]]))[0]
        assert rounded / UNIT == expected["x"]
    else:
        five = to_five_decimals(np.asarray([inputs["probability"]]))
        assert to_percent(five)[0] == expected["pct"]


@of_kind("age")
def test_ages(case):
    birth, day = case["inputs"]["date_of_birth"], case["inputs"]["date"]
    if case["expected"].get("raises"):  # here a counted error of the row
        inputs = {
            "sex": "M",
            "date_of_birth": birth,
            "date_of_current_conviction": day,
            "date_at_start_of_followup": "2040-01-01",
            "n_sanctions": 1,
            "age_at_first_sanction": 12,
            "offence_code": "00100",
        }
        scores = score_people(person(inputs), read_coefficients("operational"))
        assert names_in(int(scores.errors[0]), ERRORS) == ["DATE_NOT_AFTER_BIRTH"]
    else:
        assert completed_years(days(birth), days(day))[0] == case["expected"]["age"]


@of_kind("mapping")
def test_offence_codes(case):
    found = _code(case["inputs"]["offence_code"])
    expected = case["expected"]
    if "problem" in expected:
        inputs = {"offence_code": case["inputs"]["offence_code"], **ADULT}
        scores = score_people(person(inputs), the_set(case))
        assert names_in(int(scores.errors[0]), ERRORS) == [expected["problem"]]
    else:
        assert the_set(case).offence[found] == expected["weight"]


ADULT = {
    "sex": "F",
    "date_of_birth": "1980-01-01",
    "date_of_current_conviction": "2020-01-01",
    "date_at_start_of_followup": "2020-06-01",
    "n_sanctions": 2,
    "age_at_first_sanction": 20,
}
