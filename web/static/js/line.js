/** What lets a proxy send all calls of one page's line to the same web process. */

/** A random mark, new for every page: it tells nothing about the person and opens nothing. */
export function lineQuery() {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return { line: Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("") };
}
