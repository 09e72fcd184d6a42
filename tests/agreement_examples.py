"""Published examples of several judgements of the same cases; None where there is none."""

# Krippendorff (2011), Computing Krippendorff's alpha-reliability, section E: 12 units,
# four observers, as Gwet (2014, table 2.10) uses them.
KRIPPENDORFF = (
    (1, 1, None, 1),
    (2, 2, 3, 2),
    (3, 3, 3, 3),
    (3, 3, 3, 3),
    (2, 2, 2, 2),
    (1, 2, 3, 4),
    (4, 4, 4, 4),
    (1, 1, 2, 1),
    (2, 2, 2, 2),
    (None, 5, 5, 5),
    (None, None, 1, 1),
    (None, None, 3, None),
)
# Fleiss (1971), table 1: 30 patients, six psychiatrists each, five diagnoses (how many
# chose each; who did is not known, so the order within a patient has no meaning).
_FLEISS_COUNTS = (
    (0, 0, 0, 6, 0), (0, 3, 0, 0, 3), (0, 1, 4, 0, 1), (0, 0, 0, 0, 6), (0, 3, 0, 3, 0),
    (2, 0, 4, 0, 0), (0, 0, 4, 0, 2), (2, 0, 3, 1, 0), (2, 0, 0, 4, 0), (0, 0, 0, 0, 6),
    (1, 0, 0, 5, 0), (1, 1, 0, 4, 0), (0, 3, 3, 0, 0), (1, 0, 0, 5, 0), (0, 2, 0, 3, 1),
    (0, 0, 5, 0, 1), (3, 0, 0, 1, 2), (5, 1, 0, 0, 0), (0, 2, 0, 4, 0), (1, 0, 2, 0, 3),
    (0, 0, 0, 0, 6), (0, 1, 0, 5, 0), (0, 2, 0, 1, 3), (2, 0, 0, 4, 0), (1, 0, 0, 4, 1),
    (0, 5, 0, 1, 0), (4, 0, 0, 0, 2), (0, 2, 0, 4, 0), (1, 0, 5, 0, 0), (0, 0, 0, 0, 6),
)  # fmt: skip
FLEISS = tuple(
    tuple(number + 1 for number, count in enumerate(row) for _ in range(count))
    for row in _FLEISS_COUNTS
)
EXAMPLES = {"krippendorff": KRIPPENDORFF, "fleiss": FLEISS}
# SAS/STAT user's guide, PROC FREQ, agreement study: 88 patients, two dermatologists
# (rows and columns: terrible, poor, marginal, clear).
SAS_TABLE = ((10, 4, 1, 0), (5, 10, 12, 2), (2, 4, 12, 5), (0, 2, 6, 13))
