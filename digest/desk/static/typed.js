// Nothing typed is lost: what stands in a form and is not saved is kept in this tab and put back, with the marks
// of what it was drawn from, so that saving it later overwrites nobody.
const typed = new Set();
const key = (form) => `typed ${location.pathname} ${form.dataset.typed}`;
const fields = (form) => [...form.elements].filter((one) => one.name && one.type !== "hidden" && one.tagName !== "BUTTON");
const marks = (form) => ["was", "seen"].map((name) => form.elements[name]).filter(Boolean);

export const typedIn = (part) => [...typed].filter((form) => part === form || part.contains(form));
export const isTyped = (part) => typedIn(part).length > 0;

export function forget(form) {
  typed.delete(form);
  form.classList.remove("typing");
  if (form.dataset.typed) sessionStorage.removeItem(key(form));
}

function restore() {
  for (const form of document.querySelectorAll("form[data-typed]")) {
    const kept = sessionStorage.getItem(key(form));
    if (!kept || typed.has(form)) continue;
    const { values, from = {} } = JSON.parse(kept);
    if (!put(form, values)) { forget(form); continue; }
    for (const mark of marks(form)) mark.value = from[mark.name] ?? mark.value;
    form.classList.add("typing");
    typed.add(form);
    form.closest("details")?.setAttribute("open", "");
  }
}

// Puts the values back; whether anything differs from what stands. A summary may have other sentences by now:
// a field too few is added, one too many emptied, and the mark makes the server show both.
function put(form, values) {
  let differs = false;
  for (const [name, value] of Object.entries(values)) {
    const field = form.elements[name] || more(form, name);
    if (field.readOnly || field.value === value) continue;
    field.value = value;
    differs = true;
  }
  if (differs) for (const field of fields(form)) if (!(field.name in values)) field.value = "";
  return differs;
}

function more(form, name) {
  const field = document.createElement("textarea");
  field.name = name;
  field.setAttribute("aria-label", "Typed before");
  form.querySelector(".rows")?.after(field);
  return field;
}

export function keepTyped() {
  restore();
  document.addEventListener("desk:drawn", () => {
    for (const form of typed) if (!form.isConnected) typed.delete(form);
    restore();
  });
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-typed]");
    if (!form) return;
    typed.add(form);
    form.classList.add("typing");
    const named = (all) => Object.fromEntries(all.map((field) => [field.name, field.value]));
    sessionStorage.setItem(key(form), JSON.stringify({ values: named(fields(form)), from: named(marks(form)) }));
  });
  window.addEventListener("beforeunload", (event) => { if (typed.size) event.preventDefault(); });
}
