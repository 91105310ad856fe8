/**
 * Which conversation this tab is in: id and token only, never a text.
 * sessionStorage, so that it survives a reload and is gone when the tab is closed (shared computers at the library).
 */

const KEY = "retpligt.conversation";

export function loadSession() {
  try {
    const value = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
    return typeof value?.id === "string" && typeof value?.token === "string" ? value : null;
  } catch {
    return null; // storage is switched off or holds something else: start afresh
  }
}

export function saveSession({ id, token }) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ id, token }));
  } catch {
    // Without storage the conversation lives until the page is reloaded. Nothing to tell the citizen.
  }
}

export function clearSession() {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // See above.
  }
}
