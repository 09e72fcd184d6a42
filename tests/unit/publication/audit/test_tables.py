"""Arithmetic of tables: each check on a table that breaks it, and on one that does not."""

import pytest

GOOD = "Group,n,% positive\nYes,866,53.3\nNo,672,12.8\nAll cases,1538,35.6\n"


def test_a_sound_table_is_silent_and_counted(audit_csv):
    audit = audit_csv(GOOD)
    assert audit.findings == []
    assert audit.checked["percentages"] == 3
    assert audit.checked["percentages tested against a count or n"] == 3
    assert (
        audit.checked["of these, percentages for which some values are impossible"] == 2
    )
    assert audit.checked["groups of categories compared with a total"] == 1


def test_an_impossible_percentage_with_the_nearest_possible(audit_csv, told):
    audit = audit_csv(GOOD.replace("12.8", "12.7"))
    assert told(audit)[0] == (
        "error",
        "percentage",
        (
            "12.7 per cent is impossible for n = 672: 85 cases are 12.65 and 86 cases are "
            "12.80."
        ),
    )


def test_a_count_that_is_another_percentage(audit_csv, told):
    audit = audit_csv("Group,n,yes,%\nA,281,97,35.4\nB,100,50,50.0\n")
    assert told(audit) == [
        ("error", "percentage", "35.4 per cent, but 97 of 281 is 34.52.")
    ]


@pytest.mark.parametrize("value", ["100.1", "-2.0", "533"])
def test_a_percentage_outside_its_range(audit_csv, told, value):
    audit = audit_csv(f"Group,n,%\nA,1000,{value}\nB,1000,50.0\n")
    assert [item[:2] for item in told(audit)] == [("error", "percentage")]
    assert "is not between 0 and 100" in told(audit)[0][2]


def test_the_rule_of_rounding_is_named_where_it_shows(audit_csv, told):
    table = "Group,n,%\nA,112,{}\nB,8,{}\nC,100,50.0\n"  # 35/112 = 31.25, 1/8 = 12.5
    (up,) = told(audit_csv(table.format("31.3", "13").replace("13\n", "12.5\n")))
    assert up[:2] == ("note", "rounding")
    assert up[2].startswith(
        "rounded half-up throughout: 35 of 112 is 31.25, printed 31.3"
    )
    (even,) = told(audit_csv(table.format("31.2", "12.5")))
    assert even[2].startswith("rounded half-even or half-down throughout")
    both = "Group,n,%\nA,112,31.3\nB,112,31.2\nC,112,50.0\n"
    (mixed,) = told(audit_csv(both))
    assert mixed[:2] == ("warning", "rounding")
    assert "no one rule of rounding fits" in mixed[2]


def test_percentages_that_were_cut_off(audit_csv, told):
    audit = audit_csv("Group,n,%\nA,3,66.6\nB,7,28.5\nC,9,77.7\nD,8,12.5\n")
    assert told(audit) == [
        ("warning", "percentage",
         ("3 of 4 percentages fit only if the digits beyond those printed were cut off, "
         "not rounded.")),
    ]  # fmt: skip


def test_parts_of_a_total_are_told_from_shares_of_rows(audit_csv, told):
    parts = "Group,n,%\nA,20,16.7\nB,40,33.3\nC,60,{}\nTotal,120,100.0\n"
    assert audit_csv(parts.format("50.0")).findings == []
    audit = audit_csv(parts.format("51.0"))
    assert told(audit) == [
        ("error", "percentage", "51.0 per cent, but 60 of 120 is 50.00.")
    ]
    as_rows = audit_csv(parts.format("50.0"), of_total=False)
    assert "is impossible for n = 20" in told(as_rows)[0][2]


def test_means_are_tested_where_they_are_named(audit_csv, told):
    table = "Group,n,Mean score\nA,28,5.19\nB,28,5.21\n"
    assert audit_csv(table).findings == []
    audit = audit_csv(table, columns={"Mean score": "mean"})
    assert told(audit) == [("error", "mean", "no 28 whole numbers have the mean 5.19.")]


def test_categories_beyond_their_total(audit_csv, told):
    audit = audit_csv("Group,n\nA,60\nB,130\nTotal,120\n")
    assert told(audit) == [
        ("error", "total", "130 cases in one category, but 120 in all."),
        ("error", "total", ("the categories hold 190 cases, 70 more than the total of "
         "120: a misprint, unless a case can be in several.")),
    ]  # fmt: skip


def test_each_group_has_its_own_total_or_that_of_the_table(audit_csv):
    text = "Variable,Group,n\nAll,All cases,100\nSex,Male,60\nSex,Female,40\nAge,Young,30\nAge,Old,60\nAge,Total,90\n"
    audit = audit_csv(text)
    assert audit.findings == []
    assert audit.checked["groups of categories compared with a total"] == 2


def test_a_small_group_that_follows_by_subtraction(audit_csv, told):
    text = "Variable,Group,n,%\nAll,All cases,100,36.0\nSex,Male,60,35.0\nSex,Female,37,37.8\n"
    audit = audit_csv(text)
    assert told(audit) == [
        ("warning", "disclosure", ("3 of 100 cases are in no category; by subtraction 1 of "
         "them had the outcome.")),
    ]  # fmt: skip
    many = audit_csv(text.replace("37,37.8", "20,35.0"))
    assert [item[0] for item in told(many)] == ["note"]


def test_groups_together_narrow_the_total(audit_csv, told):
    """35.7 of 1,539 is 549 or 550; with 548 among all but one case it is 549."""
    text = "Variable,Group,n,%\nAll,All cases,1539,35.7\nA,yes,866,53.3\nA,no,672,12.8\nB,x,513,35.3\nB,y,1023,36.0\n"
    messages = [item[2] for item in told(audit_csv(text))]
    assert messages == [
        "1 of 1,539 cases are in no category; by subtraction 1 of them had the outcome.",
        "3 of 1,539 cases are in no category; by subtraction 0 of them had the outcome.",
    ]
    wrong = audit_csv(text.replace("1023,36.0", "1023,30.0"))
    assert told(wrong)[0][:2] == ("error", "total")
    assert "which does not go with" in told(wrong)[0][2]


def test_a_number_held_back_that_follows(audit_csv, told):
    audit = audit_csv("Group,n\nA,60\nB,[c]\nC,35\nTotal,99\n")
    assert told(audit)[0][:2] == ("warning", "disclosure")
    assert "follows by subtraction: 4" in told(audit)[0][2]
    two = audit_csv("Group,n\nA,60\nB,[c]\nC,<5\nTotal,99\n")
    assert two.findings == []


def test_the_number_of_cases_can_be_given(audit_csv, told):
    text = "Group,n\nA,60\nB,37\n"
    assert any("no row is a total" in reason for reason in audit_csv(text).unchecked)
    audit = audit_csv(text, cases=100)
    assert told(audit)[0][2] == "3 of 100 cases are in no category."


def test_a_row_that_stands_twice(audit_csv, told):
    audit = audit_csv(GOOD + "No,672,12.8\n")
    assert ("warning", "duplicate", "the same row stands 2 times: No.") in told(audit)


def test_a_table_that_is_not_understood_says_so(audit_csv):
    audit = audit_csv("Colour,Weight\nred,5\nblue,7\n")
    (reason,) = audit.unchecked
    assert "without a heading that names a measure" in reason
    assert audit.unchecked[reason] == ["table"]


RATIO = "Term,OR,95% CI,p\n"


@pytest.mark.parametrize(
    ("row", "level", "words"),
    [
        ("a,1.53,1.10 to 2.12,0.011", None, ""),
        ("a,3.20,1.10 to 2.50,0.011", "error", "3.20 is not between its limits"),
        ("a,1.53,2.12 to 1.10,0.011", "error", "is above the upper limit"),
        ("a,1.53,1.10 to 2.12,0.110", "warning", "excludes 1, but p = 0.110"),
        ("a,1.53,0.90 to 2.60,0.010", "warning", "holds 1, but p = 0.010"),
        ("a,1.53,1.10 to 2.12,0.0001", "warning", "does not go with 1.53"),
        ("a,1.35,1.30 to 2.12,0.016", "note", "far from 1.66, the middle"),
        ("a,1.02,1.00 to 1.04,0.06", None, ""),
        ("a,1.53,1.10 to 2.12,1.5", "error", "is not between 0 and 1"),
        ("a,2.50,1.50 to 4.17,.000", "note", "it is never nought"),
        ("a,1.00,,", None, ""),
    ],
)  # fmt: skip
def test_ratio_interval_and_p(audit_csv, told, row, level, words):
    found = told(audit_csv(RATIO + row + "\nb,1.00,0.50 to 2.00,1.000\n"))
    assert [item[0] for item in found] == ([level] if level else [])
    assert not level or words in found[0][2]


def test_the_level_of_the_heading_counts(audit_csv, told):
    text = "Term,OR,99% CI,p\na,1.53,1.01 to 2.33,0.030\nb,1.53,0.99 to 2.36,0.010\n"
    (found,) = told(audit_csv(text))
    assert "excludes 1, but p = 0.030" in found[2]


SPSS = "Term,B,S.E.,Wald,df,Sig.,Exp(B),Lower,Upper\n"


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (".098,.025,15.199,1,.000,1.103,1.050,1.159", ""),
        (".098,.025,25.199,1,.000,1.103,1.050,1.159", "a Wald statistic of 25.199"),
        (
            ".098,.025,15.199,1,.040,1.103,1.050,1.159",
            "chi-square 15.199 on 1 df gives",
        ),
        (".098,.025,15.199,1,.000,1.203,1.050,1.309", "exp(0.098) is 1.103"),
    ],
)
def test_an_equation_of_spss(audit_csv, told, row, words):
    """The first row is UCLA's (tests/reference/data/spss_honcomp.csv)."""
    found = [
        item for item in told(audit_csv(f"{SPSS}read,{row}\n")) if item[0] == "error"
    ]
    assert len(found) == bool(words)
    assert not words or words in found[0][2]


def test_names_against_a_list(audit_csv, told):
    text = "Unit,n\nGwent,1\nWest Kent,2\nNorth Lancashire,3\nSheffield,4\n"
    names = {name.casefold(): name for name in
             ("Gwent", "West Kent", "North Lincolnshire", "Sheffield")}  # fmt: skip
    audit = audit_csv(text, names=names)
    assert told(audit) == [
        ("warning", "name", ("“North Lancashire” is not in the list of names; the nearest "
         "is “North Lincolnshire”.")),
    ]  # fmt: skip
    other = audit_csv("Unit,n\nA,1\nB,2\n", names=names)
    assert any("no column holds mostly names" in reason for reason in other.unchecked)


def test_parts_of_a_total_that_is_not_printed(audit_csv, told):
    """120 is 7.8, 300 is 19.5, 66 is 4.3 and 500 is 32.5 per cent of about 1,538."""
    text = "Group,n,%\nA,120,7.8\nB,300,19.5\nC,66,4.3\nD,500,32.5\n"
    audit = audit_csv(text)
    assert audit.findings == []
    assert audit.checked["of these, percentages read as parts of a total"] == 4


def test_the_base_of_a_column_stands_in_its_heading(audit_csv, told):
    text = 'Age,"Men (n = 1,299)",Women (n=195)\nYoung,300 (23.1%),45 (23.1%)\nOld,990 (76.2%),149 (76.5%)\n'
    audit = audit_csv(text)
    assert told(audit)[0] == (
        "error", "percentage", "76.5 per cent, but 149 of 195 is 76.41."
    )  # fmt: skip
    assert [item[2] for item in told(audit)[1:]] == [
        "9 of 1,299 cases are in no category.", "1 of 195 cases are in no category."
    ]  # fmt: skip


def test_when_most_do_not_fit_the_base_is_in_doubt(audit_csv, told):
    audit = audit_csv("Group,n,%\nA,12,7.9\nB,30,19.5\nC,66,4.4\nD,50,32.5\n")
    (found,) = told(audit)
    assert found[:2] == ("warning", "percentage")
    assert "may be of another number of cases" in found[2]


def test_a_modelled_percentage_has_no_count_behind_it(audit_csv):
    audit = audit_csv(
        "Group,n,Per cent fitted,Per cent observed\nA,126,2.5,1.6\nB,125,5.2,11.2\n"
    )
    assert audit.findings == []
    assert audit.checked["percentages"] == 2
    assert any("modelled, adjusted" in reason for reason in audit.unchecked)


def test_a_p_before_the_name_of_the_row_is_that_of_its_group(audit_csv, told):
    text = "Variable,p of the variable,Category,Odds ratio,95% CI,p\nSex,0.900,Female,2.00,1.50 to 2.67,<0.001\n"
    audit = audit_csv(text)
    assert audit.findings == []
    assert audit.checked["intervals compared with p"] == 1


def test_columns_of_remarks_do_not_name_a_row(audit_csv, told):
    text = "Variable,Significant,Group,n\n[z],[z],All cases,100\nSex,No,Male,60\nSex,No,Female,30\n"
    (found,) = audit_csv(text).findings
    assert found.where == "table, Sex"


def test_an_interval_goes_with_the_estimate_before_it(audit_csv, told):
    text = "Group,n,Per cent found,CI low,CI high,Per cent adjusted,CI low,CI high\nA,866,53.3,50.0,56.6,58.0,49.7,56.8\n"
    (found,) = told(audit_csv(text))
    assert found[2] == "58.0 is not between its limits 49.7 and 56.8."


def test_an_interval_beside_a_difference_is_that_of_the_difference(audit_csv, told):
    head = "Group,Per cent 2025,Per cent 2026,Difference in points,95% interval,p\n"
    assert audit_csv(head + "A,52.7,58.2,5.5,0.9 to 10.1,0.020\n").findings == []
    found = told(audit_csv(head + "A,52.7,58.2,5.5,6.9 to 10.1,0.020\n"))
    assert found[0][1:] == ("interval", "5.5 is not between its limits 6.9 and 10.1.")
