import assert from "node:assert/strict";
import { test } from "node:test";

import { MessageStore } from "../../web/static/js/store.js";

const message = (seq, author = "bot", client_id = null) => ({ seq, author, client_id, text: `nr. ${seq}` });

function storeWith(...seqs) {
  const store = new MessageStore();
  for (const seq of seqs) store.add(message(seq));
  return store;
}

test("the same message by socket and by HTTP is kept once", () => {
  const store = storeWith(1);
  assert.equal(store.add(message(1)), "known");
  assert.equal(store.messages().length, 1);
});

test("messages that arrive out of order are shown in order", () => {
  assert.deepEqual(storeWith(3, 1, 2).messages().map((item) => item.seq), [1, 2, 3]);
});

test("an answer that overtakes its question is shown after it", () => {
  const store = storeWith(1);
  const seqs = () => store.release().map((item) => item.seq);
  assert.deepEqual(seqs(), [1]);
  store.add(message(3));
  assert.deepEqual(seqs(), []);
  store.add(message(2, "citizen", "a"));
  assert.deepEqual(seqs(), [2, 3]);
  assert.deepEqual(seqs(), []);
});

test("a missing message is noticed, and fetching starts where nothing is missing", () => {
  const store = storeWith(1, 2, 4);
  assert.equal(store.hasGap(), true);
  assert.equal(store.contiguous(), 2);
});

test("no gap when all messages are there", () => {
  const store = storeWith(1, 2, 3);
  assert.equal(store.hasGap(), false);
  assert.equal(store.contiguous(), 3);
});

test("one's own message is confirmed when the server's copy comes back", () => {
  const store = storeWith(1);
  store.addOutgoing({ client_id: "a", text: "hej" });
  assert.equal(store.add(message(2, "citizen", "a")), "confirmed");
  assert.equal(store.outgoing("a"), null);
});

test("the same words sent twice on purpose are two messages", () => {
  const store = storeWith(1);
  store.addOutgoing({ client_id: "a", text: "hej" });
  store.addOutgoing({ client_id: "b", text: "hej" });
  store.add(message(2, "citizen", "a"));
  assert.deepEqual(store.unsent().map((item) => item.client_id), ["b"]);
});

test("a failed message stays unsent until the server has it", () => {
  const store = new MessageStore();
  store.addOutgoing({ client_id: "a", text: "hej" });
  assert.equal(store.setState("a", "failed").state, "failed");
  assert.deepEqual(store.unsent().map((item) => item.client_id), ["a"]);
});

test("the state of a message that has come back cannot change", () => {
  const store = new MessageStore();
  store.addOutgoing({ client_id: "a", text: "hej" });
  store.add(message(1, "citizen", "a"));
  assert.equal(store.setState("a", "failed"), null);
});

test("a message without a number is refused", () => {
  assert.throws(() => new MessageStore().add({ text: "uden nummer" }), TypeError);
});
