"""Makes this package known to Django."""

from __future__ import annotations

from django.apps import AppConfig


class RetentionConfig(AppConfig):
    """The tables of this package."""

    name = "probata.service.retention"
    label = "retention"
