// The menu under one's initials: closes by Escape or a press elsewhere, and keeps the choice of light or dark.

const YEAR = 365 * 24 * 3600;
const root = document.documentElement;
const choice = document.querySelector("[data-theme-choice]");

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

function mark() {
  for (const button of choice.querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(button.value === (root.dataset.theme ?? "")));
  }
}

if (choice) {
  choice.hidden = false;
  mark();
  choice.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    // A cookie, so that the server writes the attribute and no page flashes in the other colours.
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `theme=${button.value}; Path=/; Max-Age=${button.value ? YEAR : 0}; SameSite=Lax${secure}`;
    if (button.value) root.dataset.theme = button.value;
    else delete root.dataset.theme;
    mark();
  });
}
