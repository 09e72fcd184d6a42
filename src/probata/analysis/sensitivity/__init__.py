"""The findings of a study under every specification."""
