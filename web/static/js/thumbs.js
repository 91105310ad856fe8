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
  const attributes = {
    type: "button", class: `thumb thumb-${kind}`, "aria-label": name, title: name, "aria-pressed": String(pressed),
  };
  return element("button", attributes, thumbPicture());
}

const SVG = "http://www.w3.org/2000/svg";
const HAND = "M7 11v9H3v-9zm2 9V11l4-8c1.500 0 2.500 1 2.500 2.500L15 9h4.500a2 2 0 0 1 2 2.400l-1.400 7A2 2 0 0 1 18.100 20z";

/** Drawn here and not fetched: on somebody else's page a picture of ours might not be let in. */
function thumbPicture() {
  const picture = document.createElementNS(SVG, "svg");
  picture.setAttribute("viewBox", "0 0 24 24");
  picture.setAttribute("aria-hidden", "true");
  const hand = document.createElementNS(SVG, "path");
  hand.setAttribute("d", HAND);
  picture.append(hand);
  return picture;
}
