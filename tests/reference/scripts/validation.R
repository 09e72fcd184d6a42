# Discrimination and calibration by pROC and rms, written to validation_r.csv.
# Run in tests/reference/scripts; reads ../data/birthwt.csv, and the public data beside the
# checkout (COMPAS, parole) where they are there.
suppressMessages({library(pROC); library(rms)})
out <- data.frame()
add <- function(data, group, measure, value)
  out <<- rbind(out, data.frame(data, group, measure, value = sprintf("%.12g", value)))
area <- function(data, group, y, score) {
  r <- roc(y, score, levels = c(0, 1), direction = "<", quiet = TRUE)
  ci <- as.numeric(ci.auc(r, method = "delong"))
  for (i in 1:3) add(data, group, c("auc_low", "auc", "auc_high")[i], ci[i])
}
slope <- function(data, group, y, x) {
  fit <- glm(y ~ x, family = binomial, control = list(epsilon = 1e-14, maxit = 50))
  se <- sqrt(vcov(fit)[2, 2]); b <- coef(fit)[2]
  add(data, group, "slope", b)
  add(data, group, "slope_low", b - qnorm(0.975) * se)
  add(data, group, "slope_high", b + qnorm(0.975) * se)
}
large <- function(data, group, y, logit) {
  fit <- glm(y ~ offset(logit), family = binomial, control = list(epsilon = 1e-14))
  se <- sqrt(vcov(fit)[1, 1]); b <- coef(fit)[1]
  add(data, group, "intercept", b)
  add(data, group, "intercept_low", b - qnorm(0.975) * se)
  add(data, group, "intercept_high", b + qnorm(0.975) * se)
}
# A made-up probability of low birth weight, of two decimals so that there are ties.
b <- read.csv("../data/birthwt.csv")
b$p <- round(plogis(0.6 - 0.013 * b$lwt + 0.8 * b$smoke), 2)
write.csv(b[, c("low", "p", "smoke")], "../data/validation_birthwt.csv", row.names = FALSE)
for (g in c("", "0", "1")) {
  d <- if (g == "") b else b[b$smoke == as.integer(g), ]
  area("birthwt", g, d$low, d$p)
  slope("birthwt", g, d$low, qlogis(d$p))
  large("birthwt", g, d$low, qlogis(d$p))
  v <- val.prob(d$p, d$low, pl = FALSE)
  add("birthwt", g, "rms_slope", v["Slope"])
  add("birthwt", g, "rms_auc", v["C (ROC)"])
  add("birthwt", g, "rms_brier", v["Brier"])
}
shared <- Sys.glob("../../../../shared/data")
if (length(shared)) {
  d <- read.csv(gzfile(file.path(shared, "compas/compas_two_years_deidentified.csv.gz")))
  for (g in c("", "African-American", "Caucasian", "Hispanic", "Other")) {
    e <- if (g == "") d else d[d$race == g, ]
    area("compas", g, e$two_year_recid, e$decile_score)
    slope("compas", g, e$two_year_recid, e$decile_score)
  }
  d <- read.csv(gzfile(file.path(shared, "nij_recidivism/nij_year1_survivors.csv.gz")))
  d <- d[!is.na(d$Supervision_Risk_Score_First), ]
  d$y <- as.integer(d$Recidivism_Within_3years == 1 | d$Recidivism_Within_3years == "true")
  for (g in c("", "F", "M")) {
    e <- if (g == "") d else d[d$Gender == g, ]
    area("parole", g, e$y, e$Supervision_Risk_Score_First)
    slope("parole", g, e$y, e$Supervision_Risk_Score_First)
  }
}
write.csv(out, "../data/validation_r.csv", row.names = FALSE, quote = FALSE)
