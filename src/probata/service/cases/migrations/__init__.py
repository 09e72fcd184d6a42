"""The tables of assessments, step by step."""
