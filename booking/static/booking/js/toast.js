// Closing toasts. Without this script a toast stays until the next page, and has no close button.

const region = document.getElementById("toasts");

export function show(template) {
  const toast = template.content.firstElementChild.cloneNode(true);
  region.replaceChildren(toast);
  return toast;
}

function reveal() {
  for (const button of region.querySelectorAll("[data-toast-close][hidden]")) button.hidden = false;
}

if (region) {
  region.addEventListener("click", (event) => {
    const close = event.target.closest("[data-toast-close]");
    if (!close) return;
    const held = close.closest("[data-toast]");
    held.remove();
    // The focus would fall to the top of the page: the content is where the reader was.
    document.getElementById("main")?.focus({ preventScroll: true });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && region.contains(document.activeElement)) {
      document.activeElement.closest("[data-toast]")?.querySelector("[data-toast-close]")?.click();
    }
  });
  new MutationObserver(reveal).observe(region, { childList: true, subtree: true });
  reveal();
}
