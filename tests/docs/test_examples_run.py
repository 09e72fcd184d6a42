"""The Python in the documentation runs and prints something."""

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
EXAMPLES = [
    pytest.param(code, id=f"{page.name}-{number}")
    for page in sorted(DOCS.rglob("*.md"))
    for number, code in enumerate(
        re.findall(r"```python\n(.*?)```", page.read_text(), re.S)
    )
]


@pytest.mark.parametrize("code", EXAMPLES)
def test_it_runs(code, capsys):
    exec(compile(code, "example", "exec"), {})
    assert capsys.readouterr().out
