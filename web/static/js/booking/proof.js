/** What must be shown before a time is booked: an address whose code comes back, or a login. Then it is booked at once. */

import { PROOF } from "../strings_booking_proof.js";
import { askCode, codeStanding, giveCode } from "./api.js";
import { addressView, codeView } from "./view_proof.js";

/** The step of the way in which it is asked for: after the summary was read. */
const STEP = 3;
/** All that codes are sent by was switched off while the page was open: another address would help no more. */
const NO_WAY = "contact_no_way";
/** How often it is asked whether the code left, and how often in all: about a minute, longer than sending takes. */
const ASK_EVERY_MS = 2000;
const MOST_ASKED = 40;

export class Proof {
  #screen;
  #session;
  #run;
  #onShown;
  #contact;

  /**
   * `contact` = how to reach the authority; `run(work)` does one thing at a time and takes care of refusals;
   * `onShown()` books.
   */
  constructor({ screen, contact, session, run, onShown }) {
    this.#contact = contact;
    this.#screen = screen;
    this.#session = session;
    this.#run = run;
    this.#onShown = onShown;
  }

  /** Ask for an address, or for a login where no address will do. `written` = the one to be corrected. */
  show(hold, needs, written = "") {
    this.#screen.show(STEP, addressView({ hold, needs, contact: this.#contact, written }, {
      onSend: (address) => this.#run(() => this.#send({ hold, needs, address })),
    }));
  }

  async #send(asked, said = "") {
    const sent = await this.#asked(asked);
    if (!sent) return;
    this.#screen.show(STEP, codeView({ hold: asked.hold, shown: sent.shown }, {
      onCode: (code) => this.#run(async () => {
        await giveCode(this.#session(), code);
        await this.#onShown();
      }),
      onAgain: () => this.#run(() => this.#send(asked, PROOF.sentAgain)),
      onOther: () => this.show(asked.hold, asked.needs),
    }), { said });
    this.#watch(asked, sent);
  }

  /** Nobody shall wait for a code that never left: ask until it did, or the page has gone on. */
  async #watch({ hold, needs, address }, { channel, shown }) {
    const field = document.getElementById("proof-code");
    for (let asked = 0; asked < MOST_ASKED; asked += 1) {
      await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
      if (!field.isConnected) return;
      // A question that fails is asked again: the code itself may well arrive.
      const standing = await codeStanding(this.#session(), channel).catch(() => "");
      if (standing === "sent") return;
      if (standing === "failed" && field.isConnected) {
        this.show(hold, needs, address);
        this.#screen.say(PROOF.notSent(shown), { shown: true, wrong: true });
        return;
      }
    }
  }

  /** {channel, shown}, enough of the address to see a slip; null when no code can be sent any more and the page says so. */
  async #asked({ hold, needs, address }) {
    try {
      return await askCode(this.#session(), address);
    } catch (error) {
      if (error.code !== NO_WAY) throw error;
      this.show(hold, { ...needs, ways: [] });
      return null;
    }
  }
}
