/**
 * Keeps the conversation whole: sends, receives, catches up, tries again.
 * Socket first, HTTP when the socket is not there. Both may deliver the same message; the store drops doubles.
 */

import { ApiError, messagesAfter, openConversation, sendMessage } from "./api.js";
import { clearSession, loadSession, saveSession } from "./session.js";
import { openSocket } from "./socket.js";
import { MessageStore } from "./store.js";

const SYNC_EVERY_MS = 15_000;
const RETRY_EVERY_MS = 3_000;
const GAP_RETRY_MS = 300;
const PIECE = 500;

export class Conversation {
  #store = new MessageStore();
  #session = null;
  #socket = null;
  #handlers;
  #mode;
  #syncing = null;
  #retryTimer = null;
  #sending = Promise.resolve();

  /**
   * Handlers: onReplay(messages), onMessage(message), onState(client_id, state, reason), onTyping(on),
   * onConnection("online" | "offline" | "cannot_open"), onExpired(unsent), onClear().
   * `mode`: "citizen", or "caseworker" for somebody who advises citizens.
   */
  constructor(handlers, mode) {
    this.#handlers = handlers;
    this.#mode = mode;
    setInterval(() => this.sync(), SYNC_EVERY_MS);
  }

  get isEmpty() {
    return !this.#store.messages().some((message) => message.author === "citizen");
  }

  /** Take up the conversation of this tab, or open a new one. */
  async start() {
    this.#session = loadSession(this.#mode);
    if (!this.#session) return this.#open();
    if (await this.sync()) await this.#connect();
    return undefined;
  }

  /** Leave this conversation and open another. */
  async restart() {
    this.#leave();
    await this.#open();
  }

  /** Send a text, or a quick reply with its payload. Shown at once, numbered when the server has it. */
  send({ text, payload = null }) {
    const item = this.#store.addOutgoing({ client_id: newId(), text, payload });
    this.#sending = this.#sending.then(() => this.#deliver(item.client_id));
    return item;
  }

  /** Try a failed message again under the same client_id, so that it can never be stored twice. */
  retry(client_id) {
    this.#sending = this.#sending.then(() => this.#deliver(client_id));
    return this.#sending;
  }

  /** Fetch what is missing. Returns true when the server was reached. Calls at the same time share one request. */
  sync() {
    if (!this.#session) return Promise.resolve(false);
    this.#syncing ??= this.#fetchMissing().finally(() => {
      this.#syncing = null;
    });
    return this.#syncing;
  }

  async #open() {
    try {
      const opened = await openConversation(this.#mode);
      this.#session = { id: opened.id, token: opened.token };
      saveSession(this.#mode, this.#session);
      this.#receiveAll(opened.messages);
      this.#isOnline();
    } catch {
      this.#handlers.onConnection("cannot_open");
      this.#later(() => this.#open());
      return;
    }
    await this.#connect();
  }

  async #connect() {
    const session = this.#session;
    const socket = await openSocket(session, () => this.#store.contiguous(), {
      onUp: () => this.#isOnline(),
      onDown: () => this.sync(),
      onReplay: (batch) => this.#receiveAll(batch.messages),
      onMessage: (message) => this.#receive(message),
      onTyping: (on) => this.#handlers.onTyping(on),
    });
    // The citizen may have started a new conversation while the library was loading.
    if (session === this.#session) this.#socket = socket;
    else socket?.close();
  }

  async #fetchMissing() {
    const session = this.#session;
    const after = this.#store.contiguous();
    try {
      const batch = this.#socket?.connected ? await this.#socket.sync(after) : await messagesAfter(session, after);
      if (session !== this.#session) return true;
      this.#receiveAll(batch.messages);
      this.#isOnline();
      // A very long conversation comes in pieces.
      if (batch.messages.length >= PIECE) return await this.#fetchMissing();
      // This request may have been under way before the missing message was stored.
      if (this.#store.hasGap()) setTimeout(() => this.sync(), GAP_RETRY_MS);
      return true;
    } catch (error) {
      return this.#cannotReach(error);
    }
  }

  async #cannotReach(error) {
    if (error instanceof ApiError && (error.status === 401 || error.status === 404)) {
      const unsent = this.#store.unsent();
      this.#leave();
      await this.#open();
      this.#handlers.onExpired(unsent);
      return false;
    }
    this.#handlers.onConnection("offline");
    this.#later(async () => {
      if ((await this.sync()) && !this.#socket) await this.#connect();
    });
    return false;
  }

  #isOnline() {
    this.#handlers.onConnection("online");
    for (const item of this.#store.unsent()) if (item.state === "failed") this.retry(item.client_id);
  }

  async #deliver(client_id) {
    const item = this.#store.outgoing(client_id);
    if (!item) return; // it has already come back
    this.#setState(client_id, "sending");
    const body = item.payload ? { client_id, payload: item.payload } : { client_id, text: item.text };
    try {
      if (this.#socket?.connected) await this.#deliverBySocket(body);
      else await this.#deliverByHttp(body);
    } catch (error) {
      const refused = error instanceof ApiError && !error.temporary && error.status !== 401;
      this.#setState(client_id, refused ? "refused" : "failed", refused ? error.message : "");
      if (!refused) this.sync();
    }
  }

  async #deliverBySocket(body) {
    // The stored message may differ from what was written: a cpr-number is hidden in it.
    this.#receive(await this.#socket.send(body));
  }

  async #deliverByHttp(body) {
    const session = this.#session;
    if (!session) throw new ApiError("No conversation yet");
    this.#handlers.onTyping(true);
    try {
      const result = await sendMessage(session, body);
      if (session !== this.#session) return;
      this.#receive(result.message);
      for (const message of result.messages) this.#receive(message);
    } finally {
      this.#handlers.onTyping(false);
    }
  }

  #setState(client_id, state, reason = "") {
    if (this.#store.setState(client_id, state)) this.#handlers.onState(client_id, state, reason);
  }

  #receiveAll(messages) {
    for (const message of messages) this.#store.add(message);
    const fresh = this.#store.release();
    if (fresh.length > 0) this.#handlers.onReplay(fresh);
  }

  #receive(message) {
    this.#store.add(message);
    for (const fresh of this.#store.release()) this.#handlers.onMessage(fresh);
    if (this.#store.hasGap()) this.sync();
  }

  #leave() {
    this.#socket?.close();
    this.#socket = null;
    this.#session = null;
    this.#store.clear();
    clearTimeout(this.#retryTimer);
    clearSession(this.#mode);
    this.#handlers.onClear();
  }

  #later(action) {
    clearTimeout(this.#retryTimer);
    this.#retryTimer = setTimeout(action, RETRY_EVERY_MS);
  }
}

function newId() {
  // randomUUID exists only on https and localhost; a municipal test site may be plain http.
  if (crypto.randomUUID) return crypto.randomUUID();
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
