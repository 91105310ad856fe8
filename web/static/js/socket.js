/** The live line over Socket.IO. When it cannot be had, the page goes on over HTTP. */

import { ApiError } from "./api.js";

const ACK_TIMEOUT_MS = 10_000;
const NAMESPACE = "/chat";

/**
 * Open the line for a session. `last()` gives the seq up to which nothing is missing.
 * Handlers: onReplay({messages, state}), onMessage(message), onTyping(on), onUp(), onDown(reason).
 * Returns null when the library cannot be loaded.
 */
export async function openSocket(session, last, handlers) {
  let library;
  try {
    library = await import("../vendor/socket.io.esm.min.js");
  } catch {
    return null; // blocked on the way: HTTP carries the conversation
  }
  const socket = library.io(NAMESPACE, {
    // A function, so that every new attempt asks only for what is still missing.
    auth: (give) => give({ conversation: session.id, token: session.token, last: last() }),
    transports: ["websocket", "polling"],
    tryAllTransports: true,
    reconnectionDelay: 1000,
    reconnectionDelayMax: 5000,
    forceNew: true,
  });
  socket.on("connect", handlers.onUp);
  socket.on("disconnect", handlers.onDown);
  socket.on("connect_error", (error) => handlers.onDown(error.message));
  socket.on("replay", handlers.onReplay);
  socket.on("message", handlers.onMessage);
  socket.on("typing", (event) => handlers.onTyping(Boolean(event?.on)));
  return new ChatSocket(socket);
}

class ChatSocket {
  #socket;

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

  async #ask(event, data) {
    let receipt;
    try {
      receipt = await this.#socket.timeout(ACK_TIMEOUT_MS).emitWithAck(event, data);
    } catch (error) {
      throw new ApiError(String(error), 0);
    }
    if (receipt?.ok) return receipt;
    throw new ApiError(receipt?.detail || receipt?.title || "", receipt?.status ?? 500);
  }

  close() {
    this.#socket.removeAllListeners();
    this.#socket.disconnect();
  }
}
