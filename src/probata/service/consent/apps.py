"""Makes this package known to Django."""

from __future__ import annotations

from django.apps import AppConfig


class ConsentConfig(AppConfig):
    """The tables of this package."""

    name = "probata.service.consent"
    label = "consent"
