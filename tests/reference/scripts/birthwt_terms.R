# Interactions and splines on the low birth weight data of birthwt.R: R's own answers.
#   Rscript scripts/birthwt_terms.R  (from tests/reference)
print(R.version.string)
d <- transform(read.csv("data/birthwt.csv"), race = factor(race), smoke = factor(smoke))
control <- glm.control(epsilon = 1e-14, maxit = 100)
fit <- function(f) glm(f, binomial, d, control = control)
rows <- NULL
note <- function(what, term, value) rows <<- rbind(rows, data.frame(what, term, value = sprintf("%.12g", value)))
wald <- function(m, own) { b <- coef(m)[own]; sum(b * solve(vcov(m)[own, own], b)) }
# Average fitted percentage with some values given to every case, delta-method error.
average <- function(m, frame, gradient = 1e-5) {
  x <- model.matrix(delete.response(terms(m)), frame, xlev = m$xlevels)
  p <- plogis(x %*% coef(m)); g <- colMeans(x * as.vector(p * (1 - p)))
  c(100 * mean(p), 100 * sqrt(sum(g * (vcov(m) %*% g))))
}
# Odds ratio of a difference of two rows of the design.
contrast <- function(what, term, m, one, other) {
  x <- model.matrix(delete.response(terms(m)), rbind(one, other), xlev = m$xlevels)
  w <- x[1, ] - x[2, ]
  note(paste0(what, "_b"), term, sum(w * coef(m)))
  note(paste0(what, "_se"), term, sqrt(sum(w * (vcov(m) %*% w))))
}
# 1. smoke within race (factor by factor), with age and lwt.
m <- fit(low ~ age + lwt + race + smoke + smoke:race)
plain <- fit(low ~ age + lwt + race + smoke)
note("ff_b", names(coef(m)), coef(m)); note("ff_se", names(coef(m)), sqrt(diag(vcov(m))))
note("ff_lr", "smoke*race", anova(plain, m, test = "LRT")$Deviance[2])
note("ff_wald", "smoke*race", wald(m, grep(":", names(coef(m)))))
one <- function(...) { r <- d[1, ]; v <- list(...); for (k in names(v)) r[[k]] <- if (is.factor(d[[k]])) factor(v[[k]], levels(d[[k]])) else v[[k]]; r }
all_with <- function(...) { r <- d; v <- list(...); for (k in names(v)) r[[k]] <- if (is.factor(d[[k]])) factor(v[[k]], levels(d[[k]])) else v[[k]]; r }
for (l in 1:3) {
  contrast("ff_simple", paste0("1|", l), m, one(smoke = "1", race = l), one(smoke = "0", race = l))
  for (s in 0:1) { a <- average(m, all_with(smoke = s, race = l)); note("ff_percent", paste0(s, "|", l), a[1]); note("ff_error", paste0(s, "|", l), a[2]) }
}
# Average marginal effect of smoke, of which the product is a part: a difference of averages.
x1 <- model.matrix(delete.response(terms(m)), all_with(smoke = "1"), xlev = m$xlevels)
x0 <- model.matrix(delete.response(terms(m)), all_with(smoke = "0"), xlev = m$xlevels)
p1 <- as.vector(plogis(x1 %*% coef(m))); p0 <- as.vector(plogis(x0 %*% coef(m)))
g <- colMeans(x1 * (p1 * (1 - p1)) - x0 * (p0 * (1 - p0)))
note("ff_margin", "smoke", 100 * mean(p1 - p0)); note("ff_margin_se", "smoke", 100 * sqrt(sum(g * (vcov(m) %*% g))))
# 2. smoke within age (factor by number).
m <- fit(low ~ age + lwt + smoke + smoke:age)
note("fi_b", names(coef(m)), coef(m))
note("fi_lr", "smoke*age", anova(fit(low ~ age + lwt + smoke), m, test = "LRT")$Deviance[2])
for (a in c(18, 25, 32)) {
  contrast("fi_simple", paste0("1|", a), m, one(smoke = "1", age = a), one(smoke = "0", age = a))
  s <- average(m, all_with(smoke = "1", age = a)); note("fi_percent", paste0("1|", a), s[1])
}
# 3. age within smoke (number by factor).
for (s in 0:1) contrast("if_simple", paste0("|", s), m, one(smoke = s, age = 26), one(smoke = s, age = 25))
# 4. A natural spline of lwt with Harrell's truncated powers, and a linear one.
k <- c(100, 115, 130, 170)
cube <- function(x, t) pmax(x - t, 0)^3
bend <- function(x, j) (cube(x, k[j]) - cube(x, k[3]) * (k[4] - k[j]) / (k[4] - k[3]) + cube(x, k[4]) * (k[3] - k[j]) / (k[4] - k[3])) / (k[4] - k[1])^2
m <- fit(low ~ age + lwt + I(bend(lwt, 1)) + I(bend(lwt, 2)) + smoke)
own <- grep("bend", names(coef(m)))
note("ns_b", c("spline_1", "bend_2", "bend_3"), coef(m)[c(3, own)])
note("ns_lr", "lwt", anova(fit(low ~ age + lwt + smoke), m, test = "LRT")$Deviance[2])
note("ns_wald", "lwt", wald(m, own))
for (v in c(100, 115, 130, 170)) { a <- average(m, all_with(lwt = v)); note("ns_percent", v, a[1]); note("ns_error", v, a[2]) }
# The space is that of R's own natural spline with these knots: the same fit.
space <- fit(low ~ age + splines::ns(lwt, knots = k[2:3], Boundary.knots = k[c(1, 4)]) + smoke)
note("ns_deviance", "ours", deviance(m)); note("ns_deviance", "splines", deviance(space))
m <- fit(low ~ age + lwt + I(pmax(lwt - 120, 0)) + smoke)
note("ls_b", c("slope", "from_120"), coef(m)[3:4])
note("ls_lr", "lwt", anova(fit(low ~ age + lwt + smoke), m, test = "LRT")$Deviance[2])
# Average slope of the linear spline.
p <- fitted(m); steep <- coef(m)[3] + coef(m)[4] * (d$lwt > 120)
note("ls_margin", "lwt", 100 * mean(p * (1 - p) * steep))
write.csv(rows, "data/birthwt_terms_r.csv", row.names = FALSE, quote = FALSE)
