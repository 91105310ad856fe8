/** Two buttons that make the text larger or smaller, up to twice as large. Only the number of the step is kept. */

import { find } from "./place.js";
import { SIZE } from "./strings_size.js";

const KEY = "retpligt.text";
const STEPS = [100, 125, 150, 175, 200];

/** The step that comes after `now` in that direction: 100 up -> 125, 200 up -> 200. Unknown sizes begin at the first. */
export function nextStep(now, direction) {
  const at = Math.max(STEPS.indexOf(now), 0);
  return STEPS[Math.min(Math.max(at + direction, 0), STEPS.length - 1)];
}

/** The size that was chosen in this browser, in per cent; 100 when none was. */
export function keptSize(storage = globalThis.localStorage) {
  try {
    const kept = Number(storage.getItem(KEY));
    return STEPS.includes(kept) ? kept : STEPS[0];
  } catch {
    return STEPS[0]; // storage is switched off
  }
}

function keep(size) {
  try {
    if (size === STEPS[0]) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, String(size));
  } catch {
    // Without storage the size lives until the page is reloaded.
  }
}

/** Wire the buttons; `apply(percent)` makes the text that large, `announce(text)` says it. */
export function textSize({ apply, announce }) {
  let size = keptSize();
  if (size !== STEPS[0]) apply(size);
  const turn = (direction) => {
    const next = nextStep(size, direction);
    announce(next === size ? SIZE.end(direction) : SIZE.now(next));
    size = next;
    apply(size);
    keep(size);
  };
  find("text-larger").addEventListener("click", () => turn(1));
  find("text-smaller").addEventListener("click", () => turn(-1));
}
