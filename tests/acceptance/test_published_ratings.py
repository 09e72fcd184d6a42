"""Published ratings of real inspectorates, worked out again by the rules of frameworks."""

from collections import Counter
from pathlib import Path

import pytest

from probata.dataset.published_ratings import check_published_file
from probata.standards.ratings.published_columns import read_columns
from probata.standards.read_framework import read_framework

SHARED = Path(__file__).parents[3] / "shared" / "data"
YOUTH = (
    SHARED / "hmip_youth_justice_ratings" / "hmi_youth_justice_inspection_ratings.csv"
)
OFSTED = SHARED / "ofsted_local_authority"
pytestmark = pytest.mark.skipif(
    not YOUTH.exists(), reason="the shared public data are not beside the checkout"
)


def check(name, path):
    framework = read_framework(Path(name))
    return check_published_file(path, framework, read_columns(None, framework))


def test_the_scores_of_83_youth_justice_services():
    rows = check("youth_justice_2018", YOUTH)
    assert len(rows) == 83
    agree = [row for row in rows if row.shown and row.shown == row.computed]
    assert len(agree) == 80
    odd = {
        row.unit: {item.kind for item in row.oddities} for row in rows if row.oddities
    }
    assert odd == {
        "Ceredigion": {"smaller_maximum"},
        "West Sussex": {"contradicts_score"},
        "Portsmouth": {"unreadable"},
        "Bridgend": {
            "no_such_score",
            "standards_contradict_score",
            "contradicts_score",
        },
    }
    assert all(
        row.maximum == 36 for row in rows if row.unit not in ("Ceredigion", "Bridgend")
    )


def test_ofsted_grades_of_children_s_services():
    rows = check("childrens_services_ilacs", OFSTED / "ofsted_ilacs.csv")
    shown = Counter(row.shown for row in rows)
    assert shown == {
        "outstanding": 46,
        "good": 63,
        "requires_improvement": 29,
        "inadequate": 13,
        None: 2,
    }
    differ = [row for row in rows if row.has("differs_from_advice")]
    assert len(differ) == 13
    assert sum(row.has("missing") for row in rows) == 2


def test_outcomes_of_area_inspections():
    rows = check("area_send", OFSTED / "ofsted_send.csv")
    assert Counter(row.shown for row in rows) == {
        "first": 15,
        "second": 36,
        "third": 20,
        None: 1,
    }
