"""Every fixed word of a bulletin comes from the catalogue, in every format.

The made-up language has each letter of a text, but for its values, in Cyrillic; the words
of the study all start with Q. What is in other Latin letters was not translated.
"""

import ast
import io
import re
import string
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from babel.messages.pofile import read_po, write_po
from builders import INTERVAL, codebook_text, make_cases, study_text, write_study

import probata
from probata.analysis.results import Results
from probata.analysis.run import run_study
from probata.analysis.sensitivity.run import assess_findings
from probata.publication.assemble import make_bulletin
from probata.publication.formats import write_formats
from probata.publication.language import speaking, template
from probata.publication.pdf.content import make_content

LETTERS = str.maketrans(
    string.ascii_letters,
    "".join(chr(first + at) for first in (0x430, 0x410) for at in range(26)),
)
# Names and symbols, the same in every language; the warnings of models stay English.
SAME = re.compile(
    r"\b[Qq]\w*|\bSHA-256 [0-9a-f]+( [0-9a-f]{8})*|\bProbata [0-9.a-z]+|\bNagelkerke\b|\bCox-Snell\b"
    r"|\bHolm\b|\bBenjamini-Hochberg\b|\[low\]|\b(Contents|Notes)_list\b|\{page\}"
    r"|\b(study|codebook)\.toml\b"
)
WORD = re.compile("[A-Za-z]{2,}")
SOURCE = Path(probata.__file__).parent

VARIABLES = {
    "Qoutcome": ("Qno", "Qyes"),
    "Qage": INTERVAL,
    "Qgroup": ("Qa", "Qb", "Qc", "Qrare"),
    "Qsex": ("Qm", "Qf"),
    "Qtwin": ("Q1", "Q2"),
    "Qcopy": ("Qx", "Qy"),
    "Qplace": tuple(f"Qp{at}" for at in range(5)),
    "Qjudge": tuple(f"Qj{at}" for at in range(8)),
    "Qweight": INTERVAL,
}
MODELS = {
    "Qm1": {"Qb1": ["Qage", "Qgroup"], "Qb2": ["Qsex"]},
    "Qm2": {"Qb2": ["Qsex"]},
    "Qm3": {"Qb3": ["Qtwin", "Qcopy"]},
}
PARTS = """
[[tables]]
id = "B1"
title = "Qtable"
variables = ["Qgroup", "Qsex", "Qtwin", "Qplace"]
marks_from = "Qm1"
total = true

[[listings]]
id = "L1"
title = "Qlist"
variables = ["Qgroup", "Qsex"]
counts = true

[[left_out]]
variable = "Qweight"
reason = "Qreason"

[reliability]
imputations = 2
unit = "Qplace"
rater = "Qjudge"
weight = "Qweight"
together = ["Qb1", "Qb2"]

[[reliability.findings]]
id = "f"
label = "Qfinding"
model = "Qm1"
variable = "Qgroup"
category = "Qb"

[[reliability.findings]]
id = "g"
label = "Qother"
model = "Qm2"
variable = "Qsex"
category = "Qf"
"""
COLUMN = '{heading = "Qhead", items = ["Qone"], measured_by = "Qby"}'
FIGURES = [
    ("bars", 'variables = ["Qgroup"]'),
    ("bars", 'variables = ["Qgroup", "Qsex"]\nby = "Qtwin"'),
    ("bars", 'variables = ["Qgroup"]\nby = "Qsex"'),
    ("odds", 'model = "Qm1"'),
    ("odds", 'model = "Qm3"'),
    ("adjusted", 'variables = ["Qgroup"]\nmodel = "Qm1"'),
    ("sheet", ""),
    ("rater", ""),
    ("calibration", 'model = "Qm1"'),
    ("calibration", 'model = "Qm2"'),
    ("flow", f'columns = [{COLUMN}, {COLUMN.replace("Qby", "")}]\nalt = "Qalt"'),
    ("cycle", 'steps = [{label = "Qs1"}, {label = "Qs2"}]\nalt = "Qalt"'),
    ("cards", 'steps = [{label = "Qs1", detail = "Qd"}]\nalt = "Qalt"'),
]
NUMBERS = (
    "n",
    "positive",
    "percent",
    "ci_low",
    "ci_high",
    "odds_ratio",
    "b",
    "se",
    "p",
)


# --- the made-up language ----------------------------------------------------------


def write_catalogue(path):
    catalogue = read_po(io.BytesIO(template()), locale="cy")
    for message in catalogue:
        if isinstance(message.id, str):
            message.string = turn(message.id) if message.id else message.string
        else:
            one, many = (turn(text) for text in message.id)
            message.string = (one, *[many] * (catalogue.num_plurals - 1))
    with path.open("wb") as stream:
        write_po(stream, catalogue)


def turn(text):
    """The text in Cyrillic letters, its `{values}` as they are."""
    parts = re.split(r"(\{\w+\})", text)
    return "".join(
        part if part.startswith("{") else part.translate(LETTERS) for part in parts
    )


# --- the study ---------------------------------------------------------------------


def make_up(rows):
    random = np.random.default_rng(5)
    found = {
        name: [items[at] for at in random.integers(0, len(items), rows)]
        for name, items in VARIABLES.items()
        if items != INTERVAL
    }
    found["Qage"] = random.integers(18, 70, rows).tolist()
    found["Qweight"] = random.uniform(0.5, 2, rows).round(2).tolist()
    found["Qgroup"] = [("Qa", "Qb", "Qc")[at] for at in random.integers(0, 3, rows)]
    found["Qgroup"][:4] = ["Qrare"] * 4
    found["Qgroup"][50:70] = ["not_asked"] * 20
    found["Qcopy"] = [{"Q1": "Qx", "Q2": "Qy"}[item] for item in found["Qtwin"]]
    shares = [0.6 if sex == "Qf" else 0.3 for sex in found["Qsex"]]
    found["Qoutcome"] = [
        "Qyes" if random.random() < share else "Qno" for share in shares
    ]
    found["Qsex"][5:40] = [""] * 35
    found["Qoutcome"][100:103] = [""] * 3
    return found


def hide(node):
    """The results without the numbers of the rare group, as if they were suppressed."""
    if isinstance(node, list):
        return [hide(item) for item in node]
    if not isinstance(node, dict):
        return node
    node = {key: hide(value) for key, value in node.items()}
    rare = "Qrare" in (node.get("category"), *(node.get("categories") or ())[:1])
    if rare and {"status", "positive", "categories"} & {*node}:
        node |= dict.fromkeys(NUMBERS & node.keys())
        node |= {"status": "suppressed"} if "status" in node else {}
    return node


@pytest.fixture(scope="module")
def analysed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("study")
    figures = "".join(
        f'\n[[figures]]\nid = "{at}"\ntitle = "Qfig"\nkind = "{kind}"\n{rest}\n'
        for at, (kind, rest) in enumerate(FIGURES, 1)
    )
    text = study_text("Qoutcome", "Qyes", MODELS, PARTS + figures)
    text = text[: text.index("[text]")].replace('"Test"', '"Qtitle"\nlanguage = "cy"')
    codebook = codebook_text(VARIABLES).replace('"Test"', '"Qbook"\nunit = "Qunit"')
    write_catalogue(folder / "cy.po")
    study = write_study(folder, codebook, text)
    cases = make_cases(folder, study, make_up(400))
    results = run_study(study, cases)
    found = assess_findings(study, cases, results.models, lambda step: None)
    results = results.model_copy(update={"reliability": found})
    hidden = hide(results.model_dump(mode="json", by_alias=True))
    return study, Results.model_validate(hidden)


@pytest.fixture(scope="module", params=[False, True], ids=["real", "synthetic"])
def made(analysed, request):
    study, results = analysed
    said = {"synthetic": request.param, "twin_seed": 1 if request.param else None}
    provenance = results.provenance.model_copy(update=said)
    results = results.model_copy(update={"provenance": provenance})
    guards = [guard.message for model in results.models for guard in model.guards]
    bulletin = make_bulletin(study, results)
    # The command that makes the bulletin again, and the versions of the libraries.
    libraries = [f"{name} {found}" for name, found in provenance.libraries.items()]
    commands = [command for _, command in bulletin.document.provenance[-2:]]
    return bulletin, [*guards, *commands, *libraries]


# --- what a reader meets -----------------------------------------------------------


class Page(HTMLParser):
    """Texts of a page, and those of attributes that are read out or shown."""

    def __init__(self):
        super().__init__()
        self.texts, self.silent = [], False

    def handle_starttag(self, tag, attrs):
        self.silent = tag in ("style", "script")
        given = dict(attrs)
        names = ["alt", "aria-label", "title"]
        if given.get("name") == "description":
            names.append("content")
        self.texts += [given[name] for name in names if given.get(name)]

    def handle_endtag(self, tag):
        self.silent = False

    def handle_data(self, data):
        if not self.silent:
            self.texts.append(data)


READ_PARTS = re.compile(
    r"word/(document|header\d*|footer\d*)\.xml|docProps/core\.xml|content\.xml|meta\.xml"
    r"|xl/(workbook|sharedStrings|worksheets/\w+|tables/\w+)\.xml"
)
UNREAD = ("instrText", "creator", "lastModifiedBy", "language", "generator")
READ_NAMES = {
    "docPr": ("name", "descr", "title"),
    "tblCaption": ("val",),
    "tblDescription": ("val",),
    "sheet": ("name",),
    "tableColumn": ("name",),
    "table": ("displayName", "name"),
}


def read_page(content):
    page = Page()
    page.feed(content.decode())
    return page.texts


def read_parts(content):
    texts = []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [name for name in archive.namelist() if READ_PARTS.fullmatch(name)]
        assert len(names) > 1
        for name in names:
            for item in ElementTree.fromstring(archive.read(name)).iter():
                kind = item.tag.split("}")[-1]
                texts += [] if kind in UNREAD else [item.text or ""]
                texts.append(item.tail or "")
                texts += [
                    value
                    for key, value in item.attrib.items()
                    if key.split("}")[-1] in READ_NAMES.get(kind, ())
                ]
    return texts


def untranslated(texts, english):
    found = set()
    for text in texts:
        left = text
        for item in english:
            left = left.replace(item, "")
        left = SAME.sub("", left)
        if WORD.search(left):
            found.add(left.strip())
    return found


@pytest.mark.parametrize(
    ("form", "name", "read"),
    [
        ("html", "bulletin.html", read_page),
        ("docx", "bulletin.docx", read_parts),
        ("xlsx", "tables.xlsx", read_parts),
        ("ods", "tables.ods", read_parts),
    ],
)
def test_every_word_is_translated_or_the_study_s(made, form, name, read):
    bulletin, english = made
    texts = read(write_formats(bulletin.document, [form])[name])
    words = " ".join(texts)
    assert turn("suppressed, so that nobody can be recognised") in words
    assert turn("95% confidence interval") in words
    assert untranslated(texts, english) == set()


def test_the_words_of_a_pdf_are_translated(made):
    bulletin, english = made
    with speaking(bulletin.document.language):
        words = make_content(bulletin.document).data["words"]
    assert words["contents"] == turn("Contents")
    assert untranslated(words.values(), english) == set()


def test_warnings_of_the_analysis_are_the_only_english(made):
    bulletin, english = made
    guards = english[:2]
    page = write_formats(bulletin.document, ["html"])["bulletin.html"].decode()
    assert all(guard.replace("'", "&#39;") in page for guard in guards)


def test_long_words_stay_apart_in_each_drawing(made, read_svg):
    """Cyrillic letters are measured wide: the made-up words are longer than English."""
    figures = [block.figure for block in made[0].document.figures()]
    assert len(figures) == len(FIGURES)
    for figure in figures:
        for drawing in (figure.svg_wide, figure.svg_narrow):
            drawn = read_svg(drawing)
            assert drawn.collisions() == [] and drawn.outside() == [], figure.number


def test_the_template_holds_every_text_that_is_marked():
    known = set()
    for message in read_po(io.BytesIO(template())):
        known |= {message.id} if isinstance(message.id, str) else {*message.id}
    wanted = {text for path in SOURCE.rglob("*.py") for text in marked(path)}
    assert len(wanted) > 300
    assert wanted <= known


def marked(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        name = node.func.id if is_call(node) else ""
        if name in ("translate", "phrase", "translate_count"):
            for item in node.args[: 2 if name == "translate_count" else 1]:
                if isinstance(item, ast.Constant):
                    yield item.value


def is_call(node):
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
