/**
 * Keeps the conversation whole: sends, receives, catches up, tries again.
 * Socket first, HTTP when the socket is not there. Both may deliver the same message; the store drops doubles.
 */

import { ApiError, messagesAfter, openConversation, sendMessage } from "./api.js";
import { Outbox } from "./outbox.js";
import { clearSession, loadSession, saveSession } from "./session.js";
import { openSocket } from "./socket.js";
import { MessageStore } from "./store.js";

const SYNC_EVERY_MS = 15_000;
// Without a live line a person's words are fetched, so that waiting for them is bearable.
const SYNC_WITHOUT_LINE_MS = 3_000;
const RETRY_EVERY_MS = 3_000;
const GAP_RETRY_MS = 300;
const REPLAY_WITHIN_MS = 2_000;
const SPREAD_MS = 2_000;
const PIECE = 500;
// In a conversation that has just been opened nobody but the assistant can be there.
const NOBODY_ELSE = { name: null, place: null, minutes: null, on_behalf_of: null, callback: null };

export class Conversation {
  #store = new MessageStore();
  #session = null;
  #socket = null;
  #handlers;
  #mode;
  #syncing = null;
  #retryTimer = null;
  #state = "bot";
  #offline = false;
  #gaps = 0;
  #replayTimer = null;
  #outbox = new Outbox({
    store: this.#store,
    deliver: (item) => this.#deliver(item),
    onState: (...change) => this.#handlers.onState(...change),
    onFailure: () => this.sync(),
  });

  /**
   * Handlers: onReplay(messages), onMessage(message), onState(client_id, state, reason),
   * onTyping({author, on, name}), onStanding({state, ...}) with as much as is known of who answers,
   * onRead({by, seq}), onConnection("online" | "offline" | "cannot_open"), onExpired(unsent), onClear().
   * `mode`: "citizen", or "caseworker" for somebody who advises citizens.
   */
  constructor(handlers, mode) {
    this.#handlers = handlers;
    this.#mode = mode;
    this.#tick();
  }

  get isEmpty() {
    return !this.#store.messages().some((message) => message.author === "citizen");
  }

  /** {id, token}, or null while there is no conversation. */
  get session() {
    return this.#session;
  }

  /** Whether news come by themselves. */
  get live() {
    return this.#socket?.connected ?? false;
  }

  /** The number up to which nothing is missing. */
  get newest() {
    return this.#store.contiguous();
  }

  /** Say something over the live line that may be lost. False when there is no line. */
  tell(event, data) {
    return this.#socket?.tell(event, data) ?? false;
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

  /** Leave this conversation. `start()` opens another. */
  leave() {
    this.#leave();
  }

  /** Send a text, or a quick reply with its payload. Shown at once, numbered when the server has it. */
  send({ text, payload = null }) {
    const item = this.#store.addOutgoing({ client_id: newId(), text, payload });
    // The page draws the message first and then hears how it goes.
    queueMicrotask(() => this.#outbox.added());
    return item;
  }

  /** Try failed messages again, each under its old client_id, so that it can never be stored twice. */
  retry() {
    return this.#outbox.retry();
  }

  /** Fetch what is missing. Returns true when the server was reached. Calls at the same time share one request. */
  sync() {
    if (!this.#session) return Promise.resolve(false);
    this.#syncing ??= this.#fetchMissing().finally(() => {
      this.#syncing = null;
    });
    return this.#syncing;
  }

  async #tick() {
    const person = this.#state === "waiting" || this.#state === "caseworker";
    const pause = person && !this.#socket?.connected ? SYNC_WITHOUT_LINE_MS : SYNC_EVERY_MS;
    await new Promise((done) => setTimeout(done, pause));
    await this.sync();
    this.#tick();
  }

  async #open() {
    try {
      const opened = await openConversation(this.#mode);
      this.#session = { id: opened.id, token: opened.token };
      saveSession(this.#mode, this.#session);
      this.#handlers.onStanding({ ...NOBODY_ELSE, state: opened.state });
      this.#receiveAll(opened);
      this.#isOnline();
    } catch {
      this.#offline = true;
      this.#handlers.onConnection("cannot_open");
      this.#later(() => this.#open());
      return;
    }
    await this.#connect();
  }

  async #connect() {
    const session = this.#session;
    const socket = await openSocket(session, () => this.#store.contiguous(), {
      onUp: () => {
        this.#isOnline();
        clearTimeout(this.#replayTimer);
        this.#replayTimer = setTimeout(() => this.sync(), REPLAY_WITHIN_MS);
      },
      onDown: () => this.sync(),
      onReplay: (batch) => {
        clearTimeout(this.#replayTimer);
        this.#receiveAll(batch);
      },
      // All pages are told at once; they must not all ask at once.
      onAsk: () => setTimeout(() => this.sync(), Math.random() * SPREAD_MS),
      onMessage: (message) => {
        this.#receive(message);
        this.#standing({ state: message.state });
      },
      onTyping: (event) => this.#handlers.onTyping(event),
      onStanding: (standing) => this.#standing(standing),
      onRead: (event) => this.#handlers.onRead(event),
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
      this.#receiveAll(batch);
      this.#isOnline();
      // A very long conversation comes in pieces.
      if (batch.messages.length >= PIECE) return await this.#fetchMissing();
      // This request may have been under way before the missing message was stored.
      this.#gaps = this.#store.hasGap() ? this.#gaps + 1 : 0;
      if (this.#gaps > 0) setTimeout(() => this.sync(), Math.min(GAP_RETRY_MS * this.#gaps, SYNC_EVERY_MS));
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
    this.#offline = true;
    this.#handlers.onConnection("offline");
    this.#later(async () => {
      if ((await this.sync()) && !this.#socket) await this.#connect();
    });
    return false;
  }

  #isOnline() {
    this.#handlers.onConnection("online");
    if (this.#offline) this.#outbox.flush();
    this.#offline = false;
  }

  /** Throws ApiError when it did not succeed. */
  async #deliver({ client_id, text, payload }) {
    const body = payload ? { client_id, payload } : { client_id, text };
    if (this.#socket?.connected) await this.#deliverBySocket(body);
    else await this.#deliverByHttp(body);
  }

  async #deliverBySocket(body) {
    // The stored message may differ from what was written: a cpr-number is hidden in it.
    this.#receive(await this.#socket.send(body));
  }

  async #deliverByHttp(body) {
    const session = this.#session;
    if (!session) throw new ApiError("No conversation yet");
    this.#handlers.onTyping({ author: "bot", on: true });
    try {
      const result = await sendMessage(session, body);
      if (session !== this.#session) return;
      this.#receive(result.message);
      for (const message of result.messages) this.#receive(message);
      this.#standing({ state: result.state });
    } finally {
      this.#handlers.onTyping({ author: "bot", on: false });
    }
  }

  #receiveAll({ messages, state }) {
    for (const message of messages) this.#store.add(message);
    const fresh = this.#store.release();
    if (fresh.length > 0) this.#handlers.onReplay(fresh);
    this.#standing({ state });
  }

  #standing(standing) {
    if (standing.state) this.#state = standing.state;
    this.#handlers.onStanding(standing);
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
    this.#outbox.clear();
    clearTimeout(this.#retryTimer);
    clearTimeout(this.#replayTimer);
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
