/** What runs on every page for staff. */

import { CONSOLE_STRINGS } from "../strings_console.js";
import { startSoundButton } from "./attention.js";
import { startPresence } from "./presence.js";
import { registerShortcut, startShortcuts } from "./shortcuts.js";

const PAGES = [
  ["g k", CONSOLE_STRINGS.shortcuts.queue, "/sagsbehandler"],
  ["g s", CONSOLE_STRINGS.shortcuts.search, "/sagsbehandler/soeg"],
  ["g g", CONSOLE_STRINGS.shortcuts.review, "/gennemsyn"],
  ["g o", CONSOLE_STRINGS.shortcuts.overview, "/overblik"],
];

// Only what the menu shows: a shortcut to a page that refuses would be no help.
for (const [key, label, address] of PAGES) {
  if (document.querySelector(`.book-nav a[href="${address}"]`)) {
    registerShortcut(key, label, () => location.assign(address));
  }
}
const search = document.querySelector("input[type=search]");
if (search) registerShortcut("/", CONSOLE_STRINGS.shortcuts.focusSearch, () => search.focus());

startShortcuts();
startPresence();
startSoundButton();
// A form that came back with problems: the reader is taken to them.
document.getElementById("problems")?.focus();
