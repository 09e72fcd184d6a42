"""One row a case, described by a codebook: read, checked, derived, or made up as a synthetic twin."""
