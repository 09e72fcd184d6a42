"""The tables of fieldwork, step by step."""
