"""Numbers of `[performance]` that text may name."""

from __future__ import annotations

from collections.abc import Callable

from probata.analysis.performance_results import Limited, PerformanceResult, ScaleResult
from probata.analysis.rounding import number_text
from probata.declarations import suggest
from probata.publication.bound import (
    Bindable,
    Bound,
    Sourced,
    UnboundError,
    bind,
    suppress,
)
from probata.publication.language import translate


class PerformanceBinder:
    """The functions; they say so where the study puts no question to the test."""

    def __init__(self, of: Bindable) -> None:
        self.of = of

    def functions(self) -> dict[str, Callable[..., Bound]]:
        return {
            "alpha": self.alpha,
            "alpha_interval": self.alpha_interval,
            "phi": self.phi,
            "factors": self.factors,
        }

    def alpha(self, key_question: str) -> Sourced:
        """Alpha (KR-20) of the prompts of a key question."""
        found, basis = self._alpha(key_question)
        return bind(number_text(found.value, 2), basis, "record coherent")

    def alpha_interval(self, key_question: str) -> Sourced:
        """Its limits."""
        found, basis = self._alpha(key_question)
        return bind(_limits(found), basis, "record coherent")

    def phi(self, one: str, other: str) -> Sourced:
        """Phi of a prompt with its key question, or of two key questions."""
        found = self._section()
        pairs = {
            frozenset((item.prompt, scale.key_question)): (item.phi, item.n, "critical")
            for scale in found.scales
            for item in scale.prompts
        }
        pairs |= {
            frozenset((item.one, item.other)): (item.phi, item.n, "discrete")
            for item in found.key_questions
        }
        asked = frozenset((one, other))
        if asked not in pairs:
            raise UnboundError(
                f"`{one}` and `{other}` are not compared in [performance]."
            )
        value, n, record = pairs[asked]
        labels = [self.of.study.codebook.label(name) for name in (one, other)]
        basis = translate("phi of {one} with {other}", one=labels[0], other=labels[1])
        place = f"record {record}"
        if n is None:
            return suppress(basis, place)
        if value is None:
            raise UnboundError(
                f"phi of `{one}` and `{other}` has no value.", missing=True
            )
        words = translate("{basis}, {n} cases", basis=basis, n=f"{n:,}")
        return bind(number_text(value.value, 2), words, place)

    def factors(self) -> Sourced:
        """How many factors there are."""
        found = self._section().factors
        if found is None or found.factors is None:
            raise UnboundError("no factors were found.", missing=True)
        return bind(str(found.factors), translate("factors kept"), "record discrete")

    def _alpha(self, key_question: str) -> tuple[Limited, str]:
        scales: dict[str, ScaleResult] = {
            item.key_question: item for item in self._section().scales
        }
        if key_question not in scales:
            raise UnboundError(
                f"`{key_question}` is no scale of [performance].",
                suggest(key_question, scales),
            )
        found = scales[key_question].alpha
        if found is None:
            raise UnboundError(f"`{key_question}` has no alpha.", missing=True)
        label = self.of.study.codebook.label(key_question)
        return found, translate("alpha of the prompts of {label}", label=label)

    def _section(self) -> PerformanceResult:
        if self.of.results.performance is None:
            raise UnboundError(
                "the study has no section [performance].", "Declare it, or drop this."
            )
        return self.of.results.performance


def _limits(found: Limited) -> str:
    low, high = number_text(found.low, 2), number_text(found.high, 2)
    return translate("{low} to {high}", low=low, high=high)
