// The floor page without reloads: choosing a place, looking at a zone, arrow keys, and the state every few seconds.
// Everything here has a link that does the same without a script.

import { look, follow } from "./floor-view.js";
import { apply } from "./floor-state.js";

const floor = document.getElementById("floor");
const plan = document.getElementById("plan");

const placeOf = (url) => (url.pathname === location.pathname ? url.searchParams.get("space") : null);
const onPlan = (id) => document.getElementById(`d${id}`);
const inList = (id) => document.getElementById(`r${id}`);

/* --- Choosing a place: the panel comes from the server, the ring and the row are marked at once ------------------- */

function mark(id) {
  for (const chosen of floor.querySelectorAll("[aria-current='true']:is(.desk, .room, tr)")) {
    chosen.removeAttribute("aria-current");
  }
  const ring = document.getElementById("ring");
  const place = id && onPlan(id);
  ring.setAttribute("display", place ? "inline" : "none");
  if (!place) return;
  const top = place.querySelector("rect");
  for (const [side, more] of Object.entries({ x: -3, y: -3, width: 6, height: 6 })) {
    ring.setAttribute(side, Number(top.getAttribute(side)) + more);
  }
  place.setAttribute("aria-current", "true");
  inList(id)?.setAttribute("aria-current", "true");
}

let from = null; // where the focus goes back to when the panel closes
let asked = 0;

async function choose(id, url, origin) {
  const turn = ++asked;
  from = origin ?? from;
  mark(id);
  history.replaceState(null, "", url);
  await htmx.ajax("GET", url.pathname + url.search, { target: "#confirm", swap: "innerHTML" });
  if (turn !== asked) return; // somebody chose another place meanwhile
  const panel = document.querySelector("#confirm .confirm");
  if (!panel) return;
  if (origin) panel.focus({ preventScroll: true });
  follow(onPlan(id), panel);
  reveal(inList(id));
}

// Into sight within the list, where the list scrolls by itself; the page never jumps.
function reveal(row) {
  const list = row?.closest(".floor-list");
  if (!list || list.scrollHeight <= list.clientHeight + 1) return;
  const [inner, outer] = [row.getBoundingClientRect(), list.getBoundingClientRect()];
  if (inner.top < outer.top + 64 || inner.bottom > outer.bottom) {
    list.scrollTop += inner.top - outer.top - list.clientHeight / 2;
  }
}

function close() {
  const panel = document.querySelector("#confirm .confirm");
  if (!panel) return;
  asked++;
  const url = new URL(location);
  url.searchParams.delete("space");
  history.replaceState(null, "", url);
  document.getElementById("confirm").replaceChildren();
  mark(null);
  (from?.isConnected ? from : onPlan(panel.dataset.space))?.focus({ preventScroll: true });
}

/* --- Arrow keys: the plan is one stop of the Tab key, the arrows lead to the nearest place that way --------------- */

const places = () => [...plan.querySelectorAll("a[href]")];

function middle(place) {
  const box = place.querySelector("rect");
  const [x, y, width, height] = ["x", "y", "width", "height"].map((side) => Number(box.getAttribute(side)));
  return [x + width / 2, y + height / 2];
}

const TOWARDS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

function next(current, key) {
  const [x, y] = middle(current);
  const [dx, dy] = TOWARDS[key];
  let best = null;
  let least = Infinity;
  for (const place of places()) {
    const [px, py] = middle(place);
    const ahead = (px - x) * dx + (py - y) * dy;
    const aside = Math.abs((px - x) * dy) + Math.abs((py - y) * dx);
    // What lies straight ahead comes before what is nearer but aside.
    if (place !== current && ahead > 1 && ahead + 3 * aside < least) {
      best = place;
      least = ahead + 3 * aside;
    }
  }
  return best;
}

function rove(current) {
  const all = places();
  const stop = current ?? all.find((place) => place.hasAttribute("aria-current")) ?? all[0];
  for (const place of all) place.setAttribute("tabindex", place === stop ? "0" : "-1");
}

/* --- The state ------------------------------------------------------------------------------------------------- */

let tag = null;
let asking = false;

async function poll() {
  if (asking || document.visibilityState !== "visible") return;
  asking = true;
  try {
    const headers = tag ? { "If-None-Match": tag } : {};
    const answer = await fetch(floor.dataset.state, { headers, cache: "no-store", redirect: "manual" });
    if (answer.status !== 200) return;
    tag = answer.headers.get("ETag");
    const state = await answer.json();
    if (String(state.version) !== floor.dataset.version) return location.reload(); // the plan itself is another one
    const changed = apply(state);
    rove(plan.contains(document.activeElement) ? document.activeElement : null);
    const chosen = document.querySelector("#confirm .confirm")?.dataset.space;
    // What is being typed or about to be pressed stays; only a panel that no longer tells the truth is asked for again.
    if (chosen && changed.has(chosen)) await renew(chosen);
  } catch {
    // No connection: the next round asks again.
  } finally {
    asking = false;
  }
}

async function renew(id) {
  const inside = document.getElementById("confirm").contains(document.activeElement);
  await choose(id, new URL(location), null);
  if (inside) document.querySelector("#confirm .confirm")?.focus({ preventScroll: true });
}

/* --- Listening ---------------------------------------------------------------------------------------------------- */

function press(event) {
  if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
  const link = event.target.closest("a[href]");
  if (!link) return;
  if (link.matches("[data-zone], .zones a")) {
    event.preventDefault();
    look(link);
    return;
  }
  if (link.matches("[data-close]")) {
    event.preventDefault();
    close();
    return;
  }
  const href = typeof link.href === "string" ? link.href : link.href.baseVal;
  const url = new URL(href, location.href);
  const id = placeOf(url);
  if (id === null || !onPlan(id)) return;
  if (url.searchParams.get("part") !== new URL(floor.dataset.state, location.href).searchParams.get("part")) return;
  event.preventDefault();
  if (link.closest("#plan") && look.overview(link)) return; // too small to be hit: the first tap comes closer
  choose(id, url, link);
}

function keys(event) {
  if (event.key === "Escape" && !event.target.closest("details")) close();
  const place = event.target.closest?.("#plan a");
  if (!place || !(event.key in TOWARDS)) return;
  event.preventDefault();
  const found = next(place, event.key);
  if (!found) return;
  rove(found);
  found.focus({ preventScroll: true });
  follow(found);
}

if (floor && plan) {
  floor.addEventListener("click", press);
  document.addEventListener("keydown", keys);
  document.addEventListener("visibilitychange", poll);
  window.addEventListener("focus", poll);
  setInterval(poll, Number(floor.dataset.seconds) * 1000);
  rove(null);
  look.start();
  const panel = document.querySelector("#confirm .confirm");
  if (panel) follow(onPlan(panel.dataset.space), panel);
}
