"""Whether a sentence was completed, from the reason of its termination."""

from __future__ import annotations

import numpy as np

from probata.dataset.outcomes.outcome_file import Completion
from probata.dataset.outcomes.states import COMPLETION_PLACES
from probata.tabular.given import Ints
from probata.tabular.raw import RawColumn


def read_completion(column: RawColumn, declared: Completion) -> Ints:
    """The place in COMPLETION_STATES of each case."""
    named = {"": "not_known"}
    named |= dict.fromkeys(declared.completed, "completed")
    named |= dict.fromkeys(declared.not_completed, "not_completed")
    named |= dict.fromkeys(declared.neither, "neither")
    found = [
        COMPLETION_PLACES[named.get(text, "not_declared")] for text in column.texts
    ]
    return np.asarray(np.asarray(found, dtype=np.int64)[column.index])
