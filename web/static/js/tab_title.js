/** A sign in the tab's title that something has been said while the citizen looked at another page. */

import { PERSON } from "./strings_person.js";

export class TabTitle {
  #document;
  #own;

  constructor(page = document) {
    this.#document = page;
    this.#own = page.title;
    page.addEventListener("visibilitychange", () => {
      if (page.visibilityState === "visible") page.title = this.#own;
    });
  }

  /** Something was said. `name` = who said it, null when it was not a person. Nothing happens while the page is seen. */
  news(name) {
    if (this.#document.visibilityState === "visible") return;
    this.#document.title = `${name ? PERSON.titleFrom(name) : PERSON.title} – ${this.#own}`;
  }
}
