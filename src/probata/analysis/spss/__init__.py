"""The listing that an SPSS user knows, drawn from results."""
