/** The widget's frame: the button on the page, the panel it opens, and what has the focus. */

import { element } from "../dom.js";
import { WIDGET } from "../strings_widget.js";

const UNTOUCHABLE = {
  all: "initial", display: "block", position: "static", width: "0", height: "0", margin: "0", padding: "0", border: "0",
  visibility: "visible", opacity: "1", overflow: "visible", transform: "none", filter: "none", "pointer-events": "auto",
};

export class Shell {
  #host = document.createElement("ret-pligt");
  #shadow = this.#host.attachShadow({ mode: "open" });
  #wrapper;
  #launcher;
  #label;
  #unread;
  #panel;
  #title;
  #authority;
  #body;
  #onToggle;

  /** `style` = a constructed style sheet; `onToggle(open)` each time the panel is opened or closed. */
  constructor({ options, style, onToggle }) {
    this.#onToggle = onToggle;
    this.#shadow.adoptedStyleSheets = [style];
    this.#label = options.label ?? WIDGET.open;
    this.#draw(options);
    this.#guard();
  }

  get shadow() {
    return this.#shadow;
  }

  /** Where the parts of the chat stand. */
  get body() {
    return this.#body;
  }

  get isOpen() {
    return !this.#panel.hidden;
  }

  /** Put the widget on the page, over everything else on it. */
  appear() {
    document.body.append(this.#host);
    // The top layer of the browser: no z-index, transform or filter of the page can reach over or into it.
    this.#wrapper.showPopover?.();
  }

  /** Colours and the like for the whole widget: {"--accent": "#004d99"}. */
  dress(values) {
    for (const [name, value] of Object.entries(values)) this.#wrapper.style.setProperty(name, value);
  }

  colourOfPage(name) {
    return getComputedStyle(this.#host).getPropertyValue(name).trim() || null;
  }

  /** Open the panel. `focus`: the citizen asked for it, so the focus goes along. */
  open({ focus }) {
    this.#panel.hidden = false;
    this.#launcher.hidden = true;
    this.showUnread(0);
    if (focus) this.#title.focus();
    this.#onToggle(true);
  }

  close() {
    this.#panel.hidden = true;
    this.#launcher.hidden = false;
    this.#launcher.focus();
    this.#onToggle(false);
  }

  /** Whose chat it is, below the title. */
  showAuthority(name) {
    this.#authority.textContent = name;
  }

  /** How much has been said while the panel was closed. */
  showUnread(count) {
    this.#unread.textContent = count > 0 ? WIDGET.unread(count) : "";
  }

  /** Something else than the chat stands in the panel: it is loading, or it cannot be had. */
  say(...nodes) {
    this.#body.replaceChildren(element("div", { class: "rp-start" }, nodes));
  }

  #draw({ side }) {
    this.#unread = element("span", { class: "rp-unread", role: "status" });
    this.#launcher = element("button", { type: "button", class: "rp-launcher", "aria-haspopup": "dialog" }, this.#label);
    this.#launcher.addEventListener("click", () => this.open({ focus: true }));
    this.#title = element("h2", { id: "widget-title", tabindex: "-1" }, WIDGET.title);
    this.#authority = element("p", { class: "rp-authority" });
    const cross = element("span", { "aria-hidden": "true" }, "✕");
    const close = element("button", { type: "button", class: "rp-close", "aria-label": WIDGET.close, title: WIDGET.close }, cross);
    close.addEventListener("click", () => this.close());
    this.#body = element("div", { class: "rp-body" });
    this.#panel = element(
      "div", { class: "rp-panel", role: "dialog", "aria-labelledby": "widget-title", hidden: true },
      element("div", { class: "rp-head" }, element("div", { class: "rp-names" }, this.#title, this.#authority), close), this.#body,
    );
    this.#panel.addEventListener("keydown", (event) => this.#keydown(event));
    this.#wrapper = element(
      "section", { class: "rp", lang: "da", "aria-label": WIDGET.title, "data-side": side, popover: "manual" },
      element("div", { class: "rp-corner" }, this.#unread, this.#launcher), this.#panel,
    );
    this.#shadow.append(this.#wrapper);
  }

  #keydown(event) {
    // The page's own shortcuts must not hear what is written here.
    event.stopPropagation();
    if (event.key !== "Escape" || event.isComposing || event.defaultPrevented) return;
    // A question on top of the chat is closed by the browser itself.
    if (this.#shadow.querySelector("dialog[open]")) return;
    event.preventDefault();
    this.close();
  }

  /** The page's style sheets reach the host element. What is set here stands above them. */
  #guard() {
    for (const [name, value] of Object.entries(UNTOUCHABLE)) this.#host.style.setProperty(name, value, "important");
  }
}
