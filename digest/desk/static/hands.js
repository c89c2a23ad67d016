// While a mouse button or a key is down, or something is being dragged, the page stays as it is: what is
// exchanged under a finger loses the click, and what is exchanged under a drag loses the drop.
const down = new Set();
let waiting = [];

const press = (what) => down.add(what);
// Not at once: the click and the form it sends come right after the finger is lifted.
const lift = (...whats) => setTimeout(() => {
  for (const what of whats) down.delete(what);
  if (down.size) return;
  for (const go of waiting) go();
  waiting = [];
});

export const released = () => (down.size ? new Promise((go) => waiting.push(go)) : Promise.resolve());

export function watchHands() {
  const on = (type, act) => document.addEventListener(type, act, true);
  on("pointerdown", () => press("pointer"));
  on("dragstart", () => press("drag"));
  on("keydown", (event) => { if (event.key === " ") { press("key"); setTimeout(lift, 1000, "key"); } });
  on("pointerup", () => lift("pointer"));
  on("pointercancel", () => lift("pointer"));
  on("dragend", () => lift("pointer", "drag"));
  on("keyup", () => lift("key"));
  on("pointermove", (event) => { if (!event.buttons && down.size) lift("pointer", "drag"); }); // let go of elsewhere
  window.addEventListener("blur", () => lift("pointer", "key"));
}
