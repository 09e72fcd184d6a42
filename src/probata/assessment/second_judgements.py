"""What second judgements say of the first: how often the answer would be another.

Two cases are told apart. A *peer* judged the same case as the first assessor did: the two
could have changed places, so what can be measured is how far they agree beyond chance. A
*panel* settled what the answer is: then the first judgement has a sensitivity and a
specificity.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict

from probata.assessment.ratings import Floats

Kind = Literal["peer", "panel"]
MINIMUM = (
    10  # cases judged twice before a question's own pairs are used; a rule of ours
)
_CONFIDENCE = 0.95
# Below this, sensitivity + specificity - 1 is taken to be this: such judgements say nothing.
_LEAST_YOUDEN = 0.05
_LEAST_AGREED = 0.55


@dataclass(frozen=True)
class Pairs:
    """Cases judged twice on one question, by whether each judgement was positive."""

    both: float = 0.0
    first_only: float = 0.0
    second_only: float = 0.0
    neither: float = 0.0

    def __post_init__(self) -> None:
        cells = (self.both, self.first_only, self.second_only, self.neither)
        if not all(np.isfinite(cell) and cell >= 0 for cell in cells):
            raise ValueError("a number of pairs is 0 or more")

    @property
    def n(self) -> float:
        return self.both + self.first_only + self.second_only + self.neither

    @property
    def agreed(self) -> float:
        return self.both + self.neither

    def __add__(self, other: Pairs) -> Pairs:
        return Pairs(
            self.both + other.both,
            self.first_only + other.first_only,
            self.second_only + other.second_only,
            self.neither + other.neither,
        )


class Measured(BaseModel):
    """A share from 0 to 1: the median of its posterior, and 95 per cent of it."""

    model_config = ConfigDict(frozen=True)

    value: float
    low: float
    high: float


class Disagreement(BaseModel):
    """What is taken of the second judgements of one question.

    `pooled`: the question has fewer than the least number of pairs, so those of all key
    questions stand in. Of peers there is `kappa` (agreement beyond chance, 0 to 1), of a
    panel there are `sensitivity` and `specificity`.
    """

    model_config = ConfigDict(frozen=True)

    kind: Kind
    pairs: float
    agreed: float
    pooled: bool
    kappa: Measured | None = None
    sensitivity: Measured | None = None
    specificity: Measured | None = None


@dataclass(frozen=True)
class Errors:
    """Posterior draws of how the judgements of one question err.

    Of peers, `first` is kappa and there is no `second`; of a panel they are sensitivity
    and specificity.
    """

    told: Disagreement
    first: Floats
    second: Floats | None = None


def choose_pairs(
    pairs: Mapping[str, Pairs], question: str, minimum: int = MINIMUM
) -> tuple[Pairs, bool] | None:
    """The pairs of a question, or all of them where it has too few; None if those are few."""
    own = pairs.get(question, Pairs())
    if own.n >= minimum:
        return own, False
    pooled = sum(pairs.values(), Pairs())
    return (pooled, True) if pooled.n >= minimum else None


def draw_errors(
    pairs: Pairs, kind: Kind, pooled: bool, draws: int, rng: np.random.Generator
) -> Errors:
    """How the judgements err, from Jeffreys' prior and the pairs.

    Peers: the three kinds of pairs (both positive, one, none) are multinomial with
    Dirichlet(1/2, 1/2, 1/2); kappa is that of two exchangeable raters (Scott's pi; Bloch
    and Kraemer 1989, Biometrics 45, 269), held between 0 and 1. Panel: sensitivity and
    specificity are binomial with Beta(1/2, 1/2).
    """
    if kind == "peer":
        one = pairs.first_only + pairs.second_only
        cells = np.array([pairs.both, one, pairs.neither]) + 0.5
        both, apart, _ = rng.dirichlet(cells, size=draws).T
        share = both + apart / 2
        kappa = np.clip(1 - apart / (2 * share * (1 - share)), 0, 1)
        told = _tell(pairs, kind, pooled, kappa=kappa)
        return Errors(told, kappa)
    sensitivity = rng.beta(pairs.both + 0.5, pairs.second_only + 0.5, size=draws)
    specificity = rng.beta(pairs.neither + 0.5, pairs.first_only + 0.5, size=draws)
    told = _tell(pairs, kind, pooled, sensitivity=sensitivity, specificity=specificity)
    return Errors(told, sensitivity, specificity)


def draw_accuracy(pairs: Pairs, draws: int, rng: np.random.Generator) -> Floats | None:
    """(draws,) how often a judgement is right, from pairs of peers; None if that is a coin.

    It takes both judgements to err independently of one another, and a true yes to be
    missed as often as a true no. Then they agree with probability a = s^2 + (1 - s)^2,
    whatever share is positive. a has a Beta(1/2, 1/2) prior; draws below 0.55 are held
    there.
    """
    if pairs.agreed <= pairs.n / 2:
        return None
    agree = rng.beta(pairs.agreed + 0.5, pairs.n - pairs.agreed + 0.5, size=draws)
    return np.asarray((1 + np.sqrt(2 * np.maximum(agree, _LEAST_AGREED) - 1)) / 2)


def _tell(pairs: Pairs, kind: Kind, pooled: bool, **drawn: Floats) -> Disagreement:
    measured = {name: summarise(values) for name, values in drawn.items()}
    return Disagreement(
        kind=kind, pairs=pairs.n, agreed=pairs.agreed, pooled=pooled, **measured
    )


def summarise(values: Floats) -> Measured:
    tail = (1 - _CONFIDENCE) / 2
    low, middle, high = np.quantile(values, [tail, 0.5, 1 - tail])
    return Measured(value=float(middle), low=float(low), high=float(high))


def judge_again(
    positive: Floats, counted: Floats, errors: Errors, rng: np.random.Generator
) -> Floats:
    """(draws,) how many of the counted answers are positive when all are judged again.

    Peers: where assessors find a share r positive and agree by kappa beyond chance, a
    positive answer stays so with probability r + kappa (1 - r), a negative one becomes
    positive with (1 - kappa) r. r is drawn from its posterior given the answers (Jeffreys'
    prior), so that other assessors add noise, and no bias but the prior's half cases.
    Panel: the share that the panel would find follows from r, sensitivity and specificity
    (Rogan and Gladen 1978, American Journal of Epidemiology 107, 71), held between 0 and
    1, and from it what a positive and a negative judgement are worth (Bayes).
    """
    if errors.second is None:
        share = rng.beta(positive + 0.5, counted - positive + 0.5)
        kappa = errors.first
        stay, turn = share + kappa * (1 - share), (1 - kappa) * share
    else:
        none = np.zeros_like(positive)
        share = np.divide(positive, counted, out=none, where=counted > 0)
        stay, turn = _worth(share, errors.first, errors.second)
    held = rng.binomial(positive.astype(np.int64), stay)
    gained = rng.binomial((counted - positive).astype(np.int64), turn)
    return np.asarray(held + gained, dtype=np.float64)


def _worth(
    share: Floats, sensitivity: Floats, specificity: Floats
) -> tuple[Floats, Floats]:
    """The chance that the panel says positive, of a positive and of a negative judgement."""
    youden = np.maximum(sensitivity + specificity - 1, _LEAST_YOUDEN)
    true = np.clip((share + specificity - 1) / youden, 0, 1)
    hit, false = sensitivity * true, (1 - specificity) * (1 - true)
    missed, right = (1 - sensitivity) * true, specificity * (1 - true)
    return _share_of(hit, false), _share_of(missed, right)


def _share_of(part: Floats, rest: Floats) -> Floats:
    whole = part + rest
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)
