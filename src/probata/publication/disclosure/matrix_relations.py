"""What matrices of needs by stages tell about numbers of cases."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

from probata.analysis.matrices import ALL
from probata.analysis.matrix_spec import Matrix, MatrixNeed
from probata.analysis.term_results import MatrixResult, StageShare
from probata.dataset.combinations import Value
from probata.publication.disclosure.linear import Form, add_forms
from probata.publication.disclosure.tables import MOST, Cell
from probata.publication.disclosure.told import Forms, Told, cells_of

NO, LOST = "no", "no answer"


def tell_matrices(told: Told) -> None:
    """How many reach each stage, need by need, among all cases."""
    for spec in told.study.file.matrices:
        found = told.results.matrix(spec.id)
        stages: list[list[Forms]] = []
        for row in spec.rows:
            stages.append(_tell_row(told, spec, row))
            for at, share in enumerate(_shares(found, row.id)):
                _note_stage(told, spec, row, at, stages[-1][at], share)
        if spec.total:
            for at, share in enumerate(_shares(found, ALL)):
                forms = [row[at] for row in stages]
                n = add_forms(*(item.n for item in forms))
                positive = add_forms(*(item.positive for item in forms))
                name = ("matrix", spec.id, ALL, spec.stages[at])
                told.tell(n, share.n, *name, "n")
                told.tell(positive, share.positive, *name, "positive")
                told.tell(
                    add_forms(*(_lost(told, spec, row, at) for row in spec.rows)),
                    share.missing,
                    *name,
                    "missing",
                )


def _shares(found: MatrixResult, name: str) -> Sequence[StageShare]:
    return next(row.stages for row in found.rows if row.id == name)


def _tell_row(told: Told, spec: Matrix, row: MatrixNeed) -> list[Forms]:
    """A table of where cases stop; for each stage those that come to it and are answered."""
    name, tables = _place(spec, row), told.tables
    tables.add([name], [((name, place),) for place in _places(row)])
    forms = []
    for at in range(len(row.variables)):
        positive = tables.every(*_beyond(spec, row, at))
        others = tables.every(_at(spec, row, at, NO))
        forms.append(Forms(add_forms(positive, others), positive, others))
    _tie_answers(told, spec, row)
    return forms


def _places(row: MatrixNeed) -> list[str]:
    """Where a case can stop: at a stage, with another answer or none; or at the end."""
    last = len(row.variables)
    return [f"{end} at {at}" for at in range(last) for end in (NO, LOST)] + ["end"]


def _at(spec: Matrix, row: MatrixNeed, at: int, end: str) -> Cell:
    return ((_place(spec, row), f"{end} at {at}"),)


def _beyond(spec: Matrix, row: MatrixNeed, at: int) -> list[Cell]:
    """The cells of those who go on from a stage."""
    return [((_place(spec, row), place),) for place in _places(row)[2 * at + 2 :]]


def _place(spec: Matrix, row: MatrixNeed) -> str:
    """Stands as a variable for where a case stops on its way through the stages of a need."""
    return f"matrix {spec.id}, {row.id}"


def _lost(told: Told, spec: Matrix, row: MatrixNeed, at: int) -> Form:
    return told.tables.every(_at(spec, row, at, LOST))


def _tie_answers(told: Told, spec: Matrix, row: MatrixNeed) -> None:
    """Tie where cases stop to their answers, as far as tables count these, too."""
    tables = told.tables
    known = [name for name in row.variables if name in tables.values]
    joint = known == list(row.variables) and (
        prod(len(tables.values[name]) for name in known) <= MOST
    )
    if joint:
        tables.add(row.variables)
    for at, name in enumerate(row.variables):
        if name not in tables.values:
            continue
        gaps = tables.gaps(name)
        others = [
            value
            for value in tables.values[name]
            if value not in gaps and value != spec.positive
        ]
        for stopped, answers in (
            (_beyond(spec, row, at), [spec.positive]),
            ([_at(spec, row, at, NO)], others),
            ([_at(spec, row, at, LOST)], gaps),
        ):
            _tie(told, spec, row, at, (stopped, answers), joint=joint)


def _tie(
    told: Told,
    spec: Matrix,
    row: MatrixNeed,
    at: int,
    pair: tuple[Sequence[Cell], Sequence[Value]],
    *,
    joint: bool,
) -> None:
    """Cases that stop at a stage are those with these answers there who reached it.

    Without a table over all the stages they are at most those with these answers.
    """
    tables, name = told.tables, row.variables[at]
    stopped, answers = pair
    wanted: dict[str, Sequence[Value]] = {name: answers}
    if joint:
        every = {item: tables.values[item] for item in row.variables}
        reached = {item: [spec.positive] for item in row.variables[:at]}
        wanted = {**every, **reached, **wanted}
    for state in tables.states:
        here = tables.count(stopped, [state])
        answered = tables.count(cells_of(wanted), [state])
        if joint or at == 0:
            tables.system.equate_sum(answered, [here])
        else:
            tables.system.bound(here, answered)


def _note_stage(
    told: Told, spec: Matrix, row: MatrixNeed, at: int, forms: Forms, share: StageShare
) -> None:
    name = ("matrix", spec.id, row.id, spec.stages[at])
    told.tell_share(forms, share, *name)
    told.tell(_lost(told, spec, row, at), share.missing, *name, "missing")
    about = f"{row.label}: {spec.stages[at]}"
    told.note_group(about, forms, share.n, share.positive, in_table=False)
