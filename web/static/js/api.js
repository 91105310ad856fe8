/** The HTTP contract. Everything works through it; the socket only makes it quicker. */

const BASE = "/api/v1/conversations";
// The server answers within 10 seconds, if only with an apology. Some seconds are added for a slow network.
const TIMEOUT_MS = 15_000;

/** A call that did not succeed. `status` is 0 when the server was not reached. */
export class ApiError extends Error {
  constructor(message, status = 0) {
    super(message);
    this.name = "ApiError";
    this.status = status;
  }

  /** True when trying the same again can help. */
  get temporary() {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }
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

async function call(path, { method = "GET", body, token } = {}) {
  const headers = { Accept: "application/json" };
  if (token) headers.Authorization = `Bearer ${token}`;
  if (body) headers["Content-Type"] = "application/json";
  const response = await reach(path, {
    method, headers, body: body && JSON.stringify(body), cache: "no-store", credentials: "same-origin",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!response.ok) throw new ApiError(await problemText(response), response.status);
  return response.json();
}

async function reach(path, options) {
  try {
    return await fetch(path, options);
  } catch (error) {
    throw new ApiError(String(error), 0);
  }
}

/** The Danish explanation of a problem document (RFC 9457), or "" when there is none. */
async function problemText(response) {
  try {
    const problem = await response.json();
    return problem.detail || problem.title || "";
  } catch {
    return "";
  }
}
