"""Later outcomes of cases: reoffending in a fixed follow-up, and completion."""
