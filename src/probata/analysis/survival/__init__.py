"""Time to an event: Kaplan-Meier curves, log-rank test, Cox regression."""
