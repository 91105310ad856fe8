import assert from "node:assert/strict";
import { test } from "node:test";

import { TabTitle } from "../../web/static/js/tab_title.js";

class Page extends EventTarget {
  title = "Spørg";
  visibilityState = "hidden";

  look() {
    this.visibilityState = "visible";
    this.dispatchEvent(new Event("visibilitychange"));
  }
}

test("news in a hidden tab stand in its title until it is looked at", () => {
  const page = new Page();
  const title = new TabTitle(page);
  title.news("Mette");
  assert.equal(page.title, "Mette skriver til dig – Spørg");
  title.news(null);
  assert.equal(page.title, "Ny besked – Spørg");
  page.look();
  assert.equal(page.title, "Spørg");
});

test("news in a tab that is seen leave its title alone", () => {
  const page = new Page();
  page.visibilityState = "visible";
  new TabTitle(page).news("Mette");
  assert.equal(page.title, "Spørg");
});
