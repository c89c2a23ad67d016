// Nothing typed is lost: what stands in a form and is not saved is kept in this tab and put back.
const typed = new Set();
const key = (form) => `typed ${location.pathname} ${form.dataset.typed}`;
const fields = (form) => [...form.querySelectorAll("input:not([type=hidden]), textarea, select")];

export const isTyped = (part) => [...typed].some((form) => part === form || part.contains(form));

export function forget(form) {
  typed.delete(form);
  form.classList.remove("typing");
  if (form.dataset.typed) sessionStorage.removeItem(key(form));
}

function restore() {
  for (const form of document.querySelectorAll("form[data-typed]")) {
    const kept = sessionStorage.getItem(key(form));
    if (!kept || typed.has(form)) continue;
    const values = JSON.parse(kept);
    let differs = false;
    for (const field of fields(form)) {
      if (!(field.name in values) || field.readOnly || values[field.name] === field.value) continue;
      field.value = values[field.name];
      differs = true;
    }
    if (differs) { mark(form); form.closest("details")?.setAttribute("open", ""); } else forget(form);
  }
}

function mark(form) {
  typed.add(form);
  form.classList.add("typing");
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
    mark(form);
    sessionStorage.setItem(key(form), JSON.stringify(Object.fromEntries(fields(form).map((field) => [field.name, field.value]))));
  });
  window.addEventListener("beforeunload", (event) => { if (typed.size) event.preventDefault(); });
}
