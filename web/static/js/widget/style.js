/** The widget's style sheet and what the site owner may change in it. */

import { WIDGET } from "../strings_widget.js";
import { readableAccent } from "./colour.js";

const UNIT = "--rp-rem";
const DARK = "(prefers-color-scheme: dark)";
// Dark always, or never: a query that always or never holds.
const FIXED = { dark: "(min-width: 0)", light: "(max-width: 0)" };

/** A constructed style sheet: no style element, so that a strict CSP has nothing to say. */
export function styleSheet(css, { theme, font }) {
  registerUnit();
  const sheet = new CSSStyleSheet();
  const themed = FIXED[theme] ? css.replaceAll(DARK, FIXED[theme]) : css;
  sheet.replaceSync(font === "system" ? themed.replaceAll("Ret og Pligt Plex", "system-ui") : themed);
  return sheet;
}

/**
 * Our unit of length is a tenth of the reader's own text size. Registered as a length it is counted out once, on the
 * wrapper, so that it is the same for every element below, whatever their own text size.
 */
function registerUnit() {
  try {
    CSS.registerProperty({ name: UNIT, syntax: "<length>", inherits: true, initialValue: "10px" });
  } catch {
    // Registered already.
  }
}

/**
 * The colour, made readable -> values for the wrapper. `ofPage(name)` reads a custom property of the page.
 *
 * The page's own word wins over the authority's colour: whoever wrote it has seen it on that page.
 */
export function choicesOfPage({ accent, authorityColour, theme }, ofPage) {
  const own = accent ?? ofPage("--retpligt-accent");
  if (!own) return authorityColour ? accents(authorityColour, () => {}) : {};
  return accents(own, (chosen, name) => {
    if (!chosen) console.warn(WIDGET.owner.noColour(own));
    else if (chosen.changed && (theme === "auto" || theme === name)) console.warn(WIDGET.owner.colour(own, chosen.accent, name));
  });
}

/** `tell(chosen, theme)` hears of each; a colour that is none gives no values. */
function accents(given, tell) {
  const values = {};
  for (const name of ["light", "dark"]) {
    const chosen = readableAccent(given, name);
    tell(chosen, name);
    if (!chosen) return {};
    values[`--rp-accent-${name}`] = chosen.accent;
    values[`--rp-accent-text-${name}`] = chosen.text;
  }
  return values;
}
