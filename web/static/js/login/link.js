/** The link to the login page: it says how one stands. Where there is no broker the page has no link. */

import { LOGIN } from "../strings_login.js";
import { fetchLogin } from "./api.js";

/** `session()` = the conversation of the tab or null. A page inside another page cannot log in: the link is not shown. */
export async function showLoginLink(session) {
  const link = document.getElementById("login-link");
  if (!link || window.self !== window.top) return;
  link.hidden = false;
  const known = session();
  if (!known) return;
  try {
    const { logged_in } = await fetchLogin(known);
    link.textContent = logged_in ? LOGIN.in : link.dataset.out;
  } catch {
    // The link leads to the page that finds out.
  }
}
