/** The calls of a citizen's login. All of them carry the conversation's token, and none has it in its address. */

import { call } from "../api.js";

/** Whether one can log in, and is logged in -> {offered, logged_in}. Throws ApiError. */
export function fetchLogin(session) {
  return call(of(session), { token: session.token });
}

/** Begin, from `page` = "chat" or "booking" -> {address} to send the browser to. Throws ApiError. */
export function beginLogin(session, page) {
  return call(of(session), { method: "POST", body: { page }, token: session.token });
}

/**
 * After coming back: the conversation with its new token -> {id, token}. `proof` = {code, secret} of a page elsewhere,
 * which has no cookie of ours. Throws ApiError.
 */
export function takeToken(session, proof = null) {
  return call(`${of(session)}/token`, { method: "POST", body: proof, token: session.token });
}

/** Log out -> {address} to send the browser to. Throws ApiError. */
export function endLogin(session) {
  return call(of(session), { method: "DELETE", token: session.token });
}

/** One's other conversations -> {talks: [{id, changed_on, bookings, reminders}]}. Throws ApiError. */
export function fetchOwn(session) {
  return call(`${of(session)}/own`, { token: session.token });
}

/** Go on in one of them -> {id, token}. Throws ApiError. */
export function takeUp(session, other) {
  return call(`${of(session)}/own/${encodeURIComponent(other)}`, { method: "POST", token: session.token });
}

function of(session) {
  return `/api/v1/conversations/${encodeURIComponent(session.id)}/login`;
}
