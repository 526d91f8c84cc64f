// Parts of a page that come by themselves: data-src names what is put inside; data-after waits for all of a class.

const AT_ONCE = 2;

/** @param {Document | Element} root */
export async function startParts(root) {
  const parts = [...root.querySelectorAll("[data-src]")];
  const first = parts.filter((part) => !part.dataset.after);
  await Promise.all(Array.from({ length: AT_ONCE }, () => work(first)));
  await work(parts.filter((part) => part.dataset.after));
}

async function work(waiting) {
  for (let part = waiting.shift(); part; part = waiting.shift()) await load(part);
}

async function load(part) {
  part.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(part.dataset.src, { headers: { "X-Requested-With": "part" } });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    part.innerHTML = await answer.text();
    delete part.dataset.src;
    fill(part);
    await startParts(part);
  } catch (problem) {
    fail(part, problem.message);
  }
  part.removeAttribute("aria-busy");
}

/** What a part brings for another place of the page. */
function fill(part) {
  for (const brought of part.querySelectorAll("template[data-fills]")) {
    const place = document.getElementById(brought.dataset.fills);
    if (place && !place.contains(document.activeElement)) place.replaceChildren(brought.content);
    brought.remove();
  }
}

function fail(part, code) {
  const again = Object.assign(document.createElement("button"), { type: "button", className: "button small", textContent: "Try again" });
  again.addEventListener("click", () => load(part));
  const said = Object.assign(document.createElement("p"), { className: "status", textContent: `This part did not come (${code}). ` });
  said.append(again);
  part.replaceChildren(said);
}
