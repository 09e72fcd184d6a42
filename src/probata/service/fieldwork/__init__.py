"""Inspections: frameworks in force, units, teams, cases, who reads which."""
