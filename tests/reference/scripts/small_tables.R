# Writes the data of three published examples and the answers of R packages.
#   Rscript scripts/small_tables.R  (from tests/reference)
suppressMessages({library(brglm2); library(pROC); library(survival)})
save <- function(d, name) write.csv(d, paste0("data/", name, ".csv"), row.names = FALSE, quote = FALSE)
say <- function(x) sprintf("%.12g", x)

# Heinze and Schemper (2002): endometrial cancer, grade by three risk factors.
data(endometrial)
save(endometrial, "endometrial")

# Turck et al. (2010): outcome after subarachnoid haemorrhage by three markers.
data(aSAH)
save(data.frame(poor = as.integer(aSAH$outcome == "Poor"), s100b = aSAH$s100b,
  wfns = as.integer(aSAH$wfns), ndka = aSAH$ndka), "asah")
rows <- NULL
for (marker in c("s100b", "wfns", "ndka")) {
  curve <- roc(aSAH$outcome, as.numeric(aSAH[[marker]]), quiet = TRUE)
  limits <- as.numeric(ci.auc(curve, method = "delong"))
  rows <- rbind(rows, data.frame(marker, auc = say(limits[2]), low = say(limits[1]),
    high = say(limits[3]), standard_error = say(sqrt(var(curve)))))
}
save(rows, "asah_r")

# Trichopoulos et al. (1976): infertility after abortion, 83 matched sets.
save(infert[, c("stratum", "case", "spontaneous", "induced")], "infert")
fit <- clogit(case ~ spontaneous + induced + strata(stratum), infert, method = "exact")
save(data.frame(term = names(coef(fit)), estimate = say(coef(fit)),
  standard_error = say(sqrt(diag(vcov(fit)))), loglik = say(fit$loglik[2])), "infert_clogit")

# Holm and Benjamini-Hochberg by p.adjust: ties, ones and tiny values among them.
p <- c(0.01, 0.04, 0.03, 0.005, 0.04, 1, 0.6, 1e-12, 0.2, 0.049)
save(data.frame(p = say(p), holm = say(p.adjust(p, "holm")), bh = say(p.adjust(p, "BH"))), "p_adjust")
