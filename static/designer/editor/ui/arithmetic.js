// What people type into a number field: plain numbers, sums, and "*2" to change what is there.

const TOKEN = /\s*(?:(\d+(?:[.,]\d+)?|[.,]\d+)|([-+*/()%]))/gy;

/**
 * Read an expression: "120", "100+20", "(600-40)/2", "50%" of the old value, "*2" or "/3" on the old value.
 * @returns {((old: number) => number) | null} null when it is no arithmetic
 */
export function expression(text) {
  const tokens = tokensOf(text);
  if (!tokens?.length) return null;
  const relative = tokens[0] === "*" || tokens[0] === "/";
  const build = (old) => evaluate(relative ? [old, ...tokens] : tokens, old);
  const trial = build(1);
  return Number.isFinite(trial) ? build : null;
}

function tokensOf(text) {
  const trimmed = text.trim().replace(/(?:px|°)$/, "").trimEnd().replaceAll("×", "*").replaceAll("÷", "/").replaceAll("−", "-");
  const found = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < trimmed.length) {
    const match = TOKEN.exec(trimmed);
    if (!match) return null;
    found.push(match[1] ? Number(match[1].replace(",", ".")) : match[2]);
  }
  return found;
}

function evaluate(tokens, old) {
  const rest = [...tokens];
  const value = sum(rest, old);
  return rest.length ? NaN : value;
}

function sum(rest, old) {
  let value = product(rest, old);
  while (rest[0] === "+" || rest[0] === "-") value = rest.shift() === "+" ? value + product(rest, old) : value - product(rest, old);
  return value;
}

function product(rest, old) {
  let value = factor(rest, old);
  while (rest[0] === "*" || rest[0] === "/") value = rest.shift() === "*" ? value * factor(rest, old) : value / factor(rest, old);
  return value;
}

function factor(rest, old) {
  const token = rest.shift();
  if (token === "-") return -factor(rest, old);
  if (token === "+") return factor(rest, old);
  if (token === "(") {
    const value = sum(rest, old);
    return rest.shift() === ")" ? value : NaN;
  }
  if (typeof token !== "number") return NaN;
  if (rest[0] !== "%") return token;
  rest.shift();
  return (token / 100) * old;
}
