/**
 * Ready-made replies: "/" at the beginning of a word opens a search; arrows choose, Enter inserts, Escape closes.
 * A field with a list (the combobox pattern of the WAI-ARIA practices); the list never takes the focus itself.
 */

import { element } from "../dom.js";
import { TALK_STRINGS } from "../strings_console_chat.js";
import { matching } from "./canned_search.js";

const find = (id) => document.getElementById(id);

export class Canned {
  #box = find("canned");
  #search = find("canned-search");
  #list = find("canned-list");
  #news = find("canned-news");
  #button = find("canned-open");
  #field;
  #address;
  #replies = null;
  #shown = [];
  #active = -1;

  /** `field`: where a reply is inserted. `address`: where the replies are fetched, once for each page. */
  constructor(field, address) {
    this.#field = field;
    this.#address = address;
    this.#button.addEventListener("click", () => (this.#box.hidden ? this.open() : this.#close()));
    this.#field.addEventListener("keydown", (event) => this.#maybeOpen(event));
    this.#search.addEventListener("input", () => this.#show());
    this.#search.addEventListener("keydown", (event) => this.#key(event));
    this.#search.addEventListener("blur", (event) => {
      if (!this.#box.contains(event.relatedTarget) && event.relatedTarget !== this.#button) this.#hide();
    });
    // mousedown, not click: the search must not lose the focus first.
    this.#list.addEventListener("mousedown", (event) => this.#pressed(event));
  }

  async open() {
    this.#box.hidden = false;
    this.#button.setAttribute("aria-expanded", "true");
    this.#search.value = "";
    this.#search.focus();
    if (this.#replies === null) await this.#fetch();
    this.#show();
  }

  #maybeOpen(event) {
    const before = this.#field.value.slice(0, this.#field.selectionStart);
    const begins = before === "" || /\s$/.test(before);
    if (event.key !== "/" || event.isComposing || !begins) return;
    event.preventDefault();
    this.open();
  }

  async #fetch() {
    try {
      const response = await fetch(this.#address, { headers: { Accept: "application/json" }, cache: "no-store" });
      if (!response.ok) throw new Error("refused");
      this.#replies = await response.json();
    } catch {
      this.#news.textContent = TALK_STRINGS.canned.failed;
    }
  }

  #show() {
    if (this.#replies === null || this.#box.hidden) return;
    this.#shown = matching(this.#replies, this.#search.value);
    this.#active = this.#shown.length > 0 ? 0 : -1;
    this.#list.replaceChildren(...this.#shown.map(optionNode));
    this.#search.setAttribute("aria-expanded", String(this.#shown.length > 0));
    const none = this.#replies.length === 0 ? TALK_STRINGS.canned.noneAtAll : TALK_STRINGS.canned.none;
    this.#news.textContent = this.#shown.length > 0 ? TALK_STRINGS.canned.found(this.#shown.length) : none;
    this.#mark();
  }

  #key(event) {
    if (event.isComposing) return;
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      this.#close();
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (this.#active >= 0) this.#insert(this.#shown[this.#active]);
    } else if (event.key in moves && this.#shown.length > 0) {
      event.preventDefault();
      this.#active = (this.#active + moves[event.key] + this.#shown.length) % this.#shown.length;
      this.#mark();
    }
  }

  #pressed(event) {
    const index = [...this.#list.children].indexOf(event.target.closest("[role=option]"));
    event.preventDefault();
    if (index >= 0) this.#insert(this.#shown[index]);
  }

  #mark() {
    [...this.#list.children].forEach((node, at) => node.setAttribute("aria-selected", String(at === this.#active)));
    const active = this.#list.children[this.#active];
    if (active) this.#search.setAttribute("aria-activedescendant", active.id);
    else this.#search.removeAttribute("aria-activedescendant");
    active?.scrollIntoView({ block: "nearest" });
  }

  #insert({ text }) {
    this.#close();
    insertText(this.#field, text);
  }

  #close() {
    this.#hide();
    this.#field.focus();
  }

  #hide() {
    this.#box.hidden = true;
    this.#button.setAttribute("aria-expanded", "false");
    this.#search.setAttribute("aria-expanded", "false");
  }
}

/** Put a text where the cursor is, and mark the first gap that is still open, so that it can be written over. */
export function insertText(field, text) {
  const at = field.selectionStart;
  field.focus();
  field.setRangeText(text, at, field.selectionEnd, "end");
  const gap = /\{[^{}\s]+\}/.exec(text);
  if (gap) field.setSelectionRange(at + gap.index, at + gap.index + gap[0].length);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function optionNode({ shortcut, title, text }, at) {
  return element(
    "li",
    { role: "option", id: `canned-${at}`, class: "canned-option", "aria-selected": "false" },
    element("span", { class: "canned-title" }, `${title} `, element("code", {}, `/${shortcut}`)),
    element("span", { class: "canned-text" }, text),
  );
}
