/** A sign in the tab's title that something has been said while the citizen looked at another page. */

import { PERSON } from "./strings_person.js";

export class TabTitle {
  #document;
  #own = "";
  #told = false;

  constructor(page = document) {
    this.#document = page;
    page.addEventListener("visibilitychange", () => {
      if (page.visibilityState !== "visible" || !this.#told) return;
      page.title = this.#own;
      this.#told = false;
    });
  }

  /** Something was said. `name` = who said it, null when it was not a person. Nothing happens while the page is seen. */
  news(name) {
    if (this.#document.visibilityState === "visible") return;
    // The page may have changed its title since it was opened; one that is not ours does.
    if (!this.#told) this.#own = this.#document.title;
    this.#told = true;
    this.#document.title = `${name ? PERSON.titleFrom(name) : PERSON.title} – ${this.#own}`;
  }
}
