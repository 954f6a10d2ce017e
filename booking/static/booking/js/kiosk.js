// A kiosk belongs to the next person: what somebody left is gone after a while without a touch.

const page = document.getElementById("main");
const seconds = Number(page?.dataset.seconds);
let leaving = null;

function wait() {
  clearTimeout(leaving);
  leaving = setTimeout(() => location.replace(page.dataset.start), seconds * 1000);
}

// Sent into a dead network, a form would leave the browser's own page on the wall.
function send(event) {
  if (navigator.onLine) return;
  event.preventDefault();
  document.getElementById("lost").hidden = false;
}

if (page) {
  page.addEventListener("submit", send);
  window.addEventListener("online", () => (document.getElementById("lost").hidden = true));
}
if (seconds) {
  for (const touch of ["pointerdown", "keydown"]) document.addEventListener(touch, wait);
  wait();
}
