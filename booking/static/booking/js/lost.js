// When an answer does not come, or comes from the sign-in page: say so, where htmx would say nothing.

import { show } from "./toast.js";

const lost = document.getElementById("lost");

function tell(kind) {
  const toast = show(lost.querySelector(`[data-lost="${kind}"]`));
  if (kind === "signed-out") {
    const here = location.pathname + location.search;
    toast.querySelector("a").href = `${lost.dataset.signIn}?next=${encodeURIComponent(here)}`;
  }
}

// A poll that fails is repeated anyway; only what somebody asked for is worth a message.
function isPoll(event) {
  const element = event.detail.elt;
  return element?.getAttribute("hx-trigger")?.includes("every ") ?? false;
}

function isSignIn(xhr) {
  return xhr.responseURL && new URL(xhr.responseURL).pathname === lost.dataset.signIn;
}

if (lost) {
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status !== 401 && !isSignIn(event.detail.xhr)) return;
    // The sign-in page inside a day of the week would help nobody.
    event.detail.shouldSwap = false;
    event.detail.isError = false;
    tell("signed-out");
  });
  document.body.addEventListener("htmx:responseError", (event) => {
    if (!isPoll(event)) tell(event.detail.xhr.status === 403 ? "refused" : "failed");
  });
  document.body.addEventListener("htmx:sendError", (event) => {
    if (!isPoll(event)) tell("offline");
  });
  document.body.addEventListener("htmx:timeout", (event) => {
    if (!isPoll(event)) tell("slow");
  });
}
