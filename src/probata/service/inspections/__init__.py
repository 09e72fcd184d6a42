"""Runs an inspection: who takes part, which cases, who reads them, when it is over."""
