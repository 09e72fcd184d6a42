"""Faults of figures: each with its line, all at once."""

import pytest
from builders import codebook_text, study_text, write_study

from probata.errors import DeclarationError

CODEBOOK = codebook_text(
    {"outcome": ("no", "yes"), "sex": ("male", "female"), "age": ("interval",)}
)


def faults(tmp_path, figure: str, more: str = "") -> list[str]:
    """Problem and place (as `+2`, lines below [[figures]]) of each fault."""
    text = study_text("outcome", "yes", {"m": {"all": ["sex", "age"]}}, more)
    text = f'{text}\n[[figures]]\nid = "1"\ntitle = "T"\n{figure}\n'
    start = text.splitlines().index("[[figures]]") + 1
    with pytest.raises(DeclarationError) as caught:
        write_study(tmp_path, CODEBOOK, text)
    found = []
    for fault in caught.value.faults:
        line = int(fault.where.split("line ")[1].split(",")[0])
        found.append(f"+{line - start} {fault.problem}")
    return found


@pytest.mark.parametrize(
    ("figure", "problems"),
    [
        ('kind = "odds"', ["+0 a figure of kind `odds` needs `model`."]),
        ('kind = "odds"\nmodel = "n"', ["+4 there is no model `n`."]),
        (
            'kind = "odds"\nmodel = "m"\nvariables = ["sx"]',
            ["+5 there is no variable `sx`."],
        ),
        (
            'kind = "odds"\nmodel = "m"\nvariables = ["outcome"]',
            ["+5 `outcome` is not in `m`."],
        ),
        (
            'kind = "odds"\nmodel = ["m", "m"]',
            ["+4 2 models are named for 0 variables."],
        ),
        (
            'kind = "odds"\nmodel = "m"\nby = "sex"',
            ["+5 a figure of kind `odds` has no `by`."],
        ),
        (
            'kind = "adjusted"',
            [
                "+0 a figure of kind `adjusted` needs `model`.",
                "+0 a figure of kind `adjusted` needs `variables`.",
            ],
        ),
        (
            'kind = "adjusted"\nmodel = "m"\nvariables = ["age"]',
            ["+5 `age` is of type interval and has no categories to table."],
        ),
        (
            'kind = "adjusted"\nmodel = "m"\nvariables = ["sex", "outcome"]',
            ["+5 `outcome` is not in `m`."],
        ),
        (
            'kind = "adjusted"\nmodel = ["m", "n"]\nvariables = ["sex", "sx"]',
            ["+5 there is no variable `sx`.", "+4 there is no model `n`."],
        ),
        (
            'variables = ["sex"]\nmodel = "m"',
            ["+4 a figure of kind `bars` has no `model`."],
        ),
        (
            'variables = ["sex"]\nby = "age"',
            ["+4 there is no categorical variable `age`."],
        ),
        (
            'kind = "cards"\nvariables = ["sex"]',
            [
                "+0 a figure of kind `cards` needs `steps`.",
                "+4 a figure of kind `cards` has no `variables`.",
                "+0 a diagram needs `alt`, its text alternative.",
            ],
        ),
        (
            'kind = "sheet"',
            [
                (
                    "+3 a figure of kind `sheet` shows what [reliability] finds, and the "
                    "study has no such section."
                )
            ],
        ),
        (
            'kind = "calibration"',
            [
                "+0 a figure of kind `calibration` needs `model`.",
                (
                    "+3 a figure of kind `calibration` shows what [reliability] finds, and "
                    "the study has no such section."
                ),
            ],
        ),
        ('kind = "pie"', None),
    ],
)
def test_what_a_figure_lacks_is_told_with_its_line(tmp_path, figure, problems):
    found = faults(tmp_path, figure)
    if problems is None:
        assert len(found) == 1
        assert found[0].startswith("+3")
    else:
        assert found == problems


def test_a_figure_of_raters_needs_a_rater(tmp_path):
    more = """
[reliability]
unit = "sex"
[[reliability.findings]]
id = "f"
label = "F"
model = "m"
variable = "sex"
category = "female"
"""
    assert faults(tmp_path, 'kind = "rater"', more) == [
        "+3 a figure of kind `rater` compares raters, and [reliability] names no `rater`."
    ]
