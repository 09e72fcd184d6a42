"""Judging one case: the log of its answers, saving, its pages, signing."""
