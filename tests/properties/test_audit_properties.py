"""What holds for any table and any file: sound numbers pass, and nothing breaks the reader."""

import contextlib
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from probata.analysis.rounding import percent_text
from probata.errors import DataError
from probata.publication.audit.grain import possible_counts
from probata.publication.audit.read_source import READERS
from probata.publication.audit.run import Options, audit_sources

COUNTS = st.integers(1, 3000).flatmap(
    lambda n: st.tuples(st.integers(0, n), st.just(n))
)


@given(COUNTS, st.integers(0, 3))
def test_a_true_percentage_is_possible(counts, digits):
    k, n = counts
    printed = Decimal(percent_text(k, n, digits))
    assert k in possible_counts(printed, digits, n, "half-up")
    assert k in possible_counts(printed, digits, n, "either")


@given(st.integers(0, 1000), st.integers(1, 500))
def test_possible_counts_are_all_there_are(tenths, n):
    """Against trying every count."""
    printed = Decimal(tenths) / 10
    tried = [k for k in range(n + 1) if Decimal(percent_text(k, n)) == printed]
    assert list(possible_counts(printed, 1, n, "half-up")) == tried
    assert set(tried) <= set(possible_counts(printed, 1, n, "either"))


@given(st.lists(COUNTS, min_size=2, max_size=8), st.integers(0, 2))
def test_a_table_made_from_counts_has_no_error(counts, digits):
    """Rows of n, count and percentage with their total: rounding never looks like a fault."""
    rows = [
        (f"group {at}", n, percent_text(k, n, digits))
        for at, (k, n) in enumerate(counts)
    ]
    k, n = (sum(item[at] for item in counts) for at in (0, 1))
    rows.append(("Total", n, percent_text(k, n, digits)))
    text = "Group,n,% positive\n" + "".join(f"{a},{b},{c}\n" for a, b, c in rows)
    source = READERS[".csv"]("table.csv", text.encode())
    (audit,) = audit_sources([source], Options(of_total=False))
    assert not audit.of_level("error")
    assert not [item for item in audit.findings if item.check == "disclosure"]


MARKUP = st.text(
    st.sampled_from('<>/tabledhrspn="0123456789 .,;%()[]|*#-\n&{}PptOR=95CI'),
    max_size=300,
)


@given(
    MARKUP | st.text(max_size=200), st.sampled_from([".csv", ".html", ".md", ".txt"])
)
def test_any_text_can_be_audited(text, ending):
    with contextlib.suppress(DataError):
        source = READERS[ending](f"file{ending}", text.encode())
        audit_sources([source], Options(names={"a": "a"}))


@given(st.binary(max_size=300), st.sampled_from(list(READERS)))
def test_any_bytes_are_read_or_refused(raw, ending):
    with contextlib.suppress(DataError):
        READERS[ending](f"file{ending}", raw)
