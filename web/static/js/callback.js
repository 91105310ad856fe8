/** The form for being called, and what has been agreed. Nothing of it is kept in the browser. */

import { ApiError, wishCallback } from "./api.js";
import { clockTime, longDate } from "./dates.js";
import { reveal, setShown, setText } from "./panel.js";
import { danishNumber } from "./phone.js";
import { find } from "./place.js";
import { PERSON } from "./strings_person.js";

const WORDS = PERSON.callback;
const FIELDS = ["phone", "name", "wish"];

export class CallbackForm {
  #panel = find("callback-panel");
  #form = find("callback-form");
  #agreed = find("agreed-panel");
  #session;
  #onSent;
  #keepFocus;
  #announce;
  #offered = false;
  #opened = false;
  #sending = false;

  /** `session()` -> {id, token}; `onSent()` when the wish is stored; `onCallOff()` when it is to be taken back. */
  constructor({ session, onSent, onCallOff, keepFocus, announce }) {
    this.#session = session;
    this.#onSent = onSent;
    this.#keepFocus = keepFocus;
    this.#announce = announce;
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    find("callback-cancel").addEventListener("click", () => this.#cancel());
    find("call-off").addEventListener("click", onCallOff);
  }

  /** News in the order of the conversation: the last word on the matter decides whether the form is there. */
  follow(messages) {
    const last = messages.findLast(speaksOfIt);
    if (!last) return;
    const offered = last.answer?.handoff?.form === "callback";
    if (offered && !this.#offered) this.#announce(WORDS.shown);
    this.#offered = offered;
    this.#opened = false;
    this.#draw();
  }

  /** Draw what is agreed. In a talk with a person no form is needed. */
  show(now) {
    setShown(this.#agreed, Boolean(now.callback) && now.state !== "caseworker", this.#keepFocus);
    if (now.callback) setText(find("agreed-text"), promiseText(now.callback));
    if (now.state === "caseworker") this.#offered = this.#opened = false;
    this.#draw();
  }

  /** The citizen wants the form. */
  open() {
    this.#opened = true;
    this.#draw();
    reveal(this.#panel);
    find("callback-phone").focus();
  }

  /** Another conversation begins: what was written belongs to nobody any more. */
  clear() {
    this.#offered = this.#opened = false;
    this.#form.reset();
    for (const field of FIELDS) this.#complain(field, "");
    this.#fail("");
    this.#draw();
  }

  #draw() {
    setShown(this.#panel, this.#offered || this.#opened, this.#keepFocus);
  }

  #cancel() {
    this.#offered = this.#opened = false;
    this.#draw();
  }

  async #submit() {
    const session = this.#session();
    if (this.#sending || !session || !this.#valid()) return;
    this.#sending = true;
    this.#fail("");
    try {
      await wishCallback(session, this.#values());
      if (session !== this.#session()) return;
      this.clear();
      this.#onSent();
    } catch (error) {
      this.#refused(error);
    } finally {
      this.#sending = false;
    }
  }

  #values() {
    const [phone, name, wish] = FIELDS.map((field) => find(`callback-${field}`).value.trim());
    return { phone: `+45${danishNumber(phone)}`, name: name || null, wish: wish || null };
  }

  /** Says what is wrong beside each field, and goes to the first of them. */
  #valid() {
    const problems = FIELDS.map((field) => {
      const problem = problemOf(field);
      this.#complain(field, problem);
      return problem;
    });
    const first = problems.findIndex((problem) => problem !== "");
    if (first >= 0) find(`callback-${FIELDS[first]}`).focus();
    return first < 0;
  }

  #complain(field, problem) {
    const input = find(`callback-${field}`);
    const error = find(`callback-${field}-error`);
    setText(error, problem);
    error.hidden = problem === "";
    if (problem) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  }

  #refused(error) {
    const told = error instanceof ApiError && !error.temporary && error.message;
    if (error instanceof ApiError && error.status === 422) {
      this.#complain("phone", told || WORDS.phoneWrong);
      find("callback-phone").focus();
    } else {
      this.#fail(told || WORDS.failed);
    }
  }

  #fail(text) {
    const place = find("callback-failed");
    setText(place, text);
    place.hidden = text === "";
  }
}

/** Whether a message has anything to say about the form: the assistant always, the page only on this matter. */
function speaksOfIt({ author, answer }) {
  return author === "bot" || Boolean(answer?.handoff) || answer?.topic === "callback_wish";
}

function problemOf(field) {
  const input = find(`callback-${field}`);
  const text = input.value.trim();
  if (field === "phone") return text === "" ? WORDS.phoneMissing : danishNumber(text) ? "" : WORDS.phoneWrong;
  const max = Number(input.dataset.longest);
  if ([...text].length <= max) return "";
  return field === "name" ? WORDS.nameLong(max) : WORDS.wishLong(max);
}

function promiseText({ promised_by }) {
  if (!promised_by) return WORDS.noPromise;
  const day = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Copenhagen" }).format(new Date(promised_by));
  return WORDS.promised(longDate(day), clockTime(promised_by));
}
