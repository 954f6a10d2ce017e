// Keeps the part of a page that names an address in data-poll as the server has it: asked every few seconds, answered by
// a 304 while nothing has changed. Without a script the page shows how things stood when it was opened.

const SECONDS = 5;

let asking = false;

function replace(part, html) {
  const focused = part.contains(document.activeElement) ? document.activeElement.id : "";
  part.outerHTML = html;
  const renewed = document.querySelector("[data-poll]");
  htmx.process(renewed);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

async function poll() {
  const part = document.querySelector("[data-poll]");
  if (!part || asking || document.visibilityState !== "visible") return;
  // What is being sent is answered with the whole page.
  if (part.querySelector(".htmx-request")) return;
  asking = true;
  try {
    const headers = { "If-None-Match": part.dataset.tag };
    const answer = await fetch(part.dataset.poll, { headers, cache: "no-store", redirect: "manual" });
    if (answer.status !== 200) return;
    const html = await answer.text();
    if (part.isConnected) replace(part, html.trim());
  } catch {
    // No connection: the next round asks again.
  } finally {
    asking = false;
  }
}

document.addEventListener("visibilitychange", poll);
window.addEventListener("focus", poll);
setInterval(poll, SECONDS * 1000);
