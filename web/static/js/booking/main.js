/** Puts the parts of the page for booking together. */

import { CodeMove } from "./code_move.js";
import { Flow } from "./flow.js";
import { Lookup } from "./lookup.js";
import { Screen } from "./screen.js";
import { askedFor } from "./words.js";

const main = document.getElementById("main");
const screen = new Screen();
const flow = new Flow({ screen, contact: main.dataset.contact });

new Lookup({
  onMove: (booking, proof) => {
    flow.leave();
    new CodeMove({ screen, proof, booking, onDone: () => flow.start() }).start();
  },
});
flow.start(askedFor(window.location.search));
