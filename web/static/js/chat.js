/** Puts the parts of the chat together, on our own page and in the widget alike. */

import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { askForNotice } from "./notice.js";
import { PersonPart } from "./person.js";
import { find } from "./place.js";
import { Rights } from "./rights.js";
import { loadSession } from "./session.js";
import { STRINGS } from "./strings.js";
import { ConversationView } from "./view.js";

export class Chat {
  #mode;
  #replayed = false;
  #restartText = find("restart-text").textContent;
  #onSaid;
  #onDeleted;
  #onRestarted;
  #view;
  #conversation;
  #rights;
  #composer;
  #person;

  /**
   * `mode`: "citizen" or "caseworker". `onSaid(messages)` gets what somebody else has said since the chat was opened;
   * `onDeleted()` is called instead of beginning a new conversation when the old one has been deleted; `onRestarted()`
   * when another conversation has taken the place of the old one.
   */
  constructor(mode, { onSaid = () => {}, onDeleted = null, onRestarted = () => {} } = {}) {
    this.#mode = mode;
    this.#onSaid = onSaid;
    this.#onDeleted = onDeleted;
    this.#onRestarted = onRestarted;
    const keepFocus = () => this.#keepFocus();
    this.#view = this.#makeView(keepFocus);
    this.#conversation = new Conversation(this.#handlers(), mode);
    this.#rights = new Rights({
      session: () => this.#conversation.session,
      announce: (text) => this.#view.announce(text),
      onDeleted: () => this.#deleted(),
    });
    this.#composer = new Composer({
      form: find("composer"),
      input: find("message-input"),
      hint: find("message-error"),
      counter: find("message-counter"),
      onSend: (text) => this.#send({ text }),
    });
    this.#person = new PersonPart({
      conversation: this.#conversation, view: this.#view, keepFocus, onFetched: (news) => this.#tellOthers(news),
    });
    this.#listen();
    askForNotice(() => !this.#conversation.live);
  }

  /** Take up the conversation of this tab, or open a new one. */
  start() {
    this.#person.begin(loadSession(this.#mode) !== null);
    return this.#conversation.start();
  }

  /** Say something to whoever cannot see it. */
  announce(text) {
    this.#view.announce(text);
  }

  /** Put the focus where the citizen writes. */
  focus() {
    this.#composer.focus();
  }

  #makeView(keepFocus) {
    return new ConversationView({
      log: find("chat-log"),
      typing: find("typing"),
      status: find("chat-status"),
      onReply: ({ title, payload }) => {
        this.#send({ text: title, payload });
        keepFocus();
      },
      onRetry: () => this.#conversation.retry(),
    });
  }

  #handlers() {
    return {
      onReplay: (messages) => this.#replay(messages),
      onMessage: (message) => this.#show([message]),
      onState: (client_id, state, reason) => this.#view.setState(client_id, state, reason),
      onTyping: (event) => this.#person.typing(event),
      onStanding: (news) => {
        this.#person.hear(news);
        this.#tellOthers(news);
      },
      onRead: ({ by, seq }) => this.#view.setRead(by === "staff" ? seq : 0),
      onConnection: (state) => this.#showConnection(state),
      onExpired: (unsent) => {
        this.#view.announce(STRINGS.expired);
        unsent.forEach(({ text, payload }) => this.#send({ text, payload }));
        this.#onRestarted();
      },
      onClear: () => this.#clear(),
    };
  }

  #listen() {
    find("restart").addEventListener("click", () => this.#askToRestart());
    find("restart-dialog").addEventListener("close", (event) => {
      if (event.target.returnValue === "yes") this.#restart();
    });
    window.addEventListener("online", () => this.#conversation.sync());
    window.addEventListener("focus", () => this.#conversation.sync());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") this.#conversation.sync();
    });
  }

  /** The first batch is history and is drawn silently; later ones are news and are read aloud. */
  #replay(messages) {
    if (this.#replayed) return this.#show(messages);
    this.#replayed = true;
    this.#view.replay(messages);
    this.#person.saw(messages);
    return undefined;
  }

  #show(messages) {
    messages.forEach((message) => this.#view.show(message));
    this.#person.saw(messages);
    const said = messages.filter(({ author }) => author !== "citizen");
    if (said.length > 0) this.#onSaid(said);
  }

  #clear() {
    this.#view.clear();
    this.#person.clear();
    this.#replayed = false;
    this.#rights.clear();
  }

  /** How the conversation stands also says whether a talk may be rated and what a person has read. */
  #tellOthers(news) {
    this.#rights.standing(news);
    this.#view.setRead(news.read_by_staff);
  }

  #send(message) {
    this.#person.sent();
    this.#view.showOutgoing(this.#conversation.send(message));
  }

  /** What had the focus has gone (a pressed quick reply turns into text), so it must go somewhere sensible. */
  #keepFocus() {
    // On a phone the field would bring up the keyboard and cover the answer.
    if (window.matchMedia("(pointer: coarse)").matches) find("chat-log").focus({ preventScroll: true });
    else this.#composer.focus();
  }

  #showConnection(state) {
    const banner = find("connection");
    const text = { offline: STRINGS.offline, cannot_open: STRINGS.cannotOpen }[state] ?? "";
    if (banner.textContent === text) return;
    banner.textContent = text;
    banner.hidden = text === "";
    if (state === "online" && this.#replayed) this.#view.announce(STRINGS.online);
  }

  #askToRestart() {
    if (this.#conversation.isEmpty && !this.#person.lossOnRestart) return this.#restart();
    find("restart-text").textContent = this.#person.lossOnRestart ?? this.#restartText;
    find("restart-dialog").showModal();
    return undefined;
  }

  async #restart() {
    this.#person.letGo();
    await this.#conversation.restart();
    this.#view.announce(STRINGS.restarted);
    this.#onRestarted();
    this.#composer.focus();
  }

  async #deleted() {
    if (!this.#onDeleted) return this.#restart();
    this.#conversation.leave();
    return this.#onDeleted();
  }
}
