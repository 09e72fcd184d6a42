# The same numbers and pictures as the bulletin, in base R: read, four block-entry models
# with joint tests and goodness of fit, tables with Wilson intervals, charts with error bars.
#   Rscript --vanilla main_job.R cases.csv folder
arguments <- commandArgs(trailingOnly = TRUE)
folder <- arguments[2]
cases <- read.csv(arguments[1], na.strings = "", stringsAsFactors = TRUE)
cases$y <- as.integer(cases$reasonable_progress == "yes")

characteristics <- c("age", "sex", "ethnicity", "sentence_length", "case_type",
  "previous_sanctions", "likelihood_of_reoffending", "risk_of_serious_harm")
prompts <- c("prompt_start", "working_relationship", "enabling_completion",
  "non_compliance_risks", "services_delivered", "strengths_and_protective_factors",
  "level_and_nature_of_contact", "protecting_victims", "multi_agency_coordination")
numbers <- c("age", "sentence_length", "previous_sanctions")

wilson <- function(x, n, z = qnorm(0.975)) {
  middle <- (x + z^2 / 2) / (n + z^2)
  reach <- z / (n + z^2) * sqrt(x * (n - x) / n + z^2 / 4)
  cbind(low = middle - reach, high = middle + reach)
}

auc <- function(p, y) {
  r <- rank(p)
  (sum(r[y == 1]) - sum(y) * (sum(y) + 1) / 2) / (sum(y) * sum(1 - y))
}

wald <- function(fit, variable) {
  at <- which(attr(terms(fit), "term.labels") == variable)
  columns <- which(attr(model.matrix(fit), "assign") == at)
  b <- coef(fit)[columns]
  x <- drop(b %*% solve(vcov(fit)[columns, columns], b))
  c(x, length(columns), pchisq(x, length(columns), lower.tail = FALSE))
}

margins <- function(fit, used, variable) {  # average change from the reference
  levels <- levels(used[[variable]])
  sapply(levels[-1], function(level) {
    low <- high <- used
    low[[variable]][] <- levels[1]
    high[[variable]][] <- level
    x0 <- model.matrix(formula(fit), low); x1 <- model.matrix(formula(fit), high)
    p0 <- plogis(x0 %*% coef(fit)); p1 <- plogis(x1 %*% coef(fit))
    slope <- colMeans(drop(p1 * (1 - p1)) * x1 - drop(p0 * (1 - p0)) * x0)
    c(mean(p1 - p0), sqrt(slope %*% vcov(fit) %*% slope))
  })
}

results <- list()
for (second in list("engagement", "desistance", "safety", prompts)) {
  terms <- c(characteristics, second)
  used <- droplevels(cases[complete.cases(cases[, c("y", terms)]), ])
  null <- glm(y ~ 1, binomial, used)
  first <- glm(reformulate(characteristics, "y"), binomial, used)
  full <- glm(reformulate(terms, "y"), binomial, used)
  print(anova(null, first, full, test = "LRT"))
  print(summary(full))
  print(exp(cbind(coef(full), confint.default(full))))
  print(drop1(full, test = "LRT"))
  print(sapply(terms, function(name) wald(full, name)))
  n <- nrow(used)
  for (fit in list(first, full)) {
    snell <- 1 - exp((deviance(fit) - deviance(null)) / n)
    print(c(snell, snell / (1 - exp(-deviance(null) / n)), auc(fitted(fit), used$y)))
  }
  p <- fitted(full)
  groups <- cut(p, unique(quantile(p, 0:10 / 10)), include.lowest = TRUE)
  observed <- tapply(used$y, groups, sum); expected <- tapply(p, groups, sum)
  size <- tapply(p, groups, length)
  print(sum((observed - expected)^2 / (expected * (1 - expected / size))))
  print(table(p >= 0.5, used$y))
  for (name in setdiff(terms, numbers)) print(margins(full, used, name))
  results[[length(results) + 1]] <- coef(summary(full))
}

frequency <- function(name, part = cases) {
  counts <- table(part[[name]], part$y)
  n <- rowSums(counts)
  cbind(n = n, percent = round(100 * counts[, 2] / n, 1), 100 * wilson(counts[, 2], n))
}
for (name in c(setdiff(characteristics, numbers), "engagement", "desistance", "safety", prompts)) {
  print(frequency(name))
  print(sum(is.na(cases[[name]])))
  print(suppressWarnings(chisq.test(cases[[name]], cases$y, correct = FALSE)))
}

draw <- function(file, tables) {
  svg(file.path(folder, file), width = 7.4, height = 1 + length(tables) * 1.2)
  par(mfrow = c(length(tables), 1), mar = c(2, 9, 2, 2))
  for (name in names(tables)) {
    rows <- tables[[name]]
    at <- barplot(rows[, "percent"], horiz = TRUE, xlim = c(0, 100), main = name, las = 1)
    arrows(rows[, "low"], at, rows[, "high"], at, angle = 90, code = 3, length = 0.04)
    text(rows[, "high"], at, rows[, "percent"], pos = 4)
  }
  invisible(dev.off())
}
cases$positive <- factor((cases$engagement == "yes") + (cases$desistance == "yes") + (cases$safety == "yes"))
for (name in c("engagement", "desistance", "safety", "positive")) {
  within <- split(cases, cases$likelihood_of_reoffending)
  draw(paste0(name, ".svg"), c(list(all = frequency(name)), lapply(within, frequency, name = name)))
}
draw("engagement_prompts.svg", sapply(prompts[c(1, 4)], frequency, simplify = FALSE))
draw("desistance_prompts.svg", sapply(prompts[5:7], frequency, simplify = FALSE))
draw("safety_prompts.svg", sapply(prompts[8], frequency, simplify = FALSE))
