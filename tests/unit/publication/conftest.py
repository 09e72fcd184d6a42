"""Results with the published counts, made without data, and a reader of drawings."""

import csv
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest
from model_builders import (
    make_adjusted,
    make_cell,
    make_coefficient,
    make_model,
    make_reliability,
    make_row,
)

from probata.analysis.frequencies import measure_share
from probata.analysis.read_study import read_study
from probata.analysis.results import (
    CategoryShare,
    Cross,
    CrossShare,
    Frequency,
    MissingCount,
    ModelResult,
    Provenance,
    Results,
)
from probata.analysis.study import Study
from probata.publication.charts.text_width import measure

ROOT = Path(__file__).parents[3]
PUBLISHED = ROOT / "src/probata/dataset/published/bulletin_2023_03/tables.csv"
CASES = 1539
GROUP = "likelihood_of_reoffending"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="session")
def early_study() -> Study:
    return read_study(ROOT / "bulletins/early_outcomes")


@pytest.fixture(scope="session")
def early_results(early_study: Study) -> Results:
    """The published counts; counts within groups are scaled down from them."""
    counts: dict[str, dict[str, tuple[int, int]]] = {
        "positive_key_questions": {
            "0": (590, 47),
            "1": (310, 93),
            "2": (299, 168),
            "3": (335, 241),
        }
    }
    with PUBLISHED.open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            if row["category"] != "all":
                yes = int(row["yes_count"].split("|")[0])
                cell = (int(row["n"]), yes)
                counts.setdefault(row["variable"], {})[row["category"]] = cell
    crossed = ("engagement", "desistance", "safety", "positive_key_questions")
    return Results(
        study=early_study.id,
        provenance=Provenance(
            probata="test",
            data_name="none",
            data_sha256="0",
            data_rows=CASES,
            codebook_sha256="0",
            study_sha256="0",
            synthetic=True,
        ),
        cases=CASES,
        excluded=(),
        outcome_missing=(),
        total=measure_share(549, CASES, 0.95),
        significance=0.05,
        confidence=0.95,
        frequencies={
            name: _frequency(name, cells, CASES) for name, cells in counts.items()
        },
        crosses=tuple(_cross(name, counts[name]) for name in crossed),
        listings=(),
        models=tuple(
            _model(early_study, model.id, counts) for model in early_study.file.models
        ),
        reliability=make_reliability(
            *(
                make_row(
                    item.label,
                    make_cell("complete_cases", 8.05),
                    make_cell("within_rater", 7.5),
                    make_cell("imputed", None),
                    make_cell(
                        "without_rater",
                        7.4,
                        refits=9,
                        changed=0,
                        lowest=7.4,
                        highest=9.1,
                    ),
                )
                for item in early_study.file.reliability.findings
            ),
            bins=[(150, 0.05, 0.06, 0.03, 0.11), (150, 0.5, 0.52, 0.44, 0.6)],
        ),
    )


def _model(
    study: Study, name: str, counts: dict[str, dict[str, tuple[int, int]]]
) -> ModelResult:
    """A model whose odds ratios are those of the plain counts, with Woolf's intervals."""
    model, book = study.models[name], study.codebook
    terms = [
        (block, variable)
        for block in model.blocks
        for variable in study.blocks[block].variables
        if variable in counts
    ]
    references = {variable: book.reference(variable) for _, variable in terms}
    coefficients = []
    for block, variable in terms:
        cells = counts[variable]
        n, yes = cells[references[variable]]
        for category, (m, other) in cells.items():
            if category == references[variable]:
                continue
            b = math.log(other / (m - other) * (n - yes) / yes)
            error = math.sqrt(1 / other + 1 / (m - other) + 1 / yes + 1 / (n - yes))
            coefficients.append(
                make_coefficient(variable, category, b, error, block=block, n=m)
            )
    adjusted = [
        make_adjusted(variable, category, 100 * yes / n)
        for _, variable in terms
        for category, (n, yes) in counts[variable].items()
    ]
    return make_model(name, model.label, references, coefficients, adjusted)


def _frequency(name: str, cells: dict[str, tuple[int, int]], cases: int) -> Frequency:
    missing = cases - sum(n for n, _ in cells.values())
    return Frequency(
        variable=name,
        categories=tuple(
            CategoryShare(category=category, **measure_share(yes, n, 0.95).model_dump())
            for category, (n, yes) in cells.items()
        ),
        missing=(MissingCount(reason="unknown", n=missing, positive=0),)
        if missing
        else (),
    )


def _cross(name: str, cells: dict[str, tuple[int, int]]) -> Cross:
    groups = {"low": (2, 4), "medium": (4, 7), "high_or_very_high": (6, 12)}
    return Cross(
        variable=name,
        by=GROUP,
        cells=tuple(
            CrossShare(
                category=category,
                by_category=group,
                **measure_share(yes // fewer, n // smaller, 0.95).model_dump(),
            )
            for group, (smaller, fewer) in groups.items()
            for category, (n, yes) in cells.items()
        ),
    )


@dataclass(frozen=True)
class Box:
    """Where something lies; `words` of a text, `kind` its classes."""

    left: float
    top: float
    right: float
    bottom: float
    kind: str
    words: str = ""

    def meets(self, other: "Box") -> bool:
        return (
            min(self.right, other.right) - max(self.left, other.left) > 0.01
            and min(self.bottom, other.bottom) - max(self.top, other.top) > 0.01
        )


@dataclass(frozen=True)
class Drawn:
    """An SVG as boxes: lines of text (from ascent to descent), rectangles, circles, lines."""

    root: ElementTree.Element
    size: tuple[float, float]
    texts: list[Box]
    boxes: list[Box]
    paths: list[Box]

    def collisions(self) -> list[tuple[str, str]]:
        return [
            (one.words, other.words)
            for one, other in combinations(self.texts, 2)
            if one.meets(other)
        ]

    def outside(self) -> list[str]:
        width, height = self.size
        return [
            item.words or item.kind
            for item in [*self.texts, *self.boxes, *self.paths]
            if item.left < -0.01
            or item.top < -0.01
            or item.right > width + 0.01
            or item.bottom > height + 0.01
        ]

    def of(self, kind: str) -> list[Box]:
        return [
            box for box in [*self.boxes, *self.paths] if kind in box.kind.split(" ")
        ]


@pytest.fixture(scope="session")
def read_svg() -> Callable[[str], Drawn]:
    """`read_svg(text)`: the drawing as boxes; not well-formed XML is an error."""
    return _read_svg


def _read_svg(text: str) -> Drawn:
    root = ElementTree.fromstring(text)
    _, _, width, height = (float(part) for part in root.attrib["viewBox"].split())
    boxes = [
        Box(x, y, x + wide, y + tall, item.attrib["class"])
        for item in root.iter(f"{SVG}rect")
        for x, y, wide, tall in [
            [float(item.attrib[key]) for key in ("x", "y", "width", "height")]
        ]
    ]
    boxes += [
        Box(x - r - 1, y - r - 1, x + r + 1, y + r + 1, item.attrib["class"])
        for item in root.iter(f"{SVG}circle")
        for x, y, r in [[float(item.attrib[key]) for key in ("cx", "cy", "r")]]
    ]
    texts = [
        _line(text, span)
        for text in root.iter(f"{SVG}text")
        for span in text.iter(f"{SVG}tspan")
    ]
    paths = [_path(item) for item in root.iter(f"{SVG}path")]
    return Drawn(root, (width, height), texts, boxes, paths)


def _line(text: ElementTree.Element, span: ElementTree.Element) -> Box:
    size = float(text.attrib["font-size"])
    words = span.text or ""
    width = measure(words, size, bold=text.attrib.get("font-weight") == "700")
    x, y = float(span.attrib["x"]), float(span.attrib["y"])
    left = x - width * {"start": 0, "middle": 0.5, "end": 1}[text.attrib["text-anchor"]]
    kind = text.attrib["class"]
    return Box(left, y - 0.73 * size, left + width, y + 0.21 * size, kind, words)


def _path(item: ElementTree.Element) -> Box:
    """The extent of a path of absolute M, L, H, V and A commands (ends of arcs only)."""
    x = y = 0.0
    points = []
    for command, rest in re.findall(r"([MLHVA])([^MLHVAZ]*)", item.attrib["d"]):
        numbers = [float(part) for part in re.findall(r"-?[\d.]+", rest)]
        if command == "H":
            x = numbers[0]
        elif command == "V":
            y = numbers[0]
        else:
            x, y = numbers[-2:]
        points.append((x, y))
    lefts, tops = zip(*points, strict=True)
    return Box(min(lefts), min(tops), max(lefts), max(tops), item.attrib["class"])
