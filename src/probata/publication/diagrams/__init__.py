"""Diagrams as SVG: flow, cycle and cards, in a wide and a narrow layout."""
