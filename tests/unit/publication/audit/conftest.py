"""Audits of text given in the test."""

import pytest

from probata.publication.audit.read_rows import read_csv
from probata.publication.audit.read_text import read_markdown
from probata.publication.audit.run import Options, audit_sources


@pytest.fixture
def audit_csv():
    """`audit_csv(text, **options)`: the audit of one table."""

    def run(text, **options):
        source = read_csv("table.csv", text.encode())
        return audit_sources([source], Options(**options))[0]

    return run


@pytest.fixture
def audit_text():
    """`audit_text(markdown, table)`: the audit of a text, with a table beside it."""

    def run(text, table=None):
        sources = [read_markdown("draft.md", text.encode())]
        if table is not None:
            sources.append(read_csv("table.csv", table.encode()))
        return audit_sources(sources, Options())[0]

    return run


@pytest.fixture
def told():
    """`told(audit)`: (level, check, message) of each finding."""

    def tell(audit):
        return [(item.level, item.check, item.message) for item in audit.findings]

    return tell
