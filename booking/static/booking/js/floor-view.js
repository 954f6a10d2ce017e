// Looking at the plan: the whole floor or one zone. The drawing is made larger and its frame scrolls, so that a finger
// pans as it does everywhere else.

const narrow = window.matchMedia("(max-width: 63.99rem)");
const frame = document.getElementById("floor-plan");
const plan = document.getElementById("plan");
const [left, top, width, height] = plan ? plan.dataset.frame.split(" ").map(Number) : [];

const LEGIBLE = 0.75; // below this scale a desk is too small to be hit, and its number to be read
const LARGEST = 1.6;
const still = window.matchMedia("(prefers-reduced-motion: reduce)");

let scale = null; // null: as wide as the page gives it

function chips() {
  return [...document.querySelectorAll(".zones a")];
}

function size(wanted) {
  scale = wanted;
  plan.setAttribute("viewBox", `${left} ${top} ${width} ${height}`);
  plan.setAttribute("width", Math.round(width * (wanted ?? 1)));
  plan.setAttribute("height", Math.round(height * (wanted ?? 1)));
  plan.classList.toggle("is-sized", wanted !== null);
  plan.classList.toggle("is-overview", wanted !== null && wanted < LEGIBLE);
}

function scroll(x, y, smooth) {
  frame.scrollTo({ left: x, top: y, behavior: smooth && !still.matches ? "smooth" : "auto" });
}

function show(box, smooth = true) {
  if (!box) {
    size(narrow.matches ? Math.min(frame.clientWidth / width, LARGEST) : null);
    scroll(0, 0, smooth);
    return;
  }
  const [x, y, wide, high] = box;
  size(Math.max(LEGIBLE + 0.05, Math.min(frame.clientWidth / wide, LARGEST)));
  const spare = Math.max(0, (frame.clientHeight - high * scale) / 2);
  scroll((x - left) * scale - (frame.clientWidth - wide * scale) / 2, (y - top) * scale - spare, smooth);
}

export function look(link, smooth = true) {
  for (const chip of chips()) chip.toggleAttribute("aria-current", chip === link);
  link.setAttribute("aria-current", "true");
  show(link.dataset.box?.split(" ").map(Number), smooth);
  link.scrollIntoView({ block: "nearest", inline: "center", behavior: smooth && !still.matches ? "smooth" : "auto" });
}

// On the overview of a small screen a tap on a desk leads to its zone. True when that is what happened.
look.overview = (place) => {
  if (!plan.classList.contains("is-overview") || place.matches(":focus-visible")) return false;
  const box = place.getBBox();
  const x = box.x + box.width / 2;
  const y = box.y + box.height / 2;
  const zone = chips().find((chip) => {
    const [zx, zy, wide, high] = chip.dataset.box?.split(" ").map(Number) ?? [0, 0, -1, -1];
    return x >= zx && x <= zx + wide && y >= zy && y <= zy + high;
  });
  if (zone) look(zone);
  return Boolean(zone);
};

look.start = () => {
  const chip = document.querySelector(`.zones a[data-zone="${plan.dataset.start}"]`);
  const asked = new URL(location).searchParams.get("zone");
  const first = () => {
    const whole = frame.clientWidth / width >= LEGIBLE; // a tablet shows it all
    if (chip && (asked || (narrow.matches && !whole))) look(chip, false);
    else if (narrow.matches && whole) show(null, false);
    else if (narrow.matches) size(Math.max(1, frame.clientWidth / width));
    else size(null);
  };
  first();
  narrow.addEventListener("change", first);
};

// Bring a place into the frame without moving the page.
export function follow(place) {
  if (!place || scale === null) return;
  const box = place.getBBox();
  const x = (box.x - left) * scale;
  const y = (box.y - top) * scale;
  const outside =
    x < frame.scrollLeft + 8 ||
    y < frame.scrollTop + 8 ||
    x + box.width * scale > frame.scrollLeft + frame.clientWidth - 8 ||
    y + box.height * scale > frame.scrollTop + frame.clientHeight - 8;
  if (!outside) return;
  scroll(x - (frame.clientWidth - box.width * scale) / 2, y - (frame.clientHeight - box.height * scale) / 2, true);
}
