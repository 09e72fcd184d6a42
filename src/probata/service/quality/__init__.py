"""Quality assurance in the service: samples, second readers, comparison, live ratings."""
