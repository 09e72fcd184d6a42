"""From judgements to ratings: percentages, grades, points, and how far each is certain."""
