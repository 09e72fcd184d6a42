from linkages import declare, people, write_rows

from probata.linkage.blocking import choose_rules
from probata.linkage.comparisons import list_steps
from probata.linkage.records import read_records


def two(folder, n=40, extra=""):
    write_rows(folder, "left", people(n))
    write_rows(folder, "right", people(n))
    linkage = declare(folder, extra=extra)
    return linkage.file, read_records(linkage)


def test_steps_go_from_the_same_to_different(tmp_path):
    file, _ = two(tmp_path)
    assert [step.label for step in list_steps(file, "date_of_birth")] == [
        "The same",
        "Day and month swapped",
        "1 typing error apart",
        "Same year",
        "Different",
    ]
    assert [step.kind for step in list_steps(file, "surname")] == [
        "same",
        "swapped",
        "similarity",
        "similarity",
        "similarity",
        "other",
    ]


def test_a_file_declares_other_steps(tmp_path):
    file, _ = two(tmp_path, extra="[fields.surname]\nsimilarity = [0.8, 0.95]\n")
    amounts = [step.amount for step in list_steps(file, "surname")]
    assert amounts == [0, 0, 0.95, 0.8, 0]


def test_narrow_rules_always_apply_and_broad_ones_within_the_pairs_allowed(tmp_path):
    few = choose_rules(*two(tmp_path, extra="[blocking]\npairs = 1\n"))
    many = choose_rules(*two(tmp_path))
    texts = [rule.text for rule in few]
    assert texts[0] == "identifier"
    assert "date_of_birth" not in texts
    assert [rule.text for rule in many][: len(texts)] == texts
    assert "date_of_birth" in [rule.text for rule in many]


def test_pairs_of_a_rule_are_counted(tmp_path):
    extra = '[blocking]\nrules = [["surname[:1]", "forename[:0]"], ["identifier"]]\n'
    rules = choose_rules(*two(tmp_path, extra=extra.replace(', "forename[:0]"', "")))
    assert [rule.text for rule in rules] == ["surname[:1]", "identifier"]
    assert rules[1].pairs == 40
    assert rules[0].pairs >= 40
