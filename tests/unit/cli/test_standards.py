"""The commands on frameworks, as a user runs them."""

import json

import pytest

from probata.cli.main import main
from probata.standards.packaged import FOLDER

PROBATION = FOLDER / "probation_2021.toml"


def run(capsys, *arguments: object) -> str:
    main(["standards", *map(str, arguments)])
    return capsys.readouterr().out


def test_every_packaged_framework_is_listed(capsys):
    listed = run(capsys, "list")
    assert "probation_2021 " in listed and "youth_justice_2018 " in listed


def test_check_tells_the_parts_and_what_is_worth_a_look(tmp_path, capsys):
    told = run(capsys, "check", "probation_2021")
    assert "11 standards, 13 key questions, 56 prompts, 8 supplementary" in told
    assert "Worth a look" not in told
    path = tmp_path / "more.toml"
    path.write_text(
        PROBATION.read_text().replace(
            "[answers]", '[facts.age]\nlabel = "Age"\nunit = "years"\n\n[answers]'
        )
    )
    assert "no condition uses the fact `age`" in run(capsys, "check", path)


def test_a_wrong_framework_ends_with_its_faults(tmp_path, capsys):
    path = tmp_path / "wrong.toml"
    path.write_text(
        PROBATION.read_text().replace('"no_should_have")', '"no_shoud")', 1)
    )
    with pytest.raises(SystemExit) as ended:
        run(capsys, "check", path)
    assert ended.value.code == 4
    assert "Did you mean `no_should_have`" in capsys.readouterr().err


def test_show_tells_answers_routing_and_confidence(capsys):
    told = run(capsys, "show", "probation_2021")
    assert "[pre_release_contact: yes +, no -; stated]" in told
    assert 'asked when case_type == "post_release" (stated)' in told
    assert "2.6 Outcomes [outcomes: not rated; stated]" in told


def test_the_tree_can_be_read_by_a_machine(capsys):
    tree = json.loads(run(capsys, "show", "probation_2021", "--json"))
    standard = tree["domains"][1]["standards"][3]
    assert standard["id"] == "implementation"
    assert [item["id"] for item in standard["key_questions"]] == [
        "engagement",
        "desistance",
        "safety",
    ]
    assert standard["key_questions"][0]["prompts"][0]["guidance"]["version"] == "1.0"


def test_a_language_without_words_is_refused(capsys):
    with pytest.raises(SystemExit) as ended:
        run(capsys, "show", "probation_2021", "--language", "cy")
    assert ended.value.code == 2
    assert "no words in `cy`" in capsys.readouterr().err


def test_compare_tells_what_a_new_version_breaks(tmp_path, capsys):
    path = tmp_path / "next.toml"
    text = PROBATION.read_text()
    text = text.replace('version = "2021.3"', 'version = "2022.1"', 1)
    path.write_text(text.replace("No risks of non-compliance", "No risk at all", 1))
    told = run(capsys, "compare", "probation_2021", path)
    assert "87 comparable, 2 comparable with care, 0 not comparable" in told
    assert "prompt `non_compliance_risks`: recoded; comparable with care" in told
    record = json.loads(run(capsys, "compare", "probation_2021", path, "--json"))
    changed = {item["new"] for item in record["parts"] if item["changes"] != ["same"]}
    assert changed == {"non_compliance_risks", "engagement"}
    assert "two different frameworks" in run(
        capsys, "compare", "probation_2021", "public_protection_2025"
    )


def test_the_codebook_made_is_accepted_by_check(tmp_path, capsys):
    path = tmp_path / "codebook.toml"
    assert "87 variables" in run(capsys, "codebook", "probation_2021", "--out", path)
    main(["check", str(path)])
    assert "codebook is in order" in capsys.readouterr().out


def test_check_knows_a_packaged_framework_by_name(capsys):
    main(["check", "youth_justice_2018"])
    assert "framework is in order" in capsys.readouterr().out
