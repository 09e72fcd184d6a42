"""Which models `[reliability]` checks and re-estimates.

Those of the first outcome and of plain terms. A finding is one odds ratio: with a product
there is one for each category of the moderator, with a spline one for each value. Missing
values are imputed given one outcome, and raters and clusters are judged by it.
"""

from __future__ import annotations

from probata.analysis.study import MAIN, Model, StudyFile


def is_tested(file: StudyFile, model: Model) -> bool:
    """Whether a model can be put to the test."""
    blocks = {block.id: block for block in file.blocks}
    held = [blocks[name] for name in model.blocks if name in blocks]
    return model.outcome == MAIN and not any(
        block.interactions or block.splines for block in held
    )
