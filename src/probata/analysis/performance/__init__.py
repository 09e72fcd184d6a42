"""How well the questions of a framework work: critical, coherent, discrete."""
