/** The live line for staff. When it cannot be had, the pages go on by asking every 15 seconds. */

import { ApiError } from "../api.js";
import { lineQuery } from "../line.js";

const ACK_TIMEOUT_MS = 10_000;
const ASK_WITHIN_MS = 2_000;

/**
 * Open the line. `handlers`: event name -> function(data), besides `up()` and `down()`.
 * Returns {connected, ask(event, data)}, or null when the library cannot be loaded.
 */
export async function openLine(handlers) {
  let library;
  try {
    library = await import("../../vendor/socket.io.esm.min.js");
  } catch {
    return null; // blocked on the way: asking over HTTP carries the page
  }
  const socket = library.io("/staff", {
    transports: ["websocket", "polling"],
    tryAllTransports: true,
    query: lineQuery(),
    reconnectionDelay: 1000,
    reconnectionDelayMax: 5000,
    forceNew: true,
  });
  const { up, down, ...events } = handlers;
  socket.on("connect", () => up?.());
  // Something may have been missed by everybody at once; all asking in the same moment would be a new trouble.
  socket.on("ask", () => setTimeout(() => up?.(), Math.random() * ASK_WITHIN_MS));
  socket.on("disconnect", () => down?.());
  socket.on("connect_error", () => down?.());
  for (const [event, handler] of Object.entries(events)) socket.on(event, handler);
  return {
    get connected() {
      return socket.connected;
    },
    /** Ask and wait -> the answer. Throws ApiError. */
    async ask(event, data) {
      let receipt;
      try {
        receipt = await socket.timeout(ACK_TIMEOUT_MS).emitWithAck(event, data);
      } catch {
        throw new ApiError("", 0);
      }
      if (receipt?.ok) return receipt;
      throw new ApiError(receipt?.detail ?? "", receipt?.status ?? 500);
    },
    /** Tell without waiting; lost when the line is down. */
    tell(event, data) {
      if (socket.connected) socket.emit(event, data);
    },
  };
}
