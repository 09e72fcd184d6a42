"""Data releases: signed assessments locked as rows, and who may take what of them."""
