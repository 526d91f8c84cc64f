// A small keyed renderer: describes nodes as plain objects and patches the page, so that focus and caret stay where they are.

const SVG = "http://www.w3.org/2000/svg";
const seen = new WeakMap();

/**
 * @typedef {{tag: string, key: any, props: Record<string, any>, children: (Node | string)[]}} Node
 * Properties: attributes by name (false or null leaves one out); `on…` handlers; `value` and `checked`; `style` as an
 * object; `key`; `live(element, data)` is called when the node is made and at each update and then owns its children.
 */

/** @returns {Node} a description of one element; null, false and "" among the children are left out */
export function h(tag, props = {}, ...children) {
  return { tag, key: props?.key ?? null, props: props ?? {}, children: children.flat(Infinity).filter(isShown) };
}

const isShown = (child) => child !== null && child !== undefined && child !== false && child !== "";

/** Make the children of `root` match the tree: one node, or a list of them. */
export function render(root, tree) {
  patchChildren(root, [tree].flat(Infinity).filter(isShown));
}

function patchChildren(parent, children) {
  const keyed = new Map();
  for (const node of parent.childNodes) {
    const was = seen.get(node);
    if (was?.key != null) keyed.set(was.key, node);
  }
  const staying = new Set(children.map((child) => child.key != null && keyed.get(child.key)));
  const pastLeaving = (node) => {
    while (node && seen.get(node)?.key != null && !staying.has(node)) node = removed(node);
    return node;
  };
  let at = pastLeaving(parent.firstChild);
  for (const child of children) {
    const match = child.key != null ? keyed.get(child.key) : at;
    if (match && fits(match, child)) {
      if (match !== at) moveBefore(parent, match, at);
      else at = pastLeaving(at.nextSibling);
      patch(match, child);
    } else {
      parent.insertBefore(create(child, parent), at);
    }
  }
  while (at) at = removed(at);
}

function removed(node) {
  const next = node.nextSibling;
  node.remove();
  return next;
}

/** A node that is moved keeps its focus where the browser can do that. */
function moveBefore(parent, node, at) {
  if (parent.moveBefore) parent.moveBefore(node, at);
  else parent.insertBefore(node, at);
}

function fits(node, child) {
  if (typeof child !== "object") return node.nodeType === 3;
  const was = seen.get(node);
  return was?.tag === child.tag && was.key === child.key;
}

function create(child, parent) {
  if (typeof child !== "object") return document.createTextNode(child);
  const svg = child.tag === "svg" || (parent.namespaceURI === SVG && parent.tagName !== "foreignObject");
  const element = svg ? document.createElementNS(SVG, child.tag) : document.createElement(child.tag);
  update(element, {}, child);
  return element;
}

function patch(node, child) {
  if (typeof child !== "object") {
    if (node.data !== String(child)) node.data = child;
    return;
  }
  update(node, seen.get(node).props, child);
}

function update(element, before, child) {
  seen.set(element, child);
  const { props } = child;
  for (const name of Object.keys(before)) if (!(name in props)) setProp(element, name, null, before[name]);
  for (const [name, value] of Object.entries(props)) {
    if (name !== "value" && value !== before[name]) setProp(element, name, value, before[name]);
  }
  if (props.live) props.live(element, props.data);
  else patchChildren(element, child.children);
  if ("value" in props) setValue(element, props.value); // last: a select can only take a value it has an option for
}

function setProp(element, name, value, before) {
  if (name === "key" || name === "live" || name === "data") return;
  if (name.startsWith("on")) return listen(element, name.slice(2), value);
  if (name === "style") return setStyle(element, value ?? {}, before ?? {});
  if (name === "checked" || name === "indeterminate") element[name] = Boolean(value);
  else if (value === null || value === undefined || value === false) element.removeAttribute(name);
  else element.setAttribute(name, value === true ? "" : value);
}

function setStyle(element, now, before) {
  for (const name of Object.keys(before)) if (!(name in now)) element.style.removeProperty(name);
  for (const [name, value] of Object.entries(now)) element.style.setProperty(name, value);
}

/** What people are typing into is theirs until they leave it; the field's own code may still set it. */
function setValue(element, value) {
  if (element === document.activeElement && element.matches("input, textarea")) return;
  if (element.value !== String(value ?? "")) element.value = value ?? "";
}

const handlers = new WeakMap();

function listen(element, type, handler) {
  if (!handlers.has(element)) handlers.set(element, new Map());
  const own = handlers.get(element);
  if (!own.has(type)) element.addEventListener(type, (event) => own.get(type)?.(event));
  own.set(type, handler);
}

/** An icon of the page's icon sheet. */
export function icon(name, size = "small") {
  return h("svg", { class: `icon ${size}`.trim(), "aria-hidden": "true" }, h("use", { href: `#icon-${name}` }));
}

/** Call `run` when all panels have drawn what has just changed, and before the next key or click can come. */
export const onceDrawn = (run) => queueMicrotask(() => queueMicrotask(run)); // the store tells, then the panels draw

/** Draw once per turn however often it is asked for. @returns {() => void} */
export function scheduled(draw) {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    queueMicrotask(() => {
      waiting = false;
      draw();
    });
  };
}
