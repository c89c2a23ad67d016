// Reordering by mouse and by keys; each sends the same form a button would.
import { send } from "./swap.js";

const stories = () => [...document.querySelectorAll(".story[data-entry]")];
const token = () => document.querySelector('input[name="csrf"]').value;

function post(values) {
  const form = document.createElement("form");
  form.method = "post";
  form.action = document.querySelector("#stories").dataset.act || location.pathname.replace("/edition/", "/edit/");
  for (const [name, value] of Object.entries({ csrf: token(), ...values })) {
    const input = document.createElement("input");
    input.type = "hidden"; input.name = name; input.value = value;
    form.append(input);
  }
  return send(form);
}

export function order() {
  drag();
  document.addEventListener("click", (event) => { if (event.target.closest("[data-keys]")) help(); });
  document.addEventListener("keydown", keys);
}

function drag() {
  let dragged = null;
  const clear = () => { for (const one of document.querySelectorAll(".over")) one.classList.remove("over"); };
  document.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.(".story[draggable]");
    if (!dragged) return;
    dragged.classList.add("dragged");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.dataset.entry);
  });
  document.addEventListener("dragend", () => { dragged?.classList.remove("dragged"); dragged = null; clear(); });
  document.addEventListener("dragover", (event) => {
    if (!dragged) return;
    const over = target(event);
    clear();
    if (!over) return;
    event.preventDefault();
    over.classList.add("over");
  });
  document.addEventListener("drop", async (event) => {
    if (!dragged) return;
    event.preventDefault();
    const entry = dragged.dataset.entry, over = target(event);
    if (!over || over === dragged || over === dragged.nextElementSibling) return;
    if (over.classList.contains("story")) { await post({ kind: "move", entry, other: over.dataset.entry }); return; }
    if (over !== dragged.closest(".section")) await post({ kind: "section", entry, value: over.dataset.section });
    await post({ kind: "move", entry, other: "" });
  });
}

// The story to stand before, or the section to end.
function target(event) {
  const story = event.target.closest?.(".story[data-entry]");
  const section = event.target.closest?.(".section");
  if (!story) return section;
  const box = story.getBoundingClientRect();
  if (event.clientY < box.top + box.height / 2) return story;
  return story.nextElementSibling || section;
}

function keys(event) {
  if (event.ctrlKey || event.metaKey || event.target.closest("input, textarea, select, [contenteditable], dialog")) return;
  const all = stories();
  if (!all.length) return;
  const here = document.activeElement?.closest?.(".story") || document.querySelector(".story.here");
  const at = all.indexOf(here);
  const press = (...whats) => here?.querySelector(whats.map((what) => `.tools button[data-do="${what}"]`).join())?.click();
  const arrow = (sign) => [...(here?.querySelectorAll(".tools button") || [])].find((one) => one.textContent === sign)?.click();
  if (event.altKey && event.key === "ArrowUp") arrow("↑");
  else if (event.altKey && event.key === "ArrowDown") arrow("↓");
  else if (event.altKey || (event.shiftKey && event.key !== "?")) return;
  else if (event.key === "j") go(all[Math.min(at + 1, all.length - 1)]);
  else if (event.key === "k") go(all[Math.max(at - 1, 0)]);
  else if (event.key === "p") press("pin", "undo");
  else if (event.key === "d") press("drop");
  else if (event.key === "w") { const why = here?.querySelector("details.why"); if (why) why.open = !why.open; }
  else if (event.key === "e") { const head = here?.querySelector(".head"); if (head) location.assign(head.href); }
  else if (event.key === "?") help();
  else if (event.key === "u") document.querySelector('.edits button[data-do="undo"]')?.click();
  else return;
  event.preventDefault();
}

function help() {
  document.getElementById("keys")?.showModal();
}

function go(story) {
  for (const one of stories()) one.classList.toggle("here", one === story);
  story.querySelector(".head").focus();
}
