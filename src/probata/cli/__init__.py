"""One command a stage; each reads files and writes files."""
