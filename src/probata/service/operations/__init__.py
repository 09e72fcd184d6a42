"""Running the service: its log, its workers, its database kept up, backups and restores."""
