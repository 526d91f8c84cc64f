// The front page: the picture follows the name while it is typed.

const PAUSE = 180;
const form = document.querySelector("[data-demo]");
const input = form.querySelector("input");
const picture = document.getElementById("demo-picture");
const shown = document.getElementById("demo-value");
let timer = 0;

function show() {
  const value = encodeURIComponent(input.value);
  shown.textContent = value;
  const next = new Image();
  next.onload = () => {
    if (encodeURIComponent(input.value) === value) picture.src = next.src;
  };
  next.src = `${form.dataset.demo}?${form.dataset.field}=${value}`;
}

input.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(show, PAUSE);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  show();
});
form.addEventListener("click", (event) => {
  const sample = event.target.closest("[data-sample]");
  if (!sample) return;
  input.value = sample.dataset.sample;
  show();
});
