/** Two small buttons under each answer: did it help? */

import { element } from "./dom.js";
import { RIGHTS } from "./strings_rights.js";

/**
 * The buttons of a message, or null when it answers nothing.
 * A press sends the event "thumb" up the page: detail {seq, up: true | false | null, failed()}; `failed` undoes it.
 */
export function thumbButtons({ author, seq, in_reply_to, thumb }) {
  if (author !== "bot" || !seq || !in_reply_to) return null;
  const up = button("up", RIGHTS.up, thumb === 1);
  const down = button("down", RIGHTS.down, thumb === -1);
  const show = (value) => {
    up.setAttribute("aria-pressed", String(value === true));
    down.setAttribute("aria-pressed", String(value === false));
  };
  let now = thumb === 1 ? true : thumb === -1 ? false : null;
  for (const [node, value] of [[up, true], [down, false]]) {
    node.addEventListener("click", () => {
      const before = now;
      // Pressed again it is taken back.
      now = now === value ? null : value;
      show(now);
      const failed = () => {
        now = before;
        show(now);
      };
      node.dispatchEvent(new CustomEvent("thumb", { bubbles: true, detail: { seq, up: now, failed } }));
    });
  }
  return element("div", { class: "thumbs", role: "group", "aria-label": RIGHTS.thumbs }, up, down);
}

function button(kind, name, pressed) {
  return element("button", {
    type: "button", class: `thumb thumb-${kind}`, "aria-label": name, title: name, "aria-pressed": String(pressed),
  });
}
