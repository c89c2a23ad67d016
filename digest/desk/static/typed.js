// Nothing typed is lost: what stands in a form and is not saved is kept in this tab and put back, with the marks
// of what it was drawn from, so that saving it later overwrites nobody. A copy outlives the tab: it is looked at
// when a page opens in another one, and is only ever shown to the editor who typed it.
const typed = new Set();
const who = document.querySelector(".you")?.textContent ?? "";
const DAYS = 14; // a copy is kept
const key = (form) => `typed ${who} ${location.pathname} ${form.dataset.typed}`;
const fields = (form) => [...form.elements].filter((one) => one.name && one.type !== "hidden" && one.tagName !== "BUTTON");
const marks = (form) => ["was", "seen"].map((name) => form.elements[name]).filter(Boolean);

export const typedIn = (part) => [...typed].filter((form) => part === form || part.contains(form));
export const isTyped = (part) => typedIn(part).length > 0;

export function forget(form) {
  typed.delete(form);
  form.classList.remove("typing");
  form.querySelector(".discard")?.remove();
  if (form.dataset.typed) for (const store of [sessionStorage, localStorage]) store.removeItem(key(form));
}

function restore(...stores) {
  for (const form of document.querySelectorAll("form[data-typed]")) {
    const kept = stores.map((store) => store.getItem(key(form))).find(Boolean);
    if (!kept || typed.has(form)) continue;
    const { values, from = {} } = JSON.parse(kept);
    if (!put(form, values)) { forget(form); continue; }
    for (const mark of marks(form)) mark.value = from[mark.name] ?? mark.value;
    sessionStorage.setItem(key(form), kept);
    typing(form);
    form.closest("details")?.setAttribute("open", "");
  }
}

function typing(form) {
  typed.add(form);
  form.classList.add("typing");
  if (form.querySelector(".discard")) return;
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "quiet discard", textContent: "Discard what I typed" });
  button.addEventListener("click", () => { forget(form); location.reload(); });
  form.append(button);
}

function prune() {
  const old = Date.now() - DAYS * 86400000;
  for (const name of Object.keys(localStorage).filter((one) => one.startsWith("typed ")))
    if (!(JSON.parse(localStorage.getItem(name)).at > old)) localStorage.removeItem(name);
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
  prune();
  restore(sessionStorage, localStorage);
  document.addEventListener("desk:drawn", () => {
    for (const form of typed) if (!form.isConnected) typed.delete(form);
    restore(sessionStorage); // not what another tab is being typed into
  });
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-typed]");
    if (!form) return;
    typing(form);
    const named = (all) => Object.fromEntries(all.map((field) => [field.name, field.value]));
    const kept = JSON.stringify({ values: named(fields(form)), from: named(marks(form)), at: Date.now() });
    for (const store of [sessionStorage, localStorage]) store.setItem(key(form), kept);
  });
  window.addEventListener("beforeunload", (event) => { if (typed.size) event.preventDefault(); });
}
