"""The case assessment service: inspectors judge cases, and no acknowledged answer is lost."""
