"""Charts as SVG: percentages as bars with intervals, in a wide and a narrow layout."""
