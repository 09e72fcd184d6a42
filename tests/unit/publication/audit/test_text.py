"""Words and percentages of a text: what is told, and what is left in peace."""

import pytest

TABLE = """Variable,Group,n,%
Engagement,Yes,866,53.3
Engagement,No,672,12.8
Sex,Male,1299,35.1
Sex,Female,195,39.5
"""


@pytest.mark.parametrize(
    ("sentence", "level"),
    [
        ("Of engaged cases, 53 per cent made progress.", None),
        ("Of engaged cases, 53.3% made progress.", None),
        ("Of engaged cases, 54 per cent made progress.", "warning"),
        ("Of male cases by sex, 37 per cent did.", "warning"),
        ("Sex: 35 per cent of males and 39 per cent of females did.", None),
        ("Sex: 35 per cent of males and 40 per cent of females did.", "warning"),
        ("Of engaged cases, 47 per cent did not.", None),
        (
            "A 95% confidence interval, at the 5 per cent level, 54 percentage points.",
            None,
        ),
        ("It rose by 70 per cent.", None),
        ("We saw 43 of 112 (38.4%).", None),
        ("We saw 43 of 112 (38.9%).", "error"),
        ("We saw 43/112 (38.9 per cent).", "error"),
    ],
)
def test_percentages_of_the_text(audit_text, told, sentence, level):
    audit = audit_text(f"# Findings\n\n{sentence}\n", TABLE)
    assert [item[0] for item in told(audit)] == ([level] if level else [])


def test_percentages_are_counted(audit_text):
    audit = audit_text("Engaged: 53 per cent. Others: 70 per cent.\n", TABLE)
    assert audit.checked["percentages of the text"] == 2
    assert audit.checked["percentages of the text found in a table"] == 1
    alone = audit_text("Engaged: 53 per cent.\n")
    assert any("no table with n was given" in reason for reason in alone.unchecked)


def test_a_number_that_prints_with_five_may_round_either_way(audit_text):
    """40.5 may be 40.46, so 40 is no contradiction where n allows it."""
    table = "Sex,n,%\nMale,1299,40.5\nFemale,195,39.5\n"  # 526/1299 = 40.493
    audit = audit_text("Of males, 40 per cent.\n", table)
    assert audit.findings == []


def test_rows_of_one_number_are_read_as_statements(audit_csv, audit_text, told):
    from probata.publication.audit.read_rows import read_csv
    from probata.publication.audit.run import Options, audit_sources

    claims = "what,measure,published\nengagement=yes,percent_whole,54\nengagement=no,percent_whole,13\nall,cases,1538\n"
    sources = [
        read_csv("claims.csv", claims.encode()),
        read_csv("t.csv", TABLE.encode()),
    ]
    audit = audit_sources(sources, Options())[0]
    assert [(item.level, item.where) for item in audit.findings] == [
        ("error", "table, row 2")
    ]
    assert audit.checked["percentages of the text"] == 2


@pytest.mark.parametrize(
    ("sentence", "check"),
    [
        ("Delivery led to better outcomes.", "cause"),
        ("These were the key drivers of progress.", "cause"),
        ("Engagement influenced progress.", "cause"),
        ("The impact of supervision was plain.", "cause"),
        ("There is 95 per cent certainty that the difference is real.", "p-value"),
        ("This difference did not occur by chance.", "p-value"),
        ("The difference is unlikely to have been due to chance.", "p-value"),
        ("It is the probability that the null hypothesis is true.", "p-value"),
        ("The result was not significant, so there is no difference.", "p-value"),
        ("It was marginally significant (p = 0.07).", "p-value"),
        ("There was a trend towards significance.", "p-value"),
        ("This proves that engagement matters.", "p-value"),
    ],
)
def test_words_to_look_at(audit_text, told, sentence, check):
    found = told(audit_text(f"{sentence} The p-value was below 0.05.\n"))
    assert [item[:2] for item in found] == [("warning", check)]
    assert sentence in found[0][2]


@pytest.mark.parametrize(
    "sentence",
    [
        "It cannot be said that delivery led to better outcomes.",
        "A p-value is not the probability that the null hypothesis is true.",
        "Proven reoffending was rarer.",
        "There was a significant risk of harm to significant others.",
        "The 95 per cent interval is 1.1 to 2.0.",
        "People did not attend by agreement.",
    ],
)
def test_words_in_order(audit_text, sentence):
    assert audit_text(f"{sentence}\n").findings == []


def test_significance_needs_a_test(audit_text, told):
    sentence = "Women were significantly more likely to do well."
    (bare,) = told(audit_text(f"{sentence}\n"))
    assert bare[:2] == ("warning", "significance")
    far = f"{sentence}\n\nA.\n\nB.\n\nC.\n\nA logistic regression was fitted.\n"
    (distant,) = told(audit_text(far))
    assert distant[:2] == ("note", "significance")
    assert audit_text(f"{sentence}\n\nA regression was fitted.\n").findings == []


def test_test_results_and_ratios_in_the_text(audit_text, told):
    text = "It differed (t(28) = 1.20, p = .03). OR 1.53 (95% CI 1.60 to 2.12).\n"
    found = told(audit_text(text))
    assert [item[:2] for item in found] == [("error", "p-value"), ("error", "interval")]


REFERENCES = """# A bulletin

See HM Inspectorate of Probation (2020a) and others (Smith and Jones, 2019; Brown et al.,
2021, p. 4). Also Green (2018), and then (2020b).

## References

- HM Inspectorate of Probation (2020a). *The first title.* Bulletin 2020/01.
- HM Inspectorate of Probation (2020b). *The first title.* Bulletin 2020/05.
- Smith, J. and Jones, K. (2019). Another title. London.
- Brown, A., White, B. and Black, C. (2021). A third title. *Journal* 5.
- Never, N. (1999). Uncited.
"""


def test_citations_against_the_list(audit_text, told):
    found = told(audit_text(REFERENCES))
    assert found == [
        ("warning", "reference", "“green 2018” is cited, but not in the list."),
        ("warning", "reference", ("“HM Inspectorate of Probation 2020a” and “HM "
         "Inspectorate of Probation 2020b” have the same title.")),
        ("note", "reference", "“Never, N. 1999” is listed, but not cited."),
    ]  # fmt: skip


def test_a_year_without_its_letter(audit_text, told):
    text = REFERENCES.replace("(2020a) and", "(2020) and")
    messages = [item[2] for item in told(audit_text(text))]
    assert (
        "“inspectorate probation 2020” may be any of 2020a, 2020b in the list."
        in messages
    )


def test_no_list_of_references_is_said(audit_text):
    audit = audit_text("As Smith (2019) says.\n")
    assert any("no list of references" in reason for reason in audit.unchecked)


def test_expressions_of_a_bulletin_are_left_alone(audit_text):
    audit = audit_text(
        'Of all, {{ percent("sex=male") }} per cent, and {{ n("x") }}.\n'
    )
    assert audit.findings == []
    assert audit.checked["percentages of the text"] == 0
