/**
 * Who answers in the conversation: the assistant, nobody yet (waiting), or a person. No screen, no network of its own.
 *
 * The state comes with every message and every sync, but without the name or the place. Such half news never changes
 * what is shown before the whole has been fetched: the page must not say "robot" while a person writes.
 */

const NOBODY = { state: null, name: null, place: null, minutes: null, on_behalf_of: null, callback: null };

// Enough for any handover; a server that never stops telling is left alone.
const MOST_ROUNDS = 5;

export class Standing {
  #now = NOBODY;
  #heard = 0;
  #fetching = null;
  #again = false;
  #fetch;
  #onChange;

  /** `fetch()` -> the whole standing from the server (may throw); `onChange(now, before)`. */
  constructor({ fetch, onChange }) {
    this.#fetch = fetch;
    this.#onChange = onChange;
  }

  get now() {
    return this.#now;
  }

  /** A person has been asked for, or answers. */
  get withPerson() {
    return this.#now.state === "waiting" || this.#now.state === "caseworker";
  }

  /** Take in news: the whole, or the state alone. */
  hear(news) {
    if (!news?.state) return;
    if (isWhole(news)) {
      this.#heard += 1;
      this.#set(news);
    } else if (news.state !== this.#now.state) {
      this.refresh(news);
    }
  }

  /** Fetch the whole. `half` = what is taken when it cannot be had. What is asked for meanwhile is fetched afterwards. */
  refresh(half = null) {
    this.#again = this.#fetching !== null;
    this.#fetching ??= this.#load(half).finally(() => {
      this.#fetching = null;
    });
    return this.#fetching;
  }

  /** Another conversation begins. */
  clear() {
    this.#heard += 1;
    this.#now = NOBODY;
  }

  async #load(half) {
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      this.#again = false;
      const heard = this.#heard;
      const whole = await this.#ask(half);
      // What was told meanwhile is newer than what was asked for: ask again, for an event does not tell everything.
      if (heard === this.#heard && whole) this.#set(whole);
      if (heard === this.#heard && !this.#again) return;
    }
  }

  async #ask(half) {
    try {
      return await this.#fetch();
    } catch {
      return half && { ...half, name: null, place: null, minutes: null };
    }
  }

  #set(news) {
    const before = this.#now;
    const now = { ...before };
    for (const field of Object.keys(NOBODY)) if (news[field] !== undefined) now[field] = news[field];
    this.#now = now;
    if (Object.keys(NOBODY).some((field) => !same(before[field], now[field]))) this.#onChange(now, before);
  }
}

/** An event about a person without the person's name was sent by somebody who did not know it. */
function isWhole(news) {
  return "name" in news && (news.state !== "caseworker" || Boolean(news.name));
}

function same(one, other) {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
