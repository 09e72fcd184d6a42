"""A real file of eighteen thousand rows gives the counts of its README."""

from pathlib import Path

import numpy as np
import pytest

from probata.dataset.load import load_cases

SHARED = Path(__file__).parents[4] / "shared" / "data"


@pytest.mark.skipif(not SHARED.exists(), reason="the shared data are not at hand")
def test_eighteen_thousand_real_rows_have_their_published_counts(codebook):
    text = """
[variables.ID]
label = "Person"
type = "id"
[variables.Gender]
label = "Gender"
type = "categorical"
categories = [{ id = "F" }, { id = "M" }]
[variables.Supervision_Risk_Score_First]
label = "Score"
type = "interval"
whole = true
minimum = 1
maximum = 10
[variables.Recidivism_Arrest_Year2]
label = "Year 2"
type = "categorical"
categories = [{ id = 0 }, { id = 1 }]
"""
    header = 'missing = { "NA" = "unknown" }\nextra_columns = "ignore"'
    book = codebook(text, header)
    path = SHARED / "nij_recidivism" / "nij_year1_survivors.csv.gz"
    cases = load_cases(path, book)
    assert cases.n == 18_111 and len(cases.source.ignored_columns) == 50
    assert np.bincount(cases.coded("Gender").codes).tolist() == [2502, 15609]
    assert int((cases["Supervision_Risk_Score_First"].missing() != 0).sum()) == 292
    assert int(cases.coded("Recidivism_Arrest_Year2").is_category("1").sum()) == 4567
