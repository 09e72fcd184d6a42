"""Finds records about the same person and says how sure that is; knows nothing of probation."""
