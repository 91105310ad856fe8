import assert from "node:assert/strict";
import { test } from "node:test";

import { Standing } from "../../web/static/js/standing.js";

/** A standing whose server answers with `answers` in turn; an Error is thrown. */
function listening(...answers) {
  const changes = [];
  const asked = [];
  const standing = new Standing({
    fetch: async () => {
      const answer = answers[Math.min(asked.length, answers.length - 1)];
      asked.push(answer);
      if (answer instanceof Error) throw answer;
      return answer;
    },
    onChange: (now) => changes.push([now.state, now.name, now.place]),
  });
  return { standing, changes, asked };
}

/** Lets what was asked for come in. */
const settled = () => new Promise((resolve) => { setImmediate(resolve); });

const BOT = { state: "bot", name: null, place: null, minutes: null, on_behalf_of: null };
const WAITING = { ...BOT, state: "waiting", place: 2, minutes: 10 };
const METTE = { ...BOT, state: "caseworker", name: "Mette" };

test("the state that comes with a message is shown only with the name that belongs to it", async () => {
  const { standing, changes } = listening(METTE);
  standing.hear(BOT);
  standing.hear({ state: "caseworker" });
  assert.deepEqual(changes, [["bot", null, null]]);
  await settled();
  assert.deepEqual(changes.at(-1), ["caseworker", "Mette", null]);
});

test("the same state again asks nobody and changes nothing", () => {
  const { standing, changes, asked } = listening(BOT);
  standing.hear(BOT);
  standing.hear({ state: "bot" });
  standing.hear({ ...BOT });
  assert.equal(changes.length, 1);
  assert.equal(asked.length, 0);
});

test("without an answer from the server the state alone is taken, so that the robot is not shown in vain", async () => {
  const { standing } = listening(new Error("offline"));
  standing.hear(BOT);
  standing.hear({ state: "caseworker" });
  await settled();
  assert.equal(standing.now.state, "caseworker");
  assert.equal(standing.now.name, null);
});

test("an answer that was overtaken by an event is dropped and asked for again", async () => {
  const { standing, changes, asked } = listening(WAITING, { ...METTE, callback: { promised_by: null } });
  standing.hear(WAITING);
  const refreshed = standing.refresh();
  standing.hear(METTE);
  await refreshed;
  assert.equal(asked.length, 2);
  assert.deepEqual(changes.map(([state]) => state), ["waiting", "caseworker", "caseworker"]);
  assert.deepEqual(standing.now.callback, { promised_by: null });
});

test("what is asked for while another answer is on its way is asked afterwards, once", async () => {
  const { standing, asked } = listening(WAITING, METTE);
  const refreshed = standing.refresh();
  standing.refresh();
  standing.refresh();
  await refreshed;
  assert.equal(asked.length, 2);
  assert.equal(standing.now.name, "Mette");
});

test("an event about a person without a name makes the page ask for the name", async () => {
  const { standing, asked } = listening(METTE);
  standing.hear(WAITING);
  standing.hear({ ...METTE, name: null });
  await settled();
  assert.equal(asked.length, 1);
  assert.equal(standing.now.name, "Mette");
});

test("a new place in the queue is a change, and for whom it is written is kept", () => {
  const { standing, changes } = listening(BOT);
  standing.hear({ ...WAITING, on_behalf_of: "min mor" });
  standing.hear({ state: "waiting", name: null, place: 1, minutes: 5 });
  assert.deepEqual(changes.at(-1), ["waiting", null, 1]);
  assert.equal(standing.now.on_behalf_of, "min mor");
});

test("waiting and talking count as being with a person, the others do not", () => {
  const { standing } = listening(BOT);
  for (const [whole, expected] of [[BOT, false], [WAITING, true], [METTE, true], [{ ...BOT, state: "closed" }, false]]) {
    standing.hear(whole);
    assert.equal(standing.withPerson, expected);
  }
});
