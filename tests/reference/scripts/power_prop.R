# Makes tests/reference/data/power_prop.csv: power of a comparison of two shares.
# R 4.2.2, stats::power.prop.test (two-sided, strict = FALSE).
# Run: Rscript tests/reference/scripts/power_prop.R > tests/reference/data/power_prop.csv
cat("what,n,p1,p2,level,power\n")
for (n in c(24, 48, 100, 400)) {
  for (p in list(c(0.5, 0.65), c(0.5, 0.3), c(0.36, 0.46), c(0.8, 0.9))) {
    for (level in c(0.05, 0.2)) {
      found <- power.prop.test(n = n, p1 = p[1], p2 = p[2], sig.level = level)
      cat(sprintf("power,%d,%.2f,%.2f,%.2f,%.12f\n", n, p[1], p[2], level, found$power))
    }
  }
}
for (p in list(c(0.5, 0.65), c(0.36, 0.46), c(0.8, 0.9))) {
  for (power in c(0.8, 0.9)) {
    found <- power.prop.test(p1 = p[1], p2 = p[2], power = power)
    cat(sprintf("size,%.9f,%.2f,%.2f,0.05,%.2f\n", found$n, p[1], p[2], power))
  }
}
for (n in c(48, 100)) {
  found <- power.prop.test(n = n, p1 = 0.5, power = 0.8, tol = 1e-10)
  cat(sprintf("other,%d,0.50,%.9f,0.05,0.80\n", n, found$p2))
}
