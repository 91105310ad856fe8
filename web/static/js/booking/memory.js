/**
 * What has been chosen so far, so that a reload loses nothing. sessionStorage: gone when the tab is closed.
 *
 * Choices only. What the citizen writes about themselves stays on the screen until it is booked, so that nothing
 * personal is left on a computer that others use. The held time itself is kept by the server.
 */

const KEY = "retpligt.booking";
/** Everything that may be kept; whatever else is asked to be kept is left out. */
const KEPT = ["conversation", "step", "offer", "slot", "form", "client", "wish", "topic", "akasse", "companion", "needs", "number", "code", "receipt"];

/** What this tab has chosen in that conversation; {} for another one. */
export function recall(conversation, storage = sessionStorage) {
  try {
    const kept = JSON.parse(storage.getItem(KEY) ?? "{}");
    return kept?.conversation === conversation ? onlyKept(kept) : {};
  } catch {
    return {}; // storage is switched off or holds something else
  }
}

/** Keep the choices of a conversation in place of the earlier ones. */
export function remember(conversation, choices, storage = sessionStorage) {
  try {
    storage.setItem(KEY, JSON.stringify(onlyKept({ ...choices, conversation })));
  } catch {
    // Without storage the choices live until the page is reloaded.
  }
}

export function forget(storage = sessionStorage) {
  try {
    storage.removeItem(KEY);
  } catch {
    // See above.
  }
}

function onlyKept(values) {
  return Object.fromEntries(KEPT.filter((name) => values[name] !== undefined).map((name) => [name, values[name]]));
}
