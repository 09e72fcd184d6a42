# The random-intercept model of benchmarks/mixed.py by lme4, timed inside R.
#   Rscript --vanilla mixed.R cases.csv
suppressMessages(library(lme4))
cases <- read.csv(commandArgs(trailingOnly = TRUE)[1], na.strings = "", stringsAsFactors = TRUE)
cases$y <- as.integer(cases$reasonable_progress == "yes")
terms <- c("age", "sex", "ethnicity", "sentence_length", "case_type", "previous_sanctions",
  "likelihood_of_reoffending", "risk_of_serious_harm", "engagement")
used <- cases[complete.cases(cases[, c("y", terms)]), ]
for (name in c("age", "sentence_length", "previous_sanctions")) used[[name]] <- scale(used[[name]])
formula <- reformulate(c(terms, "(1 | inspector)"), "y")
start <- proc.time()[["elapsed"]]
fit <- suppressWarnings(glmer(formula, used, binomial, nAGQ = 11))
took <- proc.time()[["elapsed"]] - start
cat(took, as.numeric(attr(VarCorr(fit)$inspector, "stddev")), fixef(fit)[["engagementyes"]],
  as.numeric(logLik(fit)), "\n")
