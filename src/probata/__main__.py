"""Lets `python -m probata` run the command line."""

from probata.cli.main import main

if __name__ == "__main__":
    main()
