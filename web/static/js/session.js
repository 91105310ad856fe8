/**
 * Which conversation this tab is in: id and token only, never a text.
 * sessionStorage, so that it survives a reload and is gone when the tab is closed (shared computers at the library).
 */

const KEYS = { citizen: "retpligt.conversation", caseworker: "retpligt.conversation.raadgiver" };

/** The conversation of this tab in that mode; the two modes never share one. */
export function loadSession(mode) {
  try {
    const value = JSON.parse(sessionStorage.getItem(KEYS[mode]) ?? "null");
    return typeof value?.id === "string" && typeof value?.token === "string" ? value : null;
  } catch {
    return null; // storage is switched off or holds something else: start afresh
  }
}

export function saveSession(mode, { id, token }) {
  try {
    sessionStorage.setItem(KEYS[mode], JSON.stringify({ id, token }));
  } catch {
    // Without storage the conversation lives until the page is reloaded. Nothing to tell the citizen.
  }
}

export function clearSession(mode) {
  try {
    sessionStorage.removeItem(KEYS[mode]);
  } catch {
    // See above.
  }
}
