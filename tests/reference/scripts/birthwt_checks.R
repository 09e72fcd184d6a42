# Diagnostics, cluster-robust errors, profile limits and imputation by R's packages, on the
# low birth weight data (data/birthwt.csv, written by birthwt.R).
#   Rscript scripts/birthwt_checks.R  (from tests/reference)
suppressMessages({library(MASS); library(sandwich); library(car); library(mice)})
d <- read.csv("data/birthwt.csv")
d$race <- factor(d$race)
rows <- NULL
note <- function(what, term, value) rows <<- rbind(rows, data.frame(what, term, value = sprintf("%.12g", value)))
fit <- glm(low ~ age + lwt + race + smoke + ptl + ht + ui, binomial, d, control = glm.control(epsilon = 1e-14, maxit = 100))

v <- vif(fit)
note("gvif", rownames(v), v[, 1])
note("gvif_adjusted", rownames(v), v[, 3])
note("leverage", c("max", "sum"), c(max(hatvalues(fit)), sum(hatvalues(fit))))
note("cook", "max", max(cooks.distance(fit)))
limits <- suppressMessages(confint(fit))
note("profile_low", rownames(limits), limits[, 1])
note("profile_high", rownames(limits), limits[, 2])
rao <- sapply(c("age", "lwt", "race", "smoke", "ptl", "ht", "ui"), function(term) {
  without <- update(fit, as.formula(paste(". ~ . -", term)))
  anova(without, fit, test = "Rao")[2, "Rao"]
})
note("score", names(rao), rao)
robust <- vcovCL(fit, cluster = d$age, type = "HC1")
note("cluster_error", names(coef(fit)), sqrt(diag(robust)))

for (level in levels(d$race)) {  # marginal standardisation and its delta-method error
  other <- d; other$race[] <- level
  x <- model.matrix(formula(fit), other)
  p <- plogis(drop(x %*% coef(fit)))
  slope <- colMeans(p * (1 - p) * x)
  note("adjusted", level, mean(p))
  note("adjusted_error", level, sqrt(drop(slope %*% vcov(fit) %*% slope)))
}

# Rubin's rules with Barnard and Rubin's degrees of freedom, on numbers made up here.
q <- c(0.52, 0.61, 0.47, 0.58, 0.55); u <- c(0.040, 0.038, 0.043, 0.041, 0.039)
pooled <- pool.scalar(q, u, n = 189, k = 9)
note("rubin", c("estimate", "total", "df"), c(pooled$qbar, pooled$t, pooled$df))

# Chained equations: gaps made at random, 200 imputations.
set.seed(20230803)
gaps <- d
gaps$race[sample(189, 30)] <- NA
gaps$smoke[sample(189, 30)] <- NA
gaps$lwt[sample(189, 30)] <- NA
write.csv(gaps, "data/birthwt_gaps.csv", row.names = FALSE, quote = FALSE, na = "")
gaps$smoke <- factor(gaps$smoke); gaps$low <- factor(gaps$low); gaps$ht <- factor(gaps$ht); gaps$ui <- factor(gaps$ui)
sets <- mice(gaps[, names(gaps) != "ftv"], m = 200, maxit = 10, printFlag = FALSE, seed = 1)
pooled <- summary(pool(with(sets, glm(low ~ age + lwt + race + smoke + ptl + ht + ui, binomial))))
note("imputed", as.character(pooled$term), pooled$estimate)
note("imputed_error", as.character(pooled$term), pooled$std.error)
write.csv(rows, "data/birthwt_checks_r.csv", row.names = FALSE, quote = FALSE)
