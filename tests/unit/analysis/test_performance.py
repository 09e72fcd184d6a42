"""Questions put to the test: what applies, what is held back, what cannot be declared."""

import csv
import io

import numpy as np
import pytest

from probata.analysis.engines.choose import refuse_undoable
from probata.analysis.read_study import read_study
from probata.analysis.results import write_results
from probata.analysis.run import run_study
from probata.dataset.load import load_cases
from probata.errors import DeclarationError, EngineError
from probata.publication.assemble import make_bulletin
from probata.publication.disclosure.build import build_system
from probata.publication.disclosure.control import choose, protect

CODEBOOK = """
[codebook]
title = "Test"
missing = { "" = "unknown" }

[variables.head]
label = "Head"
type = "categorical"
role = "key_question"
categories = [
  { id = "yes", label = "Yes", polarity = "positive" },
  { id = "no", label = "No", polarity = "negative" },
]
"""
PROMPT = """
[variables.{0}]
label = "Prompt {0}"
type = "categorical"
role = "prompt"
categories = [
  {{ id = "yes", label = "Yes", polarity = "positive" }},
  {{ id = "no", label = "No", polarity = "negative" }},
  {{ id = "na", label = "Not needed", polarity = "neutral" }},
]
"""
PLAIN = """
[variables.group]
label = "Group"
type = "categorical"
categories = [{ id = "a", label = "A" }, { id = "b", label = "B" }]
"""
STUDY = """
[study]
id = "test"
title = "Test"
[outcome]
variable = "head"
positive = "yes"
[[blocks]]
id = "b"
label = "Prompts"
variables = ["p1", "p2"]
[[models]]
id = "m"
label = "Model"
blocks = ["b"]
[performance]
key_questions = ["head", "p1"]
[[performance.scales]]
key_question = "head"
model = "m"
prompts = ["p1", "p2", "p3"]
"""
REPORT = """
[disclosure]
mode = "report"
reason = "made up"
"""
FIGURES = "".join(
    f'[[figures]]\nid = "{at}"\ntitle = "T"\nkind = "{kind}"\n'
    for at, kind in enumerate(("critical", "coherent"), 1)
)


def made_up(n=120, seed=3):
    """p1 and p2 go with head; p3 applies to a quarter of the cases."""
    rng = np.random.default_rng(seed)
    score = rng.normal(size=n)
    rows = []
    for at in range(n):
        near = [score[at] + rng.normal() * 0.8 > 0 for _ in range(3)]
        row = {"head": near[0], "p1": near[1], "p2": near[2], "p3": score[at] > 0}
        texts = {name: "yes" if yes else "no" for name, yes in row.items()}
        texts["p2"] = "na" if at % 5 == 0 else texts["p2"]
        texts["p3"] = texts["p3"] if at % 4 == 0 else "na"
        rows.append(texts | {"group": "a" if at % 2 else "b"})
    return rows


def protected(study, results):
    return protect(study, results, choose(study, build_system(study, results)))


class Maker:
    def __init__(self, folder):
        self.folder = folder

    def study(self, text=STUDY + REPORT):
        book = CODEBOOK + "".join(PROMPT.format(name) for name in ("p1", "p2", "p3"))
        (self.folder / "codebook.toml").write_text(book + PLAIN)
        (self.folder / "study.toml").write_text(text)
        return read_study(self.folder)

    def run(self, rows, text=STUDY + REPORT):
        study = self.study(text)
        stream = io.StringIO()
        writer = csv.DictWriter(stream, rows[0])
        writer.writeheader()
        writer.writerows(rows)
        path = self.folder / "cases.csv"
        path.write_text(stream.getvalue())
        return study, run_study(study, load_cases(path, study.codebook))


@pytest.fixture
def make(tmp_path):
    return Maker(tmp_path)


def test_a_prompt_counts_where_it_applies(make):
    rows = made_up()
    (scale,) = make.run(rows)[1].performance.scales
    p2 = scale.prompts[1]
    assert (p2.n, p2.not_applicable) == (96, 24)
    kept = [row for row in rows if row["p2"] != "na"]
    one, other = (
        np.array([row[name] == "yes" for row in kept], dtype=float)
        for name in ("p2", "head")
    )
    assert p2.phi.value == pytest.approx(np.corrcoef(one, other)[0, 1])
    assert p2.met == int(one.sum())
    assert [(item.variable, item.share) for item in scale.left_out] == [("p3", 0.25)]
    assert [item.prompt for item in scale.items] == ["p1", "p2"]
    assert scale.n == 96
    # Of two prompts, alpha is the Spearman-Brown form of their covariance.
    a, b = (
        np.array([row[name] == "yes" for row in kept], dtype=float)
        for name in ("p1", "p2")
    )
    whole = np.array([row["p1"] == "yes" for row in rows], dtype=float)
    cov, v1, v2 = np.cov(a, b)[0, 1], whole.var(ddof=1), b.var(ddof=1)
    assert scale.alpha.value == pytest.approx(2 * (1 - (v1 + v2) / (v1 + v2 + 2 * cov)))


def test_the_page_shows_it_and_text_can_name_it(make):
    text = STUDY + FIGURES + REPORT + '[text]\nsummary = "s.md"\nsections = ["f.md"]\n'
    (make.folder / "s.md").write_text("# Summary\n\nWords.\n")
    (make.folder / "f.md").write_text(
        '# Findings\n\nAlpha is {{ alpha("head") }} ({{ alpha_interval("head") }}), phi '
        '{{ phi("p1", "head") }}; see {{ ref("figure 1") }} and {{ ref("figure 2") }}.\n\n'
        '{{ figure("1") }}\n\n{{ figure("2") }}\n\n{{ record("critical") }}\n\n'
        '{{ record("coherent") }}\n\n{{ record("discrete") }}\n'
    )
    study, results = make.run(made_up(), text)
    section = make_bulletin(study, results).document.sections[1]
    tables = [block for block in section.blocks if hasattr(block, "rows")]
    titles = [table.title for table in tables]
    assert titles == [
        "Each prompt and its key question",
        "How the prompts of a key question hang together",
        "Prompts of a key question with one another",
        "Key questions with one another",
    ]
    test = next(t for t in results.model("m").tests if t.variable == "p1")
    assert tables[0].rows[1][-2].text == f"{test.statistic:.1f}"
    (make.folder / "f.md").write_text('# Findings\n\n{{ alpha("p1") }}\n')
    with pytest.raises(DeclarationError, match="no scale"):
        make_bulletin(study, results)


def test_few_cases_are_held_back(make):
    """Three cases answer no to p1: with a least cell of five nothing of it may be told."""
    rows = made_up()
    for at, row in enumerate(rows):
        row["p1"] = "no" if at < 3 else "yes"
    study, results = make.run(rows, STUDY)
    found = results.performance
    p1 = found.scales[0].prompts[0]
    assert p1.n is None and p1.phi is None and p1.met is None and p1.cramer is None
    assert "held back" in p1.reason
    assert found.scales[0].alpha is None
    assert found.key_questions[0].n is None
    (shown,) = make.run(rows)[1].performance.scales
    assert shown.prompts[0].n == 120  # made-up cases may be told of
    assert (
        '"n": 3'
        not in write_results(
            results.model_copy(update={"frequencies": {}, "models": ()})
        ).decode()
    )


def test_a_question_with_one_answer_has_no_correlation(make):
    rows = [row | {"p1": "yes"} for row in made_up()]
    text = STUDY.replace('["p1", "p2"]', '["p2"]', 1) + REPORT
    (scale,) = make.run(rows, text)[1].performance.scales
    assert scale.prompts[0].phi is None
    assert scale.prompts[0].reason == "all cases have the same answer"
    assert scale.alpha is None


FACTORS = """
[performance.factors]
variables = ["head", "p1", "p2", "p3"]
"""


def test_factors_of_too_few_questions_say_so(make):
    found = make.run(made_up(), STUDY + FACTORS + REPORT)[1].performance.factors
    assert found.factors is None and "fewer than four" in found.reason


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"p3"]', '"p9"]', "there is no variable `p9`"),
        ('"p3"]', '"group"]', "no positive and negative answer"),
        ('model = "m"', 'model = "n"', "there is no model `n`"),
        ('key_question = "head"', 'key_question = "haed"', "`haed`"),
        ('["head", "p1"]', '["head", "nil"]', "there is no variable `nil`"),
    ],
)
def test_what_cannot_be_meant_is_refused(make, old, new, words):
    with pytest.raises(DeclarationError) as refused:
        make.study(STUDY.replace(old, new))
    assert words in str(refused.value)


def test_a_figure_needs_the_section(make):
    bare = STUDY[: STUDY.index("[performance]")]
    with pytest.raises(DeclarationError, match="no such section"):
        make.study(bare + FIGURES)
    with pytest.raises(DeclarationError, match="asks for nothing"):
        make.study(bare + "[performance]\nleast_share = 0.4\n")


def test_other_engines_say_that_they_cannot(make):
    with pytest.raises(EngineError) as refused:
        refuse_undoable(make.study(), "stream", 1000)
    assert "put to the test" in str(refused.value)


def test_a_question_of_which_a_number_is_held_back_is_told_nowhere(make):
    """Prompt p2 does not apply to three cases: with its n in the open they would follow."""
    rows = made_up()
    for at, row in enumerate(rows):
        if row["p2"] == "na":
            row["p2"] = "na" if at < 12 else row["p1"]
    study, results = make.run(rows, STUDY)
    assert results.performance.scales[0].prompts[1].n == 117
    (scale,) = protected(study, results).performance.scales
    assert [item.n is None for item in scale.prompts[:2]] == [False, True]
    assert scale.prompts[1].phi is None and scale.prompts[1].met is None
    assert scale.alpha is None and "held back" in scale.reason
    assert all(pair.n is None for pair in scale.pairs)
    study, results = make.run(rows, STUDY + '[disclosure]\nmode = "round"\n')
    (scale,) = protected(study, results).performance.scales
    assert all(item.n is None for item in scale.prompts)
