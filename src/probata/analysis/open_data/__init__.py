"""The results as open data: flat CSV files, and metadata that say what is in them."""
