# Writes the cbpp data (Lesnoff et al. 2004, as shipped with lme4) and glmer's estimates.
#   Rscript cbpp.R  (from tests/reference)
library(lme4)
write.csv(cbpp, "data/cbpp.csv", row.names = FALSE, quote = FALSE)
rows <- NULL
for (nodes in c(9, 25)) {
  model <- glmer(cbind(incidence, size - incidence) ~ period + (1 | herd), cbpp, binomial, nAGQ = nodes)
  estimates <- summary(model)$coefficients
  rows <- rbind(rows, data.frame(nodes = nodes, term = c(rownames(estimates), "sigma"),
    estimate = c(estimates[, 1], attr(VarCorr(model)$herd, "stddev")),
    standard_error = c(estimates[, 2], NA)))
}
write.csv(format(rows, digits = 10), "data/cbpp_glmer.csv", row.names = FALSE, quote = FALSE)
