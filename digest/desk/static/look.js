// The look of the mail follows a click; times count down; a sentence and its place light up together.

export function look() {
  document.addEventListener("change", async (event) => {
    const form = event.target.closest("form[data-auto]");
    if (!form) return;
    const { take } = await import("./swap.js");
    const query = new URLSearchParams(new FormData(form));
    const answer = await fetch(`${location.pathname}?${query}`);
    if (answer.ok) take(await answer.text());
  });
  for (const [type, on] of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]])
    document.addEventListener(type, (event) => light(event, on));
  document.addEventListener("click", take);
  restart();
  setInterval(restart, 15000);
}

// A click on a sentence of the source does what the + behind it does; marking words to copy them does not.
function take(event) {
  const free = event.target.closest?.(".free");
  if (!free || !getSelection().isCollapsed) return;
  let next = free;
  while (next && !next.matches("button.take")) next = next.nextElementSibling;
  next?.click();
}

function light(event, on) {
  const number = event.target.closest?.("[data-sentence]")?.dataset.sentence;
  if (!number) return;
  for (const one of document.querySelectorAll(`[data-sentence="${number}"]`)) one.classList.toggle("lit", on);
}

export function restart() {
  for (const time of document.querySelectorAll("time[data-until]")) {
    const seconds = (new Date(time.dataset.until) - Date.now()) / 1000, size = Math.abs(seconds);
    const minutes = Math.round(size / 60);
    const words = seconds >= 5400 && seconds < 36000 ? `${Math.floor(minutes / 60)} h ${minutes % 60} min` : size < 60 ? "now" : size < 5400 ? `${Math.round(size / 60)} min` : size < 172800 ? `${Math.round(size / 3600)} h` : `${Math.round(size / 86400)} days`;
    const text = words === "now" ? words : seconds > 0 ? `in ${words}` : `${words} ago`;
    if (time.textContent !== text) time.textContent = text;
  }
}
