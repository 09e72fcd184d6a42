"""Time to an event, as a study declares it."""

from __future__ import annotations

from typing import Literal

from probata.dataset.codebook import Code
from probata.declarations import Declared


class Survival(Declared):
    """Curves of the time to an event, and a Cox regression where there are `predictors`.

    `time` is a number: how long a case was followed, to the event or until it left. `event`
    says whether it happened (category `positive`). `by` draws a curve for each group.
    """

    id: str
    title: str
    time: str
    event: str
    positive: Code
    by: str = ""
    predictors: tuple[str, ...] = ()
    ties: Literal["efron", "breslow"] = "efron"
