"""How long things are kept, what is due to go, and its disposal by two people."""
