/**
 * Shortcuts on the keyboard, with a help dialog on "?".
 * A shortcut is one key ("/") or two after each other ("g k"). They do nothing while a field is written in,
 * and a person can switch them off (WCAG 2.1.4).
 */

import { CONSOLE_STRINGS } from "../strings_console.js";
import { element } from "../dom.js";

const KEPT = "retpligt.shortcuts";
const SECOND_KEY_WITHIN_MS = 1500;
const known = new Map();
let first = null;
let forget = 0;

/** registerShortcut("g k", "Gå til køen", () => {...}). The same key again replaces the earlier one. */
export function registerShortcut(key, label, action) {
  known.set(key, { label, action });
}

/** Listen for keys and make the help dialog work. Called once, by shell.js. */
export function startShortcuts() {
  const dialog = document.getElementById("keyboard-help");
  registerShortcut("?", CONSOLE_STRINGS.shortcuts.help, () => showHelp(dialog));
  document.getElementById("show-shortcuts")?.addEventListener("click", () => showHelp(dialog));
  const choice = document.getElementById("shortcuts-on");
  choice.checked = areOn();
  choice.addEventListener("change", () => keep(choice.checked));
  document.addEventListener("keydown", pressed);
}

function pressed(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.defaultPrevented) return;
  if (!areOn() || isWriting(event.target) || document.querySelector("dialog[open]")) return;
  // Keys such as Shift come before the one that is meant.
  if (event.key.length !== 1) return;
  const key = event.key.toLowerCase();
  const wanted = known.get(first ? `${first} ${key}` : key) ?? known.get(key);
  clearTimeout(forget);
  first = null;
  if (wanted) {
    event.preventDefault();
    wanted.action();
  } else if ([...known.keys()].some((one) => one.startsWith(`${key} `))) {
    first = key;
    forget = setTimeout(() => { first = null; }, SECOND_KEY_WITHIN_MS);
  }
}

function isWriting(target) {
  return target instanceof HTMLElement
    && (target.isContentEditable || target.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=button], [type=submit])"));
}

function showHelp(dialog) {
  document.getElementById("shortcut-list").replaceChildren(
    ...[...known].map(([key, { label }]) => element("tr", {}, element("th", { scope: "row" }, ...keys(key)), element("td", {}, label))),
  );
  dialog.showModal();
}

function keys(key) {
  return key.split(" ").flatMap((one, index) => [index ? ` ${CONSOLE_STRINGS.shortcuts.then} ` : "", element("kbd", {}, one)]);
}

function areOn() {
  try {
    return localStorage.getItem(KEPT) !== "off";
  } catch {
    return true;
  }
}

function keep(on) {
  try {
    localStorage.setItem(KEPT, on ? "on" : "off");
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}
