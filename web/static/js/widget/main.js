/** Ret & Pligt on somebody else's page. One file is made of this by tools/widget.py. */

import css from "widget-styles";
import { call } from "../api.js";
import { Chat } from "../chat.js";
import { element } from "../dom.js";
import { askForNotice, lookForNotice } from "../notice.js";
import { addressOf, find, moveInto } from "../place.js";
import { stopReading } from "../read_aloud.js";
import { loadSession, saveSession } from "../session.js";
import { LOGIN } from "../strings_login.js";
import { WIDGET } from "../strings_widget.js";
import { textSize } from "../text_size.js";
import { loadFonts } from "./fonts.js";
import { finishLogin, forgetLogin, takeCode } from "./login.js";
import { LoginPart } from "./login_part.js";
import { readOptions } from "./options.js";
import { Shell } from "./shell.js";
import { choicesOfPage, styleSheet } from "./style.js";
import { build } from "./tree.js";
import { forgetOpen, rememberOpen, wasOpen } from "./was_open.js";

const MODE = "citizen";
const NARROW = "(max-width: 40em)";

class Widget {
  #options;
  #shell;
  #chat = null;
  #loading = null;
  #unread = 0;
  #login = null;
  #loginProblem = "";

  constructor(options) {
    this.#options = options;
    this.#shell = new Shell({ options, style: styleSheet(css, options), onToggle: (open) => this.#toggled(open) });
  }

  appear() {
    this.#shell.appear();
    moveInto(this.#shell.shadow, { base: this.#options.base, box: null });
    this.#colour();
    // A link to our own page opens the chat here instead; without script it is still a link.
    document.addEventListener("click", (event) => {
      if (!event.target.closest?.("[data-retpligt-open]")) return;
      event.preventDefault();
      this.#shell.open({ focus: true });
    });
    const proof = takeCode();
    if (!loadSession(MODE)) return;
    if (proof) this.#comeBack(proof);
    else this.#takeUp();
  }

  /** The citizen went out to log in, and wants to go on where they left. */
  async #comeBack(proof) {
    try {
      saveSession(MODE, await finishLogin(loadSession(MODE), proof));
    } catch (error) {
      this.#loginProblem = error.status === 401 ? LOGIN.lost : LOGIN.failed;
    }
    this.#shell.open({ focus: true });
  }

  #colour() {
    this.#shell.dress(choicesOfPage(this.#options, (name) => this.#shell.colourOfPage(name)));
  }

  /** A conversation that was begun on another page of this site goes on. */
  async #takeUp() {
    // On a small screen the panel covers the page that was asked for.
    if (wasOpen() && !window.matchMedia(NARROW).matches) this.#shell.open({ focus: false });
    await this.#load();
  }

  async #toggled(open) {
    if (this.#chat && open) rememberOpen();
    else forgetOpen();
    // The button that stops it is out of sight.
    if (!open) return stopReading();
    this.#unread = 0;
    // What was there when the panel was last open may be old; an open conversation hears of it by itself.
    if (find("emergency") && !this.#chat) lookForNotice();
    return this.#load();
  }

  #load() {
    this.#loading ??= this.#fetch().finally(() => {
      if (!this.#shell.shadow.getElementById("main")) this.#loading = null; // not had: try again next time
    });
    return this.#loading;
  }

  async #fetch() {
    const { base, font, login } = this.#options;
    this.#shell.say(element("p", { role: "status" }, WIDGET.loading));
    const letters = font === "plex" ? loadFonts(base) : null;
    try {
      const { parts, look } = await call("/api/v1/widget", {});
      await letters;
      this.#shell.body.replaceChildren(...parts.map((part) => build(part, base)));
      this.#takeLook(look);
    } catch (error) {
      this.#cannot(error);
      return;
    }
    moveInto(this.#shell.shadow, { base, box: find("widget-scroll") });
    this.#login = new LoginPart(login);
    find("main").addEventListener("click", (event) => this.#clicked(event));
    find("widget-begin").addEventListener("click", () => this.#begin({ focus: true }));
    askForNotice(() => this.#shell.isOpen && !this.#chat);
    if (loadSession(MODE)) this.#begin({ focus: false });
    else if (this.#shell.isOpen) find("widget-begin").focus();
  }

  /** A line that is locked to one version of the script was not told the colour; it comes here. */
  #takeLook({ name, colour }) {
    this.#shell.showAuthority(name);
    if (colour === (this.#options.authorityColour ?? "")) return;
    this.#options.authorityColour = colour || null;
    this.#colour();
  }

  /** From here on something is kept, here and at our server: the citizen has asked for it. */
  #begin({ focus }) {
    find("widget-start").hidden = true;
    find("main").hidden = false;
    this.#chat ??= this.#newChat();
    if (this.#shell.isOpen) rememberOpen();
    const problem = this.#loginProblem;
    this.#chat.start().then(() => this.#login.show({ problem }));
    this.#loginProblem = "";
    if (focus) this.#chat.focus();
  }

  /** A link of the chat to the login page: the conversation is here, so the login begins here. */
  #clicked(event) {
    const link = event.target.closest("a[data-login]");
    if (!link) return;
    event.preventDefault();
    if (this.#login.offered) this.#login.in();
    else window.open(link.href, "_blank", "noopener");
  }

  #newChat() {
    const chat = new Chat(MODE, {
      onSaid: (messages) => this.#said(messages), onDeleted: () => this.#deleted(), onRestarted: () => this.#login.show(),
    });
    textSize({
      apply: (percent) => this.#shell.dress({ "--rp-scale": String(percent / 100) }),
      announce: (text) => chat.announce(text),
    });
    return chat;
  }

  #said(messages) {
    if (this.#shell.isOpen) return;
    this.#unread += messages.length;
    this.#shell.showUnread(this.#unread);
  }

  #deleted() {
    forgetOpen();
    forgetLogin();
    find("main").hidden = true;
    find("widget-start").hidden = false;
    find("widget-begin").focus();
    const said = element("p", { role: "status" });
    find("widget-start").append(said);
    said.textContent = WIDGET.deleted;
  }

  #cannot(error) {
    console.warn(WIDGET.owner.refused(window.location.origin), error);
    const again = element("button", { type: "button", class: "button button-primary" }, WIDGET.again);
    again.addEventListener("click", () => this.#load());
    const page = element("a", { href: addressOf("/"), target: "_blank", rel: "noopener" }, WIDGET.ownPage);
    this.#shell.say(element("p", { role: "alert" }, WIDGET.failed), element("p", {}, again), element("p", {}, page));
  }
}

const { currentScript } = document;
// A page that names the script twice gets one chat; without the script's own address there is no server to ask.
if (currentScript?.src && !document.querySelector("ret-pligt")) {
  const widget = new Widget(readOptions(currentScript));
  if (document.body) widget.appear();
  else document.addEventListener("DOMContentLoaded", () => widget.appear());
}
