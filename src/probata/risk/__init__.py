"""OGRS3: the chance of proven reoffending within one and two years, from static facts."""
