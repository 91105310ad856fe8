/** Builds elements from data. Texts become text nodes, so nothing a person writes can ever be markup. */

import { STRINGS } from "./strings.js";
import { linkTokens, paragraphs, safeUrl } from "./text.js";

/**
 * element("p", {class: "note", lang: "da"}, "text", node, null) -> HTMLElement.
 * Attributes that are null, undefined or false are left out; children that are null too.
 */
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

/** Text that only a screen reader reads. */
export function spoken(text) {
  return element("span", { class: "visually-hidden" }, text);
}

/** A link in a new tab, or plain text when the address is not a web address. */
export function externalLink(url, text) {
  const href = safeUrl(url);
  if (!href) return element("span", {}, text);
  const attributes = { href, target: "_blank", rel: "noopener noreferrer" };
  return element("a", attributes, text, " ", spoken(STRINGS.newWindow));
}

/** Plain text -> paragraph elements. `links`: turn web addresses into links. */
export function textBlocks(text, { links = false } = {}) {
  return paragraphs(text).map((lines) => {
    const block = element("p");
    lines.forEach((line, index) => {
      if (index > 0) block.append(document.createElement("br"));
      const tokens = links ? linkTokens(line) : [{ text: line }];
      block.append(...tokens.map((token) => (token.url ? externalLink(token.url, token.text) : token.text)));
    });
    return block;
  });
}

/** A native disclosure: works with keyboard and screen reader without any code of ours. */
export function disclosure(summary, ...children) {
  return element("details", { class: "disclosure" }, element("summary", {}, summary), ...children);
}
