/** The chat on our own page. */

import { Chat } from "./chat.js";
import { showLoginLink } from "./login/link.js";
import { loadSession } from "./session.js";
import { textSize } from "./text_size.js";

const chat = new Chat(document.body.dataset.mode);
textSize({
  // The design system's root is 62.5 % of the reader's own size.
  apply: (percent) => document.documentElement.style.setProperty("font-size", `${percent * 0.625}%`),
  announce: (text) => chat.announce(text),
});
chat.start();
showLoginLink(() => loadSession("citizen"));
