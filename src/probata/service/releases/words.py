"""What is asked for, in words."""

from __future__ import annotations

from probata.service.consent.models import ConsentRequest
from probata.service.releases.find import corrected_by, find_release

_UNITS_SHOWN = 3


def about_release(asked: ConsentRequest) -> str:
    """Which release, or of how many inspections."""
    corrects = corrected_by(asked)
    if corrects is not None:
        return f"Correction of release {corrects.number}"
    count = len(asked.details["inspections"])
    return f"{count} inspection{'s' if count > 1 else ''}"


def about_key(asked: ConsentRequest) -> str:
    release = find_release(asked.subject_id)
    return f"Release {release.number}" if release else "A release"


ABOUT = {
    ConsentRequest.Kind.RELEASE: about_release,
    ConsentRequest.Kind.RELEASE_KEY: about_key,
}


def units_in_words(units: list[str]) -> str:
    """The first of them, and how many more."""
    more = len(units) - _UNITS_SHOWN
    told = ", ".join(units[:_UNITS_SHOWN])
    return f"{told} and {more} more" if more > 0 else told
