"""Scores of a published list on each scale that bands may stand on."""

import pytest

from probata.standards.ratings.published import check_published
from probata.standards.ratings.published_columns import PublishedList, Score

COLUMNS = PublishedList(
    framework="rated",
    title="A list",
    unit="unit",
    overall="grade",
    score=Score(column="score", digits=1),
    grades={"L": "low", "M": "mid", "H": "high"},
)
# Three standards of two points: the limits lie at 0.5 and 1.5 of two, of 6, of 100.
SCALES = [
    ("mean", "above = 0.5", "above = 1.5"),
    ("sum", "above = 1.5", "above = 4.5"),
    ("percent", "above = 25", "above = 75"),
]


@pytest.mark.parametrize(("scale", "low", "high"), SCALES)
@pytest.mark.parametrize(
    ("score", "points", "grade"),
    [("16.7", 1, "low"), ("66.7", 4, "mid"), ("83.3", 5, "high")],
)
def test_a_score_gets_the_same_grade_on_every_scale(
    rate, scale, low, high, score, points, grade
):
    framework = rate.framework(
        ('kind = "points"', f'kind = "points"\nscale = "{scale}"'),
        ("above = 1.5", high),
        ("above = 0.5", low),
    )
    row = {"unit": "A", "grade": grade[0].upper(), "score": score}
    found = check_published(framework, COLUMNS, 2, row)
    assert (found.points, found.maximum, found.computed) == (points, 6, grade)
    assert found.oddities == ()
