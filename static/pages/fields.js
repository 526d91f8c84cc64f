// Compound fields: number with − and + (arrows, Shift ×10, Alt ×0.1) and colour with a hexadecimal twin.

/** @param {Document} root */
export function startFields(root) {
  root.addEventListener("click", onStep);
  root.addEventListener("keydown", onArrow);
  root.addEventListener("input", onColor);
}

function onStep(event) {
  const button = event.target.closest?.(".number-field > [data-step]");
  if (button) change(button.parentElement.querySelector("input"), Number(button.dataset.step));
}

function onArrow(event) {
  if (!event.target.matches?.(".number-field > input")) return;
  const way = { ArrowUp: 1, ArrowDown: -1 }[event.key];
  if (!way) return;
  event.preventDefault();
  change(event.target, way * (event.shiftKey ? 10 : event.altKey ? 0.1 : 1));
}

function change(input, steps) {
  const step = Number(input.step) || 1;
  const least = input.min === "" ? -Infinity : Number(input.min);
  const most = input.max === "" ? Infinity : Number(input.max);
  const value = Math.min(most, Math.max(least, (Number(input.value) || 0) + steps * step));
  input.value = String(Math.round(value * 1000) / 1000);
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

function onColor(event) {
  const field = event.target.closest?.(".color-field");
  if (!field) return;
  const [swatch, code] = field.querySelectorAll("input");
  if (event.target === swatch) code.value = swatch.value.toUpperCase();
  else if (/^#[0-9a-f]{6}$/i.test(code.value)) swatch.value = code.value;
}
