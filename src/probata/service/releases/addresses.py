"""The addresses of releases; each route's rights are declared in `rights`."""

from __future__ import annotations

from django.urls import path

from probata.service.releases import ask_views as asking
from probata.service.releases import views as releases

_RELEASE = "releases/<uuid:release>/"

RELEASE_ADDRESSES = [
    path("releases", releases.releases, name="releases"),
    path("releases/ask", asking.ask, name="ask_release"),
    path(_RELEASE, releases.release, name="release"),
    path(f"{_RELEASE}codebook", releases.codebook, name="release_codebook"),
    path(f"{_RELEASE}changes", releases.changes, name="release_changes"),
    path(f"{_RELEASE}download", releases.download, name="download_release"),
    path(f"{_RELEASE}correct", asking.correct, name="correct_release"),
    path(f"{_RELEASE}key", asking.ask_for_key, name="ask_key"),
    path("requests/<uuid:asked>/take", asking.take, name="take_key"),
]
