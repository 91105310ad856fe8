/** Posts to our own server with the login's form token. */

/** What the base page tells its scripts. */
export function csrfToken() {
  return document.body.dataset.csrf ?? "";
}

/**
 * postForm("/sagsbehandler/tilstede", {presence: "here"}) -> the answer's JSON.
 * Throws an Error with `status` when it is refused, a TypeError when the server cannot be reached.
 * A login that has ended is shown on the page by itself.
 */
export async function postForm(path, fields = {}) {
  const response = await fetch(path, {
    method: "POST",
    headers: { Accept: "application/json", "X-CSRF-Token": csrfToken() },
    body: new URLSearchParams(fields),
  });
  if (response.ok) return response.json();
  if (response.status === 401) showEnded();
  throw Object.assign(new Error("refused"), { status: response.status });
}

/** Say that the login has ended, with a link back to this page. */
export function showEnded() {
  const box = document.getElementById("session-ended");
  if (!box || !box.hidden) return;
  const back = encodeURIComponent(location.pathname + location.search);
  box.querySelector("a").href = `/sagsbehandler/login?videre=${back}`;
  box.hidden = false;
}
