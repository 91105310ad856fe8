/**
 * Logging in from somebody else's page. The whole window goes out by our own address and comes back here with a code;
 * the code counts only with the secret that is kept here meanwhile. See docs/widget.md.
 */

import { call } from "../api.js";
import { addressOf } from "../place.js";
import { takeToken } from "../login/api.js";

const KEY = "retpligt.login";
const CODE = /^#retpligt-login=([\w-]{32,100})$/;
const SECRET_BYTES = 32;
const LONGEST_PATH = 300;
const TRIES = 3;
const AGAIN_MS = 1_000;

/** Leave for the broker. Throws ApiError. */
export async function leaveToLogin(session) {
  const secret = newSecret();
  const body = { path: pathOf(location), secret };
  const { address } = await call(`/api/v1/conversations/${encodeURIComponent(session.id)}/login/ticket`, {
    method: "POST", body, token: session.token,
  });
  sessionStorage.setItem(KEY, JSON.stringify({ secret, search: location.search, hash: location.hash }));
  location.assign(addressOf(address));
}

/**
 * What this page came back with -> {code, secret}, or null. The code is taken out of the page's address, which is then
 * as it was; without the secret it is nothing. A page that had a query is first shown with it again: null until then.
 */
export function takeCode(page = globalThis) {
  const code = CODE.exec(page.location.hash)?.[1];
  if (!code) return null;
  const kept = readKept(page.sessionStorage);
  const { pathname, search, hash } = page.location;
  if (kept?.search && !search) {
    // Forgotten at once: a site that takes its query away again is shown once more, not for ever.
    page.sessionStorage.setItem(KEY, JSON.stringify({ ...kept, search: "" }));
    page.location.replace(pathname + kept.search + hash);
    return null;
  }
  forgetLogin(page.sessionStorage);
  page.history.replaceState(page.history.state, "", pathname + search + (kept?.hash ?? ""));
  return kept ? { code, secret: kept.secret } : null;
}

/** The conversation with its new token -> {id, token}. Asked again when the answer is lost on the way. Throws ApiError. */
export async function finishLogin(session, proof) {
  for (let left = TRIES - 1; ; left -= 1) {
    try {
      return await takeToken(session, proof);
    } catch (error) {
      if (!error.temporary || left === 0) throw error;
      await new Promise((resolve) => { setTimeout(resolve, AGAIN_MS); });
    }
  }
}

/** Nothing of a login that was begun is kept. */
export function forgetLogin(storage = globalThis.sessionStorage) {
  try {
    storage.removeItem(KEY);
  } catch {
    // Storage is switched off: nothing was kept.
  }
}

/** The path of the page, which is all of its address that our server is told; one that is too long is left out. */
export function pathOf({ pathname }) {
  return pathname.length <= LONGEST_PATH ? pathname : "/";
}

function readKept(storage) {
  try {
    const kept = JSON.parse(storage.getItem(KEY));
    return typeof kept?.secret === "string" ? kept : null;
  } catch {
    return null;
  }
}

function newSecret() {
  const bytes = crypto.getRandomValues(new Uint8Array(SECRET_BYTES));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
