"""Chooses signed cases for a second judgement, each with a known probability.

Two samples are kept apart. The *random* one is for agreement without bias; the *targeted*
one looks where a judgement is likelier to need it. A case has a number between 0 and 1 in
each, which follows from the seed and its id alone, so that it is chosen or not in the
moment it is signed, whatever else has been signed, and again in any later run (permanent
random numbers: Ohlsson 1995, in Business Survey Methods, chapter 9).
"""

from __future__ import annotations

import hashlib
import hmac
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

RANDOM = "random"


@dataclass(frozen=True)
class Signed:
    """A case that was judged and signed. `flags`: the targets that it meets."""

    case: str
    assessor: str
    flags: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Plan:
    """`share` of all cases at random; `targets`: flag -> share of the cases that bear it.

    `each`: instead of a share, so many cases of every assessor at random. It can only be
    drawn after fieldwork, when it is known how many cases each has signed.
    """

    seed: str
    share: float = 0.1
    targets: Mapping[str, float] = field(default_factory=dict)
    each: int | None = None

    def __post_init__(self) -> None:
        for share in (self.share, *self.targets.values()):
            if not 0 <= share <= 1:
                raise ValueError("a share is between 0 and 1")
        if self.each is not None and self.each < 1:
            raise ValueError("of each assessor at least one case is drawn")
        if RANDOM in self.targets:
            raise ValueError(f"a target cannot be named {RANDOM}")


@dataclass(frozen=True)
class Choice:
    """What was decided of a case.

    `random`: in the random sample, into which it came with `random_probability`. `targets`:
    the targeted samples that it is in. `probability`: to be in any of them; one over it is
    the case's weight where all second judgements are used together.
    """

    case: str
    assessor: str
    random: bool
    random_probability: float
    targets: tuple[str, ...]
    probability: float

    @property
    def chosen(self) -> bool:
        return self.random or bool(self.targets)


def choose_case(plan: Plan, signed: Signed) -> Choice:
    """Decide of one case as it is signed. The plan must draw a share, not so many of each."""
    if plan.each is not None:
        raise ValueError("so many of each assessor are drawn after fieldwork")
    return _decide(plan, signed, _number(plan, RANDOM, signed) < plan.share, plan.share)


def choose_cases(plan: Plan, cases: Iterable[Signed]) -> tuple[Choice, ...]:
    """Decide of all cases after fieldwork, in the order given.

    With `each`, the cases of an assessor with the smallest numbers are drawn: a simple
    random sample of theirs, each with the same probability.
    """
    listed = tuple(cases)
    if plan.each is None:
        return tuple(choose_case(plan, signed) for signed in listed)
    by_assessor: dict[str, list[Signed]] = defaultdict(list)
    for signed in listed:
        by_assessor[signed.assessor].append(signed)
    drawn: set[str] = set()
    shares: dict[str, float] = {}
    for assessor, own in by_assessor.items():
        ranked = sorted(own, key=lambda item: (_number(plan, RANDOM, item), item.case))
        drawn.update(item.case for item in ranked[: plan.each])
        shares[assessor] = min(plan.each, len(own)) / len(own)
    return tuple(
        _decide(plan, signed, signed.case in drawn, shares[signed.assessor])
        for signed in listed
    )


def _decide(plan: Plan, signed: Signed, random: bool, share: float) -> Choice:
    met = [(flag, part) for flag, part in plan.targets.items() if flag in signed.flags]
    targets = tuple(flag for flag, part in met if _number(plan, flag, signed) < part)
    missed = (1 - share) * math.prod(1 - part for _, part in met)
    return Choice(signed.case, signed.assessor, random, share, targets, 1 - missed)


def _number(plan: Plan, sample: str, signed: Signed) -> float:
    """Between 0 and 1, evenly over cases; of its own in each sample."""
    words = f"{sample}\0{signed.case}".encode()
    digest = hmac.new(plan.seed.encode(), words, hashlib.sha256).digest()
    return int.from_bytes(digest[:7], "big") / 2**56
