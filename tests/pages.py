"""The page as other formats have it."""

import re


def as_read(page: str) -> str:
    """A page before its numbers are asked for, without the part that it alone has."""
    page = re.sub(
        r'<section class="annex made".*?</section>', "", page, flags=re.DOTALL
    )
    page = re.sub(r'<p class="ask">.*?</p>', "", page)
    return re.sub(r'<span class="basis" hidden>.*?</span>', "", page)
