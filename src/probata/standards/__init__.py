"""Inspection standards as data: domains, standards, key questions, prompts and their answers."""
