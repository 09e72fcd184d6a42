"""Cells: the words of a page and the values of a spreadsheet are made together."""

from decimal import Decimal

import pytest

from probata.analysis.frequencies import measure_share
from probata.publication import cells
from probata.publication.cells import Shorthand


@pytest.mark.parametrize(
    ("cell", "text", "values"),
    [
        (cells.show_count(1539), "1,539", (Decimal("1539"),)),
        (cells.show_count(0), "0", (Decimal("0"),)),
        (cells.show_percent(35, 112), "31.3", (Decimal("31.3"),)),  # 31.25, half-up
        (cells.show_percent(1, 1), "100.0", (Decimal("100.0"),)),
        (cells.show_number(64.5, 0, sign="%"), "65%", (Decimal("65"),)),
        (cells.show_number(-0.0001, 2), "0.00", (Decimal("0.00"),)),
        (cells.show_number(12345.678, 2), "12,345.68", (Decimal("12345.68"),)),
        (
            cells.show_interval(Decimal("50.0"), Decimal("56.6")),
            "50.0 to 56.6",
            (Decimal("50.0"), Decimal("56.6")),
        ),
        (
            cells.show_interval(Decimal("0.81"), Decimal("1.20"), unbroken=True),
            "0.81\N{NO-BREAK SPACE}to\N{NO-BREAK SPACE}1.20",
            (Decimal("0.81"), Decimal("1.20")),
        ),
        (cells.show_p(0.0124), "0.012", (Decimal("0.012"),)),
        (cells.show_p(0.001), "0.001", (Decimal("0.001"),)),
        (cells.show_p(0.0009999), "<\N{NO-BREAK SPACE}0.001", (Shorthand.LOW,)),
        (cells.show_none("no cases"), "no cases", (Shorthand.NOT_APPLICABLE,)),
        (
            cells.show_none("", Shorthand.NOT_AVAILABLE, columns=2),
            "",
            (Shorthand.NOT_AVAILABLE, Shorthand.NOT_AVAILABLE),
        ),
    ],
)
def test_text_and_values(cell, text, values):
    assert cell.text == text
    assert cell.values == values
    # Decimal("31.3") == Decimal("31.30"): the decimals shown are part of the value.
    assert [str(value) for value in cell.values] == [str(value) for value in values]
    assert cell.kind == "number"


def test_a_share_has_a_count_a_percentage_and_two_limits():
    texts = [cell.text for cell in cells.show_share(measure_share(462, 866, 0.95))]
    assert texts == ["866", "53.3", "50.0 to 56.6"]
    none = cells.show_share(measure_share(0, 0, 0.95))
    assert [cell.text for cell in none] == ["0", "no cases", "no cases"]
    gone = Shorthand.NOT_APPLICABLE
    assert [cell.values for cell in none] == [(Decimal(0),), (gone,), (gone, gone)]
