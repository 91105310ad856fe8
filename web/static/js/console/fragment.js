/**
 * Fetches a piece of one of our own pages and puts it in place of the old one.
 *
 * XMLHttpRequest reads the answer as a document by itself. fetch() with DOMParser would need a Trusted Types policy,
 * and a policy that lets any text become markup is a hole that this page does not need to have.
 */

import { showEnded } from "./request.js";

const TIMEOUT_MS = 15_000;

/** The element with this id from the page at `address`. Rejects with an Error that has `status` (0 = not reached). */
export function fetchPart(address, id) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const refuse = () => reject(Object.assign(new Error("no fragment"), { status: request.status }));
    request.open("GET", address);
    request.responseType = "document";
    request.timeout = TIMEOUT_MS;
    request.setRequestHeader("Accept", "text/html");
    request.onload = () => {
      const found = request.status === 200 ? request.response?.getElementById(id) : null;
      // Whoever is logged out is sent to the login page, which has no such part.
      if (!found && new URL(request.responseURL || address, location.href).pathname.endsWith("/login")) showEnded();
      if (found) resolve(document.adoptNode(found));
      else refuse();
    };
    request.onerror = refuse;
    request.ontimeout = refuse;
    request.send();
  });
}

/** Put `fresh` in place of `old`, and the focus where it was: on the element with the same id, else on `otherwise`. */
export function swap(old, fresh, otherwise) {
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const scroll = window.scrollY;
  old.replaceWith(fresh);
  if (!focused) return;
  const again = focused.id ? document.getElementById(focused.id) : null;
  (again ?? document.getElementById(otherwise))?.focus({ preventScroll: true });
  window.scrollTo({ top: scroll, behavior: "instant" });
}
