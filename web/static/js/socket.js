/** The live line over Socket.IO. When it cannot be had, the page goes on over HTTP. */

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

  /** Send {client_id, text | payload} -> the server's receipt {ok, seq, ...}. Throws when none comes. */
  send(message) {
    return this.#socket.timeout(ACK_TIMEOUT_MS).emitWithAck("send", message);
  }

  /** Ask for messages numbered above `after` -> {messages, state}. Throws when no answer comes. */
  sync(after) {
    return this.#socket.timeout(ACK_TIMEOUT_MS).emitWithAck("sync", { after });
  }

  close() {
    this.#socket.removeAllListeners();
    this.#socket.disconnect();
  }
}
