"""Puts a bulletin together: text, tables, figures, records, numbers, cross-references."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import PurePosixPath
from typing import Literal

from probata.analysis.results import Results
from probata.analysis.rounding import percent_text
from probata.analysis.study import Study
from probata.errors import DeclarationError, Fault
from probata.publication.anchors import make_anchor
from probata.publication.binding import Binder
from probata.publication.bound import Pointer, Request
from probata.publication.cells import note_suppressed
from probata.publication.charts.percentages import plural
from probata.publication.document import (
    Block,
    Document,
    Fact,
    FigureBlock,
    FrontMatter,
    Ref,
    Section,
    TableBlock,
)
from probata.publication.figures import Figure, is_chart, make_figure
from probata.publication.language import (
    Language,
    read_language,
    speaking,
    translate,
    translate_count,
    write_day,
)
from probata.publication.matrix_tables import make_matrix
from probata.publication.places import claim_places, name_for_readers
from probata.publication.plain_text import place_text, write_plain_text
from probata.publication.prose import Grounds, Prose, Surroundings, read_prose
from probata.publication.records import make_record, provenance_pairs
from probata.publication.side_by_side import compare_models
from probata.publication.statements import check_claims, find_faults, unsaid_claims
from probata.publication.survival_tables import make_survival_table
from probata.publication.tables import (
    make_coefficients,
    make_listing,
    make_table,
    source_line,
)
from probata.publication.template import Rendered, read_text, render_text
from probata.publication.theme import Theme, read_theme, recolour
from probata.publication.wording import check_wording


@dataclass(frozen=True)
class Bulletin:
    """A finished document, and what its author should look at."""

    document: Document
    warnings: tuple[str, ...]


Kind = Literal["summary", "section", "annex", "references", "about"]


@dataclass(frozen=True)
class Part:
    """A text file with its place in the bulletin."""

    file: str
    kind: Kind
    number: str

    @property
    def anchor(self) -> str:
        return make_anchor("section", PurePosixPath(self.file).stem)

    @property
    def label(self) -> str:
        if self.kind == "annex":
            return translate("Annex {number}", number=self.number)
        if self.number:
            return translate("Section {number}", number=self.number)
        return (
            translate("Summary") if self.kind == "summary" else translate("References")
        )


def make_bulletin(study: Study, results: Results) -> Bulletin:
    """Bind the text of a study to its results, in the theme that the study names.

    Raises DeclarationError for a text that cannot be read, and ClaimError where the
    results do not support it; both name every sentence at once.
    """
    _check_same_study(study, results)
    theme = read_theme(study.file.study.theme, study.folder)
    header = theme.complete(study.file.study)
    study = replace(study, file=study.file.model_copy(update={"study": header}))
    language = read_language(header.language, [study.folder, theme.folder])
    with speaking(language):
        return _put_together(study, results, theme, language)


def _put_together(
    study: Study, results: Results, theme: Theme, language: Language
) -> Bulletin:
    parts = list_parts(study, theme)
    rendered = _render(study, results, parts, theme)
    claims = check_claims(study, results)
    grounds = {
        item.id: Grounds(
            name_for_readers(claims[item.id].said, item, study),
            claim_places(study, item),
        )
        for item in study.file.claims
    }
    layout = _Layout(study, results, theme)
    for part, text in zip(parts, rendered, strict=True):
        layout.place(part, text)
    found: list[Prose] = []
    for part, text in zip(parts, rendered, strict=True):
        number = part.number if part.kind == "section" else ""
        around = Surroundings(
            layout.placed,
            layout.targets,
            grounds,
            part.anchor,
            number,
        )
        found.append(read_prose(text, around))
    form = [fault for prose in found for fault in prose.faults] + layout.faults
    find_faults(study, rendered, claims, form)
    sections = tuple(
        Section(part.anchor, part.number, prose.title, prose.blocks, part.kind)
        for part, prose in zip(parts, found, strict=True)
    )
    document = Document(
        _front_matter(study, results),
        sections,
        tuple(provenance_pairs(study, results)),
        theme,
        language,
    )
    warnings = [item for text in rendered for item in check_wording(text)]
    warnings += [*layout.unseen(rendered), *unsaid_claims(study, rendered)]
    if language.missing:
        count = len(language.missing)
        warnings.append(f"{count} fixed texts have no translation to {language.tag}")
    return Bulletin(document, tuple(warnings))


def _check_same_study(study: Study, results: Results) -> None:
    made = results.provenance
    if (made.study_sha256, made.codebook_sha256) != (
        study.sha256,
        study.codebook.sha256,
    ):
        raise DeclarationError(
            f"{study.id}: the results were made with another study.toml or codebook than "
            "the ones that are here now. Run `probata analyse` again."
        )


def list_parts(study: Study, theme: Theme) -> list[Part]:
    """The text files in order, numbered 1, 2, ... and A, B, ...; the theme's own last."""
    text = place_text(study)
    parts = [Part(text.summary, "summary", "")]
    number = 0
    for file in text.sections:
        if PurePosixPath(file).stem == "references":
            parts.append(Part(file, "references", ""))
        else:
            number += 1
            parts.append(Part(file, "section", str(number)))
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    parts += [Part(file, "annex", letters[at]) for at, file in enumerate(text.annexes)]
    if theme.header.front:
        parts.append(Part(theme.header.front, "about", ""))
    return parts


def _render(
    study: Study, results: Results, parts: list[Part], theme: Theme
) -> list[Rendered]:
    functions = Binder(study, results).functions()
    facts = {"synthetic": results.provenance.synthetic}
    plain = {} if study.file.text else write_plain_text(study)
    rendered: list[Rendered] = []
    faults: list[Fault] = []
    for part in parts:
        own = part.kind != "about"
        source = plain.get(part.file) if own else None
        if source is None:
            folder = study.folder if own else theme.folder
            source, wrong = read_text(folder / part.file, part.file)
            faults += wrong
        if source is not None:
            text, wrong = render_text(source, part.file, functions, facts)
            faults += wrong
            rendered += [text] if text is not None else []
    if faults:
        raise DeclarationError(f"{study.id}: the text cannot be used.", faults)
    return rendered


@dataclass
class _Layout:
    """Makes each block where it is asked for, numbers it, and knows what to call it."""

    study: Study
    results: Results
    theme: Theme
    placed: dict[Request, tuple[Block, ...]] = field(default_factory=dict)
    targets: dict[str, Ref] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    in_annex: set[Request] = field(default_factory=set)

    def __post_init__(self) -> None:
        file = self.study.file
        self.taken = {item.id for item in file.tables}
        self.taken |= {item.id for item in file.listings}
        self.taken |= {item.id for item in file.matrices}
        self.taken |= {item.id for item in file.comparisons}
        self.taken |= {item.id for item in file.survival}

    def place(self, part: Part, text: Rendered) -> None:
        self.targets[PurePosixPath(part.file).stem] = Ref(part.label, part.anchor)
        for position, character in enumerate(text.text):
            if ord(character) < 0xF0000:
                continue
            bound = text.bound_of(character)
            if not isinstance(bound, Request):
                continue
            if bound in self.placed:
                problem = f"{bound.kind} `{bound.name}` stands in the text twice."
                mend = "Refer to it with ref() the second time."
                self.faults.append(Fault(text.where(position), problem, mend))
                continue
            letter = part.number if part.kind == "annex" else ""
            self.placed[bound] = tuple(self._make(bound, letter))
            if part.kind == "annex":
                self.in_annex.add(bound)

    def _make(self, request: Request, letter: str) -> list[Block]:
        study, results = self.study, self.results
        file = study.file
        blocks: list[Block]
        if request.kind == "table":
            table = next(item for item in file.tables if item.id == request.name)
            blocks = [make_table(table, study, results)]
        elif request.kind == "listing":
            listing = next(item for item in file.listings if item.id == request.name)
            blocks = [make_listing(listing, study, results)]
        elif request.kind == "comparison":
            models = next(item for item in file.comparisons if item.id == request.name)
            source = source_line(study, results)
            blocks = [compare_models(models, study, results, source)]
        elif request.kind == "matrix":
            matrix = next(item for item in file.matrices if item.id == request.name)
            blocks = [make_matrix(matrix, study, results)]
        elif request.kind == "survival":
            spec = next(item for item in file.survival if item.id == request.name)
            blocks = [make_survival_table(spec, study, results)]
        elif request.kind == "figure":
            figure = next(item for item in file.figures if item.id == request.name)
            made = self._paint(make_figure(figure, study, results))
            source = source_line(study, results) if is_chart(figure) else ""
            blocks = [FigureBlock(make_anchor("figure", request.name), made, source)]
        else:
            number = partial(self._take_number, letter)
            if request.kind == "model":
                model = results.model(request.name)
                blocks = [make_coefficients(model, number(), study, results)]
            else:
                blocks = make_record(request.name, study, results, number)
        blocks = [_explain(block) for block in blocks]
        self._name(request, blocks)
        return blocks

    def _paint(self, figure: Figure) -> Figure:
        colours = self.theme.colours
        return replace(
            figure,
            svg_wide=recolour(figure.svg_wide, colours),
            svg_narrow=recolour(figure.svg_narrow, colours),
        )

    def _take_number(self, letter: str) -> str:
        number = 1
        while f"{letter}{number}" in self.taken:
            number += 1
        self.taken.add(f"{letter}{number}")
        return f"{letter}{number}"

    def _name(self, request: Request, blocks: list[Block]) -> None:
        for block in blocks:
            if isinstance(block, TableBlock):
                ref = Ref(
                    translate("Table {number}", number=block.number), block.anchor
                )
            elif isinstance(block, FigureBlock):
                ref = Ref(
                    translate("Figure {number}", number=block.figure.number),
                    block.anchor,
                )
            else:
                continue
            self.targets.setdefault(f"{request.kind} {request.name}", ref)

    def unseen(self, rendered: list[Rendered]) -> list[str]:
        """Figures and tables that the text leaves out, or shows and never mentions."""
        file = self.study.file
        known = [Request("figure", item.id) for item in file.figures]
        known += [Request("table", item.id) for item in file.tables]
        known += [Request("listing", item.id) for item in file.listings]
        known += [Request("matrix", item.id) for item in file.matrices]
        known += [Request("survival", x.id) for x in file.survival if x.predictors]
        known += [Request("comparison", item.id) for item in file.comparisons]
        known += [Request("model", item.id) for item in file.models]
        said = {
            bound.target
            for text in rendered
            for bound in text.bound
            if isinstance(bound, Pointer)
        }
        warnings = []
        for item in known:
            name = f"{item.kind} {item.name}"
            if item not in self.placed:
                warnings.append(f"{name} is declared and not in the text")
            elif item.kind == "figure" and name not in said:
                warnings.append(f'{name} is never referred to: ref("{name}")')
        return warnings


def _explain(block: Block) -> Block:
    """A table with a note on suppressed numbers, where it holds any."""
    if not isinstance(block, TableBlock):
        return block
    meaning = note_suppressed(block.rows, *block.notes)
    return replace(block, notes=(*block.notes, *meaning))


def _front_matter(study: Study, results: Results) -> FrontMatter:
    header = study.file.study
    return FrontMatter(
        title=header.title,
        subtitle=header.subtitle,
        series=header.series,
        number=header.number,
        date=write_day(header.date),
        day=_read_day(header.date),
        publisher=header.publisher,
        authors=header.authors,
        contact=header.contact,
        licence=header.licence,
        language=header.language,
        description=header.description,
        synthetic=results.provenance.synthetic,
        facts=tuple(_facts(study, results)),
    )


def _facts(study: Study, results: Results) -> list[Fact]:
    """How many cases, the share of all that the bulletin is about, how many models."""
    units = plural(study.codebook.header.unit)
    if results.provenance.synthetic:
        units = translate("synthetic {cases}", cases=units)
    total = results.total
    phrase = study.file.outcome.phrase
    facts = [Fact(f"{results.cases:,}", units)]
    if total.n and total.positive is not None and phrase:
        facts.append(Fact(f"{percent_text(total.positive, total.n, 0)}%", phrase))
    if results.models:
        count = len(results.models)
        name = translate_count(
            "logistic regression model", "logistic regression models", count
        )
        facts.append(Fact(str(count), name))
    return facts


def _read_day(text: str) -> datetime.date | None:
    """The day of `2026-11-23`; None for anything else."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None
