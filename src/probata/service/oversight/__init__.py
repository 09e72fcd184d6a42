"""Looking after the service: requests that need two people, the audit, subject access."""
