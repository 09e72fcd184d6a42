"""The figures of the early-outcomes bulletin, from the published counts."""

import re

import pytest

from probata.analysis.rounding import percent_text
from probata.publication.charts.percentages import plural
from probata.publication.figures import make_figure

CAUSAL = re.compile(r"\b(effect|impact|le[ad]+s? to|drivers?|causes?d?)\b", re.I)


@pytest.fixture(scope="module")
def figures(early_study, early_results):
    return {
        spec.id: make_figure(spec, early_study, early_results)
        for spec in early_study.file.figures
    }


def test_every_figure_is_sound_in_both_layouts(figures, read_svg):
    assert len(figures) == 15
    for figure in figures.values():
        for text in (figure.svg_wide, figure.svg_narrow):
            drawn = read_svg(text)
            assert drawn.collisions() == []
            assert drawn.outside() == []
            assert not re.search(r"(?:href|url\(|<style|<script)", text)


def test_text_is_large_enough_on_a_telephone(figures):
    # A page of 320 pixels leaves 280 or more between its margins.
    for figure in figures.values():
        width = float(re.search(r'viewBox="0 0 (\d+)', figure.svg_narrow)[1])
        sizes = re.findall(r'font-size="([\d.]+)"', figure.svg_narrow)
        assert min(float(size) for size in sizes) * 280 / width >= 14


def test_ids_are_unique_in_a_page_and_name_the_drawing(figures, read_svg):
    texts = [
        text
        for figure in figures.values()
        for text in (figure.svg_wide, figure.svg_narrow)
    ]
    ids = re.findall(r'\bid="([^"]+)"', "".join(texts))
    assert len(ids) == len(set(ids)) == 60
    for figure in figures.values():
        root = read_svg(figure.svg_wide).root
        assert root.attrib["role"] == "img"
        named = [
            next(item.text for item in root if item.attrib.get("id") == name)
            for name in root.attrib["aria-labelledby"].split()
        ]
        assert named == [f"Figure {figure.number}: {figure.title}", figure.alt]


def test_ids_of_odd_figures_stay_apart(early_study, early_results):
    spec = next(item for item in early_study.file.figures if item.kind == "cards")
    made = [
        make_figure(spec.model_copy(update={"id": name}), early_study, early_results)
        for name in ("1 a", "1_a", "1-a", "1/a")
    ]
    assert len({figure.id for figure in made}) == 4
    assert all(re.fullmatch(r"[A-Za-z][\w.-]*", figure.id) for figure in made)


def test_each_bar_is_labelled_with_its_answer_count_and_percentage(
    figures, early_study, early_results, read_svg
):
    spec = next(item for item in early_study.file.figures if item.id == "7")
    for text in (figures["7"].svg_wide, figures["7"].svg_narrow):
        words = " ".join(item.words for item in read_svg(text).texts)
        for variable in spec.variables:
            assert early_study.codebook.label(variable) in words
            for cell in early_results.frequencies[variable].categories:
                label = early_study.codebook.category_label(variable, cell.category)
                assert f"{label} (n\u00a0=\u00a0{cell.n})" in words
                assert f"{percent_text(cell.positive, cell.n, 0)}%" in words
        assert "Reasonable progress made (per cent of cases)" in words
        assert "95% confidence interval" in words


def test_the_alternative_says_the_numbers_and_no_cause(figures):
    alt = figures["3"].alt
    assert "All cases: “Yes” 53%, “No” 13%." in alt
    assert "In every panel “Yes” is higher than “No”." in alt
    assert "“No risks of non-compliance” 54%" in figures["4"].alt
    assert "from 8% (“None”) to 72% (“All three”)" in figures["10"].alt
    for figure in figures.values():
        assert not CAUSAL.search(figure.alt)


def test_the_data_behind_a_chart(figures):
    data = figures["3"].data
    assert data.row_headers == 2
    assert tuple(cell.text for cell in data.columns) == (
        "Group",
        "Engagement",
        "Number of cases",
        "Of these, reasonable progress made",
        "Per cent",
        "95% confidence interval",
    )
    assert tuple(cell.text for cell in data.rows[0]) == (
        "All cases",
        "Yes",
        "866",
        "462",
        "53.3",
        "50.0 to 56.6",
    )
    assert len(data.rows) == 8
    assert figures["2"].data is None


def test_cases_that_a_chart_leaves_out_are_counted(figures, early_results):
    assert figures["4"].note == (
        "Left out: 1 case with no value for “Requirements started promptly or at an "
        "appropriate time”; 2 cases with no value for “Risks of non-compliance "
        "identified and addressed”."
    )
    cells = early_results.cross("engagement", "likelihood_of_reoffending").cells
    alone = 866 + 672 - sum(cell.n for cell in cells)
    assert (
        f"In all cases only: {alone} cases with no value for "
        "“Likelihood of reoffending”." in figures["3"].note
    )


def test_the_charts_of_a_bulletin_share_their_axis(figures, early_study):
    shown = [
        figures[spec.id]
        for spec in early_study.file.figures
        if spec.kind in ("bars", "adjusted")
    ]
    ends = {re.findall(r">(\d+)%</tspan>", figure.svg_wide)[-1] for figure in shown}
    assert len(shown) == 8
    assert len(ends) == 1


def test_several_variables_within_groups_name_variable_group_and_answer(
    early_study, early_results, read_svg
):
    spec = next(item for item in early_study.file.figures if item.id == "3")
    both = spec.model_copy(update={"variables": ("engagement", "safety")})
    figure = make_figure(both, early_study, early_results)
    assert len(figure.data.rows) == 16
    heads = [(row[0].text, row[1].text) for row in figure.data.rows]
    assert heads[0] == ("Engagement: All cases", "Yes")
    assert heads[10] == (
        "Safety. Likelihood of reoffending: Low",
        "Yes",
    )
    assert read_svg(figure.svg_narrow).collisions() == []


def test_an_author_may_lead_the_alternative(early_study, early_results):
    spec = next(item for item in early_study.file.figures if item.id == "9")
    figure = make_figure(
        spec.model_copy(update={"alt": "Victims first."}), early_study, early_results
    )
    assert figure.alt.startswith("Victims first. Bar chart, per cent of cases:")


def test_the_same_results_give_the_same_drawing(figures, early_study, early_results):
    for spec in early_study.file.figures:
        assert make_figure(spec, early_study, early_results) == figures[spec.id]


def test_a_row_is_called_what_it_is():
    assert [plural("case"), plural("person")] == ["cases", "people"]
