"""A demonstration: made-up inspections, cases, answers and accounts."""
