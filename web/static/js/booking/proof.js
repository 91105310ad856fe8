/** What must be shown before a time is booked: an address whose code comes back, or a login. Then it is booked at once. */

import { PROOF } from "../strings_booking_proof.js";
import { askCode, giveCode } from "./api.js";
import { addressView, codeView } from "./view_proof.js";

/** The step of the way in which it is asked for: after the summary was read. */
const STEP = 3;
/** All that codes are sent by was switched off while the page was open: another address would help no more. */
const NO_WAY = "contact_no_way";

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

  /** Ask for an address, or for a login where no address will do. */
  show(hold, needs) {
    this.#screen.show(STEP, addressView({ hold, needs, contact: this.#contact }, {
      onSend: (address) => this.#run(() => this.#send({ hold, needs, address })),
    }));
  }

  async #send(asked, said = "") {
    const shown = await this.#asked(asked);
    if (!shown) return;
    this.#screen.show(STEP, codeView({ hold: asked.hold, shown }, {
      onCode: (code) => this.#run(async () => {
        await giveCode(this.#session(), code);
        await this.#onShown();
      }),
      onAgain: () => this.#run(() => this.#send(asked, PROOF.sentAgain)),
      onOther: () => this.show(asked.hold, asked.needs),
    }), { said });
  }

  /** Enough of the address to see a slip; null when no code can be sent any more and the page says so. */
  async #asked({ hold, needs, address }) {
    try {
      return (await askCode(this.#session(), address)).shown;
    } catch (error) {
      if (error.code !== NO_WAY) throw error;
      this.show(hold, { ...needs, ways: [] });
      return null;
    }
  }
}
