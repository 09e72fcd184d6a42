# Reference values of scales and factors: psych, stats::factanal, polycor.
# Run: Rscript tests/reference/scripts/performance.R  (Debian: r-cran-psych, r-cran-polycor)
# Writes lsat6.csv, bfi_agree.csv, factor_matrices.csv and performance_r.csv.
suppressMessages(library(psych))
folder <- "tests/reference/data/"
out <- list()
put <- function(data, statistic, row, column, value)
  out[[length(out) + 1]] <<- data.frame(data, statistic, row, column,
                                        value = sprintf("%.12g", value))
many <- function(data, statistic, m) {
  rows <- if (is.null(rownames(m))) seq_len(nrow(m)) else rownames(m)
  for (i in seq_len(nrow(m))) for (j in seq_len(ncol(m)))
    put(data, statistic, rows[i], j, m[i, j])
}

# --- scales: LSAT 6 (Bock and Lieberman 1970) and five items of the bfi -----------------
items <- as.data.frame(lsat6)
write.csv(items, paste0(folder, "lsat6.csv"), row.names = FALSE)
agree <- psychTools::bfi[, paste0("A", 1:5)]
agree$A1 <- 7 - agree$A1
agree <- agree[complete.cases(agree), ]
write.csv(agree, paste0(folder, "bfi_agree.csv"), row.names = FALSE)
for (name in c("lsat6", "bfi_agree")) {
  data <- if (name == "lsat6") items else agree
  a <- alpha(data, check.keys = FALSE, warnings = FALSE)
  put(name, "alpha", "", "", a$total$raw_alpha)
  ci <- alpha.ci(a$total$raw_alpha, n.obs = nrow(data), n.var = ncol(data), digits = 12)
  put(name, "feldt_low", "", "", ci$lower.ci)
  put(name, "feldt_high", "", "", ci$upper.ci)
  for (i in seq_len(ncol(data))) {
    put(name, "dropped", names(data)[i], "", a$alpha.drop$raw_alpha[i])
    put(name, "rest", names(data)[i], "", a$item.stats$r.drop[i])
  }
}

# --- tetrachoric correlations -----------------------------------------------------------
many("lsat6", "tetrachoric", tetrachoric(items, correct = 0)$rho)
put("lsat6", "polychor", "Q1", "Q2",
    polycor::polychor(items[, 1], items[, 2], ML = FALSE))

# --- maximum-likelihood factors ---------------------------------------------------------
tight <- list(opt = list(factr = 1, maxit = 5000), nstart = 4)
matrices <- list(ability = cov2cor(ability.cov$cov), harman = Harman74.cor$cov)
n <- c(ability = ability.cov$n.obs, harman = Harman74.cor$n.obs)
cells <- list()
for (name in names(matrices)) {
  m <- matrices[[name]]
  cells[[name]] <- data.frame(data = name, row = rep(rownames(m), ncol(m)),
                              column = rep(colnames(m), each = nrow(m)),
                              value = sprintf("%.15g", as.vector(m)))
  for (k in if (name == "ability") 1:2 else c(1, 4)) {
    f <- factanal(covmat = m, n.obs = n[name], factors = k, rotation = "none",
                  control = tight)
    plain <- unclass(f$loadings)
    for (rotation in c("none", "varimax", "promax")) {
      label <- paste(name, k, rotation)
      turn <- diag(k)
      if (k > 1 && rotation != "none") turn <- varimax(plain, eps = 1e-14)$rotmat
      straight <- plain %*% turn
      if (k > 1 && rotation == "promax") {
        # stats::promax with m = 4, from a varimax that has converged.
        q <- straight * abs(straight)^3
        u <- lm.fit(straight, q)$coefficients
        u <- u %*% diag(sqrt(diag(solve(t(u) %*% u))))
        straight <- straight %*% u
        inverse <- solve(u)
        many(label, "correlation", inverse %*% t(inverse))
      }
      colnames(straight) <- paste0("Factor", seq_len(k))
      many(label, "loading", straight)
      if (rotation == "none") {
        for (i in names(f$uniquenesses)) put(label, "uniqueness", i, "", f$uniquenesses[[i]])
        if (!is.null(f$STATISTIC)) put(label, "chi2", "", "", f$STATISTIC)
        put(label, "df", "", "", f$dof)
      }
    }
  }
}
write.csv(do.call(rbind, cells), paste0(folder, "factor_matrices.csv"), row.names = FALSE,
          quote = FALSE)

# --- associations -----------------------------------------------------------------------
for (cells2 in list(c(40, 10, 15, 35), c(300, 20, 45, 12), c(9, 3, 2, 11))) {
  t2 <- matrix(cells2, 2)
  name <- paste(cells2, collapse = " ")
  put(name, "phi", "", "", phi(t2, digits = 12))
}
write.csv(do.call(rbind, out), paste0(folder, "performance_r.csv"), row.names = FALSE,
          quote = FALSE)
