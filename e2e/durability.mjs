// Kills the server again and again while stock clients send, then compares what was promised with what is on the disk.
//
//   node durability.mjs [--kills 100] [--senders 64] [--conversations 8] [--seed N] [--pause-ms 100]
//
// Each sender is a stock socket.io-client with `ackTimeout` and `retries`; it sends one message after the other, each with a
// client_msg_id of its own, and receives everything of its conversation. Every second sender sends once more and walks away
// just before the last kill, so that sends remain whose outcome nobody knows.

import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { io } from "socket.io-client";
import { randomFrom } from "./lib/random.mjs";
import { NO_RATE_LIMIT, Server } from "./lib/server.mjs";

const RETRYABLE = new Set(["unavailable", "internal", "rate_limited"]);
const DRAIN_MS = 90_000;
const NEXT_ACKNOWLEDGEMENT_MS = 30_000;
const TRANSPORTS = [["websocket"], ["polling"], ["websocket"], ["polling", "websocket"]];

/**
 * @param {{kills?: number, senders?: number, conversations?: number, seed?: number, pauseMs?: number, say?: (line: string) => void}} [options]
 * @returns {Promise<object>} figures, and `violations`: sentences, none if every promise was kept
 */
export async function durability({
  kills = 100,
  senders = 64,
  conversations = 8,
  seed = Date.now() % 1_000_000,
  pauseMs = 100,
  say = () => {},
} = {}) {
  const random = randomFrom(seed);
  const server = new Server({ env: NO_RATE_LIMIT });
  const people = [];
  const watchdog = setTimeout(() => people.forEach((person) => person.giveUp()), kills * 15_000 + DRAIN_MS);
  try {
    await server.start();
    for (let index = 0; index < senders; index++) {
      people.push(new Person(server, index, pauseMs, random));
    }
    await Promise.all(people.map((person) => person.signedIn));
    await converse(people, conversations);
    people.forEach((person) => person.start());

    for (let kill = 1; kill <= kills; kill++) {
      // One kill in four may hit clients that are still coming back, the others clients that send.
      if (random() < 0.75) {
        await nextAcknowledgement(people);
      }
      await sleep(random() * 1_500);
      if (kill === kills) {
        people.filter((_, index) => index % 2 === 1).forEach((person) => person.sayLastWords());
      }
      await server.kill9();
      if (random() < 0.1) {
        await killWhileStarting(server, random() * 1_200);
      }
      await server.start();
      say(`kill ${kill} of ${kills}: ${sum(people, (person) => person.acknowledged.size)} acknowledged, ready again in ${Math.round(server.readyMs)} ms`);
    }

    await Promise.all(people.map((person) => person.finish()));
    // What is compared is what a fresh process reads from the disk.
    await server.kill9();
    await server.start();
    return { kills, seed, senders, ...(await compare(server, people)) };
  } finally {
    clearTimeout(watchdog);
    people.forEach((person) => person.giveUp());
    await server.cleanUp();
  }
}

/** A stock client that sends, and checks the raw stream of what it receives. */
class Person {
  attempted = new Set();
  acknowledged = new Map();
  violations = [];
  last = 0;
  recovered = 0;
  resyncs = 0;
  refusals = 0;
  gone = false;
  #stopping = false;
  #refill = null;
  #sending = Promise.resolve();

  constructor(server, index, pauseMs, random) {
    Object.assign(this, { server, index, pauseMs, random, id: `sender-${index}` });
    this.socket = io(server.url, {
      transports: TRANSPORTS[index % TRANSPORTS.length],
      forceNew: true,
      auth: (give) => give({ token: server.token(this.id) }),
      ackTimeout: 3_000,
      retries: 1_000,
      reconnectionDelay: 50,
      reconnectionDelayMax: 500,
    });
    this.signedIn = new Promise((done) => this.socket.once("connect", done));
    this.socket.on("connect", () => this.#connected());
    this.socket.on("session:ready", (session) => this.#sessionReady(session));
    this.socket.on("message:new", (message) => this.#receive(message));
  }

  start() {
    this.#sending = this.#sendUntilStopped();
  }

  /** Sends no more, waits for the last acknowledgement and until everything has been received. */
  async finish() {
    this.#stopping = true;
    if (this.gone) {
      return;
    }
    const deadline = Date.now() + DRAIN_MS;
    await this.#sending;
    while (!this.gone && Date.now() < deadline) {
      const last = await this.#lastSeq();
      await this.#refill;
      if (this.last >= last) {
        return;
      }
      await sleep(50);
    }
    this.#violated(`did not receive everything in ${DRAIN_MS} ms`);
  }

  /** Sends once more and leaves without waiting for the answer. */
  sayLastWords() {
    const client_msg_id = randomUUID();
    this.attempted.add(client_msg_id);
    // Volatile, since the queue of retries would wait for the send before it.
    this.socket.volatile.emit("message:send", { conversation_id: this.conversation, text: `last words of ${this.id}`, client_msg_id });
    this.walkAway();
  }

  walkAway() {
    this.gone = true;
    this.socket.disconnect();
  }

  giveUp() {
    if (!this.gone) {
      this.walkAway();
    }
  }

  async #sendUntilStopped() {
    while (!this.#stopping && !this.gone) {
      await this.#send({ conversation_id: this.conversation, text: `from ${this.id}`, client_msg_id: randomUUID() });
      await sleep(this.random() * this.pauseMs * 2);
    }
  }

  async #send(payload) {
    this.attempted.add(payload.client_msg_id);
    while (!this.gone) {
      const answer = await this.#emit("message:send", payload);
      if (answer?.ok) {
        this.acknowledged.set(payload.client_msg_id, answer);
        return;
      }
      if (answer && !RETRYABLE.has(answer.code)) {
        this.#violated(`was refused: ${JSON.stringify(answer)}`);
        return;
      }
      this.refusals += answer ? 1 : 0;
      await sleep(answer?.retry_after_ms ?? 100);
    }
  }

  /** @returns {Promise<any>} the answer; undefined when the client library gave up or the person has left */
  #emit(event, payload) {
    return new Promise((done) => {
      this.socket.once("disconnect", () => this.gone && done(undefined));
      this.socket.emit(event, payload, (error, answer) => done(error ? undefined : answer));
    });
  }

  async #lastSeq() {
    const answer = await this.#emit("conversation:get", { conversation_id: this.conversation });
    return answer?.ok ? answer.last_seq : Infinity;
  }

  #connected() {
    if (this.socket.recovered) {
      this.recovered++;
    } else if (this.conversation) {
      this.resyncs++;
      this.#refill = this.#refillFromHistory();
    }
  }

  #sessionReady({ recovered, resync }) {
    if (recovered !== Boolean(this.socket.recovered)) {
      this.#violated(`was told recovered=${recovered} while the client says ${this.socket.recovered}`);
    }
    if (this.conversation && !recovered && !resync) {
      this.#violated("lost its session without being told to resync");
    }
  }

  #receive({ conversation_id, seq }) {
    if (conversation_id !== this.conversation) {
      this.#violated(`received a message of ${conversation_id}`);
    } else if (this.held) {
      this.held.push(seq);
    } else if (seq === this.last + 1) {
      this.last = seq;
    } else {
      this.#violated(seq > this.last ? `received ${seq} after ${this.last}: a hole` : `received ${seq} after ${this.last}: again`);
      this.last = Math.max(this.last, seq);
    }
  }

  /** What an application does that was told to resync: live messages wait until history has closed the gap. */
  async #refillFromHistory() {
    this.held ??= [];
    for (;;) {
      const page = await this.#emit("message:history", { conversation_id: this.conversation, after_seq: this.last, limit: 100 });
      if (!page?.ok) {
        return;
      }
      this.last = page.messages.at(-1)?.seq ?? this.last;
      if (!page.has_more) {
        break;
      }
    }
    const held = this.held.filter((seq) => seq > this.last);
    this.held = undefined;
    held.forEach((seq) => this.#receive({ conversation_id: this.conversation, seq }));
  }

  #violated(what) {
    this.violations.push(`${this.id} ${what}`);
  }
}

async function converse(people, conversations) {
  for (let number = 0; number < conversations; number++) {
    const members = people.filter((person) => person.index % conversations === number);
    const answer = await new Promise((done) =>
      members[0].socket.emit(
        "conversation:create",
        { type: "group", title: `conversation ${number}`, member_ids: members.map((member) => member.id) },
        (error, created) => done(error ?? created),
      ),
    );
    if (!answer.ok) {
      throw new Error(`conversation:create: ${JSON.stringify(answer)}`);
    }
    members.forEach((member) => (member.conversation = answer.conversation_id));
  }
}

async function nextAcknowledgement(people) {
  const acknowledged = () => sum(people, (person) => person.acknowledged.size);
  const before = acknowledged();
  const deadline = Date.now() + NEXT_ACKNOWLEDGEMENT_MS;
  while (acknowledged() === before) {
    if (Date.now() > deadline) {
      throw new Error(`no send was acknowledged within ${NEXT_ACKNOWLEDGEMENT_MS} ms of a start`);
    }
    await sleep(10);
  }
}

async function killWhileStarting(server, afterMs) {
  const start = server.start().catch(() => {});
  await sleep(afterMs);
  await server.kill9();
  await start;
}

async function compare(server, people) {
  const violations = people.flatMap((person) => person.violations);
  const figures = { found: 0, duplicates: 0, gaps: 0, lost: 0, changed: 0, strangers: 0 };
  for (const [conversation, members] of groups(people)) {
    const messages = await history(server, members[0].id, conversation);
    const stored = new Map(messages.map((message) => [`${message.sender_id} ${message.client_msg_id}`, message]));
    figures.found += messages.length;
    figures.duplicates += messages.length - stored.size;
    figures.gaps += messages.filter((message, index) => message.seq !== index + 1).length;
    for (const member of members) {
      for (const [clientMsgId, answer] of member.acknowledged) {
        const message = stored.get(`${member.id} ${clientMsgId}`);
        figures.lost += message ? 0 : 1;
        figures.changed += message && (message.seq !== answer.seq || message.message_id !== answer.message_id) ? 1 : 0;
      }
      if (member.last > messages.length || (!member.gone && member.last !== messages.length)) {
        violations.push(`${member.id} received up to ${member.last} of ${messages.length}`);
      }
    }
    const attempted = new Set(members.flatMap((member) => [...member.attempted]));
    figures.strangers += messages.filter((message) => !attempted.has(message.client_msg_id)).length;
  }
  const acked = sum(people, (person) => person.acknowledged.size);
  const attempted = sum(people, (person) => person.attempted.size);
  for (const name of ["duplicates", "gaps", "lost", "changed", "strangers"]) {
    if (figures[name] > 0) {
      violations.push(`${figures[name]} ${name}`);
    }
  }
  return {
    acked,
    ...figures,
    unacknowledged: attempted - acked,
    unacknowledgedButFound: figures.found - acked + figures.lost,
    recovered: sum(people, (person) => person.recovered),
    resyncs: sum(people, (person) => person.resyncs),
    retryableRefusals: sum(people, (person) => person.refusals),
    violations,
  };
}

async function history(server, user, conversation) {
  const messages = [];
  const headers = { authorization: `Bearer ${server.token(user)}` };
  for (;;) {
    const path = `/v1/conversations/${encodeURIComponent(conversation)}/messages?limit=100&after_seq=${messages.at(-1)?.seq ?? 0}`;
    const page = await (await server.get(path, headers)).json();
    messages.push(...page.messages);
    if (!page.has_more) {
      return messages;
    }
  }
}

function groups(people) {
  const result = new Map();
  people.forEach((person) => result.set(person.conversation, [...(result.get(person.conversation) ?? []), person]));
  return result;
}

function sum(list, number) {
  return list.reduce((total, item) => total + number(item), 0);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values } = parseArgs({
    options: Object.fromEntries(["kills", "senders", "conversations", "seed", "pause-ms"].map((name) => [name, { type: "string" }])),
  });
  const { "pause-ms": pauseMs, ...rest } = values;
  const numbers = Object.fromEntries(Object.entries({ pauseMs, ...rest }).flatMap(([name, value]) => (value ? [[name, Number(value)]] : [])));
  const { violations, ...figures } = await durability({ ...numbers, say: (line) => console.log(line) });
  console.log(Object.entries(figures).map(([name, value]) => `${name}=${value}`).join(" "));
  violations.slice(0, 50).forEach((violation) => console.error(`VIOLATION ${violation}`));
  process.exit(violations.length === 0 ? 0 : 1);
}
