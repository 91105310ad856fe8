/** Draws the conversation: messages in order of seq, what is being sent at the end, quick replies, typing. */

import { codeNodes } from "./booking/code_button.js";
import { answerNodes, linkNodes } from "./card.js";
import { clockTime } from "./dates.js";
import { element, spoken, textBlocks } from "./dom.js";
import { bringIntoView, heightOfView } from "./place.js";
import { offerReading, readButton, stopReading } from "./read_aloud.js";
import { loadSession } from "./session.js";
import { STRINGS } from "./strings.js";
import { tableNodes } from "./table.js";
import { thumbButtons } from "./thumbs.js";

export class ConversationView {
  #log;
  #typing;
  #status;
  #onReply;
  #onRetry;
  #outgoing = new Map();
  #spokenTyping = null;
  #readUpTo = 0;

  /** `onReply(button)` when a quick reply is chosen, `onRetry(client_id)` for "Prøv igen". */
  constructor({ log, typing, status, onReply, onRetry }) {
    this.#log = log;
    this.#typing = typing;
    this.#status = status;
    this.#onReply = onReply;
    this.#onRetry = onRetry;
    offerReading(log);
  }

  /** Draw many messages at once without a screen reader reading the whole conversation aloud. */
  replay(messages) {
    this.#log.setAttribute("aria-live", "off");
    for (const message of messages) this.#place(message);
    this.#settleReplies();
    // A greeting alone is read from the top of the page; a conversation is taken up where it was left.
    if (messages.some((message) => message.author === "citizen")) this.#reveal(this.#log.lastElementChild, { smooth: false });
    // Browsers collect changes for the screen reader: switch back on when this change is done.
    setTimeout(() => this.#log.setAttribute("aria-live", "polite"), 500);
  }

  /** Draw one message; what was being sent under its client_id is replaced by it. */
  show(message) {
    const node = this.#place(message);
    this.#settleReplies();
    if (message.author !== "citizen") {
      this.setTyping(false);
      this.#spokenTyping = null;
    }
    this.#reveal(node);
  }

  showOutgoing({ client_id, text }) {
    const node = messageNode({ author: "citizen", text, created_at: new Date().toISOString() });
    this.#outgoing.set(client_id, node);
    this.setState(client_id, "sending");
    this.#log.append(node);
    this.#settleReplies();
    this.#reveal(node);
  }

  /** Show "Sender", "Sendt", or "Ikke sendt" with the reason or a button to try again. */
  setState(client_id, state, reason = "") {
    const node = this.#outgoing.get(client_id);
    if (!node) return;
    const place = showState(node, state);
    if (state === "refused" && reason) {
      place.append(` ${reason}`);
      this.announce(reason);
    }
    if (state !== "failed") return;
    const button = element("button", { type: "button", class: "retry-button" }, STRINGS.retry);
    button.addEventListener("click", () => this.#onRetry(client_id));
    place.append(" ", button);
    this.announce(STRINGS.deliveryFailedSpoken);
  }

  /** The dots are for the eye; the words are said once for each message. `who` = the person's name, "" = the assistant. */
  setTyping(on, who = "") {
    const text = who ? STRINGS.personTyping(who) : STRINGS.typing;
    this.#typing.hidden = !on;
    if (on) this.#typing.querySelector(".typing-who").textContent = text;
    if (on && this.#spokenTyping !== text) this.announce(`${text} …`);
    if (!on && this.#spokenTyping) this.announce("");
    // A person stops and goes on many times for one message.
    if (on || this.#spokenTyping === STRINGS.typing) this.#spokenTyping = on ? text : null;
  }

  /** A caseworker has seen everything up to `seq`: "Set" under the citizen's own messages. */
  setRead(seq) {
    if (!(seq > this.#readUpTo)) return;
    this.#readUpTo = seq;
    for (const node of this.#log.children) this.#showRead(node);
  }

  #showRead(node) {
    if (node.dataset.author === "citizen" && Number(node.dataset.seq) <= this.#readUpTo) showState(node, "read");
  }

  announce(text) {
    this.#status.textContent = text;
  }

  clear() {
    stopReading();
    this.#log.replaceChildren();
    this.#outgoing.clear();
    this.setTyping(false);
    this.#spokenTyping = null;
    this.#readUpTo = 0;
  }

  #place(message) {
    const own = this.#outgoing.get(message.client_id);
    const node = own ? confirmed(own, message) : messageNode(message, (button) => this.#onReply(button));
    this.#outgoing.delete(message.client_id);
    this.#showRead(node);
    // Whoever answers has read what stands before; the server counts it so too.
    if (message.author === "caseworker") this.setRead(message.seq);
    const others = [...this.#log.children].filter((other) => other !== node);
    const later = others.find((other) => Number(other.dataset.seq ?? Infinity) > message.seq) ?? null;
    // Moving an element that is in its place already would make a screen reader read it again.
    if (node.parentNode !== this.#log || node.nextElementSibling !== later) this.#log.insertBefore(node, later);
    return node;
  }

  /** Only the replies to what was said last can be pressed. Earlier ones stay as text, the chosen one marked. */
  #settleReplies() {
    const nodes = [...this.#log.children];
    const lastOwn = nodes.findLastIndex((node) => node.dataset.author === "citizen");
    for (const [index, node] of nodes.entries()) {
      const list = node.querySelector(".quick-replies");
      if (!list || index > lastOwn || list.dataset.used) continue;
      list.dataset.used = "true";
      list.setAttribute("aria-label", STRINGS.quickRepliesUsed);
      const next = nodes.slice(index + 1).find((other) => other.dataset.author === "citizen");
      const chosen = next?.querySelector(".message-body")?.textContent;
      for (const button of list.querySelectorAll("button")) button.replaceWith(usedReply(button.textContent, chosen));
    }
  }

  /** Bring a message into view: its end, or its beginning when it is taller than the window. */
  #reveal(node, { smooth = true } = {}) {
    const tall = node.getBoundingClientRect().height > heightOfView() * 0.6;
    bringIntoView(node, { smooth, block: tall ? "start" : "end" });
  }
}

function messageNode(message, onReply) {
  const { author, name } = message;
  const body = element("div", { class: "message-body" }, bodyNodes(message), linkNodes(message.answer), codeOf(message));
  const node = element(
    "div",
    { class: `message message-${author}`, "data-author": author, "data-seq": message.seq },
    spoken(`${name ? STRINGS.personSays(name) : (STRINGS.author[author] ?? STRINGS.author.system)} `),
    body,
    metaNode(message),
    author === "citizen" ? null : element("div", { class: "message-tools" }, thumbButtons(message), readButton(body)),
  );
  const replies = replyList(message.buttons, onReply);
  if (replies) node.append(replies);
  return node;
}

/** Below a booking: its code, for whoever asks. Only citizens book. */
function codeOf({ answer }) {
  const number = answer?.booking?.number;
  return number ? element("div", { class: "booking-code-place" }, codeNodes(number, () => loadSession("citizen"))) : null;
}

function bodyNodes({ author, text, answer }) {
  if (answer?.table) return tableNodes(answer);
  if (answer?.rules?.length > 0) return answerNodes(answer);
  return textBlocks(text, { links: author !== "citizen" });
}

/** The citizen's message has come back from the server, perhaps with a cpr-number hidden in it. */
function confirmed(node, message) {
  node.dataset.seq = message.seq;
  const body = node.querySelector(".message-body");
  const blocks = textBlocks(message.text);
  const text = blocks.map((block) => block.textContent).join("");
  if (body.textContent !== text) body.replaceChildren(...blocks);
  showState(node, "sent");
  return node;
}

function showState(node, state) {
  const meta = node.querySelector(".message-meta");
  const before = meta.querySelector(".message-state");
  if (before?.dataset.state === state) return before; // nothing new for a screen reader
  const place = element("span", { class: "message-state", "data-state": state }, STRINGS.delivery[state]);
  before?.remove();
  meta.append(place);
  return place;
}

function metaNode({ author, name: person, created_at }) {
  const time = element("time", { datetime: created_at }, STRINGS.at(clockTime(created_at)));
  // The spoken name stands before the text already.
  const name = element("span", { "aria-hidden": "true" }, person || (STRINGS.authorShort[author] ?? ""));
  return element("p", { class: "message-meta" }, name, " ", time, " ");
}

function replyList(buttons, onReply) {
  if (!buttons || buttons.length === 0 || !onReply) return null;
  const items = buttons.map((button) => {
    const control = element("button", { type: "button", class: "quick-reply" }, button.title);
    control.addEventListener("click", () => onReply(button));
    return element("li", {}, control);
  });
  return element("ul", { class: "quick-replies nobullet-list", "aria-label": STRINGS.quickReplies }, items);
}

function usedReply(title, chosenText) {
  const chosen = title === chosenText;
  const style = chosen ? "quick-reply-used quick-reply-chosen" : "quick-reply-used";
  return element("span", { class: style }, title, chosen ? spoken(` ${STRINGS.chosen}`) : null);
}
