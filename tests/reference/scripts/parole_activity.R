# Model A of bulletins/parole_activity, by R's glm, from the raw file.
#   Rscript parole_activity.R nij_year1_survivors.csv.gz > ../data/parole_activity_model_a.csv
# Made with R 4.2.2. Derivations are written out again here, not taken from the codebook.
d <- read.csv(gzfile(commandArgs(TRUE)[1]), na.strings = c("", "NA"))
y <- as.integer(d$Recidivism_Arrest_Year2 == 0 & d$Recidivism_Arrest_Year3 == 0)
factor_from <- function(x, first) relevel(factor(x), ref = first)
d$Gender <- factor_from(d$Gender, "F")
d$Race <- factor_from(d$Race, "WHITE")
d$Age_at_Release <- factor_from(d$Age_at_Release, "18-22")
d$Supervision_Level_First <- factor_from(d$Supervision_Level_First, "Standard")
d$Prison_Years <- factor_from(d$Prison_Years, "1-2 years")
yes_no <- function(x) factor(ifelse(x, "yes", "no"), levels = c("no", "yes"))
d$kept_in_contact <- yes_no(d$Violations_FailToReport == 0 & d$Program_UnexcusedAbsences == 0)
# R's & and | follow the same three-valued logic.
d$in_work_or_exempt <- yes_no(d$Percent_Days_Employed >= 0.5 | d$Employment_Exempt == 1)
d$no_other_trouble <- yes_no(
  d$Violations_ElectronicMonitoring == 0 & d$Violations_Instruction == 0 &
  d$Violations_MoveWithoutPermission == 0 & d$Delinquency_Reports == 0 &
  d$DrugTests_THC_Positive == 0 & d$DrugTests_Cocaine_Positive == 0 &
  d$DrugTests_Meth_Positive == 0 & d$DrugTests_Other_Positive == 0)
terms <- c("Gender", "Race", "Age_at_Release", "Supervision_Risk_Score_First",
           "Supervision_Level_First", "Prison_Years", "Prior_Arrest_Episodes_Felony",
           "Prior_Arrest_Episodes_Misd", "kept_in_contact", "in_work_or_exempt",
           "no_other_trouble")
fit <- glm(reformulate(terms, "y"), binomial, data = cbind(y = y, d),
           control = glm.control(epsilon = 1e-14, maxit = 100))
table <- coef(summary(fit))
cat("variable,category,coefficient,standard_error\n")
for (row in rownames(table)) {
  variable <- terms[startsWith(row, terms)]
  variable <- if (length(variable)) variable[which.max(nchar(variable))] else ""
  category <- if (variable == "") "" else substring(row, nchar(variable) + 1)
  cat(sprintf("%s,%s,%.12g,%.12g\n", variable, category, table[row, 1], table[row, 2]))
}
cat(sprintf("n,,%d,\n", nobs(fit)))
cat(sprintf("minus2ll,,%.12g,\n", deviance(fit)))
for (term in terms) {
  drop <- drop1(fit, reformulate(term), test = "LRT")
  cat(sprintf("chi2 %s,%d,%.12g,\n", term, drop[2, "Df"], drop[2, "LRT"]))
}
