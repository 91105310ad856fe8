/** The login in the widget: how one stands, and the button in and out. Not there where nobody can log in. */

import { addressOf, find } from "../place.js";
import { clearSession, loadSession } from "../session.js";
import { endLogin, fetchLogin } from "../login/api.js";
import { LOGIN } from "../strings_login.js";
import { leaveToLogin } from "./login.js";

const MODE = "citizen";

export class LoginPart {
  #button;
  #standing;
  #inside = false;
  #busy = false;

  /** `wanted` = what the page's owner says; a page inside another page cannot log in. */
  constructor(wanted) {
    this.#button = find("widget-login");
    this.#standing = find("widget-login-standing");
    if (!wanted || window.self !== window.top) this.#button = null;
    this.#button?.addEventListener("click", () => this.#run(() => (this.#inside ? this.#out() : this.#leave())));
  }

  /** Whether one can log in from here. */
  get offered() {
    return this.#button !== null;
  }

  /** Show how one stands; `problem` = what went wrong on the way back. */
  async show({ problem = "" } = {}) {
    if (!this.#button) return;
    this.#button.hidden = false;
    const session = loadSession(MODE);
    try {
      this.#inside = session !== null && (await fetchLogin(session)).logged_in;
    } catch {
      return; // the button leads to the page that finds out
    }
    this.#button.textContent = this.#inside ? LOGIN.logOut : this.#button.dataset.out;
    this.#tell(problem || (this.#inside ? `${LOGIN.in}.` : ""));
  }

  /** Leave for the broker, with the conversation to come back to. */
  in() {
    return this.#run(() => this.#leave());
  }

  #leave() {
    return leaveToLogin(loadSession(MODE));
  }

  async #out() {
    const { address } = await endLogin(loadSession(MODE));
    clearSession(MODE);
    location.assign(address.startsWith("/") ? addressOf(address) : address);
  }

  /** One thing at a time; what goes wrong is said in words. */
  async #run(work) {
    if (this.#busy) return;
    this.#busy = true;
    this.#tell(LOGIN.wait);
    try {
      await work();
    } catch (error) {
      this.#tell(error.message && error.status > 0 ? error.message : LOGIN.failed);
    } finally {
      this.#busy = false;
    }
  }

  #tell(text) {
    this.#standing.textContent = text;
  }
}
