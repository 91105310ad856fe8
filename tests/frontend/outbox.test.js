import assert from "node:assert/strict";
import { test } from "node:test";

import { ApiError } from "../../web/static/js/api.js";
import { Outbox } from "../../web/static/js/outbox.js";
import { MessageStore } from "../../web/static/js/store.js";

/** A store, a server that answers as told, and a clock that is wound by hand. */
function setUp(answers = {}) {
  const store = new MessageStore();
  const seen = { tried: [], states: [], pauses: [], failures: 0 };
  let waiting = null;
  let seq = 0;
  const outbox = new Outbox({
    store,
    deliver: async (item) => {
      seen.tried.push(item.client_id);
      await null;
      const answer = answers[item.client_id];
      if (answer?.length > 0) throw new ApiError("", answer.shift());
      seq += 1;
      store.add({ seq, author: "citizen", text: item.text, client_id: item.client_id });
    },
    onState: (client_id, state) => seen.states.push(`${client_id} ${state}`),
    onFailure: () => {
      seen.failures += 1;
    },
    later: (action, ms) => {
      seen.pauses.push(ms);
      waiting = action;
      return 1;
    },
  });
  const write = (client_id) => {
    store.addOutgoing({ client_id, text: client_id });
    return outbox.added();
  };
  return { store, outbox, seen, write, wait: () => waiting() };
}

const stored = (store) => store.messages().map((message) => message.client_id);

test("messages go one at a time, in the order they were written", async () => {
  const { store, seen, write } = setUp();
  await Promise.all([write("a"), write("b"), write("c")]);
  assert.deepEqual(stored(store), ["a", "b", "c"]);
  assert.deepEqual(seen.states, []);
});

test("what stands behind a message that fails waits for it", async () => {
  const { store, seen, write, wait } = setUp({ a: [503] });
  await Promise.all([write("a"), write("b")]);
  assert.deepEqual(stored(store), []);
  assert.deepEqual(seen.states, ["a failed", "b failed"]);
  await wait();
  assert.deepEqual(stored(store), ["a", "b"]);
});

test("a message written while an earlier one waits does not overtake it", async () => {
  const { store, seen, write, wait } = setUp({ a: [0] });
  await write("a");
  await write("b");
  assert.deepEqual(seen.tried, ["a"]);
  assert.deepEqual(seen.states, ["a failed", "b failed"]);
  await wait();
  assert.deepEqual(stored(store), ["a", "b"]);
});

test("the pauses grow up to a limit and begin anew after a success", async () => {
  const { seen, write, wait } = setUp({ a: [0, 0, 0, 0, 0, 0], b: [0] });
  await write("a");
  for (let time = 0; time < 6; time += 1) await wait();
  assert.deepEqual(seen.pauses, [1000, 2000, 4000, 8000, 15000, 15000]);
  await write("b");
  assert.equal(seen.pauses.at(-1), 1000);
});

test("trying again by itself does not flicker; trying again by hand shows it", async () => {
  const { seen, outbox, write, wait } = setUp({ a: [503, 503, 503] });
  await write("a");
  await wait();
  assert.deepEqual(seen.states, ["a failed"]);
  await outbox.retry();
  assert.deepEqual(seen.states, ["a failed", "a sending", "a failed"]);
});

test("a message that is refused is said so once, and the next one goes", async () => {
  const { store, seen, write } = setUp({ a: [422] });
  await Promise.all([write("a"), write("b")]);
  assert.deepEqual(seen.states, ["a refused"]);
  assert.deepEqual(stored(store), ["b"]);
  assert.equal(seen.failures, 0);
});

test("too many at once is tried again, and so is a conversation that is not known", async () => {
  const { store, write, wait } = setUp({ a: [429, 401] });
  await write("a");
  await wait();
  await wait();
  assert.deepEqual(stored(store), ["a"]);
});

test("a message that came back on another way is not sent again", async () => {
  const { store, seen, outbox, write } = setUp({ a: [0] });
  await write("a");
  store.add({ seq: 1, author: "citizen", text: "a", client_id: "a" });
  await outbox.flush();
  assert.deepEqual(seen.tried, ["a"]);
});

test("leaving the conversation forgets the pause", async () => {
  const { store, seen, outbox, write } = setUp({ a: [0] });
  await write("a");
  store.clear();
  outbox.clear();
  await write("b");
  assert.deepEqual(seen.tried, ["a", "b"]);
});
