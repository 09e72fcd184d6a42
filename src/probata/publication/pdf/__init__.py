"""Writes a bulletin as a tagged PDF: content as data, one Typst template, row headers."""
