// The state of the floor put into the page: only what is another one is touched, so focus and scroll stay where they are.

const SVG = "http://www.w3.org/2000/svg";
const SIGNS = { am: "s-am", pm: "s-pm", colleague: "s-colleague", taken: "s-taken", closed: "s-closed" };
const ACROSS = { am: 0.25, pm: 0.75 };

function element(name, attributes, text = "", space = null) {
  const made = space ? document.createElementNS(space, name) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text) made.textContent = text;
  return made;
}

// The keys of the places that changed. What the page says now is the only memory.
export function apply(state) {
  const changed = new Set();
  for (const [id, place] of Object.entries(state.places)) {
    const row = document.getElementById(`r${id}`);
    const drawn = document.getElementById(`d${id}`);
    if (!row || !drawn || said(row) === [`is-${place[0]}`, place[2], place[3]].join("|")) continue;
    changed.add(id);
    list(row, place, state);
    if (drawn.classList.contains("room")) room(drawn, row, place);
    else desk(drawn, row, place);
  }
  for (const [id, text] of Object.entries(state.zones)) {
    for (const spot of document.querySelectorAll(`[data-zone-text="${id}"]`)) put(spot, text);
  }
  for (const [id, html] of Object.entries(state.html)) replace(document.getElementById(id), html);
  for (const body of document.querySelectorAll("#floor tbody")) {
    body.hidden = !body.querySelector("tr[id]:not([hidden])");
  }
  return changed;
}

function said(row) {
  const words = row.querySelector(".state > span:last-child").textContent;
  return [row.className, words, row.querySelector(".num a").firstElementChild.textContent].join("|");
}

function replace(spot, html) {
  const made = document.createElement("template");
  made.innerHTML = html;
  if (spot && made.innerHTML !== spot.innerHTML) spot.replaceChildren(made.content);
}

function put(spot, text) {
  if (spot.textContent !== text) spot.textContent = text;
}

function list(row, [kind, mark, words, verb, can], state) {
  row.className = `is-${kind}`;
  row.hidden = kind === "off";
  const cell = row.querySelector(".state");
  const text = element("span", {}, words);
  if (kind === "mine" || kind === "colleague") {
    const me = document.querySelector(".menu .who")?.textContent ?? "";
    const look = kind === "mine" ? "who is-me" : "who";
    cell.replaceChildren(element("span", { class: look, "aria-hidden": "true" }, kind === "mine" ? me : mark), text);
  } else {
    const icon = element("svg", { class: "icon", "aria-hidden": "true" }, "", SVG);
    icon.append(element("use", { href: `#i-${state.icons[kind] ?? "check"}` }, "", SVG));
    cell.replaceChildren(icon, text);
  }
  const link = row.querySelector(".num a");
  link.className = can ? "is-can" : "";
  put(link.firstElementChild, verb);
}

function name(row, words) {
  const has = row.querySelector(".has .sr")?.textContent ?? row.querySelector(".has").textContent;
  return [row.querySelector("th").firstChild.textContent.trim(), words, has].filter(Boolean).join(", ");
}

function desk(drawn, row, [kind, mark, words]) {
  drawn.setAttribute("class", `desk is-${kind}`);
  drawn.querySelector("use")?.remove();
  drawn.querySelector("text")?.remove();
  if (kind === "off") {
    drawn.removeAttribute("href");
    drawn.removeAttribute("aria-label");
    return;
  }
  drawn.setAttribute("href", row.querySelector(".num a").getAttribute("href"));
  drawn.setAttribute("aria-label", name(row, words));
  const top = drawn.querySelector("rect");
  const sides = Object.fromEntries(["x", "y", "width", "height"].map((side) => [side, top.getAttribute(side)]));
  if (SIGNS[kind]) drawn.append(element("use", { href: `#${SIGNS[kind]}`, ...sides }, "", SVG));
  const x = Number(sides.x) + Number(sides.width) * (ACROSS[kind] ?? 0.5);
  const y = Number(sides.y) + Number(sides.height) / 2 + 4;
  drawn.append(element("text", { x, y, ...(mark.length > 5 ? { class: "is-long" } : {}) }, mark, SVG));
}

function room(drawn, row, [kind, , words]) {
  drawn.setAttribute("class", `room is-${kind}`);
  drawn.setAttribute("aria-label", name(row, words));
  put(drawn.querySelector(".plan-state"), words);
}
