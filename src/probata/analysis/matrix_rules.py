"""What must hold of matrices, and of the figures and claims that show them."""

from __future__ import annotations

from collections.abc import Iterator

from probata.analysis.matrices import ALL
from probata.analysis.matrix_spec import Matrix
from probata.analysis.study import StudyFile
from probata.dataset.codebook import Codebook
from probata.declarations import Place, suggest

Found = tuple[Place, str, str]


def check_matrices(file: StudyFile, codebook: Codebook) -> Iterator[Found]:
    """Faults of every matrix; names of matrices, rows and stages that are not there."""
    for index, matrix in enumerate(file.matrices):
        yield from _matrix(("matrices", index), matrix, codebook)
    known = {matrix.id: matrix for matrix in file.matrices}
    for index, figure in enumerate(file.figures):
        if figure.matrix is not None and figure.matrix not in known:
            yield _unknown(("figures", index, "matrix"), "matrix", figure.matrix, known)
    for index, claim in enumerate(file.claims):
        place: Place = ("claims", index)
        if claim.matrix is None:
            continue
        if claim.kinds() != ["percent"] or claim.variable:
            yield (
                (*place, "matrix"),
                "a claim on a matrix is a percentage, and names no variable.",
                "Give `row`, `stage` and `percent`, `at_least` or `at_most`.",
            )
        if claim.matrix not in known:
            yield _unknown((*place, "matrix"), "matrix", claim.matrix, known)
            continue
        named = known[claim.matrix]
        rows = [row.id for row in named.rows] + ([ALL] if named.total else [])
        if claim.row not in rows:
            yield _unknown((*place, "row"), "row", claim.row, rows)
        if claim.stage not in named.stages:
            yield _unknown((*place, "stage"), "stage", claim.stage, named.stages)


def _unknown(place: Place, kind: str, name: str, known: object) -> Found:
    return place, f"there is no {kind} `{name}`.", suggest(name, known)


def _matrix(place: Place, matrix: Matrix, codebook: Codebook) -> Iterator[Found]:
    seen = {ALL} if matrix.total else set()
    for index, row in enumerate(matrix.rows):
        at: Place = (*place, "rows", index)
        if row.id in seen:
            yield (*at, "id"), f"the id `{row.id}` is taken.", "Give it another."
        seen.add(row.id)
        if len(row.variables) != len(matrix.stages):
            yield (
                (*at, "variables"),
                f"{len(row.variables)} variables are named for {len(matrix.stages)} stages.",
                "Name one for each stage, in their order.",
            )
        for position, name in enumerate(row.variables):
            if name not in codebook:
                yield _unknown(
                    (*at, "variables", position), "variable", name, codebook.variables
                )
            elif matrix.positive not in codebook.category_ids(name):
                yield (
                    (*at, "variables", position),
                    f"`{matrix.positive}` is not a category of `{name}`.",
                    suggest(matrix.positive, codebook.category_ids(name)),
                )
    if len(set(matrix.stages)) < len(matrix.stages):
        yield (*place, "stages"), "two stages have one name.", "Name each apart."
