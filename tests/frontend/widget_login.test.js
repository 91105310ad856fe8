import assert from "node:assert/strict";
import { test } from "node:test";

import { pathOf, takeCode } from "../../web/static/js/widget/login.js";

const CODE = "k".repeat(43);

function page(hash, kept = null, search = "") {
  const stored = new Map(kept ? [["retpligt.login", JSON.stringify(kept)]] : []);
  const shown = [], left = [];
  return {
    stored, shown, left,
    location: { hash, pathname: "/ledig", search, replace: (address) => left.push(address) },
    history: { state: { own: 1 }, replaceState: (state, _title, address) => shown.push([state, address]) },
    sessionStorage: {
      getItem: (key) => stored.get(key) ?? null,
      setItem: (key, value) => stored.set(key, value),
      removeItem: (key) => stored.delete(key),
    },
  };
}

test("the code is taken out of the page's address, which is then as it was when the citizen left", () => {
  const back = page(`#retpligt-login=${CODE}`, { secret: "s", search: "", hash: "#afsnit-3" });
  assert.deepEqual(takeCode(back), { code: CODE, secret: "s" });
  assert.deepEqual(back.shown, [[{ own: 1 }, "/ledig#afsnit-3"]]);
  assert.equal(back.stored.size, 0);
});

test("a page with a query is shown with it once more, and only once, before the code is taken", () => {
  const back = page(`#retpligt-login=${CODE}`, { secret: "s", search: "?trin=2", hash: "#afsnit-3" });
  assert.equal(takeCode(back), null);
  assert.deepEqual([back.left, back.shown], [[`/ledig?trin=2#retpligt-login=${CODE}`], []]);
  assert.deepEqual(takeCode(back), { code: CODE, secret: "s" });
  assert.deepEqual(back.left.length, 1);
  const again = page(`#retpligt-login=${CODE}`, { secret: "s", search: "", hash: "#afsnit-3" }, "?trin=2");
  assert.deepEqual(takeCode(again), { code: CODE, secret: "s" });
  assert.deepEqual(again.shown, [[{ own: 1 }, "/ledig?trin=2#afsnit-3"]]);
});

test("a code without the secret of this tab is nothing, and goes from the address all the same", () => {
  const lured = page(`#retpligt-login=${CODE}`);
  assert.equal(takeCode(lured), null);
  assert.deepEqual(lured.shown, [[{ own: 1 }, "/ledig"]]);
});

test("another address of the page is left alone, with what was begun", () => {
  for (const hash of ["", "#afsnit-3", "#retpligt-login=", `#retpligt-login=${"k".repeat(31)}`, `#retpligt-login=${CODE}<b>`]) {
    const other = page(hash, { secret: "s", hash: "" });
    assert.equal(takeCode(other), null, hash);
    assert.deepEqual(other.shown, [], hash);
    assert.equal(other.stored.size, 1, hash);
  }
});

test("the server is told the path alone, and nothing of one that is too long", () => {
  assert.equal(pathOf({ pathname: "/a", search: "?b=1" }), "/a");
  assert.equal(pathOf({ pathname: `/${"a".repeat(299)}` }).length, 300);
  assert.equal(pathOf({ pathname: `/${"a".repeat(300)}` }), "/");
});
