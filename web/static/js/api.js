/** The HTTP contract. Everything works through it; the socket only makes it quicker. */

import { addressOf } from "./place.js";

const BASE = "/api/v1/conversations";
// The server answers within 10 seconds, if only with an apology. Some seconds are added for a slow network.
const TIMEOUT_MS = 15_000;

/** A call that did not succeed. `status` is 0 when the server was not reached, `code` names the refusal. */
export class ApiError extends Error {
  constructor(message, status = 0, code = "") {
    super(message);
    this.name = "ApiError";
    this.status = status;
    this.code = code;
  }

  /** True when trying the same again can help. */
  get temporary() {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }
}

/** How the conversation stands -> {state, name, place, minutes, on_behalf_of, callback, ...}. Throws ApiError. */
export function fetchStanding(session) {
  return call(`${BASE}/${encodeURIComponent(session.id)}`, { token: session.token });
}

/** Leave the queue, or end the talk with a person -> the standing. Throws ApiError. */
export function leavePerson(session) {
  return call(`${BASE}/${encodeURIComponent(session.id)}/handoff`, { method: "DELETE", token: session.token });
}

/** Ask to be called: {phone, name, wish} -> {state, callback, messages}. Throws ApiError. */
export function wishCallback(session, body) {
  return call(`${BASE}/${encodeURIComponent(session.id)}/callback`, { method: "POST", body, token: session.token });
}

/** Do not be called after all -> {state, messages}. Throws ApiError. */
export function callOff(session) {
  return call(`${BASE}/${encodeURIComponent(session.id)}/callback`, { method: "DELETE", token: session.token });
}

/** Say that everything up to `seq` has been shown. Throws ApiError. */
export function markRead(session, seq) {
  return call(`${BASE}/${encodeURIComponent(session.id)}/read`, { method: "POST", body: { seq }, token: session.token });
}

/** Open a conversation in a mode ("citizen" or "caseworker") -> {id, token, messages, state}. Throws ApiError. */
export function openConversation(mode) {
  return call(BASE, { method: "POST", body: { mode } });
}

/** Send a text or a payload -> {message, messages, state}. The same client_id may be sent again. Throws ApiError. */
export function sendMessage(session, { client_id, text, payload }) {
  const body = payload ? { client_id, payload } : { client_id, text };
  return call(`${BASE}/${encodeURIComponent(session.id)}/messages`, { method: "POST", body, token: session.token });
}

/** Messages numbered above `after` -> {messages, state}. Throws ApiError. */
export function messagesAfter(session, after) {
  const path = `${BASE}/${encodeURIComponent(session.id)}/messages?after=${after}`;
  return call(path, { token: session.token });
}

/** The conversation as a file ("pdf" or "txt") -> {blob, name}. Throws ApiError. */
export async function fetchTranscript(session, format) {
  const response = await answer(`${of(session)}/transcript?format=${format}`, { token: session.token });
  const named = /filename="([^"]+)"/.exec(response.headers.get("Content-Disposition") ?? "");
  return { blob: await response.blob(), name: named?.[1] ?? `samtale.${format}` };
}

/** Who has opened the conversation -> {readings: [{at, who, why}]}. Throws ApiError. */
export function accessOf(session) {
  return call(`${of(session)}/access`, { token: session.token });
}

/** Rate the talk 1-6 -> {score, comment} as they are kept. Throws ApiError. */
export function rateConversation(session, score, comment) {
  return call(`${of(session)}/rating`, { method: "POST", body: { score, comment }, token: session.token });
}

/** Say whether an answer helped (true, false), or take it back (null). Throws ApiError. */
export function setThumb(session, seq, up) {
  return call(`${of(session)}/messages/${seq}/thumb`, { method: "POST", body: { up }, token: session.token });
}

/** Delete the conversation with everything in it. Throws ApiError. */
export async function deleteConversation(session) {
  await answer(of(session), { method: "DELETE", token: session.token });
}

function of(session) {
  return `${BASE}/${encodeURIComponent(session.id)}`;
}

/** One call, with the JSON of its answer. Throws ApiError. */
export async function call(path, options) {
  return (await answer(path, options)).json();
}

/** One call as it came: for files and for answers without a body. Throws ApiError. */
export async function answer(path, { method = "GET", body, token } = {}) {
  const headers = { Accept: "application/json" };
  if (token) headers.Authorization = `Bearer ${token}`;
  if (body) headers["Content-Type"] = "application/json";
  const response = await reach(path, {
    method, headers, body: body && JSON.stringify(body), cache: "no-store", credentials: "same-origin",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!response.ok) {
    const problem = await problemOf(response);
    throw new ApiError(problem.detail || problem.title || "", response.status, problem.type?.split(":").at(-1) ?? "");
  }
  return response;
}

async function reach(path, options) {
  try {
    return await fetch(addressOf(path), options);
  } catch (error) {
    throw new ApiError(String(error), 0);
  }
}

/** A problem document (RFC 9457) with its Danish explanation, or {} when the answer is none. */
async function problemOf(response) {
  try {
    return (await response.json()) ?? {};
  } catch {
    return {};
  }
}
