/** The design system's letters. A font named in a shadow root's style sheet is ignored, so it is told to the page. */

const FOLDER = "/static/vendor/dkfds/fonts/IBMPlexSans-";
/** How long the chat waits for its letters. */
const WAIT_MS = 1000;
const WEIGHTS = { Regular: "400", SemiBold: "600", Bold: "700" };
export const FAMILY = "Ret og Pligt Plex";

/**
 * Ask for the letters and wait a little for them. Those that come later are not used on this page: the buttons would move
 * under the finger that presses one. A page whose CSP refuses them keeps the system's own. Never rejects.
 */
export async function loadFonts(base) {
  const faces = Object.entries(WEIGHTS).map(
    ([name, weight]) => new FontFace(FAMILY, `url("${base}${FOLDER}${name}.woff2")`, { weight }),
  );
  const all = Promise.allSettled(faces.map((face) => face.load()));
  await Promise.race([all, new Promise((resolve) => setTimeout(resolve, WAIT_MS))]);
  for (const face of faces) if (face.status === "loaded") document.fonts.add(face);
}
