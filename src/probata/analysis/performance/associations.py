"""How two questions go together: phi, Cramer's V, tetrachoric correlation, with intervals."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from probata.assessment.coefficients import Numbers
from probata.assessment.uncertainty import CONFIDENCE, linearise, score_interval

Floats = NDArray[np.float64]
Limits = tuple[float, float, float]  # value, low, high
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(48)
_HALVINGS = 48  # of the angle; the correlation is then exact to 1e-14


def count_pairs(one: Floats, other: Floats) -> Floats:
    """(2, 2) cases by yes (1) and no (0) on two questions; NaN is left out."""
    both = np.isfinite(one) & np.isfinite(other)
    cells = 2 * (1 - one[both]) + (1 - other[both])
    return np.bincount(cells.astype(np.int64), minlength=4).astype(float).reshape(2, 2)


def _phi(cells: Numbers) -> Numbers:
    a, b, c, d = (cells[..., at] for at in range(4))
    return np.asarray((a * d - b * c) / np.sqrt((a + b) * (c + d) * (a + c) * (b + d)))


def measure_phi(table: Floats) -> Limits | None:
    """The correlation of two yes/no questions; None where one of them has one answer.

    The limits are score limits between -1 and 1, as for measures of agreement
    (`assessment.uncertainty`), from phi and its standard error by linearisation on the
    table with half a case added to every cell: without it they cover 64 to 96 per cent
    where few cases have one of the answers, with it 93 to 98.
    """
    cells = table.ravel()
    if min(*table.sum(axis=0), *table.sum(axis=1)) == 0 or cells.sum() < 3:
        return None
    more = cells + 0.5
    each = np.repeat(np.eye(4), cells.astype(np.int64), axis=0)
    # The four half cases enter once each, with half their weight.
    each = np.vstack([each, 0.5 * np.eye(4)])
    error = linearise(_phi, each, more)
    limits = score_interval(float(_phi(more)), error, int(cells.sum()), -1.0)
    found = float(_phi(cells))
    return found, min(found, limits.low), max(found, limits.high)


def measure_cramer(table: Floats) -> Limits | None:
    """Cramer's V of a table of counts; None where a question has one answer.

    The limits come from those of the noncentral chi-square distribution that the table's
    chi-square may be from (Smithson 2003, Confidence Intervals, chapter 4); they cover 91
    to 98 per cent, the least where one answer is rare and V is not small.
    """
    from scipy.special import chndtr, chndtrinc

    used = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]
    rows, columns = used.shape
    if min(rows, columns) < 2:
        return None
    n = used.sum()
    expected = np.outer(used.sum(axis=1), used.sum(axis=0)) / n
    chi2 = float(((used - expected) ** 2 / expected).sum())
    df, whole = (rows - 1) * (columns - 1), n * (min(rows, columns) - 1)
    tail = (1 - CONFIDENCE) / 2
    value = float(np.sqrt(chi2 / whole))
    # A chi-square smaller than chance gives on average would close the upper limit on 0.
    ends = [
        float(chndtrinc(seen, df, part)) if chndtr(seen, df, 0) > part else 0.0
        for seen, part in ((chi2, 1 - tail), (max(chi2, float(df)), tail))
    ]
    low, high = (min(1.0, float(np.sqrt(end / whole))) for end in ends)
    return value, min(value, low), max(value, high)


def correlate_tetrachoric(tables: Floats) -> Floats:
    """(m,) correlations of the normal scores behind (m, 2, 2) tables of two yes/no questions.

    The cuts follow from the margins, the correlation is that at which the upper quarter
    has its share of the cases (two-step estimate; Olsson 1979, Psychometrika 44, 443). A
    table with an empty cell has half a case added to every cell.
    """
    from scipy.special import ndtri

    empty = (tables == 0).any(axis=(1, 2))
    counts = tables + 0.5 * empty[:, None, None]
    n = counts.sum(axis=(1, 2))
    first = ndtri(counts[:, 1, :].sum(axis=1) / n)
    second = ndtri(counts[:, :, 1].sum(axis=1) / n)
    wanted = counts[:, 0, 0] / n
    low = np.full(len(n), -np.pi / 2 + 1e-9)
    high = -low
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        above = _upper_quarter(first, second, middle) > wanted
        high, low = np.where(above, middle, high), np.where(above, low, middle)
    return np.asarray(np.sin((low + high) / 2))


def _upper_quarter(first: Floats, second: Floats, angle: Floats) -> Floats:
    """P(both normal scores lie above their cuts), their correlation being sin(angle).

    Sheppard's integral over the angle (Drezner and Wesolowsky 1990), by Gauss-Legendre.
    """
    from scipy.special import ndtr

    at = angle[:, None] * (_NODES + 1) / 2
    square = (first**2 + second**2)[:, None]
    product = 2 * (first * second)[:, None]
    density = np.exp(-(square - product * np.sin(at)) / (2 * np.cos(at) ** 2))
    area = angle / 2 * (density @ _WEIGHTS) / (2 * np.pi)
    return np.asarray(ndtr(-first) * ndtr(-second) + area)
