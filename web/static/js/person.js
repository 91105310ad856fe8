/** Everything on the page that has to do with a person: who answers, waiting, talking, being called. */

import { callOff, fetchStanding, leavePerson, markRead } from "./api.js";
import { CallbackForm } from "./callback.js";
import { Confirmation, setShown, setText } from "./panel.js";
import { find, onScroll } from "./place.js";
import { Standing } from "./standing.js";
import { PERSON } from "./strings_person.js";
import { TabTitle } from "./tab_title.js";
import { TypingSignal } from "./typing_signal.js";
import { WaitingPanel } from "./waiting.js";

const REFRESH_EVERY_MS = 15_000;
// Without a live line what a person writes must be fetched, and not only four times a minute.
const FETCH_EVERY_MS = 4_000;
// When "has stopped writing" is lost on the way, the sign goes by itself.
const TYPING_FOR_MS = 8_000;
// Messages that may have changed more than who answers.
const TELLING_TOPICS = ["callback_wish", "on_behalf", "forget_me", "leave_queue"];

export class PersonPart {
  #conversation;
  #view;
  #keepFocus;
  #standing;
  #confirmation = new Confirmation();
  #waiting;
  #callback;
  #signal;
  #title = new TabTitle();
  #typingEnds = null;
  #readUpTo = 0;
  /** The newest message of the system, such as an agreement: staff are told when it was seen. */
  #toldUpTo = 0;
  #authority = find("main").dataset.authority;

  /**
   * `keepFocus()` puts the focus somewhere sensible when what had it goes away; `onFetched(standing)` gets the whole
   * standing each time it was fetched.
   */
  constructor({ conversation, view, keepFocus, onFetched }) {
    this.#conversation = conversation;
    this.#view = view;
    this.#keepFocus = keepFocus;
    this.#standing = new Standing({
      fetch: async () => {
        const { session } = conversation;
        const whole = await fetchStanding(session);
        if (session === conversation.session) onFetched(whole);
        return whole;
      },
      onChange: (now, before) => this.#draw(now, before),
    });
    const announce = (text) => this.#announce(text);
    this.#callback = new CallbackForm({
      session: () => conversation.session, keepFocus, announce,
      onSent: () => this.#wishSent(),
      onCallOff: () => this.#confirmation.ask(PERSON.callOff, () => this.#do(callOff)),
    });
    this.#waiting = new WaitingPanel({
      keepFocus, announce,
      onLeave: () => this.#confirmation.ask(PERSON.leave, () => this.#do(leavePerson)),
      onCallMe: () => this.#callback.open(),
    });
    this.#signal = new TypingSignal((on) => conversation.tell("typing", { on }));
    find("end-talk").addEventListener("click", () => this.#confirmation.ask(PERSON.end, () => this.#do(leavePerson)));
    find("message-input").addEventListener("input", (event) => this.#wrote(event.target.value));
    window.addEventListener("focus", () => this.#markRead());
    onScroll(() => this.#markRead());
    document.addEventListener("visibilitychange", () => this.#markRead());
    setInterval(() => this.#refresh(), REFRESH_EVERY_MS);
    setInterval(() => {
      if (this.#standing.withPerson && !conversation.live) conversation.sync();
    }, FETCH_EVERY_MS);
  }

  /** The page opens. Of a conversation that is taken up again it is not known yet who answers. */
  begin(takenUp) {
    setText(find("who-answers"), takenUp ? PERSON.loading : PERSON.answers.bot());
  }

  /** News of who answers, whole or half. */
  hear(news) {
    this.#standing.hear(news);
  }

  /** Messages that were just shown, in their order. */
  saw(messages) {
    this.#callback.follow(messages);
    this.#toldUpTo = messages.findLast(({ author }) => author === "system")?.seq ?? this.#toldUpTo;
    const said = messages.findLast(({ author }) => author !== "citizen");
    if (said) this.#title.news(said.name);
    if (messages.some(({ answer }) => TELLING_TOPICS.includes(answer?.topic) || answer?.handoff)) this.#standing.refresh();
    this.#markRead();
  }

  /** Somebody else begins or stops writing: {author, on, name}. */
  typing({ author, on, name }) {
    const ofPerson = author === "caseworker";
    // The assistant may still be thinking when a person is asked for; it will not be heard.
    if (ofPerson ? this.#standing.now.state !== "caseworker" : this.#standing.withPerson) return;
    clearTimeout(this.#typingEnds);
    this.#view.setTyping(Boolean(on), ofPerson ? name || this.#standing.now.name || "" : "");
    if (on && ofPerson) this.#typingEnds = setTimeout(() => this.#view.setTyping(false), TYPING_FOR_MS);
  }

  /** A message of the citizen is on its way. */
  sent() {
    this.#signal.stop();
  }

  /** What is lost besides the text when another conversation is begun now; null when nothing is. */
  get lossOnRestart() {
    return PERSON.restart[this.#standing.now.state] ?? null;
  }

  /** The citizen begins another conversation: nobody shall wait in vain for an answer in this one. */
  letGo() {
    // Not waited for: the citizen goes on at once, and whoever looks after silent talks finds this one too.
    if (this.#standing.withPerson) leavePerson(this.#conversation.session).catch(() => null);
  }

  /** Another conversation begins. */
  clear() {
    this.#confirmation.drop();
    this.#signal.stop();
    this.#standing.clear();
    this.#callback.clear();
    this.#readUpTo = this.#toldUpTo = 0;
    this.#draw(this.#standing.now, this.#standing.now);
  }

  #draw(now, before) {
    if (now.state !== before.state) {
      this.#confirmation.drop();
      find("person-failed").hidden = true;
    }
    // While a person is asked for, the assistant's suggestions would be answered by nobody.
    find("main").dataset.answers = now.state ?? "bot";
    const answers = PERSON.answers[now.state] ?? PERSON.answers.bot;
    const text = answers(now.name, this.#authority);
    setText(find("who-answers"), text);
    // What stands there from the beginning is read with the page.
    if (before.state !== null && (now.state !== before.state || now.name !== before.name)) this.#announce(text);
    this.#waiting.show(now, before);
    this.#callback.show(now);
    setShown(find("end-talk"), now.state === "caseworker", this.#keepFocus);
    setText(find("on-behalf"), now.on_behalf_of ? PERSON.onBehalf(now.on_behalf_of) : "");
    find("on-behalf").hidden = !now.on_behalf_of;
    if (now.state !== before.state) {
      this.#view.setTyping(false);
      this.#markRead();
    }
    if (!this.#standing.withPerson) this.#signal.stop();
  }

  #wrote(text) {
    if (this.#standing.withPerson) this.#signal.wrote(text);
  }

  #refresh() {
    if (this.#conversation.session && this.#standing.withPerson) this.#standing.refresh();
  }

  async #wishSent() {
    const { session } = this.#conversation;
    // Who is called need not wait. The wish is safe by now.
    if (this.#standing.now.state === "waiting") await leavePerson(session).catch(() => null);
    this.#catchUp();
  }

  /** Do what the citizen has confirmed, and show what has become of it. */
  async #do(call) {
    let failed = "";
    try {
      await call(this.#conversation.session);
      this.#keepFocus();
    } catch (error) {
      // 409: it has come to an end meanwhile. The news of that is on its way.
      if (error.status !== 409) failed = PERSON.failed;
    }
    setText(find("person-failed"), failed);
    find("person-failed").hidden = failed === "";
    this.#catchUp();
  }

  #catchUp() {
    this.#conversation.sync();
    this.#standing.refresh();
  }

  /** Tell the person what the citizen has seen: the newest message in the window of a page in use. */
  #markRead() {
    const { session, newest } = this.#conversation;
    const wanted = this.#standing.withPerson ? newest : this.#toldUpTo;
    if (!session || wanted <= this.#readUpTo) return;
    if (document.visibilityState !== "visible" || !document.hasFocus() || !lastIsInView()) return;
    this.#readUpTo = newest;
    if (!this.#conversation.tell("read", { seq: newest })) markRead(session, newest).catch(() => null);
  }

  #announce(text) {
    setText(find("person-status"), text);
  }
}

/** Whether the end of the conversation can be seen over the field. */
function lastIsInView() {
  const last = find("chat-log").lastElementChild?.getBoundingClientRect();
  return Boolean(last) && last.top < find("composer").getBoundingClientRect().top && last.bottom > 0;
}
