"""From results to a bulletin: text bound to numbers, tables, figures, files. Sees no row of data."""
