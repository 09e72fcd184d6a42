# What an analyst's R script does for the same bulletin: read, four glm fits with joint
# likelihood-ratio tests, the tables of n and per cent, and the bar charts.
#   Rscript --vanilla main_job.R cases.csv plots.pdf
arguments <- commandArgs(trailingOnly = TRUE)
cases <- read.csv(arguments[1], na.strings = "", stringsAsFactors = TRUE)
cases$y <- as.integer(cases$reasonable_progress == "yes")

characteristics <- c("age", "sex", "ethnicity", "sentence_length", "case_type",
  "previous_sanctions", "likelihood_of_reoffending", "risk_of_serious_harm")
prompts <- c("prompt_start", "working_relationship", "enabling_completion",
  "non_compliance_risks", "services_delivered", "strengths_and_protective_factors",
  "level_and_nature_of_contact", "protecting_victims", "multi_agency_coordination")

for (second in list("engagement", "desistance", "safety", prompts)) {
  terms <- c(characteristics, second)
  used <- cases[complete.cases(cases[, c("y", terms)]), ]
  first <- glm(reformulate(characteristics, "y"), binomial, used)
  full <- glm(reformulate(terms, "y"), binomial, used)
  print(anova(first, full, test = "LRT"))
  print(summary(full))
  print(exp(cbind(coef(full), confint.default(full))))
  print(drop1(full, test = "LRT"))
}

pdf(arguments[2])
for (name in c(setdiff(characteristics, c("age", "sentence_length", "previous_sanctions")),
  "engagement", "desistance", "safety", prompts)) {
  counts <- table(cases[[name]], cases$y)
  print(cbind(n = rowSums(counts), percent = round(100 * counts[, 2] / rowSums(counts), 1)))
  barplot(100 * counts[, 2] / rowSums(counts), main = name, ylim = c(0, 100))
}
invisible(dev.off())
