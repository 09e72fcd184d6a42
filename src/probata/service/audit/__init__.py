"""Who saw, did or was refused what."""
