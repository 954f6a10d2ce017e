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
  frame.classList.toggle("is-overview", wanted !== null && wanted < LEGIBLE);
}

// The scale of the whole floor. Beside the list the page gives it, unless a small floor would become a poster.
function whole() {
  const fits = frame.clientWidth / width;
  return narrow.matches || fits > LARGEST ? Math.min(fits, LARGEST) : null;
}

function scroll(x, y, smooth) {
  frame.scrollTo({ left: x, top: y, behavior: smooth && !still.matches ? "smooth" : "auto" });
}

function show(box, smooth = true) {
  if (!box) {
    size(whole());
    scroll(0, 0, smooth);
    return;
  }
  const [x, y, wide, high] = box;
  size(Math.max(LEGIBLE + 0.05, Math.min(frame.clientWidth / wide, LARGEST)));
  const spare = Math.max(0, (frame.clientHeight - high * scale) / 2);
  scroll((x - left) * scale - (frame.clientWidth - wide * scale) / 2, (y - top) * scale - spare, smooth);
}

function name(link) {
  for (const chip of chips()) {
    if (chip === link) chip.setAttribute("aria-current", "true");
    else chip.removeAttribute("aria-current");
  }
}

// A finger that pans to another zone is told its name.
function nameWhatIsSeen() {
  if (scale === null || frame.classList.contains("is-overview")) return;
  const x = (frame.scrollLeft + frame.clientWidth / 2) / scale + left;
  const y = (frame.scrollTop + frame.clientHeight / 2) / scale + top;
  let nearest = null;
  let least = Infinity;
  for (const chip of chips()) {
    if (!chip.dataset.box) continue;
    const [zx, zy, wide, high] = chip.dataset.box.split(" ").map(Number);
    const away = Math.hypot(Math.max(zx - x, 0, x - zx - wide), Math.max(zy - y, 0, y - zy - high));
    if (away < least) {
      nearest = chip;
      least = away;
    }
  }
  if (nearest && !chips().some((chip) => chip.hasAttribute("aria-current") && seen(chip))) name(nearest);
}

function seen(chip) {
  if (!chip.dataset.box) return false;
  const [zx, zy, wide, high] = chip.dataset.box.split(" ").map(Number);
  const [x, y] = [(zx + wide / 2 - left) * scale - frame.scrollLeft, (zy + high / 2 - top) * scale - frame.scrollTop];
  return x > 0 && x < frame.clientWidth && y > 0 && y < frame.clientHeight;
}

export function look(link, smooth = true) {
  name(link);
  show(link.dataset.box?.split(" ").map(Number), smooth);
  link.scrollIntoView({ block: "nearest", inline: "center", behavior: smooth && !still.matches ? "smooth" : "auto" });
}

// On the overview of a small screen a tap on a desk leads to its zone. True when that is what happened.
look.overview = (place) => {
  if (!frame.classList.contains("is-overview") || place.matches(":focus-visible")) return false;
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
    const legible = frame.clientWidth / width >= LEGIBLE; // a tablet shows it all
    if (chip && (asked || (narrow.matches && !legible))) look(chip, false);
    else if (narrow.matches && legible) show(null, false);
    else if (narrow.matches) size(Math.max(1, frame.clientWidth / width));
    else size(whole());
  };
  first();
  narrow.addEventListener("change", first);
  let settled = null;
  frame.addEventListener("scroll", () => {
    clearTimeout(settled);
    settled = setTimeout(nameWhatIsSeen, 150);
  });
};

// Bring a place into the frame, and above the sheet that tells of it.
export function follow(place, panel = null) {
  if (!place) return;
  if (scale !== null) center(place);
  if (!panel || getComputedStyle(panel).position !== "fixed") return;
  const hidden = place.getBoundingClientRect().bottom + 24 - panel.getBoundingClientRect().top;
  if (hidden > 0) window.scrollBy({ top: hidden, behavior: still.matches ? "auto" : "smooth" });
}

function center(place) {
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
