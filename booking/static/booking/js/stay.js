// The week is answered in place (htmx boosts its links and forms). This keeps the reader where they were: toasts are
// answered in place, too, and the focus goes to the day that was changed, or to the new content.

const boost = ["hx-boost", "hx-target", "hx-select", "hx-swap", "hx-select-oob"];
const main = document.getElementById("main");
const toasts = document.getElementById("toasts");
let day = "";

// Before htmx looks at the page: modules run earlier than its start.
for (const name of boost) toasts?.setAttribute(name, main.getAttribute(name));

document.body.addEventListener("htmx:beforeRequest", (event) => {
  const held = event.detail.elt.closest("[data-day]");
  if (held) day = held.id;
  else if (!toasts?.contains(event.detail.elt)) day = ""; // undone, it is still the same day
});

document.body.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target.id !== "main" && event.detail.elt.id !== "main") return;
  const focused = document.activeElement;
  if (focused && focused !== document.body) return;
  const changed = day && document.getElementById(day);
  const next = changed || document.getElementById("main");
  next.focus({ preventScroll: Boolean(changed) });
  if (!changed) scrollTo(0, 0);
});
