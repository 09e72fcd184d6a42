"""Text bound to results: what an author gets right and wrong, with file, line, sentence."""

import pytest
from builders import make_study, repeat_rows, run_columns

from probata.analysis.read_study import read_study
from probata.errors import ClaimError, DeclarationError
from probata.publication.assemble import make_bulletin
from probata.publication.bases import list_bases
from probata.publication.document import (
    Claimed,
    FigureBlock,
    Heading,
    Number,
    Paragraph,
    Ref,
    TableBlock,
)

EXTRA = """
[[tables]]
id = "A1"
title = "By sex & <age>"
variables = ["sex"]
marks_from = "m"

[[figures]]
id = "1"
title = "By sex"
variables = ["sex"]

[[claims]]
id = "women_higher"
variable = "sex"
category = "female"
higher_than = ["male"]

[[claims]]
id = "seventy"
cases = 70
"""
ROWS = {
    ("yes", "male"): 10,
    ("no", "male"): 20,
    ("yes", "female"): 35,
    ("no", "female"): 5,
}
PREDICTORS = {"sex": ("male", "female")}


class Maker:
    """A small bulletin in a folder, whose text the test writes."""

    def __init__(self, folder):
        self.folder = folder
        columns = repeat_rows(ROWS, ["outcome", "sex"])
        self.results = run_columns(folder, PREDICTORS, columns, extra=EXTRA)

    def write(self, text="# Findings\n", **files):
        (self.folder / "text").mkdir(exist_ok=True)
        (self.folder / "text.md").write_bytes(text.encode())
        (self.folder / "text" / "summary.md").write_text("# Summary\n")
        for name, content in files.items():
            (self.folder / f"{name}.md").write_text(content)

    def make(self, text="# Findings\n", **files):
        self.write(text, **files)
        return make_bulletin(read_study(self.folder), self.results)

    def blocks(self, text):
        return self.make("# Findings\n\n" + text).document.sections[1].blocks

    def parts(self, text):
        (paragraph,) = self.blocks(text)
        assert isinstance(paragraph, Paragraph)
        return paragraph.parts

    def refusal(self, text, error=DeclarationError):
        with pytest.raises(error) as caught:
            self.make(text)
        return caught.value


@pytest.fixture
def maker(tmp_path):
    return Maker(tmp_path)


@pytest.mark.parametrize(
    ("call", "shown", "basis"),
    [
        ('n("sex=female")', "40", "sex: female"),
        ('positive("sex=female")', "35", "of 40 cases"),
        ('percent("sex=female")', "88%", "35 of 40 cases"),  # 87.5, half-up
        ('percent("sex=male", digits=1)', "33.3%", "10 of 30 cases"),
        ('percent("all")', "64%", "45 of 70 cases"),
        ('interval("sex=male")', "19.2% to 51.2%", "Wilson"),
        ('missing("sex")', "0", "no case"),
        ("cases()", "70", "cases analysed"),
        ("excluded()", "0", "left out"),
        ('used("m")', "70", "cases of m"),
        ('odds_ratio("m", "sex=female")', "14.00", "odds ratio"),
        ('fit("m", "n")', "70", "n of m"),
        ("level()", "0.05", "level"),
        ("confidence()", "95%", "level"),
    ],
)
def test_a_call_gives_a_number_with_its_basis(maker, call, shown, basis):
    before, number, after = maker.parts(f"It was {{{{ {call} }}}} then.")
    assert isinstance(number, Number)
    assert number.text == shown
    assert basis in number.basis
    assert (before.text, after.text) == ("It was ", " then.")


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ('percent("sx=female")', "Did you mean `sex`?"),
        ('percent("sex=femal")', "Did you mean `female`?"),
        ('percent("sex")', "names no category"),
        ('odds_ratio("mm", "sex=female")', "there is no model `mm`"),
        ('odds_ratio("m", "sex=male")', "the reference"),
        ('percent("sex=male", by="sex=female")', "do not cross"),
        ('fit("m", "nagel")', "not a measure of fit"),
        ('count("A9")', "there is no listing"),
        ("percent()", "called wrongly"),
        ('study("titel")', "Did you mean `title`?"),
    ],
)
def test_a_call_that_cannot_be_answered_is_told_with_its_sentence(maker, call, said):
    error = maker.refusal(f"# F\n\nFirst.\n\nSecond, {{{{ {call} }}}} here. Third.")
    assert said in str(error)
    assert "text.md, line 5" in str(error)
    assert "Second, [...] here." in str(error)
    assert "First" not in str(error)


def test_every_fault_of_every_file_comes_at_once(maker):
    text = '# F\n\n{{ n("a=b") }} and\n{{ n("c=d") }}\n\n[x](claim:none)\n'
    maker.write(text)
    (maker.folder / "text" / "summary.md").write_text("# S\n\n\n{{ cases( }}\n")
    with pytest.raises(DeclarationError) as caught:
        make_bulletin(read_study(maker.folder), maker.results)
    assert "summary.md, line 4" in str(caught.value)
    (maker.folder / "text" / "summary.md").write_text('# S\n\n{{ n("e=f") }}\n')
    error = maker_error(maker)
    places = [fault.where for fault in error.faults]
    assert places == [
        "text/summary.md, line 3",
        "text.md, line 3",
        "text.md, line 4",
        "text.md, line 6",
    ]


def maker_error(maker):
    with pytest.raises(DeclarationError) as caught:
        make_bulletin(read_study(maker.folder), maker.results)
    return caught.value


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines_stay_right_after_conditions_and_long_calls(maker, end):
    lines = [
        "# F", "{% if synthetic %}", "gone", "{% endif %}", "",
        "{% for i in range(2) %}", "again", "{% endfor %}", "",
        'One {{ percent("sex=male",', '  digits=1) }} two.', "", 'Last {{ n("q=r") }}.',
    ]  # fmt: skip
    error = maker.refusal(end.join(lines))
    assert [fault.where for fault in error.faults] == ["text.md, line 13"]


def test_a_failed_claim_names_sentence_expected_and_found(maker):
    study = (maker.folder / "study.toml").read_text()
    study = study.replace("cases = 70", "cases = 71")
    (maker.folder / "study.toml").write_text(study)
    columns = repeat_rows(ROWS, ["outcome", "sex"])
    from builders import make_cases

    from probata.analysis.run import run_study

    read = read_study(maker.folder)
    maker.results = run_study(read, make_cases(maker.folder, read, columns))
    error = maker.refusal("# F\n\nFine. All [70 cases](claim:seventy).", ClaimError)
    assert error.exit_code == 7
    assert "text.md, line 3" in str(error)
    assert "expected 71 cases; found 70" in str(error)
    assert "“All 70 cases.”" in str(error)
    unsaid = maker.refusal("# F\n\nNothing.", ClaimError)
    assert "study.toml, line" in str(unsaid)


@pytest.mark.parametrize(
    ("call", "targets"),
    [
        ('percent("sex=male")', ["table-A1"]),
        ('percent("all")', ["table-A1"]),
        ("cases()", ["table-A1"]),
        ('odds_ratio("m", "sex=female")', ["table-1"]),
        ('p_value("m", "sex")', ["table-1"]),
        ('used("m")', []),
        ("level()", []),
    ],
)
def test_a_number_leads_to_the_tables_of_the_bulletin_that_hold_it(
    maker, call, targets
):
    document = maker.make(
        f'# F\n\nIt was {{{{ {call} }}}} then.\n\n{{{{ table("A1") }}}}\n\n{{{{ model("m") }}}}\n'
    ).document
    (basis,) = list_bases(document)
    assert [ref.target for ref in basis.sources] == targets


def test_numbers_and_claims_have_names_of_their_own(maker):
    document = maker.make(
        "# F\n\n- One {{ cases() }} and [two {{ level() }}](claim:seventy).\n\n"
        "> **Three {{ cases() }}**\n"
    ).document
    found = list_bases(document)
    assert [item.words for item in found] == ["70", "two 0.05", "0.05", "70"]
    assert len({item.anchor for item in found}) == 4
    assert {item.section.title for item in found} == {"F"}


def test_a_claim_says_labels_where_authors_have_ids(maker):
    (claimed,) = [
        part
        for part in maker.parts("They were [higher](claim:women_higher).")
        if isinstance(part, Claimed)
    ]
    assert "`" not in claimed.basis
    assert "“female” of “sex”" in claimed.basis


def test_a_claim_that_holds_carries_what_was_found(maker):
    parts = maker.parts(
        "They were [higher {{ percent('sex=female') }}](claim:women_higher)."
    )
    claimed = next(part for part in parts if isinstance(part, Claimed))
    assert claimed.claim == "women_higher"
    assert "87.5%" in claimed.basis
    assert any(isinstance(part, Number) for part in claimed.parts)


def test_sections_tables_and_links_are_numbered(maker):
    text = (
        '# Findings\n\n## One\n\nSee {{ ref("table A1") }}, {{ ref("model m") }}, '
        '{{ ref("text") }}.\n\n## Two\n\n### Deep\n\n{{ table("A1") }}\n\n{{ figure("1") }}'
        '\n\n{{ model("m") }}\n\n{{ record("fit") }}\n'
    )
    section = maker.make(text).document.sections[1]
    headings = [item for item in section.blocks if isinstance(item, Heading)]
    assert [item.number for item in headings] == ["1.1", "1.2", ""]
    tables = [item for item in section.blocks if isinstance(item, TableBlock)]
    assert [item.number for item in tables] == ["A1", "1", "2"]
    (refs,) = [
        [part for part in item.parts if isinstance(part, Ref)]
        for item in section.blocks
        if isinstance(item, Paragraph)
    ]
    assert [item.text for item in refs] == ["Table A1", "Table 1", "Section 1"]
    anchors = {item.anchor for item in tables} | {section.anchor}
    assert {item.target for item in refs} <= anchors
    assert any(isinstance(item, FigureBlock) for item in section.blocks)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<b>bold</b> words", "HTML cannot be used"),
        ("<div>\n\nx\n\n</div>", "HTML cannot be used"),
        ("![alt](x.png)", "an image cannot be used"),
        ("#### Deep", "level 4"),
        ("# Twice", "level 1"),
        ("[x](other.md)", "leads nowhere"),
        ('Here {{ figure("1") }} inside.', "does not stand alone"),
        ('{{ figure("1") }}\n\n{{ figure("1") }}', "stands in the text twice"),
        ('{{ ref("figure 7") }}', "is not in the bulletin"),
        ("{{ figur('1') }}", "Did you mean `figure`?"),
        ("{{ n('sex=male') + 1 }}", "cannot be carried out"),
        ("```\ncode\n```", "a block of code"),
        ("Private \ue000 use", "private-use"),
    ],
)
def test_what_cannot_be_used_is_refused(maker, text, said):
    assert said in str(maker.refusal(f"# F\n\n{text}\n"))


def test_a_file_without_title_or_that_is_missing_is_told(maker):
    assert "has no title" in str(maker.refusal("Words first.\n"))
    maker.write()
    (maker.folder / "text.md").unlink()
    assert "text.md: cannot be read" in str(maker_error(maker))
    (maker.folder / "text.md").write_bytes(b"# \xff\n")
    assert "UTF-8" in str(maker_error(maker))


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("There were 12 of them.", "12 is bound to nothing"),
        ("Good work led to progress.", "says more than an association"),
        ("The effect of work was plain.", "says more than an association"),
        ("Women were significantly more likely.", "significance without a claim"),
    ],
)
def test_wording_that_an_author_should_look_at(maker, sentence, said):
    made = maker.make(f"# F\n\nA quiet sentence. {sentence}\n")
    (warning,) = [item for item in made.warnings if "text.md" in item]
    assert said in warning
    assert "line 3" in warning and f"“{sentence}”" in warning


@pytest.mark.parametrize(
    "text",
    [
        'There were {{ fixed("12") }} of them.',
        "It is an association, not an effect of work.",
        "Women were [significantly more likely](claim:women_higher).",
        "See `code 12` and [words](https://example.org/12).",
        "1. first\n2. second",
    ],
)
def test_wording_that_is_in_order(maker, text):
    made = maker.make(f"# F\n\n{text}\n")
    assert not [item for item in made.warnings if "text.md" in item]


def test_a_file_of_references_may_hold_numbers(maker):
    allowed = "<!-- literal numbers allowed: years -->\n# F\n\nIn 1999 there were 3.\n"
    assert not [w for w in maker.make(allowed).warnings if "bound" in w]


def test_what_is_declared_and_not_shown_is_pointed_out(maker):
    warnings = maker.make('# F\n\n{{ figure("1") }}\n').warnings
    assert "table A1 is declared and not in the text" in warnings
    assert any("figure 1 is never referred to" in item for item in warnings)
    assert any("claim seventy" in item for item in warnings)


def test_results_of_another_study_are_refused(maker, tmp_path):
    maker.write()
    path = maker.folder / "study.toml"
    path.write_text(path.read_text() + "# edited\n")
    assert "probata analyse" in str(maker_error(maker))


def test_an_odds_ratio_that_does_not_exist_is_a_matter_of_the_results(tmp_path):
    rows = {("yes", "female"): 9, ("yes", "male"): 9, ("no", "male"): 9}
    columns = repeat_rows(rows, ["outcome", "sex"])
    maker = Maker.__new__(Maker)
    maker.folder = tmp_path
    maker.results = run_columns(tmp_path, PREDICTORS, columns)
    error = maker.refusal('# F\n\n{{ odds_ratio("m", "sex=female") }}.', ClaimError)
    assert "gives no odds ratio" in str(error)
    assert make_study(tmp_path, PREDICTORS).id == "test"
