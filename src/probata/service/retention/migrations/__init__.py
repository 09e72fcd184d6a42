"""The tables of retention, step by step."""
