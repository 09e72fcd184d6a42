# Kaplan-Meier, log-rank and Cox by R's survival, written to survival_r.csv.
# Run in tests/reference/scripts. survival_small.csv is made up here, with ties; the Rossi
# data are read from beside the checkout where they are there.
library(survival)
set.seed(20)
n <- 80
d <- data.frame(group = rep(c("a", "b", "c"), length.out = n), age = round(rnorm(n, 35, 9)))
hazard <- exp(-4 + 0.5 * (d$group == "b") - 0.4 * (d$group == "c") - 0.03 * (d$age - 35))
true <- ceiling(rexp(n, hazard * 12)); stop <- sample(5:30, n, replace = TRUE)
d$time <- pmin(true, stop); d$event <- as.integer(true <= stop)
write.csv(d, "../data/survival_small.csv", row.names = FALSE, quote = FALSE)
out <- data.frame()
add <- function(data, measure, at, value)
  out <<- rbind(out, data.frame(data, measure, at, value = sprintf("%.12g", value)))
curve <- function(data, time, event) {
  k <- survfit(Surv(time, event) ~ 1, conf.type = "log-log")
  for (i in seq_along(k$time)) {
    add(data, "survival", k$time[i], k$surv[i]); add(data, "at_risk", k$time[i], k$n.risk[i])
    if (!is.na(k$lower[i]) && k$surv[i] < 1) {
      add(data, "low", k$time[i], k$lower[i]); add(data, "high", k$time[i], k$upper[i])
    }
  }
}
cox <- function(data, formula, frame, ties) {
  f <- coxph(formula, frame, ties = ties, x = TRUE, y = TRUE, model = TRUE, control = coxph.control(eps = 1e-12, toler.chol = 1e-14, iter.max = 60))
  for (i in names(coef(f))) {
    add(data, paste0(ties, "_beta"), i, coef(f)[i])
    add(data, paste0(ties, "_se"), i, sqrt(diag(vcov(f)))[i])
  }
  z <- cox.zph(f)$table
  for (i in rownames(z)) { add(data, paste0(ties, "_zph"), i, z[i, "chisq"]); add(data, paste0(ties, "_zph_df"), i, z[i, "df"]) }
  add(data, paste0(ties, "_null"), "", f$loglik[1]); add(data, paste0(ties, "_loglik"), "", f$loglik[2])
}
curve("small", d$time, d$event)
t <- survdiff(Surv(time, event) ~ group, d); add("small", "logrank", "", t$chisq)
for (e in t$exp) add("small", "expected", "", e)
for (ties in c("efron", "breslow")) cox("small", Surv(time, event) ~ group + age, d, ties)
path <- "../../../../shared/data/rossi/rossi.csv"
if (file.exists(path)) {
  r <- read.csv(path)
  for (v in c("fin", "wexp", "mar", "paro", "race")) r[[v]] <- as.factor(r[[v]])
  r$race <- relevel(r$race, ref = "other"); r$mar <- relevel(r$mar, ref = "not married")
  curve("rossi", r$week, r$arrest)
  t <- survdiff(Surv(week, arrest) ~ fin, r); add("rossi", "logrank", "", t$chisq)
  for (e in t$exp) add("rossi", "expected", "", e)
  for (ties in c("efron", "breslow"))
    cox("rossi", Surv(week, arrest) ~ fin + age + race + wexp + mar + paro + prio, r, ties)
}
write.csv(out, "../data/survival_r.csv", row.names = FALSE, quote = FALSE)
