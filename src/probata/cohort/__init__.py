"""Which cases an inspection looks at, why each other case was left out, and who reads what."""
