import pytest

from probata.linkage.clean_values import clean_value, in_other_script


@pytest.mark.parametrize(
    ("role", "one", "other"),
    [
        ("surname", "O'Brien", "OBRIEN"),
        ("surname", "O’Brien", "o'brien"),
        ("surname", "Müller", "MULLER"),
        ("surname", "Łukasik", "lukasik"),
        ("surname", "Groß", "gross"),
        ("forename", "Mary-Anne", " mary  anne "),
        ("forename", "Zoe\u0308", "Zo\u00eb"),  # two spellings of one letter
        ("postcode", "sw1a 1aa", "SW1A1AA"),
        ("identifier", "95/123456a", "95 123456A"),
        ("date_of_birth", "1990-04-05", "05/04/1990"),
        ("date_of_birth", "19900405", "5.4.1990"),
        ("date_of_birth", "1990-04-05 00:00:00", "1990-04-05"),
        ("sex", "M", "male"),
        ("email", "A.B@example.org", "a.b@example.org"),
    ],
)
def test_spellings_of_one_value_agree(role, one, other):
    assert clean_value(role, one) == clean_value(role, other) is not None


@pytest.mark.parametrize(
    ("role", "one", "other"),
    [
        ("surname", "Smith", "Smyth"),
        ("email", "a.b@example.org", "ab@example.org"),
        ("date_of_birth", "1990-04-05", "1990-05-04"),
        ("forename", "हरि", "हर"),  # a vowel sign is no accent
        ("forename", "하나", "한"),
    ],
)
def test_different_values_stay_different(role, one, other):
    assert clean_value(role, one) != clean_value(role, other)


@pytest.mark.parametrize(
    ("role", "text"),
    [
        ("surname", ""),
        ("surname", "Unknown"),
        ("surname", "---"),
        ("identifier", "00000"),
        ("postcode", "XXX"),
        ("date_of_birth", "31/02/1990"),
        ("date_of_birth", "04/31/1990"),
        ("date_of_birth", "yesterday"),
        ("date_of_birth", "90"),
    ],
)
def test_a_value_that_says_nothing_is_none(role, text):
    assert clean_value(role, text) is None


def test_months_may_come_first():
    assert clean_value("date_of_birth", "04/05/1990", days_first=False) == "1990-04-05"


def test_letters_of_other_scripts_are_kept():
    assert clean_value("surname", "Иванов") == "иванов"
    assert clean_value("surname", "李") == "李"
    assert in_other_script("Иванов")
    assert not in_other_script("O'Brien-Müller")
