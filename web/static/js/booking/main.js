/** Puts the parts of the page for booking together. */

import { showLoginLink } from "../login/link.js";
import { loadSession } from "../session.js";
import { CodeMove } from "./code_move.js";
import { Flow } from "./flow.js";
import { Lookup } from "./lookup.js";
import { Screen } from "./screen.js";
import { askedFor } from "./words.js";

const main = document.getElementById("main");
const screen = new Screen();
// Switched off by staff: what is booked is shown and can be cancelled, and the page itself says what to do instead.
const closed = "off" in main.dataset;
const flow = new Flow({ screen, contact: main.dataset.contact, closed });

new Lookup({
  onMove: closed ? null : (booking, proof) => {
    flow.leave();
    new CodeMove({ screen, proof, booking, onDone: () => flow.start() }).start();
  },
});
flow.start(askedFor(window.location.search));
showLoginLink(() => loadSession("citizen"));
