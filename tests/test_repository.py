"""Tests of the repository itself: sizes, `__init__` files, paths, commands in the docs."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = sorted((ROOT / "src").rglob("*.py"))
LONGEST_FILE = 400
LONGEST_FUNCTION = 60


def tracked_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    names = listed.stdout.decode().split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def test_no_source_file_is_too_long():
    long = {
        str(path.relative_to(ROOT)): lines
        for path in [*SOURCE, *sorted((ROOT / "tests").rglob("*.py"))]
        if (lines := len(path.read_text().splitlines())) > LONGEST_FILE
    }
    assert not long


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    total = (function.end_lineno or 0) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function) is not None:
        total -= (first.end_lineno or 0) - first.lineno + 1
    return total


def test_no_function_is_too_long():
    long = {}
    for path in SOURCE:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                if body_lines(node) > LONGEST_FUNCTION:
                    long[f"{path.relative_to(ROOT)}:{node.name}"] = body_lines(node)
    assert not long


def test_every_init_is_one_docstring():
    for path in (ROOT / "src").rglob("__init__.py"):
        body = ast.parse(path.read_text()).body
        names = [node for node in body if not isinstance(node, ast.Expr)]
        if path.parent.name == "probata":  # the version stands here and nowhere else
            assert [ast.unparse(node).split(" = ")[0] for node in names] == [
                "__version__"
            ]
        else:
            assert not names, path
        assert isinstance(body[0], ast.Expr), path


def test_every_module_has_a_docstring_of_one_line():
    for path in SOURCE:
        docstring = ast.get_docstring(ast.parse(path.read_text()))
        assert docstring, path
        assert docstring.splitlines()[0].endswith("."), path


def test_no_machine_path_or_registry_address_is_tracked():
    wanted = re.compile(
        r"/(?:work|root|home|Users)/[a-z]|https?://[a-z.]*(?:pypi|pythonhosted|npmjs)",
    )
    found = []
    for path in tracked_files():
        if path.suffix in {".png", ".gz", ".xlsx", ".sav", ".dta", ".parquet"}:
            continue
        if path == Path(__file__):
            continue
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if wanted.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}")
    assert not found


def test_every_make_target_named_in_the_docs_exists():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M))
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"`make ([a-z-]+)", page.read_text()):
            assert target in targets, f"{page.name} names `make {target}`"


def test_constraints_hold_names_and_versions_only():
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    for line in lines:
        assert re.fullmatch(r"#.*|[A-Za-z0-9_.-]+==[A-Za-z0-9.+]+", line), line


def test_every_dependency_says_why_it_is_there():
    inside = False
    for line in (ROOT / "pyproject.toml").read_text().splitlines():
        if re.match(r"(dependencies|spss|dev|browser)\b.* = \[", line):
            inside = True
        elif line.startswith("]"):
            inside = False
        elif inside and line.strip().startswith('"'):
            assert re.search(r'",\s+# \w', line), line
