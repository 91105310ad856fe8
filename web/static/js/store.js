/**
 * What the page knows about the conversation. Pure: no network, no screen.
 *
 * The server numbers the messages of a conversation 1, 2, 3 ... (seq). A message that is being sent has a client_id
 * and no seq yet. The store drops doubles, whichever way they arrive, and knows when one is missing.
 */

export class MessageStore {
  #bySeq = new Map();
  #outgoing = new Map();
  #released = 0;

  /**
   * Take in a message from the server.
   * Returns "new", "confirmed" (one of our own came back), or "known" (seen before).
   */
  add(message) {
    if (!Number.isInteger(message?.seq) || message.seq < 1) throw new TypeError("A message needs a seq");
    if (this.#bySeq.has(message.seq)) return "known";
    this.#bySeq.set(message.seq, message);
    const own = this.#outgoing.get(message.client_id);
    if (!own) return "new";
    this.#outgoing.delete(message.client_id);
    return "confirmed";
  }

  /** Remember a message that the citizen has just written. */
  addOutgoing({ client_id, text, payload = null }) {
    const item = { client_id, text, payload, state: "sending" };
    this.#outgoing.set(client_id, item);
    return item;
  }

  /** Set "sending", "failed" (may be tried again) or "refused" (may not); null when the message has already come back or is unknown. */
  setState(client_id, state) {
    const item = this.#outgoing.get(client_id);
    if (!item) return null;
    item.state = state;
    return item;
  }

  outgoing(client_id) {
    return this.#outgoing.get(client_id) ?? null;
  }

  /** A message that the server has taken is no longer to be sent. */
  forget(client_id) {
    this.#outgoing.delete(client_id);
  }

  /** Messages not yet confirmed, oldest first. */
  unsent() {
    return [...this.#outgoing.values()];
  }

  /** The number up to which nothing is missing: what to ask for is everything after it. */
  contiguous() {
    let seq = 0;
    while (this.#bySeq.has(seq + 1)) seq += 1;
    return seq;
  }

  /**
   * The messages that may be shown now: those not shown before, up to the first that is missing.
   * An answer can overtake its question when one comes by socket and the other by HTTP; it waits here.
   */
  release() {
    const upTo = this.contiguous();
    const fresh = this.messages().filter(({ seq }) => seq > this.#released && seq <= upTo);
    this.#released = upTo;
    return fresh;
  }

  hasGap() {
    return this.#bySeq.size > this.contiguous();
  }

  /** All confirmed messages in the order of the conversation. */
  messages() {
    return [...this.#bySeq.values()].sort((one, other) => one.seq - other.seq);
  }

  clear() {
    this.#bySeq.clear();
    this.#outgoing.clear();
    this.#released = 0;
  }
}
