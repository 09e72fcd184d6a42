"""Probata: from inspected cases to published evidence."""

__version__ = "0.1.0"
