import { startParts } from "./parts.js";

// The designer's pages: pins on pictures, blinking between versions, stepping through issues, paired colour inputs.

for (const board of document.querySelectorAll("[data-pinboard]")) startPins(board);
for (const blink of document.querySelectorAll("[data-blink]")) startBlink(blink);
for (const picker of document.querySelectorAll("[data-pairs]")) pair(picker);
startIssues();
startParts(document);

/** Pins stand in px of the design; the picture may be shown at any width. */
function startPins(board) {
  const picture = board.querySelector("img");
  const place = () => {
    const factor = picture.clientWidth / Number(board.dataset.width);
    for (const pin of board.querySelectorAll(".pin")) {
      pin.style.left = `${Number(pin.dataset.x) * factor}px`;
      pin.style.top = `${Number(pin.dataset.y) * factor}px`;
    }
  };
  new ResizeObserver(place).observe(picture);
  picture.addEventListener("load", place);
  place();
  const form = document.querySelector("[data-comment]");
  if (form) startPlacing(board, picture, form);
}

function startPlacing(board, picture, form) {
  board.classList.add("placing");
  const note = form.querySelector("[data-pinned]");
  const set = (x, y) => {
    form.elements.x.value = x;
    form.elements.y.value = y;
    note.hidden = x === "";
  };
  picture.addEventListener("click", (event) => {
    const factor = Number(board.dataset.width) / picture.clientWidth;
    set((event.offsetX * factor).toFixed(2), (event.offsetY * factor).toFixed(2));
    form.elements.text.focus();
  });
  form.querySelector("[data-unpin]").addEventListener("click", () => set("", ""));
}

/** Twice a second by button or B; people who asked for less motion switch by hand only. */
function startBlink(blink) {
  const button = document.querySelector("[data-blink-toggle]");
  const label = blink.querySelector("[data-blink-label]");
  let timer = 0;
  const flip = () => {
    const before = blink.classList.toggle("shows-before");
    label.textContent = before ? label.dataset.before : label.dataset.after;
  };
  const toggle = () => {
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return flip();
    clearInterval(timer);
    timer = timer ? 0 : setInterval(flip, 500);
    button.setAttribute("aria-pressed", String(Boolean(timer)));
    flip();
  };
  button.addEventListener("click", toggle);
}

function pair(picker) {
  const text = document.getElementById(picker.dataset.pairs);
  picker.addEventListener("input", () => (text.value = picker.value.toUpperCase()));
  text.addEventListener("input", () => {
    if (/^#[0-9a-f]{6}/i.test(text.value)) picker.value = text.value.slice(0, 7).toLowerCase();
  });
}

/** By delegation, for the button comes with the checks. */
function startIssues() {
  let at = -1;
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-next-issue]")) return;
    const issues = [...document.querySelectorAll("[data-issue]")];
    if (!issues.length) return;
    at = (at + 1) % issues.length;
    issues[at].scrollIntoView({ block: "center" });
    issues[at].focus();
  });
}
