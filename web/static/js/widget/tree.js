/**
 * Builds elements from the tree that the server sends: [tag, attributes, ...children], a text being a string.
 * Only what our own templates use is built; nothing that runs a script or loads something.
 */

const TAGS = new Set([
  "a", "button", "details", "dialog", "div", "fieldset", "form", "h2", "h3", "h4", "input", "label", "legend", "li",
  "p", "section", "span", "strong", "summary", "textarea", "ul",
]);
const LINKS = /^(?:\/(?!\/)|https:|tel:|mailto:|#)/;

/** A tree -> element. Throws TypeError for what is not ours. `base` is put before paths of our server. */
export function build(tree, base, page = document) {
  if (typeof tree === "string") return page.createTextNode(tree);
  const [tag, attributes, ...children] = tree;
  if (!TAGS.has(tag)) throw new TypeError(`The element ${tag} is not known`);
  const node = page.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) setAttribute(node, name, value, base);
  node.append(...children.map((child) => build(child, base, page)));
  return node;
}

function setAttribute(node, name, value, base) {
  if (/^(?:on|style$|src|formaction$|action$)/.test(name)) throw new TypeError(`The attribute ${name} is not known`);
  if (name === "href" && !LINKS.test(value)) throw new TypeError("The address of a link is not known");
  node.setAttribute(name, name === "href" && value.startsWith("/") ? base + value : value);
}
