// Colours as numbers: hex to channels and back, brightness, contrast, and what a paint looks like as CSS.

/** @returns {{r: number, g: number, b: number, a: number} | null} channels 0–255, alpha 0–1 */
export function parsed(text) {
  const hex = text?.trim().replace(/^#/, "");
  if (!/^(?:[0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8})$/i.test(hex ?? "")) return null;
  const full = hex.length === 3 ? [...hex].map((one) => one + one).join("") : hex;
  const [r, g, b, a = 255] = full.match(/../g).map((pair) => parseInt(pair, 16));
  return { r, g, b, a: a / 255 };
}

const pair = (value) => Math.round(value).toString(16).padStart(2, "0").toUpperCase();

/** "#RRGGBB", with two more digits when it is not opaque. */
export const hex = ({ r, g, b, a = 1 }) => `#${pair(r)}${pair(g)}${pair(b)}${a >= 1 ? "" : pair(a * 255)}`;

/** Relative luminance as WCAG defines it, 0–1. */
export function luminance({ r, g, b }) {
  const [lr, lg, lb] = [r, g, b].map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * lr + 0.7152 * lg + 0.0722 * lb;
}

/** Contrast ratio of two luminances, 1–21. */
export const contrast = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);

/** A colour as it looks on a ground. */
export const over = (colour, ground) => ({
  r: colour.r * colour.a + ground.r * (1 - colour.a),
  g: colour.g * colour.a + ground.g * (1 - colour.a),
  b: colour.b * colour.a + ground.b * (1 - colour.a),
  a: 1,
});

/** "4.9 : 1 AA"; large text needs 3, other text 4.5. @returns {{words: string, passes: boolean}} */
export function verdict(ratio, large = false) {
  const level = ratio >= 7 ? "AAA" : ratio >= 4.5 ? "AA" : ratio >= 3 && large ? "AA large" : "too low";
  return { words: `${(Math.floor(ratio * 10) / 10).toFixed(1)} : 1 ${level}`, passes: level !== "too low" };
}

/** The plain colour that stands for a paint, or null for a gradient or nothing. */
export function plainColour(paint, colors) {
  if (!paint) return null;
  if (paint.token) {
    const colour = parsed(colors[paint.token]);
    return colour && { ...colour, a: colour.a * (paint.alpha ?? 1) };
  }
  return paint.type === "solid" ? parsed(paint.color) : null;
}

/** A paint as a CSS background. */
export function css(paint, colors) {
  const plain = plainColour(paint, colors);
  if (plain) return hex(plain);
  if (!paint?.stops) return "transparent";
  const stops = [...paint.stops].sort((a, b) => a.at - b.at).map((stop) => `${colourOf(stop.color, colors)} ${Math.round(stop.at * 100)}%`).join(", ");
  if (paint.type === "linear") return `linear-gradient(${(paint.angle ?? 0) + 90}deg, ${stops})`;
  return `radial-gradient(circle at ${(paint.cx ?? 0.5) * 100}% ${(paint.cy ?? 0.5) * 100}%, ${stops})`;
}

/** A colour as a stop or a shadow names it: hex, or the name of a brand colour. */
export const colourOf = (color, colors) => colors[color] ?? color;
