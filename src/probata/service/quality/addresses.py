"""The addresses of quality assurance; each route's rights are declared in `rights`."""

from __future__ import annotations

from django.urls import path

from probata.service.quality import comparison_views as comparing
from probata.service.quality import views as quality
from probata.service.quality.live_views import live_ratings

_INSPECTION = "inspections/<uuid:inspection>/"
_COMPARISON = "comparisons/<uuid:case>/"

QUALITY_ADDRESSES = [
    path("quality", quality.quality, name="quality"),
    path(f"{_INSPECTION}quality", quality.sample, name="quality_sample"),
    path(f"{_INSPECTION}ratings", live_ratings, name="live_ratings"),
    path(_COMPARISON, comparing.comparison, name="comparison"),
    path(f"{_COMPARISON}adjudicate", comparing.adjudicate, name="adjudicate"),
]
