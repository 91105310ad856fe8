/** The design system's letters. A font named in a shadow root's style sheet is ignored, so it is told to the page. */

const FOLDER = "/static/vendor/dkfds/fonts/IBMPlexSans-";
const WEIGHTS = { Regular: "400", SemiBold: "600", Bold: "700" };
export const FAMILY = "Ret og Pligt Plex";

/** Ask for the letters. A page whose CSP refuses them keeps the system's own. */
export function loadFonts(base) {
  for (const [name, weight] of Object.entries(WEIGHTS)) {
    const face = new FontFace(FAMILY, `url("${base}${FOLDER}${name}.woff2")`, { weight, display: "swap" });
    document.fonts.add(face);
  }
}
