"""Writes a bulletin as a Word document that a communications team can edit."""
