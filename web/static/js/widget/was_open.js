/** Whether the panel was open on the last page of this tab. Kept only while there is a conversation to go back to. */

const KEY = "retpligt.widget";

export function rememberOpen() {
  try {
    sessionStorage.setItem(KEY, "open");
  } catch {
    // Without storage the panel is closed on the next page.
  }
}

export function forgetOpen() {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // See above.
  }
}

export function wasOpen() {
  try {
    return sessionStorage.getItem(KEY) === "open";
  } catch {
    return false;
  }
}
