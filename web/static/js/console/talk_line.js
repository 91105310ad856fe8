/** Keeps one conversation whole for staff: sends, receives, catches up, tries again. Draws nothing. */

import { ApiError } from "../api.js";
import { Outbox } from "../outbox.js";
import { MessageStore } from "../store.js";
import { csrfToken, showEnded } from "./request.js";
import { openLine } from "./staff_socket.js";

const SYNC_EVERY_MS = 15_000;
const RETRY_MS = 3_000;
const GAP_RETRY_MS = 300;
const TIMEOUT_MS = 12_000;

export class TalkLine {
  #store = new MessageStore();
  #outbox;
  #id;
  #base;
  #handlers;
  #line = null;
  #syncing = null;
  #down = false;
  #again = 0;

  /**
   * Handlers: onMessage(message), onState({state, mine, name}), onRead(seq), onTyping(on),
   * onDelivery(client_id, state, reason), onLine(up), onQueue(). `shown` = what the page holds already: [{seq, client_id}].
   */
  constructor(id, shown, handlers) {
    this.#id = id;
    this.#base = `/sagsbehandler/samtale/${id}`;
    this.#handlers = handlers;
    for (const message of shown) this.#store.add(message);
    this.#store.release();
    this.#outbox = new Outbox({
      store: this.#store,
      deliver: (item) => this.#deliver(item),
      onState: handlers.onDelivery,
      onFailure: () => this.sync(),
    });
    setInterval(() => this.sync(), SYNC_EVERY_MS);
    window.addEventListener("online", () => this.sync());
    window.addEventListener("focus", () => this.sync());
  }

  /** Open the live line. Without it everything goes over HTTP. */
  async start() {
    const mine = (handle) => (data) => data?.conversation === this.#id && handle(data);
    this.#line = await openLine({
      up: () => this.#join(),
      message: mine((message) => this.#receive(message)),
      read: mine(({ by, seq }) => by === "citizen" && this.#handlers.onRead(seq)),
      typing: mine(({ author, on }) => author === "citizen" && this.#handlers.onTyping(on)),
      // Whose it is now the event cannot tell for this reader; the answer to a question can.
      state: mine(() => this.sync()),
      queue: () => this.#handlers.onQueue(),
    });
  }

  /** Messages not yet confirmed. */
  get unsent() {
    return this.#store.unsent();
  }

  /** Send a text -> {client_id, text}. */
  send(text) {
    const item = this.#store.addOutgoing({ client_id: newId(), text });
    // The page draws the message first, then hears how it goes.
    queueMicrotask(() => this.#outbox.added());
    return item;
  }

  /** Try what failed again, under the same client_id, so that it can never be stored twice. */
  retry() {
    return this.#outbox.retry();
  }

  /** Say that the caseworker writes, or has stopped. */
  typing(on) {
    this.#line?.tell("typing", { conversation: this.#id, on });
  }

  /** Say that everything up to the newest message has been seen. */
  read() {
    const seq = this.#store.contiguous();
    if (seq === 0) return;
    if (this.#line?.connected) this.#line.tell("read", { conversation: this.#id, seq });
    else this.#post("laest", { seq }).catch(() => {});
  }

  /** Fetch what is missing. Calls at the same time share one request. */
  sync() {
    this.#syncing ??= this.#fetchMissing().finally(() => {
      this.#syncing = null;
    });
    return this.#syncing;
  }

  async #join() {
    try {
      await this.#line?.ask("join", { conversation: this.#id });
    } catch {
      // Not let in: the page still asks for news by itself.
    }
    await this.sync();
  }

  async #fetchMissing() {
    try {
      const path = `${this.#base}/beskeder?after=${this.#store.contiguous()}`;
      const response = await fetch(path, {
        headers: { Accept: "application/json" }, cache: "no-store", signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      if (!response.ok) throw new ApiError("", response.status);
      const found = await response.json();
      for (const message of found.messages) this.#take(message);
      this.#handlers.onRead(found.read_by_citizen);
      this.#handlers.onState(found);
      this.#handlers.onLine(true);
      if (this.#down) this.#outbox.flush();
      this.#down = false;
      if (this.#store.hasGap()) setTimeout(() => this.sync(), GAP_RETRY_MS);
    } catch (error) {
      if (error.status === 401) showEnded();
      else if (error.status === 403) this.#handlers.onState({ state: "hidden", mine: false });
      else if (error.status === 404) this.#handlers.onState({ state: "gone", mine: false });
      else {
        this.#down = true;
        this.#handlers.onLine(false);
        clearTimeout(this.#again);
        this.#again = setTimeout(() => this.sync(), RETRY_MS);
      }
    }
  }

  async #deliver({ client_id, text }) {
    const body = { client_id, text };
    try {
      const receipt = this.#line?.connected
        ? await this.#line.ask("send", { ...body, conversation: this.#id })
        : await this.#post("svar", body);
      this.#receive(receipt.message);
    } catch (error) {
      if (error.status === 401) showEnded();
      throw error instanceof ApiError ? error : new ApiError(String(error), 0);
    }
  }

  async #post(part, fields) {
    const response = await fetch(`${this.#base}/${part}`, {
      method: "POST",
      headers: { Accept: "application/json", "X-CSRF-Token": csrfToken() },
      body: new URLSearchParams(fields),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const answer = await response.json();
    if (response.ok) return answer;
    throw new ApiError(answer.detail ?? "", response.status);
  }

  #take(message) {
    this.#store.add(message);
    for (const fresh of this.#store.release()) this.#handlers.onMessage(fresh);
  }

  #receive(message) {
    this.#take(message);
    if (this.#store.hasGap()) this.sync();
  }
}

function newId() {
  // randomUUID exists only on https and localhost; a municipal test site may be plain http.
  if (crypto.randomUUID) return crypto.randomUUID();
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
