"""What an expression in the text stands for: a number of the results, a link, a block."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, get_args

from probata.analysis.claims import find_share, joint_p, model_variable
from probata.analysis.results import (
    WITHHELD,
    Coefficient,
    ListingResult,
    ModelResult,
    Results,
    Share,
    add_counts,
    joint_test,
)
from probata.analysis.rounding import (
    number_text,
    p_text,
    percent_text,
    ratio_text,
)
from probata.analysis.study import MAIN, Study
from probata.analysis.terms import known_term, label_term
from probata.declarations import suggest
from probata.publication.basis_words import (
    FITS,
    PERCENT,
    POSITIVE,
    PROFILE,
    WALD,
    WILSON,
    say_comparison,
    say_share,
    say_term,
    say_test,
)
from probata.publication.bound import (
    Bound,
    Pointer,
    Request,
    RequestKind,
    Sourced,
    UnboundError,
    bind,
    suppress,
)
from probata.publication.document import Inline, Text
from probata.publication.language import translate
from probata.publication.matrix_binding import stage_functions
from probata.publication.performance_binding import PerformanceBinder
from probata.publication.places import Places, share_places, total_places
from probata.publication.records import RECORDS
from probata.publication.survival_binding import survival_functions
from probata.publication.tables import missing_text
from probata.publication.term_binding import (
    Adjusted,
    Within,
    adjusted_of,
    bend_p,
)


class Binder:
    """The functions that bulletin text may call; docs/reference/text.md lists them."""

    def __init__(self, study: Study, results: Results) -> None:
        self.study = study
        self.results = results

    def functions(self) -> dict[str, Callable[..., Bound]]:
        """Every function by the name that it has in the text."""
        names = [
            "n", "positive", "percent", "interval", "missing", "cases", "excluded",
            "used", "odds_ratio", "odds_interval", "adjusted", "adjusted_interval",
            "p_value", "bend_p", "fit", "count", "distinct", "level", "confidence",
        ]  # fmt: skip
        blocks: tuple[RequestKind, ...] = get_args(RequestKind)
        return {
            **{name: getattr(self, name) for name in names},
            **{kind: partial(self._ask, kind) for kind in blocks},
            **PerformanceBinder(self).functions(),
            **stage_functions(self),
            **survival_functions(self),
            "study": self.field,
            "fixed": lambda text: Text(str(text)),
            "ref": lambda target: Pointer(str(target)),
        }

    # --- shares -------------------------------------------------------------------

    def n(self, term: str, by: str | None = None, outcome: str = MAIN) -> Sourced:
        share, basis, places = self._share(term, by, outcome)
        return self._count(share.n, translate("cases: {group}", group=basis), *places)

    def positive(
        self, term: str, by: str | None = None, outcome: str = MAIN
    ) -> Sourced:
        share, basis, places = self._share(term, by, outcome)
        return self._count(share.positive, say_share(POSITIVE, share, basis), *places)

    def percent(
        self, term: str, digits: int = 0, by: str | None = None, outcome: str = MAIN
    ) -> Sourced:
        share, basis, places = self._share(term, by, outcome, some=True)
        if share.n is None or share.positive is None:
            return suppress(basis, *places)
        text = percent_text(share.positive, share.n, digits)
        return bind(f"{text}%", say_share(PERCENT, share, basis), *places)

    def interval(
        self, term: str, digits: int = 1, by: str | None = None, outcome: str = MAIN
    ) -> Sourced:
        share, basis, places = self._share(term, by, outcome, some=True)
        if share.ci_low is None or share.ci_high is None:
            return suppress(basis, *places)
        low, high = (number_text(end, digits) for end in (share.ci_low, share.ci_high))
        text = translate("{low}% to {high}%", low=low, high=high)
        return bind(text, say_share(WILSON, share, basis), *places)

    def missing(self, variable: str) -> Sourced:
        name = self._tabled(variable)
        counts = self.results.frequencies[name].missing
        total = add_counts(item.n for item in counts)
        label = self.study.codebook.label(name)
        basis = translate(
            "cases without a value for {variable}: {counts}",
            variable=label,
            counts=missing_text(counts) or translate("no case"),
        )
        return self._count(total, basis, "record missing")

    def _count(self, n: int | None, basis: str, *places: str) -> Sourced:
        if n is None:
            return suppress(basis, *places)
        return bind(f"{n:,}", basis, *places)

    def _share(
        self, term: str, by: str | None, outcome: str, *, some: bool = False
    ) -> tuple[Share, str, Places]:
        """The share that a term means; `some` refuses one of no case at all."""
        outcomes = [MAIN, *(item.id for item in self.study.file.outcomes)]
        if outcome not in outcomes:
            mend = suggest(outcome, outcomes)
            raise UnboundError(f"there is no outcome `{outcome}`.", mend)
        results = self.results.about(outcome)
        if term == "all" and by is None:
            share: Share | None = results.total
            basis, places = translate("all cases"), total_places(self.study)
        else:
            variable, category = self._term(term)
            within = (None, None) if by is None else self._term(by)
            share = find_share(results, variable, category, *within)
            places = share_places(self.study, variable, within[0])
            basis = say_term(self.study, variable, category)
            if by is not None:
                basis += f"; {say_term(self.study, *self._term(by))}"
        if outcome != MAIN:
            basis = f"{self.study.about(outcome).file.outcome.phrase}; {basis}"
        if share is None:
            raise UnboundError(
                f"the results do not cross `{term}` with `{by}`.",
                "Name the pair in a figure with `by`, or in a claim.",
            )
        if some and share.n == 0:
            raise UnboundError(
                f"no case has `{term}`{f' and `{by}`' if by else ''}, so it has no "
                "percentage.",
                missing=True,
            )
        return share, basis, places

    def _term(self, term: str) -> tuple[str, str]:
        """`variable=category`, both checked."""
        variable, equals, category = term.partition("=")
        variable = self._tabled(variable.strip())
        known = self.study.codebook.category_ids(variable)
        if not equals:
            raise UnboundError(
                f"`{term}` names no category.",
                f'Write it like "{variable}={known[0]}", or "all" for all cases.',
            )
        if category.strip() not in known:
            raise UnboundError(
                f"`{category.strip()}` is not a category of `{variable}`.",
                suggest(category.strip(), known),
            )
        return variable, category.strip()

    def _tabled(self, name: str) -> str:
        if name not in self.study.codebook:
            known = [*self.results.frequencies]
            raise UnboundError(f"there is no variable `{name}`.", suggest(name, known))
        banded = self.study.codebook.banded_of(name)
        if banded not in self.results.frequencies:
            raise UnboundError(
                f"`{name}` is not counted by this study.",
                "Name it in a table, a figure, a block or a claim of study.toml.",
            )
        return banded

    # --- counts -------------------------------------------------------------------

    def cases(self) -> Sourced:
        text = f"{self.results.cases:,}"
        return bind(text, translate("cases analysed"), *total_places(self.study))

    def excluded(self) -> Sourced:
        total = sum(item.cases for item in self.results.excluded)
        basis = translate("cases left out before the analysis")
        return bind(f"{total:,}", basis, "record exclusions")

    def count(self, listing: str) -> Sourced:
        rows = self._listing(listing).rows
        return bind(
            f"{len(rows):,}", translate("rows of the table"), f"listing {listing}"
        )

    def distinct(self, listing: str, variable: str) -> Sourced:
        found = self._listing(listing)
        if variable not in found.variables:
            raise UnboundError(
                f"`{variable}` is not in listing `{listing}`.",
                suggest(variable, found.variables),
            )
        at = found.variables.index(variable)
        values = {row.categories[at] for row in found.rows} - {None}
        label = self.study.codebook.label(variable)
        basis = translate("different values of {variable}", variable=label)
        return bind(f"{len(values):,}", basis, f"listing {listing}")

    def _listing(self, name: str) -> ListingResult:
        known = {item.id: item for item in self.results.listings}
        if name not in known:
            raise UnboundError(f"there is no listing `{name}`.", suggest(name, known))
        return known[name]

    # --- models -------------------------------------------------------------------

    def used(self, model: str) -> Sourced:
        found = self._model(model)
        text = f"{found.complete_cases.used:,}"
        basis = translate("cases of {model}", model=found.label)
        return bind(text, basis, "record complete_cases")

    def odds_ratio(self, model: str, term: str, within: str | None = None) -> Sourced:
        if within is not None:
            return Within(self.study, self._model(model), term, within).odds_ratio()
        item, basis = self._estimate(model, term)
        if item.odds_ratio is None:
            return suppress(basis, f"model {model}")
        text = ratio_text(item.odds_ratio)
        said = translate("odds ratio of {comparison}", comparison=basis)
        return bind(text, said, f"model {model}")

    def odds_interval(
        self, model: str, term: str, within: str | None = None
    ) -> Sourced:
        if within is not None:
            return Within(self.study, self._model(model), term, within).odds_interval()
        item, basis = self._estimate(model, term)
        if item.ci_low is None or item.ci_high is None:
            return suppress(basis, f"model {model}")
        low, high = ratio_text(item.ci_low), ratio_text(item.ci_high)
        said = PROFILE if item.status == "penalised" else WALD
        text = translate("{low} to {high}", low=low, high=high)
        return bind(text, translate(said, comparison=basis), f"model {model}")

    def adjusted(
        self, model: str, term: str, within: str | None = None, digits: int = 0
    ) -> Sourced:
        return self._adjusted(model, term, within).percent(digits)

    def adjusted_interval(
        self, model: str, term: str, within: str | None = None, digits: int = 0
    ) -> Sourced:
        return self._adjusted(model, term, within).interval(digits)

    def _adjusted(self, model: str, term: str, within: str | None) -> Adjusted:
        found = self._model(model)
        if within is not None:
            return Within(self.study, found, term, within).adjusted()
        return adjusted_of(self.study, found, *self._term(term))

    def bend_p(self, model: str, variable: str) -> Sourced:
        return bend_p(self._model(model), variable, self.study.file.inference.test)

    def p_value(self, model: str, variable: str) -> Sourced:
        found = self._model(model)
        if not known_term(self.study.codebook, variable):
            raise UnboundError(f"there is no variable `{variable}`.")
        p = joint_p(found, variable, self.study)
        name = model_variable(found, variable, self.study)
        places = ("record tests", f"model {model}")
        label = label_term(self.study.codebook, variable)
        if p is None and any(
            test.reason == WITHHELD for test in found.tests if test.variable == name
        ):
            return suppress(say_test(label, found, None), *places)
        if p is None:
            raise UnboundError(
                f"`{model}` has no joint test of `{variable}`.", missing=True
            )
        test = joint_test(found, name, self.study.file.inference.test)
        return bind(p_text(p), say_test(label, found, test), *places)

    def fit(self, model: str, field: str, digits: int | None = None) -> Sourced:
        """A measure of fit after the last block."""
        found = self._model(model)
        if field not in FITS:
            raise UnboundError(
                f"`{field}` is not a measure of fit.", suggest(field, FITS)
            )
        places, text = FITS[field]
        value = getattr(found.steps[-1], field)
        said = translate(text, model=found.label)
        if value is None and found.steps[-1].step:
            return suppress(said, "record fit")
        if value is None:
            raise UnboundError(f"`{model}` has no `{field}`.", missing=True)
        shown = number_text(value, places if digits is None else digits)
        return bind(shown, said, "record fit")

    def _model(self, name: str) -> ModelResult:
        known = {item.id: item for item in self.results.models}
        if name not in known:
            raise UnboundError(f"there is no model `{name}`.", suggest(name, known))
        return known[name]

    def _estimate(self, model: str, term: str) -> tuple[Coefficient, str]:
        found = self._model(model)
        variable, _, category = (part.strip() for part in term.partition("="))
        if not known_term(self.study.codebook, variable):
            known = dict.fromkeys(item.variable for item in found.coefficients)
            raise UnboundError(
                f"there is no variable `{variable}`.", suggest(variable, known)
            )
        name = model_variable(found, variable, self.study)
        terms = {i.category: i for i in found.coefficients if i.variable == name}
        if category not in terms:
            raise UnboundError(
                f"`{model}` has no odds ratio of `{term}`"
                f"{', the reference' if found.references.get(name) == category else ''}.",
                suggest(term, [f"{name}={i}" if i else name for i in terms]),
            )
        item = terms[category]
        if item.odds_ratio is None and item.status != "suppressed":
            raise UnboundError(
                f"`{model}` gives no odds ratio of `{term}`: {item.reason or item.status}.",
                "Say so in the text, or leave the number out.",
                missing=True,
            )
        return item, say_comparison(self.study, found, name, category)

    def level(self) -> Sourced:
        return bind(f"{self.results.significance:g}", translate("level of the tests"))

    def confidence(self) -> Sourced:
        text = number_text(100 * self.results.confidence, 0)
        return bind(f"{text}%", translate("level of the intervals"))

    def field(self, name: str) -> Inline:
        header = self.study.file.study
        known = type(header).model_fields
        if name not in known:
            raise UnboundError(f"[study] has no `{name}`.", suggest(name, known))
        value = getattr(header, name)
        return Text(", ".join(value) if isinstance(value, tuple) else value)

    def _ask(self, kind: RequestKind, name: str) -> Bound:
        known = self._known(kind)
        if str(name) not in known:
            raise UnboundError(
                f"there is no {kind} `{name}`.", suggest(str(name), known)
            )
        return Request(kind, str(name))

    def _known(self, kind: RequestKind) -> list[str]:
        """Ids of the blocks of a kind."""
        file = self.study.file
        parts: dict[RequestKind, Iterable[Any]] = {
            "table": file.tables,
            "figure": file.figures,
            "listing": file.listings,
            "matrix": file.matrices,
            "comparison": file.comparisons,
            "survival": [item for item in file.survival if item.predictors],
            "model": file.models,
        }
        if kind == "record":
            return list(RECORDS)
        return [item.id for item in parts[kind]]
