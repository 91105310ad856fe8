/** Puts the parts of the page for booking together. */

import { Flow } from "./flow.js";
import { Lookup } from "./lookup.js";
import { Screen } from "./screen.js";
import { askedFor } from "./words.js";

const main = document.getElementById("main");
const flow = new Flow({ screen: new Screen(), contact: main.dataset.contact });

new Lookup();
flow.start(askedFor(window.location.search));
