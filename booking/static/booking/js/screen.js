// A tablet on a wall: its state every few seconds, for months. A lost network keeps the last state and says of when it
// is; the next answer that comes mends it. Without this script a reload does the same.

const screen = document.getElementById("main");
const state = document.getElementById("state");
const lost = document.getElementById("lost");
const PATIENCE = 8000; // milliseconds until an answer that does not come is none

let tag = null;
let asking = false;

function say(text) {
  lost.textContent = text;
  lost.hidden = !text;
}

function clock() {
  return state.firstElementChild?.dataset.clock ?? "";
}

async function poll() {
  if (asking) return;
  asking = true;
  try {
    const headers = tag ? { "If-None-Match": tag } : {};
    const answer = await fetch(screen.dataset.state, {
      headers,
      cache: "no-store",
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (answer.type === "opaqueredirect") return location.reload(); // revoked: to be paired again
    if (answer.status === 200) {
      const html = await answer.text();
      tag = answer.headers.get("ETag");
      // A question that is being answered stays open.
      if (!state.querySelector("details[open]")) state.innerHTML = html;
      else tag = null;
    } else if (answer.status !== 304) throw new Error(answer.status);
    say("");
  } catch {
    say(lost.dataset.lost.replace("%(time)s", clock()));
  } finally {
    asking = false;
  }
}

// A form that is sent into a dead network would leave the browser's own page on the wall.
async function send(event) {
  event.preventDefault();
  const form = event.target;
  const body = new FormData(form, event.submitter);
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    await fetch(form.action, { method: "POST", body, redirect: "manual", signal });
  } catch {
    return say(lost.dataset.failed);
  }
  form.closest("details")?.removeAttribute("open");
  tag = null;
  await poll();
}

if (screen && state) {
  state.addEventListener("submit", send);
  window.addEventListener("online", poll);
  setInterval(poll, Number(screen.dataset.seconds) * 1000);
}
