// What other people have selected: an outline in each one's colour, with the name.

import { layerOf, shownLayer } from "../actions/changes.js";
import { boxOn, element } from "./stage.js";

/** @param {any} stage @param {{store: any}} context */
export function mountPeople(stage, { store }) {
  const plane = element("div", "stage-lines");
  plane.setAttribute("aria-hidden", "true"); // the bar on top names who is here
  plane.dataset.testid = "people";
  stage.board.append(plane);
  const off = store.subscribe(["here", "doc", "size", "ui", "bitmaps"], draw);

  function draw() {
    const { state } = store;
    plane.replaceChildren(...(state.here ?? []).flatMap((person) => (person.sel ?? []).filter((id) => layerOf(state, id)?.visible).map((id, at) => outline(person, shownLayer(state, id), at === 0))));
  }

  function outline({ user, colour }, layer, isFirst) {
    const node = boxOn(element("div", "stage-person"), stage.boxOf(layer), store.state.ui.zoom);
    node.style.setProperty("--person", colour);
    if (isFirst) node.append(Object.assign(element("span", ""), { textContent: user }));
    return node;
  }

  return { stop: () => (off(), plane.remove()) };
}
