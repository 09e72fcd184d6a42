"""Disclosure control: what leaves the analysis is safe against subtraction across a whole bulletin."""
