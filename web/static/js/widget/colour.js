/** Colours that a site owner chooses, made readable. Pure. Contrast as WCAG 2.2 counts it. */

// Ordinary text, WCAG 1.4.3. The colour is text on our surfaces, and our surfaces are text on it.
const LEAST_CONTRAST = 4.5;
const STEPS = 100;

/** What the colour is seen against in each theme: page, surface and own messages (chat.css, modes.css). */
export const SURFACES = {
  light: ["#ffffff", "#f5f5f5", "#e1ecf7"],
  dark: ["#16191d", "#252a31", "#17324d"],
};
const INK = { dark: "#10141a", light: "#ffffff" };

/** "#06c" or "#0066cc" -> [0, 102, 204]; null when it is no colour of that form. */
export function parseColour(text) {
  const hex = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(String(text ?? "").trim())?.[1];
  if (!hex) return null;
  const six = hex.length === 3 ? [...hex].map((digit) => digit + digit).join("") : hex;
  return [0, 2, 4].map((start) => parseInt(six.slice(start, start + 2), 16));
}

/** The contrast of two colours, 1 to 21. */
export function contrast(one, other) {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** The accent of a theme -> {accent, text, changed}: moved to black or white until it can be read; null when no colour. */
export function readableAccent(given, theme) {
  const wanted = parseColour(given);
  if (!wanted) return null;
  const end = theme === "dark" ? [255, 255, 255] : [0, 0, 0];
  for (let step = 0; step <= STEPS; step += 1) {
    const colour = mix(wanted, end, step / STEPS);
    const text = textOn(colour);
    if (text && SURFACES[theme].every((surface) => contrast(colour, parseColour(surface)) >= LEAST_CONTRAST)) {
      return { accent: toHex(colour), text, changed: step > 0 };
    }
  }
  return null; // not reached: black and white can be read on every surface
}

function textOn(colour) {
  return Object.values(INK).find((ink) => contrast(colour, parseColour(ink)) >= LEAST_CONTRAST) ?? null;
}

function luminance(colour) {
  const [red, green, blue] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function mix(from, to, share) {
  return from.map((part, index) => Math.round(part + (to[index] - part) * share));
}

function toHex(colour) {
  return `#${colour.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}
