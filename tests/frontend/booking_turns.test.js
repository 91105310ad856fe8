import assert from "node:assert/strict";
import { test } from "node:test";

import { OneAtATime } from "../../web/static/js/booking/one_at_a_time.js";

const refusal = Object.assign(new Error("nej"), { status: 409 });

function turns(refused = () => null) {
  const heard = { busy: [], worked: 0, refused: [] };
  const made = new OneAtATime({
    busy: (yes) => heard.busy.push(yes),
    worked: () => { heard.worked += 1; },
    refused: (error, again) => {
      heard.refused.push(error);
      return refused(error, again);
    },
  });
  return { made, heard };
}

test("a second press while the first is under way does nothing", async () => {
  const { made } = turns();
  let done = 0;
  let release;
  const first = made.run(() => new Promise((resolve) => { release = resolve; }).then(() => { done += 1; }));
  await made.run(() => { done += 10; });
  release();
  await first;
  assert.equal(done, 1);
  await made.run(() => { done += 10; });
  assert.equal(done, 11);
});

test("a refusal leads to what comes next, and the page is free again", async () => {
  const said = [];
  const { made, heard } = turns(() => () => said.push("nye tider"));
  await made.run(() => { throw refusal; });
  assert.deepEqual(said, ["nye tider"]);
  assert.deepEqual(heard.busy, [true, false, true, false]);
  assert.equal(heard.worked, 1);
});

test("a mistake of ours is not taken for a refusal, and does not lock the page", async () => {
  const { made, heard } = turns();
  await assert.rejects(made.run(() => { throw new TypeError("fejl"); }), TypeError);
  assert.equal(heard.refused.length, 0);
  await made.run(() => null);
  assert.equal(heard.worked, 1);
});
