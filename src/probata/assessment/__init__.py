"""One case judged: the form, its routing, the answers, what is missing, and the log of it all."""
