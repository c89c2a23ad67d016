// Comfort only: every page works without it. Six small modules, no library.
import { watchHands } from "./hands.js";
import { keepTyped } from "./typed.js";
import { swapForms } from "./swap.js";
import { listen } from "./live.js";
import { order } from "./order.js";
import { look } from "./look.js";

document.documentElement.classList.add("scripts");
for (const hidden of document.querySelectorAll("[data-scripts]")) hidden.hidden = false;
watchHands();
keepTyped();
swapForms();
listen();
order();
look();
