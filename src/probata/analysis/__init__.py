"""From a study and its data to results: frequencies, models, tests and guards."""
