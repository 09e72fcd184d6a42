// Marks that scripts run, and puts the focus on an error summary.
document.documentElement.classList.add("js-enabled");
document.addEventListener("DOMContentLoaded", () => {
  const summary = document.getElementById("error-summary");
  if (summary) summary.focus();
});
