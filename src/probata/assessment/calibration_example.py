"""A made-up calibration bench: what the files look like, with something to be found in them."""

from __future__ import annotations

import numpy as np

OCCASIONS = ("induction", "2026-03", "2026-09")
QUESTIONS = (
    "engagement", "desistance", "safety", "protecting_victims", "services_delivered",
    "level_and_nature_of_contact",
)  # fmt: skip
CASES = 12  # benchmark cases an occasion
RULE = """\
# When an assessor is accredited. Keys: docs/reference/calibration.md
[rule]
threshold = 0.75
sure = 0.8
cases = 8
answers = 40
occasions = ["induction"]
"""
# Name -> (share of answers that follow the panel, lean: above 0 harsher, drift of the lean).
_ASSESSORS = {
    "Assessor 1": (0.92, 0.0, 0.0),
    "Assessor 2": (0.90, 0.0, 0.0),
    "Assessor 3": (0.86, 0.9, 0.0),
    "Assessor 4": (0.90, 0.0, -0.45),
    "Assessor 5": (0.70, 0.0, 0.0),
    "Assessor 6": (0.88, -0.2, 0.0),
}
_UNCLEAR = "protecting_victims"  # until its guidance was mended
_MENDED = {"2026-09": "1.2"}


def make_up_bench(
    seed: int = 2026,
) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    """Rows of the panel and of the scores, header first; `record_source` is synthetic.

    Assessor 3 is harsh, Assessor 4 grows more lenient, Assessor 5 follows the panel least,
    Assessor 6 has scored four cases alone. Guidance 1.2 helps with one question.
    """
    rng = np.random.default_rng(seed)
    panel: list[tuple[str, ...]] = [("case", "question", "answer", "record_source")]
    scores: list[tuple[str, ...]] = [
        (
            "assessor",
            "occasion",
            "case",
            "question",
            "answer",
            "guidance",
            "record_source",
        )
    ]
    for at, occasion in enumerate(OCCASIONS):
        for number in range(CASES):
            case = f"B{at * CASES + number + 1:02d}"
            good = rng.beta(2, 1.4)
            for question in QUESTIONS:
                answer = "yes" if rng.random() < good else "no"
                panel.append((case, question, answer, "synthetic"))
                for name, (follows, lean, drift) in _ASSESSORS.items():
                    if name == "Assessor 6" and (at > 0 or number >= 4):
                        continue
                    version = _MENDED.get(occasion, "1.1")
                    share = follows
                    if question == _UNCLEAR and version == "1.1":
                        share = 0.55
                    said = _say(answer, share, lean + at * drift, rng)
                    scores.append(
                        (name, occasion, case, question, said, version, "synthetic")
                    )
    return panel, scores


def _say(answer: str, follows: float, lean: float, rng: np.random.Generator) -> str:
    """The panel's answer, or another: likelier so where the lean is towards it."""
    towards = lean if answer == "yes" else -lean
    other = (1 - follows) * (1 + towards)
    if rng.random() < min(max(other, 0.0), 1.0):
        return "no" if answer == "yes" else "yes"
    return answer
