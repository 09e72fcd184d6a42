"""The same study over several releases: trends, breaks, what changed."""
