// Forms are sent without leaving the page, and only the parts that changed are exchanged: the place in the
// page, open details and the mail's own scroll position stay. A form that is typed in stays as it is, with the
// marks of what it was drawn from, while the page around it changes.
import { released } from "./hands.js";
import { isTyped, typedIn, forget } from "./typed.js";

const shown = new Map(); // part id -> its markup as the server drew it

export function remember() {
  for (const part of document.querySelectorAll("[data-part]")) if (!shown.has(part.id)) shown.set(part.id, part.innerHTML);
}

// Takes over what differs from another drawing of the page; returns how many forms that are typed in were
// drawn from something else than what stands now.
export function take(text, { force = false, quiet = false } = {}) {
  const next = new DOMParser().parseFromString(text, "text/html");
  const main = document.getElementById("main"), other = next.getElementById("main");
  if (!other || !main) return 0;
  const parts = [...main.querySelectorAll("[data-part]")], fresh = other.querySelectorAll("[data-part]");
  if (fresh.length < 2 || parts.length !== fresh.length) {
    const held = isTyped(main) && !force;
    if (!held) { main.innerHTML = other.innerHTML; shown.clear(); ready(main); main.dataset.pulse = other.dataset.pulse || ""; }
    return held ? 1 : 0;
  }
  let overtaken = 0;
  for (const part of parts) {
    const its = other.querySelector(`#${CSS.escape(part.id)}`);
    if (!its || shown.get(part.id) === its.innerHTML || (quiet && part.id === "told")) continue;
    overtaken += exchange(part, its);
  }
  main.dataset.pulse = other.dataset.pulse || "";
  document.title = next.title;
  return overtaken;
}

const slot = (part, form) => part.querySelector(`form[data-typed="${CSS.escape(form.dataset.typed)}"]`);
const drawnFrom = (form) => form.elements.was?.value;

function exchange(part, its) {
  const held = typedIn(part);
  if (held.some((form) => !slot(its, form))) return held.length; // what is typed has no place there: nothing is touched
  const open = [...part.querySelectorAll("details[open][id]")].map((one) => one.id);
  const focused = part.contains(document.activeElement) ? document.activeElement : null;
  const kept = held.some((form) => form.contains(focused));
  const where = focused && !kept ? place(focused) : null;
  const caret = kept ? [focused.selectionStart, focused.selectionEnd] : [];
  const overtaken = held.filter((form) => drawnFrom(form) !== drawnFrom(slot(its, form))).length;
  shown.set(part.id, its.innerHTML);
  part.innerHTML = its.innerHTML;
  for (const form of held) slot(part, form).replaceWith(form);
  for (const id of open) { const one = document.getElementById(id); if (one) one.open = true; }
  if (kept) {
    focused.focus({ preventScroll: true });
    if (focused.setSelectionRange && caret[0] !== null && caret[0] !== undefined) focused.setSelectionRange(...caret);
  } else if (where) {
    const again = find(part, where) || heading(part);
    again?.focus({ preventScroll: true });
    if (where.item) again?.closest("[data-entry]")?.scrollIntoView({ block: "nearest" });
  }
  ready(part);
  return overtaken;
}

function ready(part) {
  for (const hidden of part.querySelectorAll("[data-scripts]")) hidden.hidden = false;
  if (shown.size === 0) remember();
  document.dispatchEvent(new CustomEvent("desk:drawn"));
}

function place(element) {
  const item = element.closest("[data-entry]");
  const at = item ? [...document.querySelectorAll("[data-entry]")].indexOf(item) : -1;
  return { item: item?.dataset.entry, at, label: element.textContent.trim(), id: element.id, self: element === item };
}

// The same button of the same story; where the story is gone, the one that took its place.
function find(part, focus) {
  if (focus.id) return document.getElementById(focus.id);
  const all = [...part.querySelectorAll("[data-entry]")];
  const item = all.find((one) => one.dataset.entry === focus.item);
  if (!item) return focus.item ? (all[focus.at] || all.at(-1))?.querySelector("a") : null;
  if (focus.self) return item;
  return [...item.querySelectorAll("button, a")].find((one) => one.textContent.trim() === focus.label) || item.querySelector("a");
}

// Where what had the focus is gone, a keyboard goes on from the part's heading, not from the page's top.
function heading(part) {
  const one = part.querySelector("h1, h2");
  if (one) one.tabIndex = -1;
  return one;
}

let sent = 0, last = Promise.resolve(); // forms that were begun, and when the last of them is answered
export const sendings = () => sent;
export const answered = () => last;

export function send(form, button) {
  sent += 1;
  last = Promise.all([last, post(form, button)]);
  return last;
}

async function post(form, button) {
  const data = new URLSearchParams(new FormData(form));
  if (button?.name) data.append(button.name, button.value);
  form.classList.add("busy");
  try {
    const answer = await fetch(form.action, { method: "POST", body: data });
    const text = await answer.text();
    if (!answer.ok && answer.headers.get("content-type")?.startsWith("text/plain")) throw new Error(text);
    if (answer.ok) forget(form);
    const url = new URL(answer.url);
    if (answer.ok && url.pathname !== location.pathname) { location.assign(url); return; }
    await released();
    take(text, { force: true });
    document.querySelector(".news")?.remove();
    if (!answer.ok) window.scrollTo(0, 0);
    clearTold();
  } catch (error) {
    tell(`${error.message || error} — what you typed is still here; try again.`);
  } finally {
    form.classList.remove("busy");
  }
}

let timer = 0;
function clearTold() {
  clearTimeout(timer);
  timer = setTimeout(() => { const told = document.getElementById("told"); if (told) told.innerHTML = ""; shown.delete("told"); }, 9000);
}

export function tell(words) {
  const told = document.getElementById("told");
  const line = document.createElement("div");
  line.className = "toast";
  line.textContent = words;
  told?.replaceChildren(line);
}

export function swapForms() {
  remember();
  if (document.querySelector("#told .toast")) { clearTold(); history.replaceState(null, "", location.pathname + location.hash); }
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.hasAttribute("data-auto")) return;
    if (!form.hasAttribute("data-swap")) { forget(form); return; }
    event.preventDefault();
    const button = event.submitter;
    if (button?.hasAttribute("data-ask-typed") && isTyped(document.getElementById("main"))
      && !confirm("You typed something that is not saved. Approve what is shown, without it?")) return;
    send(form, button);
  });
}
