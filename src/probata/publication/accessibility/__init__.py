"""Checks of finished files, format by format: what a reader with an aid would miss."""
