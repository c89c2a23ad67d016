// Forms are sent without leaving the page, and only the parts that changed are exchanged: the place in the
// page, open details and the mail's own scroll position stay.
import { isTyped, forget } from "./typed.js";

const shown = new Map(); // part id -> its markup as the server drew it

export function remember() {
  for (const part of document.querySelectorAll("[data-part]")) if (!shown.has(part.id)) shown.set(part.id, part.innerHTML);
}

// Takes over what differs from another drawing of the page. Parts that are typed in stay as they are;
// returns how many those were.
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
  let kept = 0;
  for (const part of parts) {
    const its = other.querySelector(`#${CSS.escape(part.id)}`);
    if (!its || shown.get(part.id) === its.innerHTML || (quiet && part.id === "told")) continue;
    if (isTyped(part)) { kept += 1; continue; }
    const open = [...part.querySelectorAll("details[open][id]")].map((one) => one.id);
    const focus = document.activeElement && part.contains(document.activeElement) ? place(document.activeElement) : null;
    shown.set(part.id, its.innerHTML);
    part.innerHTML = its.innerHTML;
    for (const id of open) { const one = document.getElementById(id); if (one) one.open = true; }
    if (focus) find(part, focus)?.focus({ preventScroll: true });
    ready(part);
  }
  main.dataset.pulse = other.dataset.pulse || "";
  document.title = next.title;
  return kept;
}

function ready(part) {
  for (const hidden of part.querySelectorAll("[data-scripts]")) hidden.hidden = false;
  if (shown.size === 0) remember();
  document.dispatchEvent(new CustomEvent("desk:drawn"));
}

function place(element) {
  const item = element.closest("[data-entry]");
  return { item: item?.dataset.entry, what: element.dataset.do, label: element.textContent.trim(), id: element.id, self: element === item };
}

function find(part, focus) {
  if (focus.id) return document.getElementById(focus.id);
  const item = focus.item && part.querySelector(`[data-entry="${focus.item}"]`);
  if (!item) return null;
  if (focus.self) return item;
  return [...item.querySelectorAll("button, a")].find((one) => one.textContent.trim() === focus.label) || item.querySelector("a");
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
    take(text, { force: true });
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
