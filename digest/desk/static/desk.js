// Comfort only: every page works without it.
// A form that was typed into warns before it is left, so that nothing typed is lost.
const typed = new Set();
document.addEventListener("input", (event) => {
  const form = event.target.closest("form");
  if (form) typed.add(form);
});
document.addEventListener("submit", (event) => typed.delete(event.target));
window.addEventListener("beforeunload", (event) => {
  if (typed.size) event.preventDefault();
});
