// Listens for news about this edition: another editor's change, a refreshed draft, a saved template. Only while
// the page is looked at: a browser keeps six connections to one desk, and six tabs that listen would leave none
// for the seventh. A page that is looked at again hears at once whether it is still as it was.
import { answered, sendings, take } from "./swap.js";
import { released } from "./hands.js";
import { restart } from "./look.js";

export function listen() {
  const main = document.getElementById("main");
  if (!main?.dataset.live || !window.EventSource) return;
  let stream = null;
  const stop = () => { stream?.close(); stream = null; };
  const begin = () => {
    if (stream || document.hidden) return;
    stream = new EventSource(main.dataset.live);
    stream.addEventListener("pulse", (event) => { if (event.data !== main.dataset.pulse) draw(); });
    stream.addEventListener("fault", (event) => news(event.data && `The template is broken: ${event.data}`));
  };
  begin();
  document.addEventListener("visibilitychange", () => (document.hidden ? stop() : begin()));
  window.addEventListener("pagehide", stop);
  window.addEventListener("pageshow", begin);
}

// News that comes while the page is being drawn draws it once more. A form under way is answered first (its
// answer draws the page itself), and a drawing that was fetched before one was begun is thrown away. What says
// that something was not done, with what was typed, stands until its reader goes on.
let drawing = false, again = false;
async function draw() {
  again = true;
  if (drawing || !document.querySelector("[data-part]") || document.getElementById("refused")) return;
  drawing = true;
  try {
    while (again) {
      again = false;
      await answered();
      const before = sendings();
      const answer = await fetch(location.pathname + location.search);
      if (!answer.ok) return;
      const text = await answer.text();
      await released();
      if (sendings() !== before) { again = true; continue; }
      if (document.getElementById("refused")) return;
      const kept = take(text, { quiet: true });
      news(kept ? "The edition changed. Where you are typing, nothing was touched; save to see what changed there." : "");
      restart();
    }
  } finally {
    drawing = false;
  }
}

function news(words) {
  document.querySelector(".news")?.remove();
  if (!words) return;
  const box = document.createElement("p");
  box.className = "news";
  box.setAttribute("role", "status");
  box.textContent = words;
  document.body.append(box);
}
