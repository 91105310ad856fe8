/** Draws the conversation for staff, as web/templates/console/_message.html does. */

import { clockTime } from "../dates.js";
import { element } from "../dom.js";
import { TALK_STRINGS } from "../strings_console_chat.js";

// Closer to the end than this, the reader follows along.
const AT_THE_END_PX = 80;

export class TalkView {
  #log;
  #news;
  #ownName;
  #onRetry;
  #outgoing = new Map();

  constructor({ log, news, ownName, onRetry }) {
    this.#log = log;
    this.#news = news;
    this.#ownName = ownName;
    this.#onRetry = onRetry;
    this.toEnd();
  }

  /** What the server has drawn: [{seq, client_id}]. */
  shown() {
    return [...this.#log.querySelectorAll("[data-seq]")].map((node) => {
      return { seq: Number(node.dataset.seq), client_id: node.dataset.client ?? null };
    });
  }

  /** Draw a message; what was being sent under its client_id is replaced by it. True when it is somebody else's. */
  show(message) {
    const follow = this.#atTheEnd();
    const own = this.#outgoing.get(message.client_id);
    this.#outgoing.delete(message.client_id);
    const node = messageNode(message, this.#ownName);
    const later = [...this.#log.children].find((other) => Number(other.dataset.seq ?? Infinity) > message.seq);
    if (own) own.remove();
    this.#log.insertBefore(node, later === own ? null : later ?? this.#firstOutgoing());
    if (follow || own) this.toEnd();
    if (!own) this.say(`${TALK_STRINGS.spoken[message.author] ?? ""} ${message.text}`);
    return !own;
  }

  showOutgoing({ client_id, text }) {
    const node = messageNode({ author: "caseworker", text, created_at: new Date().toISOString() }, null);
    this.#outgoing.set(client_id, node);
    this.#log.append(node);
    this.setState(client_id, "sending");
    this.toEnd();
  }

  setState(client_id, state, reason = "") {
    const node = this.#outgoing.get(client_id);
    if (!node) return;
    const place = stateNode(node, state);
    if (reason) place.append(` ${reason}`);
    if (state === "failed") {
      const button = element("button", { type: "button", class: "retry-button" }, TALK_STRINGS.retry);
      button.addEventListener("click", () => this.#onRetry(client_id));
      place.append(" ", button);
      this.say(TALK_STRINGS.failedSpoken);
    } else if (reason) this.say(reason);
  }

  /** The citizen has seen everything up to `seq`. */
  seenUpTo(seq) {
    const nodes = [...this.#log.querySelectorAll('[data-author="caseworker"][data-seq]')];
    const fresh = nodes.filter((node) => Number(node.dataset.seq) <= seq && !node.querySelector('[data-state="seen"]'));
    for (const node of fresh) stateNode(node, "seen");
    return fresh.length > 0;
  }

  say(text) {
    this.#news.textContent = text;
  }

  toEnd() {
    this.#log.scrollTop = this.#log.scrollHeight;
  }

  #firstOutgoing() {
    return [...this.#outgoing.values()].find((node) => node.parentNode === this.#log) ?? null;
  }

  #atTheEnd() {
    return this.#log.scrollHeight - this.#log.scrollTop - this.#log.clientHeight < AT_THE_END_PX;
  }
}

function messageNode({ seq, author, name, text, created_at, client_id, answer }, ownName) {
  const own = author === "caseworker" && (ownName === null || name === ownName);
  const who = own ? TALK_STRINGS.you : author === "caseworker" && name ? name : TALK_STRINGS.author[author] ?? author;
  const node = element(
    "div",
    { class: `talk-message talk-${author}`, "data-seq": seq, "data-author": author, "data-client": client_id },
    element(
      "p",
      { class: "talk-meta" },
      element("strong", {}, who), " ",
      element("time", { datetime: created_at }, TALK_STRINGS.at(clockTime(created_at))), " ",
    ),
    element("div", { class: "talk-body" }, text),
    ruleNode(answer?.rules),
  );
  if (author === "caseworker" && seq) stateNode(node, "sent");
  return node;
}

function ruleNode(rules) {
  if (!rules || rules.length === 0) return null;
  const links = rules.map(({ id, title }) => {
    return element("a", { href: `/regler/${encodeURIComponent(id)}`, target: "_blank", rel: "noopener" }, title ?? id);
  });
  return element("p", { class: "talk-rules" }, TALK_STRINGS.rules, links.flatMap((link, at) => (at ? [", ", link] : [link])));
}

function stateNode(node, state) {
  const place = element("span", { class: "talk-state", "data-state": state }, TALK_STRINGS.delivery[state]);
  node.querySelector(".talk-state")?.remove();
  node.querySelector(".talk-meta").append(place);
  return place;
}
