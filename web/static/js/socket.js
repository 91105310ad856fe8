/** The live line over Socket.IO. When it cannot be had, the page goes on over HTTP. */

import { ApiError } from "./api.js";
import { showNotice } from "./notice.js";
import { lineQuery } from "./line.js";
import { addressOf } from "./place.js";

const ACK_TIMEOUT_MS = 10_000;
const NAMESPACE = "/chat";
const RECONNECT_MS = 2_000;

/**
 * Open the line for a session. `last()` gives the seq up to which nothing is missing.
 * Handlers: onReplay({messages, state}), onMessage(message), onTyping({author, on, name}),
 * onStanding({state, name, place, minutes}), onRead({by, seq}), onUp(), onDown(reason), onAsk() when the server may
 * have lost events on the way to us.
 * Returns null when the library cannot be loaded.
 */
export async function openSocket(session, last, handlers) {
  let library;
  try {
    library = await import("../vendor/socket.io.esm.min.js");
  } catch {
    return null; // blocked on the way: HTTP carries the conversation
  }
  const socket = library.io(addressOf(NAMESPACE), {
    // A function, so that every new attempt asks only for what is still missing.
    auth: (give) => give({ conversation: session.id, token: session.token, last: last() }),
    transports: ["websocket", "polling"],
    tryAllTransports: true,
    query: lineQuery(),
    reconnectionDelay: 1000,
    reconnectionDelayMax: 5000,
    forceNew: true,
  });
  socket.on("connect", handlers.onUp);
  const chat = new ChatSocket(socket);
  const down = (reason) => {
    handlers.onDown(reason);
    // Turned away by the server itself (its database may be away): the library then tries no more.
    if (!socket.active) setTimeout(() => chat.reconnect(), RECONNECT_MS * (1 + Math.random()));
  };
  socket.on("disconnect", down);
  socket.on("connect_error", (error) => down(error.message));
  socket.on("ask", handlers.onAsk);
  socket.on("replay", handlers.onReplay);
  socket.on("message", handlers.onMessage);
  socket.on("typing", (event) => handlers.onTyping(event ?? {}));
  socket.on("state", (standing) => handlers.onStanding(standing ?? {}));
  socket.on("notice", (event) => showNotice(event?.notice ?? null));
  socket.on("read", (event) => handlers.onRead(event ?? {}));
  return chat;
}

class ChatSocket {
  #socket;
  #closed = false;

  constructor(socket) {
    this.#socket = socket;
  }

  get connected() {
    return this.#socket.connected;
  }

  /** Send {client_id, text | payload} -> the stored message. Throws ApiError. */
  async send(message) {
    return (await this.#ask("send", message)).message;
  }

  /** Ask for messages numbered above `after` -> {messages, state}. Throws ApiError. */
  sync(after) {
    return this.#ask("sync", { after });
  }

  /** Say something that may be lost, such as "is writing". False when the line is down. */
  tell(event, data) {
    if (this.#socket.connected) this.#socket.emit(event, data);
    return this.#socket.connected;
  }

  async #ask(event, data) {
    let receipt;
    try {
      receipt = await this.#socket.timeout(ACK_TIMEOUT_MS).emitWithAck(event, data);
    } catch (error) {
      // A line that seems to be up and carries nothing: begin a new one, and go by HTTP meanwhile.
      this.#socket.io.engine?.close();
      throw new ApiError(String(error), 0);
    }
    if (receipt?.ok) return receipt;
    throw new ApiError(receipt?.detail || receipt?.title || "", receipt?.status ?? 500);
  }

  reconnect() {
    if (!this.#closed) this.#socket.connect();
  }

  close() {
    this.#closed = true;
    this.#socket.removeAllListeners();
    this.#socket.disconnect();
  }
}
