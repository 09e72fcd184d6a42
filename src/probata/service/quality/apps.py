"""Makes this package known to Django."""

from __future__ import annotations

from django.apps import AppConfig


class QualityConfig(AppConfig):
    """The tables of this package."""

    name = "probata.service.quality"
    label = "quality"
