/**
 * Many citizens over the real socket.io-client, from one process of their own.
 *
 * `node chat_client.mjs '{"url": ..., "mode": "rate" | "chats", "sockets": n, "perSecond": n, "seconds": n}'`
 * rate:  `sockets` open lines, `perSecond` messages over them for `seconds`.
 * chats: new chats begin `perSecond` times a second; each says `talk`, waits for each answer, thinks, and leaves.
 * Prints one line of JSON when it is done.
 */

import { io } from "socket.io-client";

const ACK_MS = 10_000;
const LAST_ANSWERS_MS = 10_000;
const AT_ONCE = 25;
const QUESTIONS = [
  "hej",
  "hvornår har i åbent?",
  "er du en robot?",
  "hvor mange samtaler skal jeg til som dagpengemodtager?",
  "hvem skal godkende mit cv",
  "skal jeg selv booke mine samtaler",
];

const plan = JSON.parse(process.argv[2]);
const figures = { acks: [], answers: [], sent: 0, failed: 0, refused: 0, dropped: 0, chats: 0 };
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

class Citizen {
  #socket;
  #waiting = new Map();
  #early = new Map();
  #number = 0;

  async open() {
    const answer = await fetch(`${plan.url}/api/v1/conversations`, { method: "POST" });
    if (!answer.ok) throw new Error(`open: ${answer.status}`);
    const { id, token } = await answer.json();
    this.#socket = io(`${plan.url}/chat`, {
      auth: { conversation: id, token, last: 1 },
      transports: ["websocket"],
      forceNew: true,
      reconnection: false,
    });
    this.#socket.on("message", (message) => this.#heard(message));
    this.#socket.on("disconnect", (reason) => {
      if (reason !== "io client disconnect") figures.dropped += 1;
    });
    await new Promise((done, fail) => {
      this.#socket.on("connect", done);
      this.#socket.on("connect_error", fail);
    });
  }

  /** Send and wait for the answer; what took how long is noted. */
  async say(text) {
    figures.sent += 1;
    this.#number += 1;
    const began = performance.now();
    let receipt;
    try {
      const body = { client_id: `c${this.#number}`, text };
      receipt = await this.#socket.timeout(ACK_MS).emitWithAck("send", body);
    } catch {
      figures.failed += 1;
      return;
    }
    if (!receipt.ok) {
      figures.refused += 1;
      return;
    }
    figures.acks.push(performance.now() - began);
    const answered = this.#early.get(receipt.seq) ?? (await this.#answer(receipt.seq));
    if (answered) figures.answers.push(answered - began);
  }

  close() {
    this.#socket?.disconnect();
  }

  #answer(seq) {
    return new Promise((done) => {
      this.#waiting.set(seq, done);
      setTimeout(() => done(null), LAST_ANSWERS_MS);
    });
  }

  #heard({ author, in_reply_to }) {
    if (author !== "bot" || !in_reply_to) return;
    const now = performance.now();
    const waiting = this.#waiting.get(in_reply_to);
    this.#waiting.delete(in_reply_to);
    if (waiting) waiting(now);
    else this.#early.set(in_reply_to, now);
  }
}

async function openMany(count) {
  const citizens = Array.from({ length: count }, () => new Citizen());
  for (let first = 0; first < count; first += AT_ONCE) {
    const opened = await Promise.allSettled(citizens.slice(first, first + AT_ONCE).map((citizen) => citizen.open()));
    figures.failed += opened.filter(({ status }) => status === "rejected").length;
  }
  return citizens;
}

/** Messages at an even pace, whatever the answers take; the sockets take turns. */
async function atRate() {
  const citizens = await openMany(plan.sockets);
  process.stderr.write("open\n");
  const saying = [];
  const count = Math.round(plan.perSecond * plan.seconds);
  const began = performance.now();
  for (let number = 0; number < count; number += 1) {
    const due = began + (number * 1000) / plan.perSecond;
    if (due > performance.now()) await pause(due - performance.now());
    saying.push(citizens[number % citizens.length].say(QUESTIONS[number % QUESTIONS.length]));
  }
  figures.sendingSeconds = (performance.now() - began) / 1000;
  await Promise.all(saying);
  for (const citizen of citizens) citizen.close();
}

async function chat() {
  const citizen = new Citizen();
  try {
    await citizen.open();
    for (const text of plan.talk) {
      await citizen.say(text);
      await pause(plan.thinkMs * (0.5 + Math.random()));
    }
    figures.chats += 1;
  } catch {
    figures.failed += 1;
  } finally {
    citizen.close();
  }
}

async function chats() {
  const running = [];
  const began = performance.now();
  for (let number = 0; performance.now() - began < plan.seconds * 1000; number += 1) {
    running.push(chat());
    await pause(Math.max(0, began + ((number + 1) * 1000) / plan.perSecond - performance.now()));
  }
  await Promise.all(running);
}

const percentile = (values, share) => {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted.length === 0 ? null : sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
};

await (plan.mode === "rate" ? atRate() : chats());
const { acks, answers, ...counts } = figures;
console.log(
  JSON.stringify({
    ...counts,
    acked: acks.length,
    answered: answers.length,
    ack_p50: percentile(acks, 0.5),
    ack_p95: percentile(acks, 0.95),
    answer_p50: percentile(answers, 0.5),
    answer_p95: percentile(answers, 0.95),
  }),
);
process.exit(0);
