/**
 * Where the chat stands. On our own page that is the document; on somebody else's page it is the shadow root of the
 * widget, and our server has another address than the page.
 */

let root = globalThis.document;
let server = "";
let scroller = null;

/** Move into a shadow root: `base` = our server's address without a slash at the end, `box` = what scrolls the conversation. */
export function moveInto(shadow, { base, box }) {
  root = shadow;
  server = base;
  scroller = box;
}

/** The element with that id, or null. */
export function find(id) {
  return root.getElementById(id);
}

/** What has the focus inside the chat, or null. */
export function focused() {
  return root.activeElement;
}

/** A path of ours ("/regler") as an address that works from here. */
export function addressOf(path) {
  return server + path;
}

/** Calls `action` whenever the conversation is scrolled. */
export function onScroll(action) {
  (scroller ?? window).addEventListener("scroll", action, { passive: true });
}

/** How much of the conversation can be seen at once, in pixels. */
export function heightOfView() {
  return scroller ? scroller.clientHeight : window.innerHeight;
}

/**
 * Bring a node into view; `block` as of scrollIntoView: "start", "end" or "nearest". On somebody else's page only our
 * own box is scrolled: scrollIntoView would move that page too.
 */
export function bringIntoView(node, { smooth, block }) {
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const behavior = smooth && !calm ? "smooth" : "instant";
  requestAnimationFrame(() => {
    if (scroller) scroller.scrollBy({ top: distance(node, block), behavior });
    else node.scrollIntoView({ behavior, block });
  });
}

const MARGIN_PX = 12;

function distance(node, block) {
  const box = scroller.getBoundingClientRect();
  const { top, bottom } = node.getBoundingClientRect();
  const toStart = top - box.top - MARGIN_PX;
  const toEnd = bottom - box.bottom + MARGIN_PX;
  if (block === "start") return toStart;
  if (block === "end") return toEnd;
  if (toStart < 0) return toStart;
  return toEnd > 0 ? Math.min(toEnd, toStart) : 0;
}
