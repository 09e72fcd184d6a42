"""The register of regions and units, and the names that people use for them."""

import csv
import datetime
from importlib import resources

import pytest

from probata.cohort.places import find_unit, read_places
from probata.errors import DeclarationError, UserError

PUBLISHED = resources.files("probata.dataset") / "published" / "bulletin_2023_03"
# Delivery units by region in the service's 2023 list (domain facts, 4.6).
UNITS = {
    "London": 18,
    "North West": 13,
    "Yorkshire and the Humber": 11,
    "Greater Manchester": 9,
    "South West": 9,
    "West Midlands": 9,
    "East of England": 8,
    "South Central": 7,
    "North East": 7,
    "East Midlands": 6,
    "Wales": 6,
    "Kent, Surrey and Sussex": 5,
}
DAY = datetime.date(2023, 5, 8)
HEADER = """
[register]
id = "r"
title = "R"
source = "made up"
[[regions]]
id = "north"
name = "North"
mark = "P"
"""


def test_the_register_has_the_published_numbers(places):
    found = {region.name: 0 for region in places.regions}
    for unit in places.units:
        found[places.region_of(unit).name] += unit.holds(DAY)
    assert found == UNITS
    assert sum(found.values()) == 108


def test_every_unit_of_the_bulletin_is_known_in_its_region(places):
    rows = list(
        csv.DictReader((PUBLISHED / "inspections.csv").read_text().splitlines())
    )
    assert len(rows) == 32
    for row in rows:
        unit = places.unit(row["delivery_unit"])
        assert unit is not None, row
        assert places.region_of(unit).name == row["region"]


@pytest.mark.parametrize(
    "text",
    [
        "Redcar, Cleveland and Middlesbrough",
        "REDCAR CLEVELAND & MIDDLESBROUGH",
        " redcar,  cleveland and middlesbrough ",
        "redcar_cleveland_and_middlesbrough",
    ],
)
def test_spelling_makes_no_difference(places, text):
    assert places.unit(text).id == "redcar_cleveland_and_middlesbrough"


def test_regions_are_found_by_code(places):
    assert places.region("n50").name == "Greater Manchester"
    assert places.region("N41") is None


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [("Staffordshire and Stoke", True, False), ("Staffordshire North", False, True)],
)
def test_a_unit_that_was_split_holds_until_that_day(places, name, before, after):
    unit = places.unit(name)
    assert unit.holds(datetime.date(2025, 3, 23)) is before
    assert unit.holds(datetime.date(2025, 3, 24)) is after


def test_a_wrong_name_gets_the_nearest(places):
    with pytest.raises(UserError, match="Did you mean `Kirklees`"):
        find_unit(places, "Kirkless", DAY)
    with pytest.raises(UserError, match="`Swindon and Wiltshire`"):
        find_unit(places, "Swindon", DAY)


def test_a_unit_is_refused_when_it_does_not_exist(places):
    with pytest.raises(UserError, match="does not exist on 2026-01-05"):
        find_unit(places, "Staffordshire and Stoke", datetime.date(2026, 1, 5))


def test_every_fault_of_a_register_is_reported(tmp_path):
    path = tmp_path / "places.toml"
    path.write_text(
        HEADER
        + """
[[units]]
id = "a"
name = "A"
region = "south"
mark = "P"
[[units]]
id = "b"
name = "B"
region = "north"
aliases = ["a"]
from = 2024-01-01
until = 2023-01-01
mark = "P"
"""
    )
    with pytest.raises(DeclarationError) as caught:
        read_places(path)
    text = str(caught.value)
    assert "line 14: `south` is not a region" in text
    assert "`a` already stands for `a`" in text
    assert "`b` ends before it begins" in text
