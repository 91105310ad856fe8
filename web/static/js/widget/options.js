/** What the site owner has written on the script tag. */

const SIDES = ["right", "left"];
const THEMES = ["auto", "light", "dark"];
const FONTS = ["plex", "system"];
const LOGINS = ["on", "off"];
const LONGEST_LABEL = 40;

/**
 * The script element -> {base, accent, authorityColour, side, theme, font, label, login}. Unknown values count as not given.
 * `base` = our server, where the script came from; `authorityColour` is written by that server itself.
 */
export function readOptions({ src, dataset }) {
  return {
    base: new URL(src).origin,
    accent: dataset.accent?.trim() || null,
    authorityColour: dataset.authorityColour || null,
    side: oneOf(SIDES, dataset.side),
    theme: oneOf(THEMES, dataset.theme),
    font: oneOf(FONTS, dataset.font),
    login: oneOf(LOGINS, dataset.login) === "on",
    label: dataset.label?.trim().slice(0, LONGEST_LABEL) || null,
  };
}

function oneOf(choices, given) {
  return choices.includes(given) ? given : choices[0];
}
