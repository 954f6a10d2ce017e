// The roll call at the assembly point: who is ticked is counted, and kept in this tab alone, by number and not by name.
// Nothing here asks the server, so that it works where there is no network.

const roll = document.getElementById("roll");
const count = document.getElementById("count");
const missing = document.getElementById("missing");
const find = document.getElementById("find");
const shelf = `roll-call:${roll.dataset.key}`;
const boxes = [...roll.querySelectorAll("input[type='checkbox']")];
const sections = [...roll.querySelectorAll("[data-group], [data-expected]")];

function remembered() {
  try {
    return new Set(JSON.parse(sessionStorage.getItem(shelf)) ?? []);
  } catch {
    return new Set(); // a browser that keeps nothing: the ticks live as long as the page
  }
}

function remember() {
  try {
    sessionStorage.setItem(shelf, JSON.stringify(boxes.filter((box) => box.checked).map((box) => box.value)));
  } catch {
    // as above
  }
}

function tally() {
  const counted = boxes.filter((box) => !box.closest("[data-expected]"));
  const safe = counted.filter((box) => box.checked).length;
  count.textContent = count.dataset.label.replace("{safe}", safe);
  count.classList.toggle("is-complete", safe === counted.length && safe > 0);
  for (const section of sections) {
    const ticked = section.querySelectorAll(":checked").length;
    section.querySelector("[data-safe]").textContent = `${ticked} / `;
    section.classList.toggle("is-complete", ticked === section.querySelectorAll("input").length);
  }
}

function sift() {
  const words = find.value.trim().toLocaleLowerCase();
  for (const box of boxes) {
    const line = box.closest("li");
    line.hidden = words !== "" && !line.textContent.toLocaleLowerCase().includes(words);
  }
  for (const section of sections) section.hidden = !section.querySelector("li:not([hidden])");
}

const before = remembered();
for (const box of boxes) box.checked = before.has(box.value);
for (const part of roll.querySelectorAll("[data-needs-script]")) part.hidden = false;
tally();

roll.addEventListener("change", () => {
  remember();
  tally();
});
find.addEventListener("input", sift);
missing.addEventListener("click", () => {
  const only = missing.getAttribute("aria-pressed") !== "true";
  missing.setAttribute("aria-pressed", only);
  roll.classList.toggle("is-only-missing", only);
});
